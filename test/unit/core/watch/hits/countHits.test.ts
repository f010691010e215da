import { strict as assert } from "node:assert";
import { armKey } from "../../../../../src/core/model/armId.ts";
import { about, atLeastAbout, type Count } from "../../../../../src/core/model/count.ts";
import { evaluate } from "../../../../../src/core/watch/hits/evaluate.ts";
import type { HostFacts } from "../../../../../src/core/watch/hits/watchFacts.ts";
import { MINUTE, ruleOf } from "../../../../support/watch/watchScene.ts";

const NOW = Date.UTC(2026, 10, 29, 12);
const id = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/bastionHosts/bas";
const full = ruleOf({ kind: "fuller", percent: 80 });
const more = ruleOf({ kind: "more" });

/** What the rule has of a host with two instances, which carry 40 RDP or 80 SSH sessions. Times: minutes ago. */
function found({ measured, listed }: { measured?: [Count, number]; listed?: [number, number] }, { rule } = full) {
  const moment = (ago: number) => ({ monotonic: -ago * MINUTE, wall: new Date(NOW - ago * MINUTE) });
  const [count, measuredAgo] = measured ?? [];
  const [sessions, listedAgo] = listed ?? [];
  const state = {
    host: {
      id,
      key: armKey(id),
      name: "bas",
      resourceGroup: "rg",
      subscriptionId: "s",
      sku: "Standard",
      scaleUnits: 2,
    },
    ...(count &&
      measuredAgo !== undefined && {
        approximate: { count, at: moment(measuredAgo).wall, receivedAt: moment(0) },
      }),
    ...(listedAgo !== undefined && {
      list: {
        sessions: Array.from({ length: sessions ?? 0 }, (_, key) => ({ key, session: { protocol: "ssh" } })),
        unreadable: 0,
        receivedAt: moment(listedAgo).monotonic,
        receivedAtWall: moment(listedAgo).wall,
      },
    }),
  } as unknown as HostFacts["state"];
  const countBlind = "noCount" as const;
  const host = {
    state,
    countBlind,
    subscriptionName: "Production",
    countChanges: [],
    newcomers: new Map<string, number>(),
  };
  const facts = { now: moment(0), hosts: [host], disconnected: [], isKnownAddress: () => undefined };
  const { hits, over, blind } = evaluate(rule!, facts);
  return { hits: hits.length, over: over.length, blind: blind.map(({ reason }) => reason) };
}

describe("a watch rule about counts", () => {
  it("goes by Azure Monitor where there is no list", () => {
    assert.deepEqual(found({ measured: [about(70), 5] }), { hits: 1, over: 0, blind: [] });
    assert.deepEqual(found({ measured: [about(20), 5] }), { hits: 0, over: 1, blind: [] });
  });

  it("is not told of what Azure Monitor counted before a list", () => {
    assert.deepEqual(found({ measured: [about(70), 12], listed: [4, 4] }), { hits: 0, over: 0, blind: [] });
    assert.deepEqual(found({ measured: [about(4), 12], listed: [70, 4] }), { hits: 0, over: 0, blind: [] });
    assert.deepEqual(found({ measured: [about(70), 5], listed: [4, 12] }), { hits: 1, over: 0, blind: [] });
  });

  it("is not over because an instance was not counted", () => {
    assert.deepEqual(found({ measured: [atLeastAbout(20), 5] }), { hits: 0, over: 0, blind: [] });
    assert.deepEqual(found({ measured: [atLeastAbout(70), 5] }), { hits: 1, over: 0, blind: [] });
  });

  it("can't tell by a count that is old", () => {
    const blindOf = (known: Parameters<typeof found>[0], rule = more) => found(known, rule).blind;
    assert.deepEqual([blindOf({ measured: [about(3), 5] }), blindOf({ listed: [3, 1] })], [[], []]);
    assert.deepEqual(blindOf({}), ["noCount"]);
    assert.deepEqual(blindOf({ measured: [about(3), 60] }), ["noCount"]);
    assert.deepEqual(blindOf({ listed: [3, 60] }), ["noCount"]);
    assert.deepEqual(blindOf({ measured: [about(3), 60] }, full), ["noCount"]);
  });
});
