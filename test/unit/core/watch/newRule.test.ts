import assert from "node:assert/strict";
import { parseFilter, searchable, type SearchTexts } from "../../../../src/core/model/session/sessionFilter.ts";
import {
  DEFAULT_VALUES,
  filterProblems,
  freeName,
  isValue,
  matchFor,
  nameProblem,
  ruleFor,
  triggersFor,
  type RuleSubject,
} from "../../../../src/core/watch/newRule.ts";
import { parseRules } from "../../../../src/core/watch/parseRules.ts";
import { TRIGGER_KINDS } from "../../../../src/core/watch/parseTrigger.ts";

const HOST_ID = "/subscriptions/s/resourceGroups/rg-(hub)/providers/Microsoft.Network/bastionHosts/bas";
const host = (name: string): RuleSubject => ({ kind: "host", id: HOST_ID, name });

interface Candidate extends SearchTexts {
  readonly ageMinutes: number | undefined;
  readonly hasId: (id: string) => boolean;
}

/** A session as the filter sees it. */
function session(fields: { sessionId?: string; userName?: string }, person?: string, hostName = "bas"): Candidate {
  const on = { id: HOST_ID, resourceGroup: "rg-(hub)" };
  return searchable(fields, { ...(person !== undefined && { person }) }, hostName, "sub", undefined, on);
}

function isMatched(match: string | undefined, candidate: Candidate): boolean {
  const filter = match === undefined ? undefined : parseFilter(match);
  assert(filter, `no filter: ${String(match)}`);
  return filter.matches(candidate);
}

describe("What a new rule matches", () => {
  for (const [subject, hostNames, expected] of [
    [{ kind: "everything" }, [], ""],
    [{ kind: "filter", text: " vm:prod " }, [], "vm:prod"],
    [{ kind: "session", sessionId: "0f3a-1" }, [], "id:0f3a-1"],
    [{ kind: "session", sessionId: "a b" }, [], 'id:"a b"'],
    [{ kind: "user", userName: "azureuser" }, [], 'user:"azureuser"'],
    [{ kind: "user", userName: "CONTOSO\\Ann Lee" }, [], 'user:"CONTOSO\\Ann Lee"'],
    [{ kind: "user", userName: "AzureAD\\ann@contoso.com" }, [], 'user:"ann@contoso.com"'],
    [{ kind: "person", person: " ann@contoso.com " }, [], 'person:"ann@contoso.com"'],
    [host("bas"), ["bas", "other"], 'host:"bas"'],
    [host("bas"), ["bas", "BAS"], `id:${HOST_ID}`],
    [host("bas"), ["bas", "prod-BAS-2"], `id:${HOST_ID}`],
    [host("bas-2"), ["bas", "bas-2"], 'host:"bas-2"'],
  ] as const satisfies readonly (readonly [RuleSubject, readonly string[], string])[]) {
    it(`is ${expected === "" ? "everything" : expected}`, () => {
      const match = matchFor(subject, hostNames);
      assert.equal(match, expected);
      assert.deepEqual(filterProblems(match), []);
    });
  }

  for (const [what, subject] of [
    ["an account with a quotation mark", { kind: "user", userName: 'a"nn' }],
    ["a person with a quotation mark", { kind: "person", person: '"ann"' }],
    ["a blank account", { kind: "user", userName: " " }],
    ["a session's ID with a quotation mark", { kind: "session", sessionId: 's"1' }],
    ["a session's ID in brackets, which the filter takes off", { kind: "session", sessionId: "{s-1}" }],
  ] as const satisfies readonly (readonly [string, RuleSubject])[]) {
    it(`can't be ${what}`, () => assert.equal(matchFor(subject, []), undefined));
  }

  it("is that session, account, person, or host, and not another", () => {
    const id = matchFor({ kind: "session", sessionId: "S-1" }, []);
    assert.equal(isMatched(id, session({ sessionId: "s-1" })), true);
    assert.equal(isMatched(id, session({ sessionId: "s-11" })), false);
    const account = matchFor({ kind: "user", userName: "AzureAD\\ann@contoso.com" }, []);
    assert.equal(isMatched(account, session({ userName: "Ann@contoso.com" })), true);
    assert.equal(isMatched(account, session({ userName: "root" }, "ann@contoso.com")), false);
    const person = matchFor({ kind: "person", person: "ann@contoso.com" }, []);
    assert.equal(isMatched(person, session({ userName: "root" }, "ANN@contoso.com")), true);
    assert.equal(isMatched(person, session({ userName: "ann@contoso.com" })), false);
    for (const names of [["bas"], ["bas", "bas-2"]]) {
      assert.equal(isMatched(matchFor(host("bas"), names), session({})), true);
    }
    assert.equal(isMatched(matchFor(host("bas-2"), ["bas", "bas-2"]), session({})), false);
  });
});

