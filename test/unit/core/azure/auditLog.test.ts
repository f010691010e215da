import { strict as assert } from "node:assert";
import { setImmediate as turn } from "node:timers/promises";
import fc from "fast-check";
import { Arm } from "../../../../src/core/azure/arm.ts";
import { isNotLogged, MOST_ROWS, readAuditLog } from "../../../../src/core/azure/auditLog.ts";
import type { AuditQuery } from "../../../../src/core/azure/auditLog.ts";
import { listSessions } from "../../../../src/core/azure/sessions.ts";
import { armKey } from "../../../../src/core/model/armId.ts";
import type { BastionHost } from "../../../../src/core/model/bastionHost.ts";
import { startSimulatedAzure } from "../../../simulated-azure/server.ts";
import type { SimulatedAzure } from "../../../simulated-azure/server.ts";
import { azureFaults } from "../../../simulated-azure/faults/faults.ts";
import type { Fault } from "../../../simulated-azure/faults/faults.ts";
import { SimulatedClock } from "../../../simulated-azure/world/clock.ts";
import { World } from "../../../simulated-azure/world/world.ts";
import type { HostSpec } from "../../../simulated-azure/world/worldTypes.ts";
import { azureErrorOf, clientAt, cloudAt, memoryLog } from "./testArm.ts";
import type { Client } from "./testArm.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const TABLE = "MicrosoftAzureBastionAuditLogs";
const ANN = { userName: "azureuser", person: "ann@contoso.com", clientAddress: "203.0.113.7" };

let azure: SimulatedAzure;
let client: Client;

before(async () => {
  azure = await startSimulatedAzure({ world: new World({ clock: SimulatedClock.driven() }) });
});
beforeEach(() => {
  client = clientAt(azure.url, () => azure.token());
});
after(() => azure.close());
afterEach(() => {
  azure.throttling = false;
});

function reset(...hosts: readonly HostSpec[]): void {
  const world = new World({ clock: azure.clock });
  hosts.forEach((host) => world.addHost(host));
  azure.reset(world);
}

const known = (): readonly BastionHost[] =>
  azure.world.hosts.map(({ id, name, subscriptionId, resourceGroup }) => ({
    id,
    key: armKey(id),
    name,
    subscriptionId,
    resourceGroup,
  }));

const queryOf = (hosts: readonly BastionHost[], hours = 24): AuditQuery => ({
  subscriptionId: azure.world.subscription().subscriptionId,
  hosts,
  from: azure.clock.now() - hours * HOUR,
  to: azure.clock.now(),
});

function read(hosts = known(), hours?: number): ReturnType<typeof readAuditLog> {
  return readAuditLog(client.arm, client.credential, queryOf(hosts, hours), client.options);
}

const asked = () => azure.requests.filter(({ route }) => route === "auditLog");

