import assert from "node:assert/strict";
import { controlOf } from "../../simulated-azure/controlClient.ts";
import { startSimulatedAzure } from "../../simulated-azure/server.ts";
import type { SimulatedAzure } from "../../simulated-azure/server.ts";
import { SimulatedClock } from "../../simulated-azure/world/clock.ts";
import { World } from "../../simulated-azure/world/world.ts";

const MINUTE = 60_000;
const TABLE = "MicrosoftAzureBastionAuditLogs";
const ANN = "ann@contoso.com";

interface LogAnswer {
  readonly status: number;
  readonly body: {
    readonly tables?: readonly {
      readonly name: string;
      readonly columns: readonly { readonly name: string; readonly type: string }[];
      readonly rows: readonly (readonly unknown[])[];
    }[];
    readonly permissions?: unknown;
    readonly error?: { readonly code: string; readonly innererror?: unknown };
  };
}

describe("A query of the simulated Log Analytics", () => {
  let azure: SimulatedAzure;
  let path: string;

  before(async () => {
    azure = await startSimulatedAzure({ world: new World({ clock: SimulatedClock.driven() }) });
  });
  after(() => azure.close());
  beforeEach(() => {
    const world = new World({ clock: azure.clock });
    world.addHost({ name: "a", sessions: [{ ageMinutes: 60 }, { ageMinutes: 120 }] });
    world.addHost({ name: "b", sessions: [{ ageMinutes: 30 }] });
    azure.reset(world);
    path = `/subscriptions/${world.subscription().subscriptionId}/providers/Microsoft.Insights/logs`;
  });

  const ask = async (
    body: unknown,
    { at = path, prefer, token = azure.token() }: { at?: string; prefer?: string; token?: string } = {},
  ): Promise<LogAnswer> => {
    const response = await fetch(new URL(`${at}?api-version=2018-03-01-preview`, azure.url), {
      method: "POST",
      body: JSON.stringify(body),
      headers: { Authorization: `Bearer ${token}`, ...(prefer !== undefined && { Prefer: prefer }) },
    });
    const text = await response.text();
    return { status: response.status, body: (text === "" ? {} : JSON.parse(text)) as LogAnswer["body"] };
  };
  const values = async (...stages: readonly string[]) => {
    const { status, body } = await ask({ query: [TABLE, ...stages].join("\n| ") });
    assert.equal(status, 200, JSON.stringify(body));
    return body.tables?.[0]?.rows;
  };

  it("names columns in the order of the query, with their types and other names", async () => {
    const { body } = await ask({ query: `${TABLE} | project Duration, Host = _ResourceId,Time | top 1 by Time desc` });
    assert.deepEqual(body.tables?.[0]?.columns, [
      { name: "Duration", type: "int" },
      { name: "Host", type: "string" },
      { name: "Time", type: "datetime" },
    ]);
    const [[duration, host, time] = []] = body.tables[0].rows;
    assert.deepEqual([duration, host], [null, azure.world.host("b").key]);
    assert.ok(Math.abs(Date.parse(String(time)) - (azure.clock.now() - 30 * MINUTE)) < 2_000);
  });

  it("takes only rows of the hosts that are named, in any case and with whatever is escaped", async () => {
    const { id } = azure.world.host("b");
    assert.deepEqual(await values(`where _ResourceId in~ ('${id.toUpperCase()}')`, "project H = _ResourceId"), [
      [id.toLowerCase()],
    ]);
    assert.equal((await values(`where _ResourceId in~ ('it\\'s | \\\\', '${id}')`, "project Time"))?.length, 1);
    assert.equal((await values(`where _ResourceId in~ ('/other')`, "project Time"))?.length, 0);
    assert.deepEqual(azure.requests.findLast(({ route }) => route === "auditLog")?.logQuestion?.hostKeys, ["/other"]);
  });

  it("takes only what happened in the timespan, as two times or as a duration", async () => {
    const query = `${TABLE} | project Time`;
    const count = async (timespan: unknown) => (await ask({ query, timespan })).body.tables?.[0]?.rows.length;
    const ago = (minutes: number) => new Date(azure.clock.now() - minutes * MINUTE).toISOString();
    assert.deepEqual(
      [
        await count(undefined),
        await count(`${ago(61)}/${ago(0)}`),
        await count(`${ago(500)}/${ago(59)}`),
        await count("P1D"),
        await count("PT1H1M"),
        await count("PT45M"),
      ],
      [3, 2, 2, 3, 2, 1],
    );
    for (const timespan of ["P", "yesterday", `${ago(1)}/${ago(2)}`, 7, "PT"]) {
      assert.equal((await ask({ query, timespan })).status, 400, String(timespan));
    }
  });

  it("refuses what it doesn't understand", async () => {
    const stages = [
      "where UserName == 'x'",
      "where _ResourceId in~ (x)",
      "where _ResourceId in~ ('a', 'b' or 1==1)",
      "where _ResourceId in~ ('a\\n')",
      "where _ResourceId in~ ('it's')",
      "extend X = now()",
      "project",
      "project Time, count()",
      "top x by Time",
      "summarize count()",
      "",
    ];
    for (const stage of stages) {
      const { status, body } = await ask({ query: `${TABLE} | ${stage}` });
      assert.deepEqual([status, body.error?.code], [400, "BadArgumentError"], stage);
      assert.match(JSON.stringify(body.error?.innererror), /"SyntaxError".*"SYN0002"/);
    }
    for (const query of [`${TABLE} | project Nothing`, `${TABLE} | top 1 by Nothing`, "Heartbeat"]) {
      const { status, body } = await ask({ query });
      assert.equal(status, 400, query);
      assert.match(JSON.stringify(body.error?.innererror), /"SEM0100".*Failed to resolve/);
    }
    assert.equal((await ask(7)).status, 400);
  });

  it("of an old table has no columns that came later, unless the query allows for it", async () => {
    azure.behave("auditLog", { auditLog: "oldTable" });
    assert.equal((await ask({ query: `${TABLE} | project UserEmail` })).status, 400);
    assert.deepEqual(
      await values("extend UserEmail = column_ifexists('UserEmail', '')", "project UserEmail", "top 1 by UserEmail"),
      [[""]],
    );
  });

  it("needs a role, and says what it left out only if it is asked to", async () => {
    const { world } = azure;
    const other = world.addAccount({ label: "other@contoso.com" });
    const token = azure.token(other);
    const scope = world.subscription();
    const query = `${TABLE} | project _ResourceId`;
    world.setRole(other, scope, "reader");
    assert.equal((await ask({ query }, { token })).body.tables?.[0]?.rows.length, 3);
    world.setRole(other, scope, "operatorWithoutLogs");
    const refused = await ask({ query }, { token });
    assert.equal(refused.status, 403);
    assert.match(JSON.stringify(refused.body.error), /InsufficientAccessError.*AuthorizationFailedError/);
    world.setRole(other, world.host("a"), "reader");
    const part = await ask({ query }, { token });
    assert.deepEqual([part.body.tables?.[0]?.rows.length, part.body.permissions], [2, undefined]);
    const said = await ask({ query }, { token, prefer: "wait=30, include-permissions=true" });
    const denied = JSON.stringify({ resourceId: world.host("b").key, dataSources: [], denyTables: [TABLE] });
    assert.ok(JSON.stringify(said.body.permissions).includes(denied));
  });

  it("may be asked at a host", async () => {
    const logs = (name: string) => `${azure.world.host(name).id}/providers/microsoft.insights/logs`;
    const query = `${TABLE} | project Time`;
    assert.equal((await ask({ query }, { at: logs("a") })).body.tables?.[0]?.rows.length, 2);
    azure.world.setRole(azure.world.account(), "a", "operatorWithoutLogs");
    azure.world.setRole(azure.world.account(), azure.world.subscription(), "operatorWithoutLogs");
    assert.equal((await ask({ query }, { at: logs("a") })).status, 403);
  });

  it("gives no more than five at once and 200 in 30 s, where limits are enforced", async () => {
    azure.throttling = true;
    const query = `${TABLE} | project Time`;
    const statuses = new Set<number>();
    for (let asked = 0; asked < 201; asked++) {
      statuses.add((await ask({ query })).status);
    }
    assert.deepEqual([...statuses], [200, 429]);
    azure.clock.advance(30_000);
    azure.latencyMs = 100;
    const together = await Promise.all(Array.from({ length: 8 }, () => ask({ query })));
    azure.latencyMs = 0;
    assert.ok(together.some(({ status }) => status === 429));
  });

  it("can be aimed at from another process, in a world that comes as data", async () => {
    const control = controlOf(azure.url);
    await control.reset({
      world: {
        people: [{ email: ANN }],
        log: { lagMinutes: [0, 0] },
        hosts: [{ name: "c", sessions: [{ ageMinutes: 1 }], failedSignIns: [{ count: 2, minutesAgo: 2 }] }],
      },
    });
    const { subscriptionId } = azure.world.subscription();
    const at = `/subscriptions/${subscriptionId}/providers/Microsoft.Insights/logs`;
    const query = `${TABLE} | project UserEmail | top 1 by UserEmail`;
    assert.deepEqual((await ask({ query }, { at })).body.tables?.[0]?.rows, [[ANN]]);
    await control.set({ log: { lagMinutes: [60, 60] } });
    assert.deepEqual((await ask({ query }, { at })).body.tables?.[0]?.rows, []);
    await control.addFailedSignIn({ host: "c", failed: { person: "bob@contoso.com", minutesAgo: 61 } });
    assert.deepEqual((await ask({ query }, { at })).body.tables?.[0]?.rows, [["bob@contoso.com"]]);
    await control.recordActivity({ host: "c", activity: { operation: "write", minutesAgo: 30 } });
    assert.equal(azure.world.activityLog.events(subscriptionId).length, 2);
    await control.behave({ target: "auditLog", behaviour: { auditLog: "noContent" } });
    assert.equal((await ask({ query }, { at })).status, 204);
  });
});
