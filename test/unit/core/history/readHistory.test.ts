import assert from "node:assert/strict";
import type { AuditQuery } from "../../../../src/core/azure/auditLog.ts";
import type { HostActivity } from "../../../../src/core/history/activity.ts";
import type { History } from "../../../../src/core/history/history.ts";
import { logReadingOf } from "../../../../src/core/history/logReading.ts";
import { mergeHistories, readHistory } from "../../../../src/core/history/readHistory.ts";
import { armKey } from "../../../../src/core/model/armId.ts";
import type { BastionHost } from "../../../../src/core/model/bastionHost.ts";
import { azureErrorOf, clientAt, json } from "../azure/testArm.ts";
import { logServer, MOST, type LogServer, type WireRow } from "./logServer.ts";
import { connection } from "./testRows.ts";

const subscriptionId = "11111111-1111-1111-1111-111111111111";
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const to = Date.UTC(2026, 7, 20, 12);
const from = to - 90 * DAY;
const now = new Date(to + 1_000);

function host(name: string, sku = "Standard"): BastionHost {
  const id = `/subscriptions/${subscriptionId}/resourceGroups/rg/providers/Microsoft.Network/bastionHosts/${name}`;
  return { id, key: armKey(id), name, subscriptionId, resourceGroup: "rg", sku };
}

const [hub, spoke, dev] = [host("hub"), host("spoke"), host("dev", "Developer")];

async function read(
  server: LogServer,
  hosts = [hub, spoke],
  own: Partial<Omit<AuditQuery, "hosts">> = {},
): Promise<History> {
  const { arm, credential, options } = clientAt(server.url, () => "token");
  return readHistory(arm, credential, { subscriptionId, hosts, from, to, ...own }, { ...options, now });
}

function kinds({ gaps }: History, { key }: BastionHost): readonly string[] {
  return gaps.get(key)?.map(({ kind }) => kind) ?? [];
}

/** Connections that each lasted an hour, newest first. */
function visits(count: number, every: number): readonly WireRow[] {
  return Array.from({ length: count }, (_, index): readonly WireRow[] => {
    const end = { time: to - 1 - index * every, host: (index % 2 === 0 ? hub : spoke).id, tunnel: `t${index}` };
    return [
      { ...end, isEnd: true },
      { ...end, time: end.time - 60 * MINUTE },
    ];
  }).flat();
}

