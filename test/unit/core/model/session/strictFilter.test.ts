import assert from "node:assert/strict";
import { array, assert as check, constantFrom, oneof, property, string } from "fast-check";
import { parseFilter, searchable } from "../../../../../src/core/model/session/sessionFilter.ts";
import { readStrictly } from "../../../../../src/core/model/session/strictFilter.ts";

const HOST = "/subscriptions/0000-a/resourceGroups/rg-hub/providers/Microsoft.Network/bastionHosts/bas";

describe("A filter that is read strictly", () => {
  const right: readonly (readonly [text: string, ...scopes: string[]])[] = [
    ["", ...[]],
    ["   ", ...[]],
    ["ann", "anywhere"],
    ["user:ann", "user"],
    ["USER:Ann", "user"],
    ['user:"ann jones"', "user"],
    ["vm:prod person:ann@contoso.com", "vm", "person"],
    ["contoso\\ann", "anywhere"],
    [">4h", "length"],
    ["<30m", "length"],
    [">1.5d", "length"],
    ['">4h"', "anywhere"],
    ['"usr:ann"', "anywhere"],
    ['"Prod: Europe"', "anywhere"],
    ["from:203.0.113.9", "from"],
    ["from:10.0.0.0/8", "from"],
    ["from:2001:db8::/32", "from"],
    ["from:203.0.", "from"],
    ["from:2001", "from"],
    ["from:db8:", "from"],
    ["from:dead:beef::1", "from"],
    ["dead:beef::1", "anywhere"],
    ["2001:db8::1", "anywhere"],
    ["::1", "anywhere"],
    ["10.0.0.4", "anywhere"],
    [HOST, "anywhere"],
    [`id:${HOST}`, "id"],
    ["<0000-1111>", "anywhere"],
    ["id:{0000-1111}", "id"],
    ["or", "anywhere"],
    ['"OR"', "anywhere"],
    ['vm:"a*"', "vm"],
    ['"-web"', "anywhere"],
    ["vm:-web", "vm"],
  ];
  for (const [text, ...scopes] of right) {
    it(`is understood: ${JSON.stringify(text)}`, () => {
      const { terms, problems } = readStrictly(text);
      assert.deepEqual(
        terms.map(({ scope }) => scope),
        scopes,
      );
      assert.deepEqual(problems, []);
    });
  }

  const wrong: readonly (readonly [text: string, kind: string, term?: string])[] = [
    ["usr:ann", "unknownTerm"],
    ["vm:prod usr:ann", "unknownTerm", "usr:ann"],
    ['usr:"ann jones"', "unknownTerm"],
    ["usr:", "unknownTerm"],
    ["http://example.com", "unknownTerm"],
    ["target-vm:web", "unknownTerm"],
    ["resource_group:web", "unknownTerm"],
    ["Prod: Europe", "unknownTerm", "Prod:"],
    ["from:10.0.0.0/99", "badTerm"],
    ["from:abc/8", "badTerm"],
    ["from:abc", "badTerm"],
    ["from:ann", "badTerm"],
    ["from:10.0.0.256", "badTerm"],
    ["from:10.0.0.1.", "badTerm"],
    ["from:.", "badTerm"],
    [">5x", "badTerm"],
    [">=5h", "badTerm"],
    ["<", "badTerm"],
    ["> 4h", "badTerm", ">"],
    ['"ann', "badTerm"],
    ['user:"ann jones', "badTerm"],
    ['user:"', "badTerm"],
    ['ann"', "badTerm"],
    ["user:", "badTerm"],
    ["user: ann", "badTerm", "user:"],
    ["user :ann", "badTerm", ":ann"],
    ['user:""', "badTerm"],
    ['user:" "', "badTerm"],
    ['""', "badTerm"],
    ["id:{}", "badTerm"],
    ["vm*", "badTerm"],
    ["vm:web*", "badTerm"],
    ["-vm:web", "badTerm"],
    ["!vm:web", "badTerm"],
    ["-web", "badTerm"],
    ["vm:prod !web", "badTerm", "!web"],
    ["-", "badTerm"],
    ["vm:web OR vm:db", "badTerm", "OR"],
  ];
  for (const [text, kind, term = text] of wrong) {
    it(`is a mistake: ${JSON.stringify(text)}`, () =>
      assert.deepEqual(readStrictly(text).problems, [{ kind, text: term }]));
  }

  it("takes each term as the filter does", () => {
    const part = oneof(
      string(),
      constantFrom("user:", "vm:", "usr:", "from:", "id:", ">4h", "10.0.0.0/8", '"', " ", "ann"),
    );
    check(
      property(array(part, { maxLength: 6 }), (parts) => {
        const text = parts.join("");
        const { terms, problems } = readStrictly(text);
        const filter = parseFilter(text);
        assert.equal(terms.length + problems.length, filter?.ids.length ?? 0);
        // In the order in which they stand.
        let at = 0;
        for (const term of terms) {
          at = text.indexOf(term.text, at) + term.text.length;
          assert.ok(at >= term.text.length);
        }
      }),
    );
  });

  it("finds no mistake in a term that matches by what it says", () => {
    const ann = searchable({ userName: "ann", targetHostName: "vm-web" }, {}, "bas", "Contoso", 300);
    for (const text of ["ann", "user:ann", "vm:web", ">4h", "host:bas", "subscription:contoso"]) {
      assert.equal(parseFilter(text)?.matches(ann), true, text);
      assert.deepEqual(readStrictly(text).problems, [], text);
    }
  });
});