describe("The audit log", () => {
  beforeEach(() => {
    reset(
      { name: "a", sessions: [{ ...ANN, sessionId: "s-1", ageMinutes: 90, protocol: "RDP", log: { skewSeconds: 1 } }] },
      { name: "b" },
    );
  });

  it("is read by one query of all hosts, for no more time than is asked for", async () => {
    const before = asked().length;
    await read();
    const [request, ...more] = asked().slice(before);
    assert.equal(more.length, 0);
    assert.deepEqual(
      [request?.method, request?.apiVersion, request?.logQuestion],
      [
        "POST",
        "2018-03-01-preview",
        {
          hostKeys: known().map(({ key }) => key),
          from: azure.clock.now() - 24 * HOUR,
          to: azure.clock.now(),
          top: MOST_ROWS,
        },
      ],
    );
  });

  it("tells who, from where and to what, the newest first", async () => {
    azure.world.endSession("a", "s-1", 20);
    azure.world.addFailedSignIn("b", { userName: "admin", person: "", clientAddress: "2001:db8::7", minutesAgo: 30 });
    const { records, ...rest } = await read();
    const [end, failed, start] = records;
    assert.ok(start && failed && end && records.length === 3);
    const { hostKey, targetResourceId, userAgent, ...said } = start;
    const started = azure.clock.now() - 90 * MINUTE + 1_000;
    assert.equal(hostKey, azure.world.host("a").key);
    assert.match(targetResourceId ?? "", /^\/SUBSCRIPTIONS\/.*\/VIRTUALMACHINES\/VM-/);
    assert.match(userAgent ?? "", /^Mozilla/);
    assert.deepEqual(said, {
      time: started,
      operation: "connect",
      message: "Successfully Connected.",
      tunnelId: "s-1",
      userName: "azureuser",
      person: "ann@contoso.com",
      clientAddress: "203.0.113.7",
      protocol: "rdp",
      resourceType: "VM",
      targetAddress: azure.world.sessions("a")[0]?.targetIpAddress ?? end.targetAddress,
      started,
    });
    assert.deepEqual(
      [end.operation, end.message, end.started, end.ended, end.durationMs],
      ["disconnect", "Successfully Disconnected", started, azure.clock.now() - 20 * MINUTE, 70 * MINUTE - 1_000],
    );
    assert.deepEqual(
      [failed.hostKey, failed.message, failed.userName, failed.person, failed.clientAddress],
      [azure.world.host("b").key, "Login Failed", "admin", undefined, "2001:db8::7"],
    );
    assert.deepEqual(rest, { isCut: false, isPartial: false, leftOut: new Set(), unreadable: 0 });
  });

  it("is read only of the range", async () => {
    assert.equal((await read(known(), 2)).records.length, 1);
    assert.equal((await read(known(), 1)).records.length, 0);
  });

  it("has its columns by name, in whatever order and among whatever tables they come", async () => {
    const usual = await read();
    for (const auditLog of ["columnsReversed", "severalTables", "oddColumns"] as const) {
      azure.behave("auditLog", { auditLog });
      assert.deepEqual(await read(), usual, auditLog);
    }
  });

  it("has no value for columns that are missing, or that an old table hasn't got", async () => {
    const [{ person, resourceType, ...old } = assert.fail()] = (await read()).records;
    assert.deepEqual([person, resourceType], ["ann@contoso.com", "VM"]);
    const oldTable = azure.behave("auditLog", { auditLog: "oldTable" });
    assert.deepEqual((await read()).records, [old]);
    oldTable.remove();
    azure.behave("auditLog", { auditLog: "withoutColumns" });
    const { clientAddress: _address, tunnelId: _tunnel, ...rest } = old;
    assert.deepEqual((await read()).records, [{ ...rest, resourceType: "VM" }]);
  });

  it("keeps the rows that can be read, and counts the others", async () => {
    reset({ name: "a", sessions: Array.from({ length: 6 }, () => ({ ageMinutes: 60 })) });
    azure.behave("auditLog", { auditLog: "oddRows" });
    const { records, unreadable } = await read();
    // Four that are no rows, one without values and two that end early; two more have nothing but a host.
    assert.equal(unreadable, 7);
    assert.deepEqual(
      records.map((record) => Object.keys(record).length > 1),
      [true, true, false, false],
    );
  });

  it("tells nothing, and no fault, from an answer without rows", async () => {
    for (const auditLog of ["noContent", "emptyBody"] as const) {
      azure.behave("auditLog", { auditLog });
      assert.deepEqual(
        await read(),
        { records: [], isCut: false, isPartial: false, leftOut: new Set(), unreadable: 0 },
        auditLog,
      );
    }
    assert.deepEqual((await read([])).records, []);
  });

  it("says that a part is missing", async () => {
    reset({ name: "a", sessions: Array.from({ length: 6 }, () => ({ ageMinutes: 60 })) });
    azure.behave("auditLog", { auditLog: "partial" });
    const { records, isPartial, isCut } = await read();
    assert.deepEqual([records.length, isPartial, isCut], [3, true, false]);
  });

  it("says that it is cut if as many rows come as were asked for, and has the newest", async () => {
    reset({ name: "a", failedSignIns: [{ count: MOST_ROWS, everySeconds: 1, minutesAgo: 300 }] });
    azure.world.addFailedSignIn("a", { minutesAgo: 400 });
    const { records, isCut } = await read();
    assert.deepEqual([records.length, isCut], [MOST_ROWS, true]);
    assert.equal(records.at(-1)?.time, azure.clock.now() - 300 * MINUTE);
    reset({ name: "a", failedSignIns: [{ count: MOST_ROWS - 1, everySeconds: 1, minutesAgo: 300 }] });
    assert.equal((await read()).isCut, false);
  });

  it("drops rows of a host that wasn't asked for", async () => {
    const rows = known().map(({ id }) => [id, "Login Failed"]);
    const columns = [
      { name: "HostId", type: "string" },
      { name: "Message", type: "string" },
    ];
    azure.behave("auditLog", {
      fault: { kind: "json", body: { tables: [{ name: "PrimaryResult", columns, rows: [...rows, ["/other", "x"]] }] } },
    });
    const { records, unreadable } = await read(known().slice(0, 1));
    assert.deepEqual(
      records.map(({ hostKey }) => hostKey),
      [azure.world.host("a").key],
    );
    assert.equal(unreadable, 0);
  });

  it("has no end in the years that stand for one that isn't known yet", async () => {
    const ends = ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999Z", "2026-08-20T10:00:00Z"];
    const columns = ["HostId", "SessionEndTime"].map((name) => ({ name, type: "string" }));
    const rows = ends.map((end) => [known()[0]?.id, end]);
    azure.behave("auditLog", {
      fault: { kind: "json", body: { tables: [{ name: "PrimaryResult", columns, rows }] } },
    });
    const { records } = await read();
    assert.deepEqual(
      records.map(({ ended }) => ended),
      [undefined, undefined, Date.parse(ends.at(-1) ?? "")],
    );
  });

  it("is read from whatever comes, without a fault", async () => {
    const value = fc.oneof(fc.anything(), fc.constantFrom(...known().map(({ id }) => id)));
    const column = fc.oneof(
      fc.anything(),
      fc.constantFrom("HostId", "Time", "Duration").map((name) => ({ name })),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(column), fc.array(fc.oneof(value, fc.array(value))), async (columns, rows) => {
        const body = JSON.parse(JSON.stringify({ tables: [{ columns, rows }] })) as unknown;
        azure.behave("auditLog", { fault: { kind: "json", body } });
        const { records, unreadable } = await read();
        assert.ok(records.length + unreadable <= rows.length);
      }),
      { numRuns: 30 },
    );
  });
});