describe("The history of hosts", () => {
  it("is one query if everything fits into one answer", async () => {
    await using server = await logServer(visits(5, DAY));
    const history = await read(server, [hub, spoke, dev]);
    assert.deepEqual(server.asked, [{ from, to, hosts: [hub.key, spoke.key] }]);
    assert.deepEqual(
      history.connections.map(({ tunnelId, hasEnded, hostKey }) => [tunnelId, hasEnded, hostKey === hub.key]),
      [0, 1, 2, 3, 4].map((index) => [`t${index}`, true, index % 2 === 0]),
    );
    assert.deepEqual([history.from, history.to, history.asOf, history.failures], [from, to, now, []]);
    assert.deepEqual([kinds(history, hub), kinds(history, spoke), kinds(history, dev)], [[], [], ["notLoggedBySku"]]);
  });

  it("makes no query for Developer hosts", async () => {
    await using server = await logServer([]);
    assert.deepEqual(kinds(await read(server, [dev]), dev), ["notLoggedBySku"]);
    assert.equal(server.asked.length, 0);
  });

  const many: readonly (readonly [name: string, rows: readonly WireRow[], queries: number])[] = [
    ["evenly spread", visits(140, Math.floor((90 * DAY) / 140)), 7],
    ["all of one night", visits(140, 2_000), 7],
    ["at the same time", visits(70, 0), 12],
  ];
  for (const [name, rows, queries] of many) {
    it(`is complete after several queries, ${name}: nothing is lost or doubled at the seams`, async () => {
      await using server = await logServer(rows);
      const history = await read(server, [hub, spoke], { from: from - DAY });
      const tunnels = history.connections.map(({ tunnelId }) => tunnelId);
      assert.deepEqual([tunnels.length, new Set(tunnels).size], [rows.length / 2, rows.length / 2]);
      assert.ok(history.connections.every(({ hasEnded, endOnly }) => hasEnded && endOnly === undefined));
      assert.deepEqual([kinds(history, hub), kinds(history, spoke)], [[], []]);
      assert.ok(server.asked.length > 2 && server.asked.length <= queries, `${server.asked.length} queries`);
    });
  }

  it("stops after 16 queries and says how far back it reaches", async () => {
    const rows = visits(5_000, 1_000);
    await using server = await logServer(rows);
    const history = await read(server);
    assert.equal(server.asked.length, 16);
    const gap = history.gaps.get(hub.key)?.find(({ kind }) => kind === "cut");
    assert.ok(gap?.kind === "cut" && gap.since > from && gap.since < to);
    const known = rows.filter(({ time }) => time > gap.since);
    const said = new Set(history.connections.map(({ tunnelId }) => tunnelId));
    assert.ok(known.length > 5 * MOST && known.every(({ tunnel }) => said.has(tunnel)), "all since then is there");
    assert.equal(logReadingOf(history, hub.key).from, gap.since);
  });

  it("is read in narrower parts if Azure takes too long", async () => {
    await using server = await logServer(visits(80, DAY), (response, asked) => {
      const isWide = asked.to - asked.from > 70 * DAY;
      if (isWide) {
        json(response, 504, { error: { code: "GatewayTimeout", message: "Gateway timeout" } });
      }
      return isWide;
    });
    const history = await read(server);
    assert.deepEqual([history.connections.length, kinds(history, hub)], [80, []]);
  });

  it("keeps what was read before Azure failed", async () => {
    await using server = await logServer(visits(500, MINUTE), (response, _asked, count) => {
      if (count > 0) {
        json(response, 403, { error: { code: "AuthorizationFailed", message: "no" } });
      }
      return count > 0;
    });
    const history = await read(server);
    assert.deepEqual(kinds(history, hub).slice(-2), ["failed", "cut"]);
    assert.ok(history.connections.length >= MOST / 2);
  });

  const refusals: readonly (readonly [name: string, status: number, body: unknown, kind: string, state: string])[] = [
    [
      "nothing is logged",
      400,
      {
        error: {
          code: "BadArgumentError",
          innererror: { code: "SEM0100", message: "Failed to resolve table" },
          message: "SEM0100",
        },
      },
      "notLogged",
      "notLogged",
    ],
    [
      "the role lacks the permission",
      403,
      { error: { code: "AuthorizationFailed", message: "no" } },
      "failed",
      "notAllowed",
    ],
    [
      "Azure refuses for another reason",
      400,
      { error: { code: "BadArgumentError", message: "?" } },
      "failed",
      "failed",
    ],
    ["Azure never answers in time", 504, { error: { code: "GatewayTimeout", message: "?" } }, "failed", "failed"],
  ];
  for (const [name, status, body, kind, state] of refusals) {
    it(`has a gap for each host if ${name}`, async () => {
      await using server = await logServer([], (response) => {
        json(response, status, body);
        return true;
      });
      const history = await read(server);
      assert.deepEqual([kinds(history, hub), kinds(history, spoke), history.connections], [[kind], [kind], []]);
      assert.equal(logReadingOf(history, hub.key).state, state);
    });
  }

  it("has a gap for a host that is left out", async () => {
    const denyTables = ["MicrosoftAzureBastionAuditLogs"];
    const permissions = { dataSources: [{ resourceId: spoke.id, denyTables }] };
    await using server = await logServer(visits(4, DAY), undefined, { permissions });
    const history = await read(server);
    assert.deepEqual([kinds(history, hub), kinds(history, spoke)], [[], ["leftOut"]]);
    assert.equal(logReadingOf(history, spoke.key).state, "notAllowed");
  });

  it("has a gap if the answer is partial, or rows can't be read", async () => {
    const rows = [...visits(4, DAY), { time: to - 5, host: hub.id, tunnel: "x" }];
    await using server = await logServer(rows, undefined, { error: { code: "PartialError", message: "?" } });
    const history = await read(server);
    assert.deepEqual([kinds(history, hub), history.connections.length], [["partial"], 5]);
    assert.equal(logReadingOf(history, hub.key).state, "partial");
    await using odd = await logServer([], (response) => {
      const columns = [{ name: "TunnelId", type: "string" }];
      json(response, 200, { tables: [{ name: "PrimaryResult", columns, rows: [["a"], ["b"]] }] });
      return true;
    });
    const unreadable = await read(odd);
    assert.deepEqual(unreadable.gaps.get(spoke.key), [{ kind: "unreadable", count: 2 }]);
    assert.equal(logReadingOf(unreadable, hub.key).state, "partial");
  });

  it("can be cancelled", async () => {
    const stop = new AbortController();
    await using server = await logServer([], () => {
      stop.abort();
      return true;
    });
    const { arm, credential } = clientAt(server.url, () => "token");
    const query = { subscriptionId, hosts: [hub], from, to };
    const { kind } = await azureErrorOf(readHistory(arm, credential, query, { signal: stop.signal, now }));
    assert.deepEqual([kind, server.asked.length], ["cancelled", 1]);
  });
});

