import assert from "node:assert/strict";
import { AzureError } from "../../../../../src/core/azure/http/azureError.ts";
import type { WatchRule } from "../../../../../src/core/watch/watchRule.ts";
import type { RuleState, WatchState } from "../../../../../src/core/watch/watchState.ts";
import { importWithStub } from "../../vscodeStub.ts";
import { hostKey, otherKey, ruleState as stateOfRule, sessionHit } from "../../watch/watchStates.ts";

const { watchEntries } = await importWithStub(
  () => import("../../../../../src/extension/commands/doctor/watchEntries.ts"),
);
const { reportJson, reportMarkdown, ticketText } = await importWithStub(
  () => import("../../../../../src/extension/commands/doctor/reportText.ts"),
);

const rule: WatchRule = { key: "long", name: "Long", trigger: { kind: "longerThan", minutes: 480 } };
const ruleState: typeof stateOfRule = (hits, more) => stateOfRule(hits, { rule, ...more });
const stateOf = (...rules: readonly RuleState[]): WatchState => ({ rules, isPaused: false, unseen: new Set() });
const error = new AzureError({ kind: "timedOut", detail: "", maybeReceived: true });

describe("Watch rules in a host's diagnosis", () => {
  it("are named if they can't be evaluated on this host, with the reason", () => {
    const entries = watchEntries(
      stateOf(
        ruleState([sessionHit("a")], { name: "Sees", blind: [{ hostKey: otherKey, reason: "notLogged" }] }),
        ruleState([], { name: "Blind", blind: [{ hostKey, reason: "unreadable", error }] }),
        ruleState([sessionHit("a")], { name: "Half blind", blind: [{ hostKey, reason: "listsUsedUp" }] }),
      ),
      hostKey,
    );
    assert.deepEqual(
      entries.map(({ title }) => title),
      ["Blind", "Half blind"].map((name) => `Watch rule "${name}" can't be evaluated on this host`),
    );
    assert.match(entries[0]?.detail ?? "", /^longer than 8 h: its sessions couldn't be listed \(.+\)$/u);
    assert.match(entries[1]?.detail ?? "", /: this hour's limit of session lists is reached$/u);
  });

  it("aren't named while their host has only not been read yet, nor where nothing is watched", () => {
    assert.deepEqual(watchEntries(stateOf(ruleState([], { blind: [{ hostKey, reason: "unread" }] })), hostKey), []);
    assert.deepEqual(watchEntries(undefined, hostKey), []);
  });

  it("are text in the report, and their names in nothing that is copied for others", () => {
    const name = "ann@contoso.com [x](command:y)";
    const entries = watchEntries(stateOf(ruleState([], { name, blind: [{ hostKey, reason: "notLogged" }] })), hostKey);
    const report = { title: "bas", at: new Date(0), entries };
    assert.doesNotMatch(reportMarkdown(report), /\[x\]\(command/u);
    assert.match(ticketText(report), /^\[warning\] watch\/longerThan$/mu);
    assert.doesNotMatch(ticketText(report) + reportJson(report), /ann/u);
  });
});