describe("A query of the audit log", () => {
  it("names hosts as string literals, whatever is in their ids", async () => {
    reset({ name: "a" });
    const [host] = known();
    assert.ok(host);
    const id = `${host.id}-'\\' ) | take 1 // \\\\`;
    await read([host, { ...host, id, key: armKey(id) }]);
    assert.deepEqual(asked().at(-1)?.logQuestion?.hostKeys, [host.key, id.toLowerCase()]);
  });

  it("of 101 hosts is two, and one of 100 is one", async () => {
    reset(...Array.from({ length: 101 }, () => ({ sessions: [{ ageMinutes: 60 }] })));
    for (const [count, queries] of [
      [100, [100]],
      [101, [100, 1]],
    ] as const) {
      const before = asked().length;
      const { records } = await read(known().slice(0, count));
      const sizes = asked()
        .slice(before)
        .map(({ logQuestion }) => logQuestion?.hostKeys.length);
      assert.deepEqual([sizes.sort().reverse(), new Set(records.map(({ hostKey }) => hostKey)).size], [queries, count]);
    }
  });

  it("is one of five at once at most", async () => {
    reset({ name: "a", sessions: [{ ageMinutes: 60 }] });
    azure.throttling = true;
    azure.latencyMs = 30;
    const [host] = known();
    assert.ok(host);
    const before = asked().length;
    const hosts = Array.from({ length: 1_201 }, (_, index) => ({ ...host, id: `${host.id}${index}` }));
    await read(hosts).finally(() => (azure.latencyMs = 0));
    assert.deepEqual(
      asked()
        .slice(before)
        .map(({ status }) => status),
      Array.from({ length: 13 }, () => 200),
    );
  });

  it("is never charged to the writes that disconnects need", async () => {
    const clock = SimulatedClock.driven();
    const world = new World({ clock });
    const host = world.addHost({ sessions: [{ ageMinutes: 60 }] });
    await using busy = await startSimulatedAzure({ world });
    busy.throttling = true;
    let waitedMs = 0;
    const pause = async (ms: number, signal: AbortSignal): Promise<void> => {
      await turn();
      if (!signal.aborted) {
        waitedMs += ms;
        clock.advance(ms);
      }
    };
    const arm = new Arm({
      cloud: cloudAt(busy.url),
      log: memoryLog(),
      userAgent: "test",
      timing: { clock: { pause, wall: () => new Date(clock.now()), monotonic: () => clock.now() } },
    });
    const credential = { principal: world.account().id, getToken: () => Promise.resolve(busy.token()) };
    const options = { signal: new AbortController().signal };
    const query = {
      subscriptionId: host.subscriptionId,
      hosts: [{ ...host, key: armKey(host.id) }],
      from: clock.now() - HOUR,
      to: clock.now(),
    };
    // Together they are more than the quota of either.
    await Promise.all(Array.from({ length: 150 }, () => readAuditLog(arm, credential, query, options)));
    await Promise.all(Array.from({ length: 190 }, () => listSessions(arm, credential, host.id, options)));
    assert.equal(waitedMs, 0);
    assert.deepEqual(
      busy.requests.filter(({ status }) => status !== 200),
      [],
    );
  });
});

