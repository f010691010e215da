import assert from "node:assert/strict";
import { assert as check, property, string, stringMatching } from "fast-check";
import { writtenRules, type TextSpan } from "../../../../src/extension/watch/ruleRanges.ts";

const SETTING = "watch.rules";

/** What stands at each problem, by its kind. */
function problemsIn(text: string): readonly (readonly [kind: string, at: string])[] {
  const at = ({ offset, length }: TextSpan) => text.slice(offset, offset + length);
  return writtenRules(text, SETTING).flatMap(({ problems }) =>
    problems.map(([problem, span]) => [problem.kind, at(span)] as const),
  );
}

describe("Watch rules in a settings file", () => {
  const text = `{
  // The user's own words.
  "editor.fontSize": 12,
  "watch.rules": [
    { "name": "Night", "outside": "Mon-Fri 07:00-19:00" }, /* a comment */
    {
      "name": "Night",
      "match": "usr:ann",
      "longerThan": "8h",
    },
  ],
}`;

  it("are found between comments and commas", () => {
    const [night, second, ...others] = writtenRules(text, SETTING);
    assert.equal(others.length, 0);
    assert.equal(night?.parsed.rule?.name, "Night");
    assert.equal(text.slice(night.span.offset).indexOf('{ "name": "Night", "outside"'), 0);
    assert.deepEqual(
      second?.triggers.map(([kind, { offset, length }]) => [kind, text.slice(offset, offset + length)]),
      [["longerThan", '"longerThan": "8h"']],
    );
  });

  it("have problems at what they are about", () => {
    assert.deepEqual(problemsIn(text), [
      ["nameTaken", '"name": "Night"'],
      ["unknownTerm", '"match": "usr:ann"'],
    ]);
    const rule = (fields: string) => problemsIn(`{"watch.rules": [{"name":"A",${fields}}]}`);
    assert.deepEqual(rule('"usr":1,"more":true'), [["unknownField", '"usr":1']]);
    assert.deepEqual(rule('"more":true,"fuller":80'), [["manyTriggers", '"fuller":80']]);
    assert.deepEqual(rule('"longerThan":8'), [["badValue", '"longerThan":8']]);
    assert.deepEqual(rule('"failedSignIns":{"count":0,"within":"5m"}'), [["badValue", '"count":0']]);
    assert.deepEqual(rule('"failedSignIns":{"count":1}'), [["badValue", '"failedSignIns":{"count":1}']]);
    assert.deepEqual(rule('"more":true,"a.b":1'), [["unknownField", '"a.b":1']]);
    assert.deepEqual(rule('"match":"vm:web"'), [["noTrigger", '{"name":"A","match":"vm:web"}']]);
    assert.deepEqual(problemsIn('{"watch.rules": [5]}'), [["notAnObject", "5"]]);
    assert.deepEqual(problemsIn('{"watch.rules": {"name": "A"}}'), [["notAList", '{"name": "A"}']]);
  });

  it("are the last of two settings with one name, as for VS Code", () => {
    assert.deepEqual(problemsIn('{"watch.rules": [5], "watch.rules": []}'), []);
    assert.deepEqual(problemsIn('{"watch.rules": [], "watch.rules": [5]}'), [["notAnObject", "5"]]);
    assert.deepEqual(problemsIn('{"watch.rules": [{"name":"A","longerThan":8,"longerThan":"8h"}]}'), []);
  });

  it("are none where there is no setting", () => {
    for (const none of ["", "{}", "[]", '"watch.rules"', "null", '{"a": {"watch.rules": [5]}}', '{"watch.rules"']) {
      assert.deepEqual(writtenRules(none, SETTING), [], none);
    }
  });

  it("are read while the user types, with every place inside the text", () => {
    check(
      property(string(), stringMatching(/^["{}[\],:a-z ]*$/u), (some, more) => {
        for (const typed of [some, more, text.slice(0, some.length * 30) + more, text + more]) {
          for (const { span, problems, triggers } of writtenRules(typed, SETTING)) {
            for (const { offset, length } of [span, ...problems.map(([, at]) => at), ...triggers.map(([, at]) => at)]) {
              assert.ok(offset >= 0 && length >= 0 && offset + length <= typed.length);
            }
          }
        }
      }),
    );
  });
});
