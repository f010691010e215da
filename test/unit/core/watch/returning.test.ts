import assert from "node:assert/strict";
import fc from "fast-check";
import { filterProblems, ruleFor } from "../../../../src/core/watch/newRule.ts";
import { parseRules } from "../../../../src/core/watch/parseRules.ts";
import { returningOf } from "../../../../src/core/watch/returning.ts";

const VM = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm-web-01";
const ann = { sessionId: "1", userName: "ann", targetHostName: "vm-web-01", targetResourceId: VM };

describe("A rule that tells when a user returns matches", () => {
  const person = "ann@contoso.com";
  const sessions = [
    ["the person who is known exactly, wherever", { ...ann, person, confidence: "exact" }, `person:"${person}"`],
    [
      "the account on its VM where the person is probable",
      { ...ann, person, confidence: "matched" },
      `user:"ann" id:${VM}`,
    ],
    ["the account on its VM where no person is known", ann, `user:"ann" id:${VM}`],
    [
      "the account on a VM that has only a name",
      { userName: "ann", targetHostName: "10.1.0.4" },
      'user:"ann" vm:"10.1.0.4"',
    ],
    [
      "the account where no filter can name the person",
      { ...ann, person: 'a"b', confidence: "exact" },
      `user:"ann" id:${VM}`,
    ],
    ["nothing where no user is known", { ...ann, userName: undefined }, undefined],
    ["nothing where no VM is known", { userName: "ann" }, undefined],
    ["nothing where no filter can name the user", { ...ann, userName: 'x"' }, undefined],
  ] as const;
  for (const [name, { userName, ...session }, match] of sessions) {
    it(name, () =>
      assert.equal(returningOf({ ...session, ...(userName !== undefined && { userName }) })?.match, match),
    );
  }

  it("only what a rule can say, whatever Azure calls users and VMs", () => {
    const text = fc.oneof(fc.string(), fc.constantFrom('"', "id:x", "a b", "azuread\\a@b.c", `${VM}"`, ">4h", "(x)"));
    fc.assert(
      fc.property(
        text,
        text,
        text,
        fc.constantFrom("exact", "matched"),
        (userName, targetResourceId, name, confidence) => {
          const found = returningOf({ userName, targetResourceId, targetHostName: name, person: name, confidence });
          if (found) {
            assert.deepEqual(filterProblems(found.match), []);
            const rule = ruleFor({ name: "r", match: found.match, kind: "returns", value: "24h" });
            assert.deepEqual(parseRules([rule])[0]?.problems, []);
          }
        },
      ),
    );
  });
});
