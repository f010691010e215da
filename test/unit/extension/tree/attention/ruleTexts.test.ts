import assert from "node:assert/strict";
import { parseRules } from "../../../../../src/core/watch/parseRules.ts";
import { importWithStub } from "../../vscodeStub.ts";

const { notWatchedText, problemText, reachText, triggerNote, triggerText } = await importWithStub(
  () => import("../../../../../src/extension/tree/attention/ruleTexts.ts"),
);

function words(fields: object): string {
  const [parsed] = parseRules([{ name: "A rule", ...fields }]);
  assert.ok(parsed?.rule);
  return triggerText(parsed.rule.trigger);
}

function problems(value: unknown): string {
  return parseRules(value)
    .flatMap((parsed) => parsed.problems)
    .map(problemText)
    .join(" ");
}

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

describe("A trigger in words", () => {
  const table: readonly (readonly [fields: object, text: string])[] = [
    [{ longerThan: "8h" }, "longer than 8 h"],
    [{ longerThan: "90m" }, "longer than 1 h 30 min"],
    [{ connects: true }, "someone connects"],
    [{ more: true }, "more sessions than before"],
    [{ clientNotIn: ["10.0.0.0/8", "::1"] }, "client address not in 10.0.0.0/8, ::1"],
    [
      { clientNotIn: ["10.0.0.0/8", "::1", "::2", "::3", "::4"] },
      "client address not in 10.0.0.0/8, ::1, ::2 and 2 more",
    ],
    [{ newAddress: true }, "client address that the person didn't use in the last 30 days"],
    [{ outside: "Mon-Fri 07:00-19:00" }, `outside of Mon-Fri 07:00-19:00 (${zone})`],
    [{ failedSignIns: { count: 5, within: "15m" } }, "5 or more failed sign-ins within 15 min"],
    [{ linkUsed: true }, "shareable link used"],
    [{ returns: "24h" }, "reconnects within 1 d after you disconnected them"],
    [{ fuller: 80 }, "at 80% of the host's capacity or above"],
  ];
  for (const [fields, text] of table) {
    it(text, () => assert.equal(words(fields), text));
  }

  it("says what it can't see", () => {
    assert.match(triggerNote("more"), /average of five minutes/);
    assert.match(triggerNote("fuller"), /average of five minutes/);
    assert.match(triggerNote("longerThan"), /twice an hour for each host, and 20 times an hour in total/);
    for (const kind of ["connects", "clientNotIn", "newAddress", "outside", "failedSignIns", "linkUsed"] as const) {
      assert.match(triggerNote(kind), /few minutes late/);
    }
  });
});

describe("What a rule matches, in words", () => {
  it("counts sessions or hosts", () => {
    assert.equal(reachText({ what: "sessions", matching: 3, known: 1200 }), "Matches 3 of 1,200 known sessions");
    assert.equal(reachText({ what: "hosts", matching: 4, known: 12 }), "Concerns 4 of 12 hosts");
  });

  it("doesn't say zero where nothing is known", () => {
    assert.equal(reachText({ what: "sessions", matching: 0, known: 0 }), "No sessions are known yet");
    assert.equal(reachText({ what: "hosts", matching: 0, known: 0 }), "No hosts are known yet");
  });

  it("says of a rule with problems that it isn't watched", () => {
    assert.equal(notWatchedText(1), "Not watched: 1 problem");
    assert.equal(notWatchedText(2), "Not watched: 2 problems");
  });
});

describe("A rule's problem in words", () => {
  const rule = (fields: object) => [{ name: "A", ...fields }];
  const table: readonly (readonly [value: unknown, text: RegExp])[] = [
    [{}, /^Watch rules are a list: put them between \[ and \]\.$/],
    [["A"], /^A rule is an object with a name and a trigger\.$/],
    [[{ connects: true }], /^Give the rule a name\.$/],
    [[...rule({ more: true }), ...rule({ connects: true })], /^A rule above has the same name\./],
    [rule({}), /^Say what to watch for\. Add one of: longerThan, connects, more, .*, fuller\.$/],
    [rule({ more: true, connects: true }), /Keep only one of: connects, more\.$/],
    [rule({ more: true, usr: "ann" }), /^There is no field "usr" in a rule\.$/],
    [rule({ longerThan: "8" }), /^longerThan can't be "8"\. Use a length of time, such as "8h": from 1 minute to 365/],
    [rule({ failedSignIns: { count: 5 } }), /^failedSignIns\.within needs a value\. Use .* to 24 hours\.$/],
    [rule({ failedSignIns: { count: 0, within: "5m" } }), /^failedSignIns\.count can't be "0"\. Use a whole number/],
    [rule({ failedSignIns: 5 }), /Use an object, such as \{ "count": 5, "within": "15m" \}\.$/],
    [rule({ returns: "31d" }), /^returns can't be "31d"\. .* to 30 days\.$/],
    [
      rule({ clientNotIn: ["10.0.0.0/99"] }),
      /^clientNotIn can't be "10\.0\.0\.0\/99"\. Use a list of addresses or CIDR/,
    ],
    [rule({ outside: "Mo 7-19" }), /^outside can't be "Mo 7-19"\. Use English days and hours/],
    [rule({ fuller: "80%" }), /^fuller can't be "80%"\. Use a whole number of percent from 1 to 200\.$/],
    [rule({ connects: false }), /^connects can't be "false"\. Use true\.$/],
    [rule({ connects: true, match: 5 }), /^match can't be "5"\. Use a filter/],
    [[{ name: "x".repeat(200), connects: true }], /^name can't be "x{100}"\. Use a text of at most 100/],
    [
      rule({ connects: true, match: "usr:ann" }),
      /^"usr:ann" doesn't start with a field .* user: .* put the text in quotes/,
    ],
    [rule({ connects: true, match: ">5x" }), /^">5x" can't match anything\./],
    [rule({ more: true, match: "user:ann" }), /^"user:ann" is about sessions, but this trigger only knows hosts\./],
    [rule({ connects: true, match: ">4h" }), /^">4h" never matches with this trigger\./],
  ];
  for (const [value, text] of table) {
    it(String(text), () => assert.match(problems(value), text));
  }

  it("names the most rules", () => {
    const many = Array.from({ length: 51 }, (_, at) => ({ name: `Rule ${at}`, more: true }));
    assert.equal(problems(many), "Only the first 50 rules are watched.");
  });

  it("shows what the user wrote as text", () => {
    assert.equal(
      problems([{ name: "A", more: true, "[x](command:y)": 1 }]),
      'There is no field "[x] (command:y)" in a rule.',
    );
  });
});
