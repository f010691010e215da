import assert from "node:assert/strict";
import { AzureError } from "../../../../../src/core/azure/http/azureError.ts";
import { about } from "../../../../../src/core/model/count.ts";
import type { RuleProblem } from "../../../../../src/core/watch/watchRule.ts";
import { hostState } from "../../table/tableRows.ts";
import {
  connectionHit,
  failuresHit,
  hostKey,
  known,
  NOON,
  otherKey,
  ruleState,
  sessionHit,
} from "../../watch/watchStates.ts";
import { importWithStub } from "../../vscodeStub.ts";

const { ruleFacts, ruleLabel, ruleName, ruleTooltip, quietFacts } = await importWithStub(
  () => import("../../../../../src/extension/tree/attention/ruleRowTexts.ts"),
);
const { hitText } = await importWithStub(() => import("../../../../../src/extension/tree/attention/hitTexts.ts"));

const now = new Date(NOON);
const hosts = known(hostState("bas-prod", []), hostState("bas-dev", []));

describe("A watch rule's row", () => {
  it("says how many hits there are, and how many are new", () => {
    const rule = ruleState([sessionHit("a"), sessionHit("b"), sessionHit("c")]);
    assert.deepEqual(ruleFacts(rule, 2, hosts), ["3", "2 new"]);
    assert.equal(ruleLabel(rule, 2, hosts), "Watch rule Long sessions, 3 hits, 2 new");
    assert.deepEqual(ruleFacts(rule, 0, hosts), ["3"]);
  });

  it("says why it watches nothing", () => {
    const rule = ruleState([], { hosts: 0, idle: "noHosts" });
    assert.deepEqual(ruleFacts(rule, 0, hosts), ["not watched: no bastion host matches"]);
    assert.equal(ruleLabel(rule, 0, hosts), "Watch rule Long sessions, not watched: no bastion host matches");
    assert.equal(ruleTooltip(rule, hosts), "not watched: no bastion host matches");
  });

  it("says on how many hosts it can't tell, and why, though there are hits", () => {
    const rule = ruleState([sessionHit("a")], {
      blind: [
        { hostKey, reason: "notLogged" },
        { hostKey: otherKey, reason: "notLogged" },
      ],
    });
    assert.deepEqual(ruleFacts(rule, 0, hosts), ["1", "can't tell on 2 hosts"]);
    const why = "bas-dev, bas-prod: no audit log that you can read";
    assert.equal(ruleLabel(rule, 0, hosts), `Watch rule Long sessions, 1 hit, can't tell on 2 hosts, ${why}`);
    assert.equal(ruleTooltip(rule, hosts), `Can't tell:\n${why}`);
  });

  it("names the one host on which it can't tell, and Azure's error", () => {
    const error = new AzureError({ kind: "notAllowed", detail: "", maybeReceived: true });
    const rule = ruleState([], { blind: [{ hostKey, reason: "unreadable", error }] });
    assert.deepEqual(ruleFacts(rule, 0, hosts), ["can't tell on bas-prod"]);
    assert.match(ruleTooltip(rule, hosts), /^Can't tell:\nbas-prod: its sessions couldn't be listed \(.+\)$/u);
  });

  it("doesn't call a host unknown that merely hasn't been read yet, but explains it", () => {
    const rule = ruleState([sessionHit("a")], { blind: [{ hostKey, reason: "unread" }] });
    assert.deepEqual(ruleFacts(rule, 0, hosts), ["1"]);
    assert.match(ruleTooltip(rule, hosts), /bas-prod: not read yet/u);
  });

  it("offers a trigger that needs no log where there is none", () => {
    const blind = [{ hostKey, reason: "notLogged" }] as const;
    const offer = 'A rule with "more" needs no log, only session counts.';
    assert.ok(ruleTooltip(ruleState([], { blind }, { kind: "connects" }), hosts).endsWith(offer));
    assert.ok(!ruleTooltip(ruleState([], { blind }, { kind: "linkUsed" }), hosts).includes(offer));
  });

  it("begins with what is wrong with the rule, and has a name without one", () => {
    const rule = ruleState([], { name: " ", index: 2, problems: [{ kind: "unknownTerm", text: "usr:ann" }] });
    assert.equal(ruleName(rule), "Watch rule 3");
    assert.deepEqual(ruleFacts(rule, 0, hosts), ["Not watched: 1 problem"]);
    assert.match(ruleTooltip(rule, hosts), /^"usr:ann" doesn't start with a field/u);
  });

  it("has words for every problem, in which nothing acts", () => {
    const text = "a\u202Eb\nc";
    const problems: readonly RuleProblem[] = [
      { kind: "notAnObject" },
      { kind: "tooMany", most: 50 },
      { kind: "noName" },
      { kind: "nameTaken" },
      { kind: "noTrigger" },
      { kind: "manyTriggers", fields: [text] },
      { kind: "unknownField", field: text },
      { kind: "badValue", field: text, text },
      { kind: "unknownTerm", text },
      { kind: "badTerm", text },
      { kind: "termNeedsSessions", text },
    ];
    const texts = problems.map((problem) => ruleTooltip(ruleState([], { problems: [problem] }), hosts));
    assert.equal(new Set(texts).size, problems.length);
    assert.ok(texts.every((one) => one !== "" && !/[\u202E\n]/u.test(one)));
  });
});

describe("The group of watch hits", () => {
  const state = { rules: [], isPaused: false, unseen: new Set<string>() };

  it("says until when it is snoozed, and that it is paused", () => {
    const [text] = quietFacts({ ...state, snoozedUntil: NOON + 60_000 }, now);
    assert.match(text ?? "", /^snoozed until .*01/u);
    assert.deepEqual(quietFacts({ ...state, isPaused: true }, now), ["paused"]);
  });

  it("no longer says so when the time has passed", () =>
    assert.deepEqual(quietFacts({ ...state, snoozedUntil: NOON }, now), []));
});

describe("A watch hit's row", () => {
  const text = (hit: Parameters<typeof hitText>[0], of = hosts) => {
    const { label, facts } = hitText(hit, of, now);
    return [label, ...facts.filter((fact) => !/\d:\d\d/u.test(fact))].join(" · ");
  };

  it("says who connected, from where, to what", () =>
    assert.equal(text(connectionHit("a")), "ann@contoso.com · from 203.0.113.5 · 10.0.0.4 · bas-prod · ended"));

  it("says how many sign-ins failed, from where", () => {
    assert.equal(text(failuresHit(7, "203.0.113.5")), "7 failed sign-ins from 203.0.113.5 · bas-prod · root, admin");
    assert.equal(text(failuresHit(1)), "1 failed sign-in · bas-prod · root, admin");
  });

  it("says how many sessions there are and were, as far as that is known", () => {
    const count = { kind: "count", count: about(11), before: about(8), percent: 80 } as const;
    assert.equal(
      text({ key: "a", hostKey, subject: count }),
      "About 11 sessions, before about 8 · 80% of capacity · bas-prod",
    );
  });

  it("says that a session is gone only where its host's list says so", () => {
    assert.equal(text(sessionHit("gone")), "Session · bas-prod · no longer listed");
    const problem = new AzureError({ kind: "notAllowed", detail: "", maybeReceived: true });
    const cantTell = "Session · bas-prod · can't tell if it's still connected";
    assert.equal(text(sessionHit("gone"), known(hostState("bas-prod", [], { problem }))), cantTell);
    assert.equal(text(sessionHit("gone"), known(hostState("bas-prod", undefined))), cantTell);
    assert.equal(text(sessionHit("gone"), known()), cantTell);
  });
});
