import assert from "node:assert/strict";
import { scrollShift } from "../../../../../../src/extension/table/page/model/scrollAnchor.ts";
import type { Item } from "../../../../../../src/extension/table/page/model/arrange.ts";
import { store } from "../../tableRows.ts";

const { store: rows } = store([1, 2, 3, 4, 5, 6].map((id) => ({ id })));
const of = (...ids: number[]): Item[] => ids.flatMap((id) => rows.get(id) ?? []);
const heading: Item = { kind: "group", key: "user/a", label: "a", count: 2, isOpen: true };

describe("what is in sight when rows come and go", () => {
  it("moves with what came or went above it, and not with what is below", () => {
    const before = of(1, 2, 3, 4);
    assert.equal(scrollShift(before, of(5, 1, 2, 3, 4), 2, 2), 1);
    assert.equal(scrollShift(before, of(2, 3, 4), 2, 2), -1);
    assert.equal(scrollShift(before, of(1, 2, 3, 5, 4), 2, 2), 0);
  });

  it("is judged by the first row that is still as it was", () => {
    const changed = { ...rows.get(2), user: "zed" } as Item;
    assert.equal(scrollShift(of(1, 2, 3), [...of(5, 1, 3), changed], 1, 2), 0);
    assert.equal(scrollShift(of(1, 2, 3), [...of(5, 6, 1, 3), changed], 1, 2), 1);
    assert.equal(scrollShift([heading, ...of(1)], [...of(5), { ...heading, count: 3 }, ...of(1)], 0, 2), 1);
  });

  it("stays where nothing of it is left", () => {
    assert.equal(scrollShift(of(1, 2, 3), of(3, 4), 0, 2), 0);
    assert.equal(scrollShift([], of(1), 0, 2), 0);
  });
});
