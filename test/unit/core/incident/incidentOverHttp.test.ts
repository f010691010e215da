import { strict as assert } from "node:assert";
import { readActivityLog } from "../../../../src/core/azure/activityLog.ts";
import { disconnectSessions } from "../../../../src/core/azure/sessions.ts";
import { foldActivity } from "../../../../src/core/history/activity.ts";
import { readHistory } from "../../../../src/core/history/readHistory.ts";
import type { Incident } from "../../../../src/core/incident/incident.ts";
import { makeIncident } from "../../../../src/core/incident/makeIncident.ts";
import type { JournalEntry } from "../../../../src/core/journal/journalEntry.ts";
import { armKey } from "../../../../src/core/model/armId.ts";
import { startSimulatedAzure, type SimulatedAzure } from "../../../simulated-azure/server.ts";
import { SimulatedClock } from "../../../simulated-azure/world/clock.ts";
import type { LogSpec } from "../../../simulated-azure/world/logs/logTypes.ts";
import { World } from "../../../simulated-azure/world/world.ts";
import { clientAt } from "../azure/testArm.ts";

const MINUTE = 60_000;
const US = "ada@contoso.com";
const ANN = "ann@contoso.com";
const EVE = "eve@contoso.com";

describe("the timeline of an incident in a simulated Azure", () => {
  let azure: SimulatedAzure;
  let entry: JournalEntry;

  before(async () => {
    azure = await startSimulatedAzure({ world: new World({ clock: SimulatedClock.driven() }) });
  });
  after(() => azure.close());

  /** Ann connects twice: we disconnect one session, Eve probably the other, and then there is a link. */
  async function happened(log: LogSpec): Promise<void> {
    const world = new World({ clock: azure.clock, log });
    world.addAccount({ label: US });
    [US, ANN, EVE].forEach((email) => world.addPerson({ email }));
    const on = { userName: "azureuser", protocol: "SSH", person: ANN };
    const host = world.addHost({
      name: "bas",
      sessions: [
        { ...on, sessionId: "s-1", targetHostName: "vm-a", targetIpAddress: "10.0.0.4", ageMinutes: 90 },
        { ...on, sessionId: "s-2", targetHostName: "vm-b", targetIpAddress: "10.0.0.5", ageMinutes: 60 },
      ],
      failedSignIns: [{ person: ANN, userName: "root", minutesAgo: 95 }],
    });
    azure.reset(world);
    const { arm, credential, options } = clientAt(azure.url, () => azure.token());
    const at = new Date(azure.clock.now()).toISOString();
    const { requestId } = await disconnectSessions(arm, credential, host.id, ["s-1"], options);
    const answeredAt = new Date(azure.clock.now()).toISOString();
    const session = { sessionId: "s-1", userName: "azureuser", protocol: "SSH" };
    const actor = { account: US, accountId: "1", tenantId: "t" };
    const told = { hostId: host.id, hostName: "bas", actor, session, verdict: "disconnected", answeredAt } as const;
    entry = { id: "e", at, by: "user", sessions: [{ ...told, ...(requestId && { requestId }) }], warnings: [] };
    azure.clock.advance(10 * MINUTE);
    world.recordActivity(host, { operation: "disconnectActiveSessions/action", caller: EVE, minutesAgo: 0.5 });
    world.endSession("bas", "s-2", 0);
    world.recordActivity(host, { operation: "createShareableLinks/action", caller: EVE });
    azure.clock.advance(30 * MINUTE);
  }

  async function incident(): Promise<Incident> {
    const { arm, credential, options } = clientAt(azure.url, () => azure.token());
    const now = azure.clock.now();
    const hosts = azure.world.hosts.map((host) => ({ ...host, key: armKey(host.id) }));
    const { subscriptionId } = azure.world.subscription();
    const query = { subscriptionId, hosts, from: now - 240 * MINUTE, to: now };
    const history = await readHistory(arm, credential, query, { ...options, now: new Date(now) });
    const { events } = await readActivityLog(arm, credential, query, options);
    return makeIncident({
      ...query,
      subject: { kind: "person", person: ANN },
      history: { ...history, activities: foldActivity(events) },
      journal: { entries: [entry], linkDeletions: [], torn: [] },
      journalSince: 0,
      unasked: [],
      subscriptionName: (id) => id,
      exportedAt: now,
      exportedBy: [US],
      notes: [],
    });
  }

  const told = ({ lines }: Incident) =>
    lines
      .filter(({ what }) => what !== "sessionsDisconnected")
      .map(({ what, sure, actors = [] }) => [what, sure, ...actors].join(" "));

  it("has what the world did, each once, through delays, doubles and any order", async () => {
    await happened({ doubled: 1, isShuffled: true });
    // The logs cut times to the second, so that what is within one may be in either order.
    const expected = [
      "failedSignIn certain",
      "connected certain",
      "connected certain",
      `disconnectConfirmed certain ${US}`,
      `verdict certain ${US}`,
      `disconnected certain ${US}`,
      `disconnected probable ${EVE}`,
      `linksCreated certain ${EVE}`,
    ];
    assert.deepEqual(told(await incident()).toSorted(), expected.toSorted());
  });

  it("is only probable of a session by its place where the log has other IDs", async () => {
    await happened({ tunnelIds: "own" });
    const made = await incident();
    assert.deepEqual(
      made.lines.filter(({ what }) => what === "disconnected").map(({ sure, actors }) => [sure, actors]),
      [
        ["probable", [US]],
        ["probable", [EVE]],
      ],
    );
  });

  it("invents nothing where the audit log has lost everything, or there is none", async () => {
    await happened({ lost: 1 });
    const made = await incident();
    assert.ok(made.lines.every(({ source }) => source !== "auditLog"));
    assert.equal(made.lines.filter(({ what }) => what === "verdict").length, 0, "nothing says that it was Ann's");
  });
});