describe("Histories of several subscriptions", () => {
  const { hostKey } = connection();
  const history = (own: Partial<History>): History => ({
    ...{ from: 10, to: 20, asOf: new Date(30), connections: [], failures: [], gaps: new Map() },
    ...{ activities: [], activityGaps: [] },
    ...own,
  });

  it("are merged, as of the oldest", () => {
    const [early, late] = [
      connection({ key: "1", started: 11 }),
      connection({ key: "2", started: 19, hostKey: spoke.key }),
    ];
    const failure = { key: "f", hostKey, time: 12 };
    const merged = mergeHistories([
      history({ connections: [early], gaps: new Map([[hub.key, [{ kind: "partial" }]]]) }),
      history({
        from: 5,
        asOf: new Date(25),
        connections: [late],
        failures: [failure],
        gaps: new Map([[spoke.key, [{ kind: "notLogged" }]]]),
      }),
    ]);
    assert.deepEqual(
      merged,
      history({
        ...{ from: 5, asOf: new Date(25), connections: [late, early], failures: [failure] },
        gaps: new Map([
          [hub.key, [{ kind: "partial" }]],
          [spoke.key, [{ kind: "notLogged" }]],
        ]),
      }),
    );
  });

  it("have what was done to the hosts of all of them, the newest first, and what is missing of it", () => {
    const activity = (key: string, started: number): HostActivity => ({
      ...{ key, hostKey, kind: "listed", started, isStartMissing: false, outcome: "succeeded" },
    });
    const gap = { subscriptionId: "s-1", hostKey, kind: "cut" } as const;
    const merged = mergeHistories([
      history({ activities: [activity("a", 19), activity("b", 11)] }),
      history({ activities: [activity("c", 15)], activityGaps: [gap] }),
    ]);
    assert.deepEqual(
      merged?.activities.map(({ key }) => key),
      ["a", "c", "b"],
    );
    assert.deepEqual(merged.activityGaps, [gap]);
  });

  it("keep a connection once, with its end", () => {
    const [open, ended] = [connection({ key: "1" }), connection({ key: "1", hasEnded: true, ended: 12 })];
    for (const [a, b] of [
      [open, ended],
      [ended, open],
    ] as const) {
      assert.deepEqual(mergeHistories([history({ connections: [a] }), history({ connections: [b] })])?.connections, [
        ended,
      ]);
    }
  });

  it("are undefined if there is none, and unchanged if there is one", () => {
    assert.equal(mergeHistories([]), undefined);
    const only = history({});
    assert.equal(mergeHistories([only]), only);
  });
});