describe("The triggers that are offered", () => {
  const of = (subject: RuleSubject) => triggersFor(subject, matchFor(subject, []) ?? "");

  it("are all for everything and for a host", () => {
    assert.deepEqual(of({ kind: "everything" }), TRIGGER_KINDS);
    assert.deepEqual(of(host("bas")), TRIGGER_KINDS);
    assert.deepEqual(triggersFor(host("bas"), `id:${HOST_ID}`), TRIGGER_KINDS);
  });

  it("are only a time for a session, which is there already", () => {
    assert.deepEqual(of({ kind: "session", sessionId: "s-1" }), ["longerThan"]);
  });

  it("leave out counts where a user or a VM is meant, and links where a person is", () => {
    const ofUser = TRIGGER_KINDS.filter((kind) => kind !== "more" && kind !== "fuller");
    assert.deepEqual(of({ kind: "user", userName: "root" }), ofUser);
    assert.deepEqual(of({ kind: "filter", text: "vm:prod" }), ofUser);
    assert.deepEqual(
      of({ kind: "person", person: "ann@contoso.com" }),
      ofUser.filter((kind) => kind !== "linkUsed"),
    );
    assert.deepEqual(of({ kind: "filter", text: "host:prod >4h" }), ["longerThan"]);
  });
});

describe("The value of a trigger", () => {
  for (const kind of TRIGGER_KINDS) {
    it(`is proposed so that the rule is understood: ${kind}`, () => {
      const [parsed] = parseRules([ruleFor({ name: "a", match: "", kind })]);
      assert.deepEqual(parsed?.problems, []);
      assert.equal(parsed.rule?.trigger.kind, kind);
      const proposed = DEFAULT_VALUES[kind];
      assert.equal(proposed === undefined || isValue(kind, proposed), true);
    });
  }

  for (const [kind, value, expected] of [
    ["longerThan", " 90m ", "90m"],
    ["returns", "2d", "2d"],
    ["clientNotIn", "10.0.0.0/8; 192.168.1.1 ::1,", ["10.0.0.0/8", "192.168.1.1", "::1"]],
    ["outside", "Mon-Fri 07:00-19:00, Sat 09:00-12:00", "Mon-Fri 07:00-19:00, Sat 09:00-12:00"],
    ["failedSignIns", "3 within 1h", { count: 3, within: "1h" }],
    ["failedSignIns", "12/90m", { count: 12, within: "90m" }],
    ["fuller", "75 %", 75],
  ] as const) {
    it(`is written as the setting has it: ${kind} ${value}`, () => {
      assert.equal(isValue(kind, value), true);
      const rule = ruleFor({ name: " a ", match: "vm:x", kind, value });
      assert.deepEqual(rule, { name: "a", match: "vm:x", [kind]: expected });
    });
  }

  for (const [kind, value] of [
    ["longerThan", "8"],
    ["longerThan", ""],
    ["longerThan", "0h"],
    ["clientNotIn", ""],
    ["clientNotIn", "10.0.0.0/33"],
    ["clientNotIn", "10.0.0.0/8, office"],
    ["outside", "Mon-Fri"],
    ["failedSignIns", "5"],
    ["failedSignIns", "5 within 15"],
    ["failedSignIns", "0 within 15m"],
    ["fuller", "most"],
    ["fuller", "0"],
    ["returns", "soon"],
  ] as const) {
    it(`can't be this: ${kind} "${value}"`, () => assert.equal(isValue(kind, value), false));
  }
});

describe("The name of a new rule", () => {
  const existing = [{ name: "Long", longerThan: "8h" }, "no rule", { name: "long 2" }, { usr: "ann" }];

  it("is the proposed one, with a number where a rule has it", () => {
    assert.equal(freeName(" Short ", existing), "Short");
    assert.equal(freeName("long", existing), "long 3");
  });

  it("is cut to what a rule may have, without tearing a character", () => {
    const name = freeName("😀".repeat(80), existing);
    assert.equal(name, "😀".repeat(50));
    const next = freeName("😀".repeat(80), [{ name }]);
    assert.equal(next, `${"😀".repeat(49)} 2`);
    assert.equal(nameProblem(next, [{ name }]), undefined);
  });

  it("must be there, short, and of no other rule, whatever is wrong with the others", () => {
    assert.equal(nameProblem(" ", existing)?.kind, "noName");
    assert.equal(nameProblem("LONG", existing)?.kind, "nameTaken");
    assert.equal(nameProblem("x".repeat(101), existing)?.kind, "badValue");
    assert.equal(nameProblem("Nights", existing), undefined);
    assert.equal(nameProblem("Nights", new Array(50).fill({ usr: "ann" })), undefined);
  });
});
