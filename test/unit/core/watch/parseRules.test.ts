import assert from "node:assert/strict";
import {
  anything,
  array,
  assert as check,
  constantFrom,
  dictionary,
  jsonValue,
  oneof,
  property,
  record,
} from "fast-check";
import { parseRules } from "../../../../src/core/watch/parseRules.ts";
import type { RuleProblem, Trigger, WatchRule } from "../../../../src/core/watch/watchRule.ts";
import { rightRule, valueOf } from "./ruleValues.ts";

function problemsOf(fields: unknown): readonly RuleProblem[] {
  return parseRules([fields])[0]?.problems ?? [];
}

function ruleOf(fields: object): WatchRule {
  const [parsed] = parseRules([{ name: "A rule", ...fields }]);
  assert.deepEqual(parsed?.problems, []);
  assert.ok(parsed.rule);
  return parsed.rule;
}

/** What is said of a rule, without how it's called and with which text it was written. */
function meaningOf({ key, name, trigger, match }: WatchRule): unknown {
  return { key, name, trigger, match: match?.text };
}

describe("A watch rule", () => {
  const triggers: readonly (readonly [fields: object, trigger: Trigger])[] = [
    [{ longerThan: "8h" }, { kind: "longerThan", minutes: 480 }],
    [{ longerThan: "90min" }, { kind: "longerThan", minutes: 90 }],
    [{ longerThan: "1.5h" }, { kind: "longerThan", minutes: 90 }],
    [{ longerThan: " 2D " }, { kind: "longerThan", minutes: 2880 }],
    [{ connects: true }, { kind: "connects" }],
    [{ more: true }, { kind: "more" }],
    [{ clientNotIn: ["10.0.0.0/8", "2001:db8::1"] }, { kind: "clientNotIn", blocks: ["10.0.0.0/8", "2001:db8::1"] }],
    [{ newAddress: true }, { kind: "newAddress" }],
    [
      { outside: "Sat 09:00-12:00" },
      { kind: "outside", hours: { text: "Sat 09:00-12:00", ranges: [{ days: [6], from: 540, to: 720 }] } },
    ],
    [{ failedSignIns: { count: 5, within: "15m" } }, { kind: "failedSignIns", count: 5, withinMinutes: 15 }],
    [{ linkUsed: true }, { kind: "linkUsed" }],
    [{ returns: "24h" }, { kind: "returns", withinMinutes: 1440 }],
    [{ fuller: 80 }, { kind: "fuller", percent: 80 }],
  ];
  for (const [fields, trigger] of triggers) {
    it(`is understood: ${JSON.stringify(fields)}`, () => assert.deepEqual(ruleOf(fields).trigger, trigger));
  }

  it("has a filter where it says what it matches", () => {
    assert.equal(ruleOf({ connects: true, match: " vm:prod " }).match?.text, "vm:prod");
    assert.equal(ruleOf({ connects: true }).match, undefined);
    assert.equal(ruleOf({ connects: true, match: " " }).match, undefined);
  });

  const bad = (field: string, text: string): RuleProblem => ({ kind: "badValue", field, text });
  const wrong: readonly (readonly [value: unknown, ...problems: RuleProblem[]])[] = [
    ["rule", { kind: "notAnObject" }],
    [null, { kind: "notAnObject" }],
    [[], { kind: "notAnObject" }],
    [{ connects: true }, { kind: "noName" }],
    [{ name: " ", connects: true }, { kind: "noName" }],
    [{ name: 5, connects: true }, bad("name", "5")],
    [{ name: "x".repeat(101), connects: true }, bad("name", "x".repeat(100))],
    [{ name: "A" }, { kind: "noTrigger" }],
    [{ name: "A", match: "vm:web" }, { kind: "noTrigger" }],
    [
      { name: "A", connects: true, more: true },
      { kind: "manyTriggers", fields: ["connects", "more"] },
    ],
    [
      { name: "A", connects: true, more: false },
      { kind: "manyTriggers", fields: ["connects", "more"] },
    ],
    [
      { name: "A", connects: true, usr: "ann" },
      { kind: "unknownField", field: "usr" },
    ],
    [{ name: "A", longerthan: "8h" }, { kind: "unknownField", field: "longerthan" }, { kind: "noTrigger" }],
    [JSON.parse('{ "name": "A", "connects": true, "__proto__": 1 }'), { kind: "unknownField", field: "__proto__" }],
    [{ name: "A", connects: false }, bad("connects", "false")],
    [{ name: "A", more: "true" }, bad("more", "true")],
    [{ name: "A", newAddress: null }, bad("newAddress", "null")],
    [{ name: "A", linkUsed: 1 }, bad("linkUsed", "1")],
    ...["8", "8 hours", "h", "-8h", "0h", "0.5m", "366d", "1h30m", ""].map(
      (text) => [{ name: "A", longerThan: text }, bad("longerThan", text)] as const,
    ),
    [{ name: "A", longerThan: 8 }, bad("longerThan", "8")],
    [{ name: "A", returns: "31d" }, bad("returns", "31d")],
    [{ name: "A", outside: "Mo-Fr 07:00-19:00" }, bad("outside", "Mo-Fr 07:00-19:00")],
    [{ name: "A", outside: "Mon-Fri 07:00-25:00" }, bad("outside", "Mon-Fri 07:00-25:00")],
    [{ name: "A", outside: ["Mon"] }, bad("outside", '["Mon"]')],
    [{ name: "A", clientNotIn: "10.0.0.0/8" }, bad("clientNotIn", "10.0.0.0/8")],
    [{ name: "A", clientNotIn: [] }, bad("clientNotIn", "[]")],
    [
      { name: "A", clientNotIn: ["10.0.0.0/99", "10.0.0.0/8", 5] },
      bad("clientNotIn", "10.0.0.0/99"),
      bad("clientNotIn", "5"),
    ],
    [{ name: "A", failedSignIns: 5 }, bad("failedSignIns", "5")],
    [{ name: "A", failedSignIns: { count: 0, within: "15m" } }, bad("failedSignIns.count", "0")],
    [{ name: "A", failedSignIns: { count: 1001, within: "15m" } }, bad("failedSignIns.count", "1001")],
    [{ name: "A", failedSignIns: { count: 1.5, within: "15m" } }, bad("failedSignIns.count", "1.5")],
    [{ name: "A", failedSignIns: { count: 5, within: "25h" } }, bad("failedSignIns.within", "25h")],
    [{ name: "A", failedSignIns: { count: 5 } }, bad("failedSignIns.within", "")],
    [
      { name: "A", failedSignIns: { count: 5, within: "5m", from: "x" } },
      { kind: "unknownField", field: "failedSignIns.from" },
    ],
    [{ name: "A", fuller: 0 }, bad("fuller", "0")],
    [{ name: "A", fuller: 0.8 }, bad("fuller", "0.8")],
    [{ name: "A", fuller: 201 }, bad("fuller", "201")],
    [{ name: "A", fuller: "80%" }, bad("fuller", "80%")],
    [{ name: "A", connects: true, match: ["vm:web"] }, bad("match", '["vm:web"]')],
    [
      { name: "A", connects: true, match: "usr:ann" },
      { kind: "unknownTerm", text: "usr:ann" },
    ],
    [
      { name: "A", connects: true, match: "from:10.0.0.0/99" },
      { kind: "badTerm", text: "from:10.0.0.0/99" },
    ],
    [{ name: "A", match: "usr:ann" }, { kind: "unknownTerm", text: "usr:ann" }, { kind: "noTrigger" }],
    ...["user:ann", "person:ann", "vm:web", "from:10.0.0.0/8", ">4h", "id:0000-1111"].flatMap((text) =>
      [{ more: true }, { fuller: 80 }].map(
        (trigger) =>
          [
            { name: "A", match: text, ...trigger },
            { kind: "termNeedsSessions", text },
          ] as const,
      ),
    ),
    [
      { name: "A", more: true, match: "/subscriptions/a/providers/Microsoft.Compute/virtualMachines/web" },
      { kind: "termNeedsSessions", text: "/subscriptions/a/providers/Microsoft.Compute/virtualMachines/web" },
    ],
    [
      { name: "A", connects: true, match: ">4h" },
      { kind: "termNotForTrigger", text: ">4h" },
    ],
    [
      { name: "A", linkUsed: true, match: "person:ann" },
      { kind: "termNotForTrigger", text: "person:ann" },
    ],
  ];
  for (const [value, ...problems] of wrong) {
    it(`is a mistake: ${JSON.stringify(value).slice(0, 100)}`, () => {
      assert.deepEqual(problemsOf(value), problems);
      assert.equal(parseRules([value])[0]?.rule, undefined);
    });
  }

  const HOST = "/subscriptions/a/resourceGroups/rg/providers/Microsoft.Network/bastionHosts/bas";
  for (const match of ["host:bas", "subscription:contoso", "group:rg-hub", "bas", `id:${HOST}`, HOST, '">4h"']) {
    it(`may name hosts where its trigger knows only those: ${match}`, () => {
      assert.equal(ruleOf({ more: true, match }).match?.text, match);
      assert.equal(ruleOf({ fuller: 80, match }).match?.text, match);
    });
  }

  it("may say how long a session has lasted where that is what it waits for", () =>
    assert.equal(ruleOf({ longerThan: "8h", match: "<2d" }).match?.text, "<2d"));
});

