import assert from "node:assert/strict";
import { SimulatedClock } from "../../simulated-azure/world/clock.ts";
import { demoWorld } from "../../simulated-azure/world/demoWorld.ts";
import type { LogSpec } from "../../simulated-azure/world/logs/logTypes.ts";
import { World } from "../../simulated-azure/world/world.ts";
import type { HostSpec } from "../../simulated-azure/world/worldTypes.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const ANN = "ann@contoso.com";

function worldOf(log: LogSpec = {}): World {
  return new World({ clock: SimulatedClock.driven(), log });
}

/** The rows of the first host that are there by now, by the columns named. */
function rows(world: World, ...columns: readonly string[]): readonly (readonly unknown[])[] {
  return world.hosts
    .slice(0, 1)
    .flatMap(({ key }) => world.auditLog.entries(key, 0, Infinity))
    .map(({ row }) => columns.map((name) => row[name]));
}

describe("The audit log of a world", () => {
  it("has a session's start and its end, some minutes later", () => {
    const world = worldOf();
    const host = world.addHost();
    const { sessionId } = world.addSession(host, { ageMinutes: 0 });
    const messages = () => rows(world, "Message", "TunnelId");
    world.clock.advance(2 * MINUTE);
    assert.deepEqual(messages(), []);
    world.clock.advance(9 * MINUTE);
    assert.deepEqual(messages(), [["Successfully Connected.", sessionId]]);
    world.endSession(host, sessionId);
    assert.equal(messages().length, 1);
    world.clock.advance(11 * MINUTE);
    assert.deepEqual(messages(), [
      ["Successfully Connected.", sessionId],
      ["Successfully Disconnected", sessionId],
    ]);
  });

  it("writes what Azure documents, in Azure's forms", () => {
    const world = worldOf();
    const host = world.addHost({ name: "BAS", resourceGroup: "RG" });
    world.addSession(host, {
      sessionId: "s-1",
      userName: "azureuser",
      protocol: "SSH",
      ageMinutes: 90,
      targetHostName: "vm-web-01",
      targetIpAddress: "10.1.2.3",
      person: ANN,
      clientAddress: "2001:db8::7",
      userAgent: "agent",
    });
    world.endSession(host, "s-1", 30);
    const entries = world.auditLog.entries(host.key, 0, Infinity).map(({ row }) => row);
    const [start, end] = entries;
    assert.ok(start && end);
    const TIME = /^2026-03-02T\d\d:\d\d:\d\d\.\d{7}Z$/;
    for (const row of entries) {
      assert.match(String(row["TimeGenerated"]), TIME);
      assert.match(String(row["SessionStartTime"]), TIME);
      assert.match(String(row["ClientIpAddress"]), /^(2001:db8::7|\[2001:db8::7\]:\d+)$/);
      assert.deepEqual(
        [row["UserName"], row["UserEmail"], row["UserAgent"], row["Protocol"], row["ResourceType"]],
        ["azureuser", ANN, "agent", "ssh", "VM"],
      );
      assert.equal(row["TargetVMIPAddress"], "10.1.2.3:22");
      assert.equal(row["TargetResourceId"], String(row["TargetResourceId"]).toUpperCase());
      assert.match(row["TargetResourceId"], /\/VIRTUALMACHINES\/VM-WEB-01$/);
      assert.equal(row["_ResourceId"], host.id.toLowerCase());
      assert.equal(row["Time"], row["TimeGenerated"]);
    }
    assert.deepEqual(
      [start["OperationName"], start["SessionEndTime"], start["Duration"]],
      ["Microsoft.Network/BastionHost/connect", "", undefined],
    );
    assert.equal(end["OperationName"], "Microsoft.Network/BastionHost/disconnect");
    assert.match(String(end["SessionEndTime"]), TIME);
    assert.equal(Date.parse(String(end["SessionEndTime"])), world.clock.now() - 30 * MINUTE);
    assert.ok(Math.abs(Number(end["Duration"]) - 60 * MINUTE) < 2_000);
  });

  it("names people as told, or users of the account, or none in a world without people", () => {
    const nobody = worldOf();
    nobody.addHost({ sessions: [{ userName: "azureuser", ageMinutes: 60 }] });
    assert.deepEqual(rows(nobody, "UserEmail"), [[""]]);

    const world = worldOf();
    world.addPerson({ email: ANN, accounts: ["azureuser"], clientAddresses: ["203.0.113.7"] });
    world.addPerson({ email: "bob@contoso.com", accounts: ["azureuser", "root"] });
    const host = world.addHost({ sessions: Array.from({ length: 30 }, () => ({ userName: "azureuser" })) });
    const people = () => new Set(world.sessions(host).map(({ client }) => client.person));
    assert.deepEqual(people(), new Set([ANN, "bob@contoso.com"]));
    const client = (userName: string, person?: string) =>
      world.addSession(host, { userName, ...(person !== undefined && { person }) }).client;
    assert.equal(client("ROOT").person, "bob@contoso.com");
    assert.equal(client("svc-backup").person, "");
    assert.equal(client("azureuser", "").person, "");
    assert.deepEqual(
      [client("root", "ANN@contoso.com").person, client("root", "ANN@contoso.com").clientAddress],
      ["ANN@contoso.com", "203.0.113.7"],
    );
  });

  it("may have another id for a session, or none", () => {
    const ids = (tunnelIds: LogSpec["tunnelIds"]) => {
      const world = worldOf({ ...(tunnelIds && { tunnelIds }) });
      world.addHost({ sessions: [{ sessionId: "s-1", ageMinutes: 60 }] });
      world.endSession(world.hosts[0]!, "s-1", 20);
      return rows(world, "TunnelId").map(([id]) => id);
    };
    assert.deepEqual(ids(undefined), ["s-1", "s-1"]);
    assert.deepEqual(ids("none"), ["", ""]);
    const [start, end] = ids("own");
    assert.match(String(start), /^[0-9a-f-]{36}$/);
    assert.equal(start, end);
  });

  it("loses rows, writes them twice and writes them late, as it is told", () => {
    const world = worldOf();
    const host = world.addHost();
    const messages = (log: object) => {
      const { sessionId } = world.addSession(host, { ageMinutes: 40, log });
      world.endSession(host, sessionId, 20);
      return world.auditLog
        .entries(host.key, 0, Infinity)
        .filter(({ row }) => row["TunnelId"] === sessionId)
        .map(({ row }) => row["Message"]);
    };
    const [start, end] = ["Successfully Connected.", "Successfully Disconnected"];
    assert.deepEqual(messages({}), [start, end]);
    assert.deepEqual(messages({ start: "lost" }), [end]);
    assert.deepEqual(messages({ end: "lost" }), [start]);
    assert.deepEqual(messages({ start: "doubled" }), [start, start, end]);
    assert.deepEqual(messages({ lagMinutes: 30 }), [start]);
    const { sessionId, startedAt } = world.addSession(host, { ageMinutes: 60, log: { skewSeconds: 90 } });
    const skewed = rows(world, "TunnelId", "SessionStartTime").find(([id]) => id === sessionId);
    assert.equal(Date.parse(String(skewed?.[1])), startedAt + 90_000);
  });

  it("loses and doubles a share of rows by chance, the same for the same seed", () => {
    const make = (log: LogSpec) => {
      const world = worldOf(log);
      world.addHost({ sessions: Array.from({ length: 400 }, () => ({ ageMinutes: 60 })) });
      return rows(world, "TunnelId").map(([id]) => String(id));
    };
    const log = { lost: 0.2, doubled: 0.1 };
    const once = make(log);
    assert.deepEqual(make(log), once);
    const [kept, twice] = [new Set(once).size, once.length - new Set(once).size];
    assert.ok(kept > 290 && kept < 350, `${kept} kept`);
    assert.ok(twice > 20 && twice < 65, `${twice} doubled`);
    assert.equal(make({}).length, 400);
  });

  it("has failed sign-ins, one or many, with an end after them or not", () => {
    const world = worldOf({ lagMinutes: [0, 0] });
    const host = world.addHost({
      failedSignIns: [
        { userName: ["admin", "root"], clientAddress: "198.51.100.23", count: 3, everySeconds: 10, minutesAgo: 5 },
      ],
    });
    world.addFailedSignIn(host, { userName: "azureuser", person: ANN, minutesAgo: 1, isDisconnected: true });
    assert.deepEqual(rows(world, "UserName", "Message", "UserEmail"), [
      ["admin", "Login Failed", ""],
      ["root", "Login Failed", ""],
      ["admin", "Login Failed", ""],
      ["azureuser", "Login Failed", ANN],
      ["azureuser", "Successfully Disconnected", ANN],
    ]);
    assert.equal(new Set(rows(world, "TunnelId").map(([id]) => id)).size, 4);
    world.addFailedSignIn(host, { count: 1_000, everySeconds: 60 });
    world.clock.advance(MINUTE * 9.5);
    assert.equal(rows(world).length, 15, "what is still to come isn't there");
  });

  it("is kept where a setting says so, and never for the Developer SKU", () => {
    const setting = (workspaceId: unknown, ...logs: readonly object[]) => ({ properties: { workspaceId, logs } });
    const group = (categoryGroup: string, enabled = true) => ({ category: null, categoryGroup, enabled });
    const workspace = "/subscriptions/s/workspaces/w";
    const cases: readonly (readonly [kept: boolean, spec: HostSpec])[] = [
      [true, {}],
      [true, { diagnostics: [setting(workspace, group("allLogs"))] }],
      [true, { diagnostics: [setting(workspace, group("audit"))] }],
      [true, { diagnostics: [setting(null, group("audit")), setting(workspace, group("audit"))] }],
      [false, { diagnostics: [] }],
      [false, { diagnostics: [setting(workspace, group("audit", false))] }],
      [false, { diagnostics: [setting(null, group("audit"))] }],
      [false, { diagnostics: [setting(workspace, { category: "Other", enabled: true })] }],
      [false, { diagnostics: [null, {}, { properties: {} }] }],
      [false, { sku: "Developer" }],
    ];
    for (const [kept, spec] of cases) {
      const world = worldOf();
      world.addHost({ ...spec, sessions: [{ ageMinutes: 60 }] });
      assert.equal(rows(world).length, kept ? 1 : 0, JSON.stringify(spec));
      assert.equal(world.auditLog.hasTable(world.hosts), kept);
    }
  });

  it("of a host that is logged lately has neither what was before nor, at first, a table", () => {
    const world = worldOf();
    const host = world.addHost({ loggedForMinutes: 30, sessions: [{ ageMinutes: 60 }] });
    assert.deepEqual([rows(world).length, world.auditLog.hasTable([host])], [0, false]);
    world.addSession(host, { ageMinutes: 20 });
    assert.deepEqual([rows(world).length, world.auditLog.hasTable([host])], [1, true]);
  });

  it("has the ends of sessions that come and go while nothing is asked", () => {
    const world = worldOf({ lagMinutes: [0, 0] });
    world.addHost({ sessions: 6 });
    world.sessionChurn = true;
    world.clock.advance(3 * 60 * MINUTE);
    assert.ok(world.sessions(world.hosts[0]!).length > 0);
    const ends = rows(world, "Message", "SessionEndTime")
      .filter(([message]) => message === "Successfully Disconnected")
      .map(([, time]) => Date.parse(String(time)));
    assert.ok(ends.length > 10);
    assert.equal(new Set(ends).size, ends.length);
  });

  it("has a month of history in the demonstration world, the same for the same seed", () => {
    const make = () => {
      const world = demoWorld(3, SimulatedClock.driven());
      const entries = world.hosts.flatMap(({ key }) => world.auditLog.entries(key, 0, Infinity));
      return { world, entries };
    };
    const { world, entries } = make();
    assert.deepEqual(make().entries, entries);
    assert.ok(entries.length > 3_000, String(entries.length));
    const count = (column: string) => new Set(entries.map(({ row }) => row[column])).size;
    assert.ok(count("UserEmail") > 8);
    assert.ok(count("ClientIpAddress") > 20);
    assert.ok(entries.some(({ row }) => Number(row["Duration"] ?? 0) > 10 * 60 * MINUTE));
    const attackers = entries.filter(({ row }) => row["Message"] === "Login Failed" && row["UserEmail"] === "");
    assert.ok(attackers.length > 50);
    assert.ok(entries.every(({ at }) => at < world.clock.now() && at > world.clock.now() - 35 * DAY));
    for (const { subscriptionId } of world.subscriptions) {
      const own = entries.filter(({ row }) => String(row["_ResourceId"]).includes(subscriptionId));
      assert.ok(own.length < 8_000, "a query has room for all of them");
    }
  });
});
