import assert from "node:assert/strict";
import { assert as check, constantFrom, array, property, string } from "fast-check";
import { narrows, parseFilter, searchable } from "../../../../../src/core/model/session/sessionFilter.ts";

const alice = searchable(
  { userName: "Alice.Jones", targetHostName: "vm-web-01", targetIpAddress: "10.1.2.3", protocol: "RDP" },
  { person: "ann@contoso.com", clientAddress: "203.0.113.9" },
  "bas-prod",
  "Contoso Production",
  250,
);
const deploy = searchable(
  { userName: "deploy", targetIpAddress: "10.1.2.30", protocol: "SSH" },
  { clientAddress: "2001:db8::17" },
  "bas-dev",
  "Contoso Development",
  undefined,
);

/** Whom a filter lets through. */
function found(text: string): string[] {
  const filter = parseFilter(text);
  return [alice, deploy].filter((candidate) => filter?.matches(candidate) !== false).map(({ fields }) => fields.user);
}

const SUBSCRIPTION = "/subscriptions/0000-a/resourceGroups";
const VM = `${SUBSCRIPTION}/rg-app/providers/Microsoft.Compute/virtualMachines/vm-db`;
const HOST = `${SUBSCRIPTION}/rg-hub/providers/Microsoft.Network/bastionHosts/bas`;
const withIds = searchable(
  { sessionId: "Ab12cd34-0000-4000-8000-00000000ADA1", userName: "bea", targetResourceId: VM },
  {},
  "bas",
  "Contoso",
  5,
  { id: HOST, resourceGroup: "rg-hub" },
);

describe("A filter for ids and resource groups", () => {
  const table: readonly (readonly [kind: string, text: string, isFound: boolean])[] = [
    ["a session ID", "Ab12cd34-0000-4000-8000-00000000ADA1", true],
    ["a session ID in another case", "aB12CD34-0000-4000-8000-00000000ada1", true],
    ["a session ID with its field", "id:ab12cd34-0000-4000-8000-00000000ada1", true],
    ["a session ID in quotes", '"ab12cd34-0000-4000-8000-00000000ada1"', true],
    ["a session ID beside another term", "user:bea ab12cd34-0000-4000-8000-00000000ada1", true],
    ["a session ID beside a term that does not hold", "user:eve ab12cd34-0000-4000-8000-00000000ada1", false],
    ["a part of a session ID that may be a name", "ada", false],
    ["a part of a session ID with its field", "id:ada", false],
    ["the target VM's resource ID", VM, true],
    ["the target VM's resource ID as Azure writes it elsewhere", VM.toUpperCase(), true],
    ["the target VM's resource ID with its field", `id:${VM}`, true],
    ["the host's resource ID", HOST, true],
    ["a part of every resource ID", "microsoft.network", false],
    ["a part of every resource ID that may be a name", "provider", false],
    ["the host's resource ID with a slash at its end", `${HOST}/`, true],
    ["a session ID in braces", "{ab12cd34-0000-4000-8000-00000000ada1}", true],
    ["a session ID in braces with its field", "id:{ab12cd34-0000-4000-8000-00000000ada1}", true],
    ["a session ID in a program's quotes", "'ab12cd34-0000-4000-8000-00000000ada1',", true],
    ["nothing but what is around an ID", "id:{}", false],
    ["another host's resource ID", `${HOST}2`, false],
    ["the target VM's resource group", "rg-app", true],
    ["the target VM's resource group with its field", "group:RG-App", true],
    ["the host's resource group", "rg-hub", true],
    ["the host's resource group with its field", "group:hub", true],
    ["another resource group", "group:bea", false],
    ["a field that is still being typed", "id:", true],
  ];
  for (const [kind, text, isFound] of table) {
    it(`${isFound ? "finds" : "does not find"} a session by ${kind}`, () =>
      assert.equal(parseFilter(text)?.matches(withIds), isFound));
  }
});

describe("A filter for sessions", () => {
  const table: readonly (readonly [text: string, matches: readonly string[]])[] = [
    ["alice", ["alice.jones"]],
    ["JONES", ["alice.jones"]],
    ["contoso", ["alice.jones", "deploy"]],
    ["10.1.2.3", ["alice.jones", "deploy"]],
    ["user:deploy", ["deploy"]],
    ["user:web", []],
    ["vm:web", ["alice.jones"]],
    ["ip:10.1.2.30", ["deploy"]],
    ["host:bas", ["alice.jones", "deploy"]],
    ["host:prod", ["alice.jones"]],
    ["protocol:rdp", ["alice.jones"]],
    ["Protocol:SSH", ["deploy"]],
    ['subscription:"contoso dev"', ["deploy"]],
    ['"contoso production"', ["alice.jones"]],
    [">4h", ["alice.jones"]],
    [">250m", []],
    [">249.5m", ["alice.jones"]],
    ["<5h", ["alice.jones"]],
    ["<1d", ["alice.jones"]],
    [">5h", []],
    ["contoso protocol:ssh", ["deploy"]],
    ["alice protocol:ssh", []],
    ["http://x", []],
    ["person:ann", ["alice.jones"]],
    ["ann@contoso.com", ["alice.jones"]],
    ["from:203.0.113.9", ["alice.jones"]],
    ["from:203.0.113.90", []],
    ["from:203.0.113", ["alice.jones"]],
    ["from:203.0.113.0/24", ["alice.jones"]],
    ["from:203.0.113.77/24", ["alice.jones"]],
    ["from:203.0.114.0/24", []],
    ["from:0.0.0.0/0", ["alice.jones"]],
    ["from:2001:db8::/32", ["deploy"]],
    ["from:2001:0db8:0:0::17", ["deploy"]],
    ["from:2001:db8::1", []],
    ["from:", ["alice.jones", "deploy"]],
    ['"alice', ["alice.jones"]],
    ["user:", ["alice.jones", "deploy"]],
  ];
  for (const [text, matches] of table) {
    it(`${text} lets through ${matches.join(" and ") || "no session"}`, () => assert.deepEqual(found(text), matches));
  }

  it("is none without a term", () => {
    assert.equal(parseFilter(""), undefined);
    assert.equal(parseFilter("   "), undefined);
  });

  it("that is written on narrows what is found, wherever it is said to", () => {
    const piece = constantFrom(
      "user",
      "vm",
      "from",
      ":",
      '"',
      "<",
      ">",
      "4",
      "h",
      "m",
      " ",
      "a",
      "e",
      "al",
      "ice",
      "10.1",
      "203.0.113.9",
      "0",
      ".",
      "-",
      "dep",
      "loy",
      "RDP",
      "x",
    );
    const typed = array(piece, { maxLength: 5 }).map((pieces) => pieces.join(""));
    let said = 0;
    check(
      property(typed, typed, string(), (before, more, any) => {
        for (const after of [before + more, before + any]) {
          if (narrows(before, after)) {
            said++;
            const [wide, narrow] = [found(before), found(after)];
            assert.deepEqual(
              narrow.filter((user) => !wide.includes(user)),
              [],
              `${before} → ${after}`,
            );
          }
        }
      }),
      { numRuns: 3_000 },
    );
    assert.ok(said > 100);
    assert.ok(!narrows("user", "user:") && !narrows(">4", ">4h") && !narrows("ab", "a") && !narrows('"a', '"ab'));
    assert.ok(!narrows("from:203.0.113.1", "from:203.0.113.19"));
  });
});