describe("An audit log that can't be read", () => {
  beforeEach(() => reset({ name: "a", sessions: [{ ageMinutes: 60 }] }, { name: "b", sessions: [{ ageMinutes: 60 }] }));
  const keyOf = (name: string) => armKey(azure.world.host(name).id);

  it("says that there is no table, and not for a column that is missing", async () => {
    reset({ name: "a", diagnostics: [], sessions: 1 }, { name: "b", sku: "Developer", sessions: 1 });
    const error = await azureErrorOf(read());
    assert.deepEqual([error.kind, error.facts.status, isNotLogged(error)], ["failed", 400, true]);

    const refused = async (code: string, message: string, status = 400) => {
      const innererror = { code: "SyntaxError", innererror: { code, message } };
      const body = {
        error: { code: "BadArgumentError", message: "The request had some invalid properties", innererror },
      };
      azure.behave("auditLog", { fault: { kind: "json", status, body } });
      return isNotLogged(await azureErrorOf(read()));
    };
    const noTable = `'where' operator: Failed to resolve table or column expression named '${TABLE}'`;
    assert.equal(await refused("SEM0100", noTable), true);
    assert.equal(await refused("SYN0002", `SEM0100: ${noTable}`), true);
    assert.equal(await refused("SEM0100", noTable, 403), false);
    assert.equal(await refused("SYN0002", "Query could not be parsed at 'x'"), false);
    assert.equal(
      await refused("SEM0100", "'project' operator: Failed to resolve scalar expression named 'UserAgent'"),
      false,
    );
  });

  it("is no missing table while another host of the subscription is logged", async () => {
    reset({ name: "a", diagnostics: [], sessions: 1 }, { name: "b" });
    assert.deepEqual((await read()).records, []);
  });

  it("says that the role doesn't allow it", async () => {
    azure.world.setRole(azure.world.account(), azure.world.subscription(), "operatorWithoutLogs");
    const error = await azureErrorOf(read());
    assert.deepEqual(
      [error.kind, error.facts.code, error.facts.action, isNotLogged(error)],
      ["notAllowed", "InsufficientAccessError", `Microsoft.Insights/Logs/${TABLE}/Read`, false],
    );
  });

  it("names the hosts that are left out, where others may be read", async () => {
    azure.world.setRole(azure.world.account(), "b", "operatorWithoutLogs");
    const { records, leftOut } = await read();
    assert.deepEqual([records.map(({ hostKey }) => hostKey), [...leftOut]], [[keyOf("a")], [keyOf("b")]]);
    azure.world.setRole(azure.world.account(), azure.world.subscription(), "reader");
    azure.world.setRole(azure.world.account(), "b", "reader");
    assert.equal((await read()).leftOut.size, 0);
  });

  it("of one query names its hosts, and not those of another", async () => {
    reset(...Array.from({ length: 101 }, () => ({ sessions: [{ ageMinutes: 60 }] })));
    const account = azure.world.account();
    const last = known()[100];
    assert.ok(last);
    azure.world.setRole(account, azure.world.subscription(), "operatorWithoutLogs");
    azure.world.setRole(account, last.id, "reader");
    const { records, leftOut } = await read();
    assert.deepEqual([records.map(({ hostKey }) => hostKey), leftOut.size], [[last.key], 100]);
  });

  it("names whose workspace may not be read, as far as Azure says whose it is", async () => {
    const [a, b] = [keyOf("a"), keyOf("b")];
    const denied = { resourceId: "/subscriptions/s/Workspaces/W1/", denyTables: [TABLE.toLowerCase()] };
    const open = { resourceId: "/subscriptions/s/workspaces/w2", denyTables: ["Other"] };
    const ofA = { resourceId: azure.world.host("a").id, dataSources: ["/subscriptions/s/workspaces/w1"] };
    const ofB = { resourceId: b, dataSources: ["/subscriptions/s/workspaces/w2"] };
    const subscription = `/subscriptions/${azure.world.subscription().subscriptionId}`;
    const cases: readonly (readonly [permissions: unknown, leftOut: readonly string[]])[] = [
      [{ resources: [ofA, ofB], dataSources: [denied, open] }, [a]],
      [{ resources: [ofB], dataSources: [denied, open] }, [a]],
      [{ dataSources: [denied, open] }, [a, b]],
      [{ dataSources: [open] }, []],
      [{ dataSources: [{ denyTables: [TABLE] }] }, [a, b]],
      [{ resources: [ofA, ofB, { resourceId: subscription, denyTables: [TABLE] }] }, [a, b]],
      [{ resources: [{ ...ofB, denyTables: [TABLE] }] }, [b]],
      [{ resources: [{ resourceId: `${b}2`, denyTables: [TABLE] }] }, []],
      [{ resources: 7, dataSources: [null, 7, { denyTables: "x" }] }, []],
      [null, []],
    ];
    for (const [permissions, leftOut] of cases) {
      const body = { tables: [{ name: "PrimaryResult", columns: [], rows: [] }], permissions };
      azure.behave("auditLog", { fault: { kind: "json", body } });
      assert.deepEqual([...(await read()).leftOut], leftOut, JSON.stringify(permissions));
    }
  });

  const faults: readonly (readonly [what: string, fault: Fault, kind: string, code: string])[] = [
    ["a time-out", azureFaults.logsTimedOut, "failed", "GatewayTimeout"],
    ["too many queries", { ...azureFaults.logsThrottled, retryAfter: 3_600 }, "throttled", "ThrottledError"],
    ["no workspace of that id", { kind: "status", status: 404 }, "notFound", "ResourceNotFound"],
    ["a page in place of an answer", { kind: "html" }, "unreadable", "Html"],
    ["something else", { kind: "json", body: { value: [] } }, "unreadable", "NoTable"],
    ["a table without rows", { kind: "json", body: { tables: [{ columns: [] }] } }, "unreadable", "NoTable"],
    ["an error without rows", { kind: "json", body: { error: { code: "Odd", message: "no" } } }, "failed", "Odd"],
  ];
  for (const [what, fault, kind, code] of faults) {
    it(`says so: ${what}`, async () => {
      azure.behave("auditLog", { fault });
      const error = await azureErrorOf(read());
      assert.deepEqual([error.kind, error.facts.code, isNotLogged(error)], [kind, code, false]);
    });
  }

  it("says so if there is no table in the answer", async () => {
    azure.behave("auditLog", { auditLog: "noTable" });
    assert.equal((await azureErrorOf(read())).facts.code, "NoTable");
  });

  for (const [what, fault] of [
    ["429", azureFaults.logsThrottled],
    ["504", azureFaults.logsTimedOut],
    ["a lost connection", { kind: "reset", when: "afterHeaders" }],
  ] as const) {
    it(`is asked for again after ${what}, as what only reads`, async () => {
      const before = asked().length;
      azure.behave("auditLog", { fault, times: 1 });
      assert.equal((await read()).records.length, 2);
      assert.equal(asked().length, before + 2);
    });
  }

  it("stops with its caller", async () => {
    azure.behave("auditLog", { fault: { kind: "neverAnswers" } });
    const caller = new AbortController();
    const last = azure.requests.at(-1)?.id ?? 0;
    const { arm, credential } = client;
    const reading = azureErrorOf(readAuditLog(arm, credential, queryOf(known()), { signal: caller.signal }));
    await azure.waitForRequest(({ route, id }) => route === "auditLog" && id > last);
    caller.abort();
    assert.equal((await reading).kind, "cancelled");
  });
});
