import assert from "node:assert/strict";
import fc from "fast-check";
import { distinctNames, looksOf, type Nameable } from "../../../../src/core/text/distinctNames.ts";

const thing = (key: string, name: string, ...details: readonly (string | undefined)[]): Nameable => ({
  key,
  name,
  details: [...details, key],
});

const names = (...things: readonly Nameable[]) => Object.fromEntries(distinctNames(things));

describe("Names among others", () => {
  it("are only the name if it is unique", () => {
    assert.deepEqual(names(thing("1", "bas-a", "Prod"), thing("2", "bas-b", "Prod")), { 1: "bas-a", 2: "bas-b" });
  });

  it("have the first detail that tells twins apart, and no other", () => {
    assert.deepEqual(
      names(
        thing("1", "bas-hub", "Prod", "rg-a"),
        thing("2", "bas-hub", "Prod", "rg-b"),
        thing("3", "bas-x", "Prod", "rg-a"),
      ),
      { 1: "bas-hub (rg-a)", 2: "bas-hub (rg-b)", 3: "bas-x" },
    );
  });

  it("have as many details as it takes for three of one name", () => {
    assert.deepEqual(
      names(thing("1", "bas", "Prod", "rg-a"), thing("2", "bas", "Prod", "rg-b"), thing("3", "bas", "Test", "rg-a")),
      { 1: "bas (Prod, rg-a)", 2: "bas (Prod, rg-b)", 3: "bas (Test)" },
    );
  });

  it("have the last detail where everything else is the same", () => {
    assert.deepEqual(names(thing("id-1", "Default Directory"), thing("id-2", "Default Directory")), {
      "id-1": "Default Directory (id-1)",
      "id-2": "Default Directory (id-2)",
    });
  });

  it("tell apart what differs only by case, or by characters that aren't seen", () => {
    assert.deepEqual(names(thing("1", "BAS-A", "Prod"), thing("2", "bas-a", "Test")), {
      1: "BAS-A (Prod)",
      2: "bas-a (Test)",
    });
    assert.deepEqual(Object.values(names(thing("1", "x\u0000", "Prod"), thing("2", "x\uFFFD", "Test"))).map(looksOf), [
      "x\uFFFD (prod)",
      "x\uFFFD (test)",
    ]);
  });

  it("take no name that looks like another one with its details", () => {
    const made = names(thing("1", "bas", "Prod"), thing("2", "bas", "Test"), thing("3", "bas (Prod)", "Dev"));
    assert.equal(new Set(Object.values(made).map(looksOf)).size, 3, JSON.stringify(made));
  });

  it("are the same for one thing that is known twice", () => {
    assert.deepEqual(names(thing("1", "bas", "Prod"), thing("1", "bas", "Prod")), { 1: "bas" });
  });

  it("never look alike, whatever the things are called", () => {
    const word = fc.constantFrom("a", "A", "b", "a (b)", "a (1)", "1", " a ", "ａ");
    const things = fc
      .array(fc.tuple(word, fc.option(word, { nil: undefined }), fc.option(word, { nil: undefined })), { maxLength: 8 })
      .map((rows) => rows.map(([name, ...details], index) => thing(`id-${String(index)}`, name, ...details)));
    fc.assert(
      fc.property(things, (all) => {
        const shown = [...distinctNames(all).values()].map(looksOf);
        assert.equal(new Set(shown).size, all.length, JSON.stringify(shown));
      }),
    );
  });
});
