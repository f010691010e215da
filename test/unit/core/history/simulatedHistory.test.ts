import assert from "node:assert/strict";
import { listSessions } from "../../../../src/core/azure/sessions.ts";
import { attributeSessions } from "../../../../src/core/history/attribution.ts";
import type { History } from "../../../../src/core/history/history.ts";
import { logReadingOf } from "../../../../src/core/history/logReading.ts";
import { readHistory } from "../../../../src/core/history/readHistory.ts";
import { armKey } from "../../../../src/core/model/armId.ts";
import { azureFaults } from "../../../simulated-azure/faults/faults.ts";
import { startSimulatedAzure } from "../../../simulated-azure/server.ts";
import type { SimulatedAzure } from "../../../simulated-azure/server.ts";
import { SimulatedClock } from "../../../simulated-azure/world/clock.ts";
import type { LogSpec } from "../../../simulated-azure/world/logs/logTypes.ts";
import { World } from "../../../simulated-azure/world/world.ts";
import type { HostSpec } from "../../../simulated-azure/world/worldTypes.ts";
import { clientAt } from "../azure/testArm.ts";
import type { Client } from "../azure/testArm.ts";

const DAY = 86_400_000;
const on = { userName: "azureuser", protocol: "SSH", targetIpAddress: "10.1.0.4" };
const [ann, bob] = ["ann@contoso.com", "bob@contoso.com"];

let azure: SimulatedAzure;
let client: Client;

before(async () => {
  azure = await startSimulatedAzure({ world: new World({ clock: SimulatedClock.driven() }) });
});
beforeEach(() => {
  client = clientAt(azure.url, () => azure.token());
});
after(() => azure.close());

function reset(log: LogSpec, ...hosts: readonly HostSpec[]): void {
  const world = new World({ clock: azure.clock, log });
  hosts.forEach((host) => world.addHost(host));
  azure.reset(world);
}

async function read(): Promise<History> {
  const now = azure.clock.now();
  const hosts = azure.world.hosts.map((host) => ({ ...host, key: armKey(host.id) }));
  const { subscriptionId } = azure.world.subscription();
  const query = { subscriptionId, hosts, from: now - 30 * DAY, to: now };
  return readHistory(client.arm, client.credential, query, { ...client.options, now: new Date(now) });
}

/** For each session of a host how certain its person is, and who that is. */
async function people(name: string): Promise<readonly string[]> {
  const { id } = azure.world.host(name);
  const { sessions } = await listSessions(client.arm, client.credential, id, client.options);
  const history = await read();
  const hostKey = armKey(id);
  const said = attributeSessions({
    hostKey,
    sessions: sessions.map((session) => ({ key: session.sessionId ?? "", session })),
    listedAt: azure.clock.now(),
    ...history,
    log: logReadingOf(history, hostKey),
  });
  return [...said]
    .map(
      ([key, one]) =>
        `${key} ${one.confidence} ${one.confidence === "none" ? one.blank : (one.candidates[0].person ?? "?")}`,
    )
    .sort();
}

describe("People in the simulated Azure", () => {
  const sessions = [
    { ...on, sessionId: "s-1", person: ann, ageMinutes: 90, log: { skewSeconds: 2 } },
    { ...on, sessionId: "s-2", person: bob, ageMinutes: 40, userName: "root" },
    { ...on, sessionId: "s-3", person: bob, ageMinutes: 30, log: { start: "lost" as const } },
    { ...on, sessionId: "s-4", person: ann, ageMinutes: 2, userName: "admin" },
    { ...on, sessionId: "s-5", person: "", ageMinutes: 300, resourceType: "BSL" as const },
  ];

  it("are exact if the log has the sessions' IDs", async () => {
    reset({ tunnelIds: "sessionId" }, { name: "a", sessions });
    assert.deepEqual(await people("a"), [
      `s-1 exact ${ann}`,
      `s-2 exact ${bob}`,
      "s-3 none noRecord",
      "s-4 none notLoggedYet",
      "s-5 exact ?",
    ]);
  });

  for (const tunnelIds of ["own", "none"] as const) {
    it(`are matched by everything else if its IDs are: ${tunnelIds}`, async () => {
      reset(
        { tunnelIds },
        { name: "a", sessions },
        { name: "b", sessions: [{ ...on, sessionId: "s-9", person: bob, ageMinutes: 90 }] },
      );
      assert.deepEqual(await people("a"), [
        `s-1 matched ${ann}`,
        `s-2 matched ${bob}`,
        "s-3 none noRecord",
        "s-4 none notLoggedYet",
        "s-5 none shareableLink",
      ]);
      assert.deepEqual(await people("b"), [`s-9 matched ${bob}`]);
    });
  }

  it("are never chosen between if two connect in the same second", async () => {
    const two = [ann, bob].map((person, index) => ({ ...on, sessionId: `s-${index}`, person, ageMinutes: 90 }));
    reset({ tunnelIds: "own" }, { name: "a", sessions: two });
    assert.deepEqual(
      (await people("a")).map((text) => text.split(" ")[1]),
      ["possible", "possible"],
    );
  });

  it("are unknown on hosts that log nothing, and without permission", async () => {
    reset(
      {},
      { name: "a", sessions: [sessions[0]!], diagnostics: [] },
      { name: "d", sku: "Developer", sessions: [sessions[1]!] },
    );
    assert.deepEqual([await people("a"), await people("d")], [["s-1 none notLogged"], ["s-2 none notLoggedBySku"]]);
    reset({}, { name: "a", sessions: [sessions[0]!] }, { name: "b", sessions: [sessions[1]!] });
    azure.world.setRole(azure.world.account(), "a", "operatorWithoutLogs");
    assert.deepEqual([await people("a"), await people("b")], [["s-1 none notAllowed"], [`s-2 exact ${bob}`]]);
  });

  it("are known once Azure answers in time", async () => {
    reset({}, { name: "a", sessions: [sessions[0]!] });
    azure.behave({ route: "auditLog" }, { fault: azureFaults.logsTimedOut, times: 4 });
    assert.deepEqual(await people("a"), [`s-1 exact ${ann}`]);
    azure.behave({ route: "auditLog" }, { auditLog: "partial" });
    assert.deepEqual([...(await read()).gaps.values()].flat(), [{ kind: "partial" }]);
  });

  it("have a past, with the end of each connection and failed sign-ins", async () => {
    reset({ doubled: 0.2, isShuffled: true }, { name: "a", history: { days: 20, perDay: 15, isAttacked: true } });
    const { connections, failures, gaps } = await read();
    assert.ok(connections.length > 100 && failures.length > 0, `${connections.length}, ${failures.length}`);
    assert.ok(connections.every(({ hasEnded, started = 0, ended = 0 }) => hasEnded && ended > started));
    assert.equal(new Set(connections.map(({ key }) => key)).size, connections.length);
    assert.equal(gaps.size, 0);
  });
});
