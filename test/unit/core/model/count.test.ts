import assert from "node:assert/strict";
import fc from "fast-check";
import {
  about,
  asCertainAs,
  atLeast,
  atLeastAbout,
  countFound,
  exactly,
  roughSumOf,
  sumOf,
  UNKNOWN_COUNT,
  type Count,
} from "../../../../src/core/model/count.ts";

describe("How many? A sum", () => {
  const sums: readonly (readonly [name: string, counts: readonly Count[], sum: Count])[] = [
    ["of nothing is none", [], exactly(0)],
    ["of exact counts is exact", [exactly(2), exactly(0)], exactly(2)],
    ["with an unknown part is a lower limit", [exactly(2), UNKNOWN_COUNT], atLeast(2)],
    ["with a part that may be larger is a lower limit", [exactly(2), atLeast(3)], atLeast(5)],
    ["of none and something unknown is unknown, never none", [exactly(0), UNKNOWN_COUNT], UNKNOWN_COUNT],
    ["with an approximate part is approximate", [exactly(2), about(3)], about(5)],
    ["has no approximate part in a lower limit", [exactly(2), about(3), UNKNOWN_COUNT], atLeast(2)],
    ["of what is approximate and unknown is unknown", [about(3), UNKNOWN_COUNT], UNKNOWN_COUNT],
  ];
  for (const [name, counts, sum] of sums) {
    it(name, () => assert.deepEqual(sumOf(counts), sum));
  }

  const rough: readonly (readonly [name: string, counts: readonly Count[], sum: Count])[] = [
    ["of nothing is none", [], exactly(0)],
    ["of exact counts is exact", [exactly(2), exactly(0)], exactly(2)],
    ["with an approximate part is approximate", [exactly(2), about(3)], about(5)],
    ["with an unknown part is about a lower limit", [exactly(2), about(3), UNKNOWN_COUNT], atLeastAbout(5)],
    ["with a part that may be larger is about a lower limit", [atLeast(2), about(3)], atLeastAbout(5)],
    ["of about none is about none", [exactly(0), about(0)], about(0)],
    ["of about none and something unknown is unknown", [about(0), UNKNOWN_COUNT], UNKNOWN_COUNT],
    ["without an approximate part is as any", [exactly(2), UNKNOWN_COUNT], atLeast(2)],
  ];
  for (const [name, counts, sum] of rough) {
    it(`for a glance ${name}`, () => assert.deepEqual(roughSumOf(counts), sum));
  }

  it("is exact only where every part is, and never takes a lower limit from an approximate part", () => {
    const count = fc.oneof(
      fc.nat(20).map(exactly),
      fc.nat(20).map(about),
      fc.nat(20).map(atLeast),
      fc.nat(20).map(atLeastAbout),
      fc.constant(UNKNOWN_COUNT),
    );
    fc.assert(
      fc.property(fc.array(count), (counts) => {
        const isExact = counts.every(({ kind }) => kind === "exact");
        assert.equal(sumOf(counts).kind === "exact", isExact);
        assert.equal(roughSumOf(counts).kind === "exact", isExact);
        const certain = counts.reduce(
          (sum, one) => sum + (one.kind === "exact" || one.kind === "atLeast" ? one.value : 0),
          0,
        );
        const sum = sumOf(counts);
        assert.ok(sum.kind !== "atLeast" || sum.value === certain);
        assert.ok(
          roughSumOf(counts).kind !== "atLeast" || counts.every(({ kind }) => !kind.toLowerCase().includes("about")),
        );
      }),
    );
  });

  it("is a lower limit where what was found isn't all, and unknown if that is none", () => {
    assert.deepEqual(countFound(undefined, true), UNKNOWN_COUNT);
    assert.deepEqual([countFound(2, true), countFound(0, true)], [exactly(2), exactly(0)]);
    assert.deepEqual([countFound(2, false), countFound(0, false)], [atLeast(2), UNKNOWN_COUNT]);
  });

  it("lends its certainty to other numbers, and none to zero", () => {
    assert.deepEqual(asCertainAs(exactly(5), 0), exactly(0));
    assert.deepEqual(asCertainAs(atLeast(5), 2), atLeast(2));
    assert.deepEqual(asCertainAs(atLeast(5), 0), UNKNOWN_COUNT);
    assert.deepEqual(asCertainAs(about(5), 2), about(2));
    assert.deepEqual(asCertainAs(UNKNOWN_COUNT, 0), UNKNOWN_COUNT);
  });
});
