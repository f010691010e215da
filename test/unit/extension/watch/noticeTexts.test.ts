import assert from "node:assert/strict";
import fc from "fast-check";
import { about } from "../../../../src/core/model/count.ts";
import type { Hit } from "../../../../src/core/watch/hit.ts";
import type { Trigger } from "../../../../src/core/watch/watchRule.ts";
import type { RuleState } from "../../../../src/core/watch/watchState.ts";
import { hostState } from "../table/tableRows.ts";
import { importWithStub } from "../vscodeStub.ts";
import { connectionHit, failuresHit, hostKey, known, NOON, otherKey, ruleState, sessionHit } from "./watchStates.ts";

const { noticeText } = await importWithStub(() => import("../../../../src/extension/watch/noticeTexts.ts"));
const { watchBadge } = await importWithStub(() => import("../../../../src/extension/watch/watchBadge.ts"));
const { watchStatusText } = await importWithStub(() => import("../../../../src/extension/watch/watchStatusText.ts"));
const { hitsFilter, isPast } = await importWithStub(() => import("../../../../src/extension/watch/hitHistory.ts"));
const { tomorrowMorning } = await importWithStub(() => import("../../../../src/extension/watch/snoozeTimes.ts"));

const sessions = ["ann", "bob", "cy", "dan"].map((userName) => ({ sessionId: userName, userName }));
const prod = hostState("bas-prod", sessions);
const hosts = known(prod, hostState("bas-dev", []));
const live = (prod.list?.sessions ?? []).map(({ key }) => sessionHit(key));

function told(rule: RuleState, isSummary = false): string {
  return noticeText({ rules: [{ rule, hits: rule.hits }], isSummary }, hosts);
}

describe("What a notification on watch hits says", () => {
  const cases: readonly (readonly [trigger: Trigger, hits: readonly Hit[], text: string])[] = [
    [{ kind: "longerThan", minutes: 480 }, live, "4 sessions over 8 h on bas-prod: ann, bob, cy and 1 more"],
    [{ kind: "longerThan", minutes: 90 }, live.slice(0, 1), "1 session over 1 h 30 min on bas-prod: ann"],
    [{ kind: "connects" }, [connectionHit("a")], "1 connection on bas-prod: ann@contoso.com"],
    [
      { kind: "connects" },
      [connectionHit("a"), connectionHit("b", { hostKey: otherKey })],
      "2 connections on 2 hosts: ann@contoso.com",
    ],
    [
      { kind: "clientNotIn", blocks: ["10.0.0.0/8"] },
      [connectionHit("a")],
      "1 connection from unexpected addresses on bas-prod: ann@contoso.com",
    ],
    [
      { kind: "outside", hours: { text: "Mon-Fri 07:00-19:00", ranges: [] } },
      [connectionHit("a")],
      "1 connection outside Mon-Fri 07:00-19:00 (your time) on bas-prod: ann@contoso.com",
    ],
    [
      { kind: "failedSignIns", count: 5, withinMinutes: 15 },
      [failuresHit(7, "203.0.113.5")],
      "7 failed sign-ins on bas-prod: 203.0.113.5",
    ],
    [
      { kind: "more" },
      [{ key: "m", hostKey, subject: { kind: "count", count: about(11), before: about(8) } }],
      "More sessions on bas-prod: About 11 sessions, before about 8",
    ],
  ];
  for (const [trigger, hits, text] of cases) {
    it(text, () => assert.equal(told(ruleState(hits, {}, trigger)), text));
  }

  it("gathers several rules by name", () => {
    const rules = [ruleState(live), ruleState([failuresHit(7)], { name: "Failed sign-ins", index: 1 })];
    assert.equal(
      noticeText({ rules: rules.map((rule) => ({ rule, hits: rule.hits })), isSummary: false }, hosts),
      "Long sessions: 4 · Failed sign-ins: 1",
    );
  });

  it("says of a summary that it was so before", () => {
    const rule = ruleState(live);
    assert.equal(told(rule, true), "When watching started, Long sessions already had 4 hits.");
    const both = [rule, rule].map((one) => ({ rule: one, hits: one.hits }));
    assert.equal(
      noticeText({ rules: both, isSummary: true }, hosts),
      "When watching started, 2 watch rules already had hits.",
    );
  });

  it("has at most 20 words, on one line, whatever people and rules are called", () => {
    const kinds: readonly Trigger[] = cases.map(([trigger]) => trigger);
    const name = fc.string({ maxLength: 80, unit: fc.constantFrom("a", "b", " ", "\n", "\u202E") });
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 5 }), fc.constantFrom(...kinds), (names, trigger) => {
        const hits = names.map((person, index) => {
          const { subject, ...hit } = connectionHit(String(index));
          return { ...hit, subject: { ...subject, connection: { ...subject.connection, person } } };
        });
        const text = told(ruleState(hits, {}, trigger));
        assert.ok(text.trim().split(/\s+/u).length <= 20, text);
        assert.doesNotMatch(text, /[\n\u202E]/u);
      }),
    );
  });
});

describe("Where watch hits are shown", () => {
  const rule = ruleState(live);
  const state = { rules: [rule], isPaused: false, unseen: new Set<string>() };
  const now = new Date(NOON);

  it("the badge has the number of unseen ones, and there is none without", () => {
    const [first, second] = live.map(({ key }) => key);
    assert.deepEqual(watchBadge({ ...state, unseen: new Set([first ?? "", "gone"]) }), {
      value: 1,
      tooltip: "1 new watch hit",
    });
    assert.equal(watchBadge({ ...state, unseen: new Set([first ?? "", second ?? ""]) })?.tooltip, "2 new watch hits");
    assert.equal(watchBadge(state), undefined);
  });

  it("the status bar has all, in words too, and nothing without hits", () => {
    assert.deepEqual(watchStatusText(state, now), {
      text: "$(bell) 4",
      tooltip: "Bastion Sessions: 4 hits\nLong sessions: 4",
      label: "Bastion Sessions: 4 hits, Long sessions: 4",
    });
    assert.match(watchStatusText({ ...state, snoozedUntil: NOON + 1 }, now)?.text ?? "", /bell-slash/u);
    assert.equal(watchStatusText({ ...state, rules: [ruleState([])] }, now), undefined);
  });

  it("the history is filtered by what past connections have in common", () => {
    const past = connectionHit("a");
    assert.equal(isPast(past), true);
    assert.equal(isPast(sessionHit("a")), false);
    assert.equal(hitsFilter([past, past], hosts), "person:ann@contoso.com");
    assert.equal(hitsFilter([failuresHit(7, "203.0.113.5")], hosts), "from:203.0.113.5");
    assert.equal(hitsFilter([failuresHit(7), past], hosts), "host:bas-prod");
    assert.equal(hitsFilter([failuresHit(7), connectionHit("b", { hostKey: otherKey })], hosts), undefined);
  });

  it("tomorrow is the next day at eight, also when the clocks change", () => {
    for (const day of ["2026-03-28T15:00:00", "2026-10-24T23:59:00", "2026-12-31T00:00:00"]) {
      const morning = tomorrowMorning(new Date(day));
      assert.equal(morning.getHours(), 8);
      assert.equal(new Date(day).getDate() === morning.getDate(), false);
      assert.ok(morning.getTime() - Date.parse(day) < 34 * 3_600_000);
    }
  });
});