describe("Watch rules", () => {
  it("are none where the setting has none", () => {
    assert.deepEqual(parseRules(undefined), []);
    assert.deepEqual(parseRules(null), []);
    assert.deepEqual(parseRules([]), []);
  });

  it("are a mistake where the setting is no list", () => {
    for (const value of [{}, { name: "A", connects: true }, "A", true, 0]) {
      assert.deepEqual(parseRules(value), [{ index: 0, name: "", problems: [{ kind: "notAList" }] }]);
    }
  });

  it("are at most 50", () => {
    const parsed = parseRules(Array.from({ length: 52 }, (_, at) => ({ name: `Rule ${at}`, connects: true })));
    assert.equal(parsed.filter(({ rule }) => rule).length, 50);
    assert.deepEqual(
      parsed.slice(50).map(({ name, problems }) => [name, problems]),
      ["Rule 50", "Rule 51"].map((name) => [name, [{ kind: "tooMany", most: 50 }]]),
    );
  });

  it("have names of their own", () => {
    const parsed = parseRules([
      { name: "Night", connects: true },
      { name: " night ", more: true },
      { name: "Day", usr: "ann" },
      { name: "Day", linkUsed: true },
    ]);
    assert.deepEqual(
      parsed.map(({ problems }) => problems.map(({ kind }) => kind)),
      [[], ["nameTaken"], ["unknownField", "noTrigger"], ["nameTaken"]],
    );
  });

  it("have a key that changes only with what they say", () => {
    const { key } = ruleOf({ match: "vm:prod web", longerThan: "8h" });
    const same = [
      { name: "Another name", match: "vm:prod web", longerThan: "8h" },
      { longerThan: "480m", match: "  VM:prod   web " },
    ];
    const other = [
      { match: "vm:prod web", longerThan: "9h" },
      { match: "vm:prod", longerThan: "8h" },
      { match: "vm:prod web", returns: "8h" },
      { longerThan: "8h" },
      { match: "web vm:prod", connects: true },
    ];
    assert.deepEqual(
      same.map((fields) => ruleOf(fields).key),
      [key, key],
    );
    assert.ok(other.every((fields) => ruleOf(fields).key !== key));
    assert.equal(
      parseRules([
        { name: "First", more: true },
        { name: "A", match: "vm:prod web", longerThan: "8h" },
      ])[1]?.rule?.key,
      key,
    );
    assert.equal(
      ruleOf({ clientNotIn: ["10.0.0.0/8", "::1"] }).key,
      ruleOf({ clientNotIn: ["::1", "10.0.0.0/8"] }).key,
    );
    assert.equal(ruleOf({ outside: "Mon 07:00-19:00" }).key, ruleOf({ outside: "monday 7:00 - 19:00" }).key);
  });

  it("have keys of their own where two say the same", () => {
    const keys = parseRules(["A", "B", "C"].map((name) => ({ name, connects: true }))).map(({ rule }) => rule?.key);
    assert.equal(new Set(keys).size, 3);
    assert.equal(keys[0], ruleOf({ connects: true }).key);
  });

  it("are read from any value without an error, and one with a problem isn't watched", () => {
    const part = constantFrom(
      "name",
      "match",
      "longerThan",
      "connects",
      "clientNotIn",
      "outside",
      "failedSignIns",
      "fuller",
    );
    const value = oneof(anything(), array(oneof(anything(), jsonValue(), dictionary(part, jsonValue()))));
    check(
      property(value, (setting) => {
        parseRules(setting).forEach(({ index, rule, problems }, place) => {
          assert.equal(index, place);
          assert.equal(rule === undefined, problems.length > 0);
        });
      }),
    );
  });

  it("say the same when they are written again", () => {
    check(
      property(array(rightRule, { maxLength: 8 }), (values) => {
        const named = values.map((value, at) => ({ ...value, name: `Rule ${at}` }));
        const rules = parseRules(named).map(({ rule, problems }) => {
          assert.deepEqual(problems, []);
          assert.ok(rule);
          return rule;
        });
        const again = parseRules(rules.map(valueOf)).map(({ rule }) => rule);
        assert.deepEqual(
          again.map((rule) => rule && meaningOf(rule)),
          rules.map(meaningOf),
        );
        assert.equal(new Set(rules.map(({ key }) => key)).size, rules.length);
      }),
    );
  });

  it("are not hurt by a bad one beside them", () => {
    check(
      property(record({ good: rightRule, bad: jsonValue() }), ({ good, bad }) => {
        const [, beside] = parseRules([bad, { ...good, name: "A name that no other rule has" }]);
        const [alone] = parseRules([{ ...good, name: "A name that no other rule has" }]);
        assert.ok(beside?.rule && alone?.rule);
        assert.deepEqual(meaningOf(beside.rule), meaningOf(alone.rule));
      }),
    );
  });
});
