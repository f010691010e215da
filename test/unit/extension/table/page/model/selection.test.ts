import assert from "node:assert/strict";
import type { Item } from "../../../../../../src/extension/table/page/model/arrange.ts";
import { Selection } from "../../../../../../src/extension/table/page/model/selection.ts";
import { store } from "../../tableRows.ts";

const { store: rows } = store([1, 2, 3, 4, 5].map((id) => ({ id })));
const group: Item = { kind: "group", key: "user/a", label: "a", count: 2, isOpen: true };

function of(...ids: (number | Item)[]): Item[] {
  return ids.map((id) => (typeof id === "number" ? rows.get(id)! : id));
}

function selection(items = of(1, 2, 3, 4, 5)) {
  const made = new Selection();
  made.update(items);
  return made;
}

describe("the selection of the table", () => {
  it("takes one row by a click, several with ctrl, a range with shift", () => {
    const chosen = selection();
    chosen.choose(1, "one");
    chosen.choose(3, "toggle");
    assert.deepEqual(chosen.targets, [2, 4]);
    chosen.choose(4, "range");
    assert.deepEqual(chosen.targets, [4, 5]);
    chosen.choose(0, "range");
    assert.deepEqual(chosen.targets, [1, 2, 3, 4]);
    chosen.choose(2, "toggle");
    assert.equal(chosen.size, 3);
    chosen.choose(2, "one");
    assert.deepEqual(chosen.targets, [3]);
  });

  it("moves the focus by arrows without selecting, and reaches from there with shift", () => {
    const chosen = selection();
    chosen.moveTo(1, false);
    assert.deepEqual([chosen.size, chosen.targets], [0, [2]]);
    chosen.moveTo(2, true);
    chosen.moveTo(3, true);
    assert.deepEqual(chosen.targets, [2, 3, 4]);
    chosen.moveTo(2, true);
    assert.deepEqual(chosen.targets, [2, 3]);
    chosen.moveTo(99, false);
    assert.equal(chosen.focusIndex, 4);
    assert.deepEqual(chosen.targets, [5], "a row with the focus that is not selected is what is meant");
    chosen.moveTo(-1, false);
    assert.equal(chosen.focusIndex, 0);
  });

  it("keeps the selection under a menu on it, and moves it where the menu is elsewhere", () => {
    const chosen = selection();
    chosen.selectAll();
    chosen.menuAt(3);
    assert.equal(chosen.targets.length, 5);
    chosen.choose(0, "one");
    chosen.menuAt(3);
    assert.deepEqual(chosen.targets, [4]);
  });

  it("loses what is no longer on the list: hidden rows are not hit", () => {
    const chosen = selection();
    chosen.selectAll();
    chosen.moveTo(3, false);
    chosen.update(of(5, 4, 2));
    assert.deepEqual(chosen.targets, [5, 4, 2]);
    assert.equal(chosen.focusIndex, 1, "the focus stays on its row");
    chosen.update(of(5, 2));
    assert.deepEqual([chosen.focusIndex, chosen.focused], [1, rows.get(2)], "and where that has gone, in its place");
    chosen.update([]);
    assert.deepEqual([chosen.targets, chosen.focusIndex], [[], -1]);
    chosen.moveTo(0, false);
    assert.equal(chosen.focused, undefined);
  });

  it("is for what is left of it where the row with the focus has ended, and not for the one in its place", () => {
    const chosen = selection();
    [0, 1, 2].forEach((index) => chosen.choose(index, "toggle"));
    chosen.update(of(1, 2, 4, 5));
    assert.deepEqual([chosen.focused, chosen.targets, chosen.isLost], [rows.get(4), [1, 2], false]);
    chosen.update(of(1, 2, 4));
    assert.deepEqual(chosen.targets, [1, 2]);
    chosen.update(of(4));
    assert.deepEqual([chosen.targets, chosen.isLost], [[4], true], "the focus is on it, but nobody chose it");
    chosen.moveTo(0, false);
    assert.deepEqual([chosen.targets, chosen.isLost], [[4], false]);
  });

  it("is made again in a new page, as far as the rows are still there", () => {
    const chosen = selection(of(group, 5, 4, 2));
    chosen.restore([2, 3, 5], 4);
    assert.deepEqual([[...chosen.selected], chosen.focusIndex], [[5, 2], 2]);
    chosen.choose(3, "range");
    assert.deepEqual(chosen.targets, [4, 2], "shift reaches from the line with the focus");
    const other = selection(of(group, 5));
    other.restore([3], "user/a");
    assert.deepEqual([other.size, other.focused], [0, group]);
    other.restore([], 3);
    assert.equal(other.focusIndex, -1);
  });

  it("never takes a heading for a row", () => {
    const chosen = selection(of(group, 1, 2));
    chosen.selectAll();
    assert.equal(chosen.size, 2);
    chosen.choose(0, "one");
    assert.deepEqual(chosen.targets, []);
    chosen.choose(2, "range");
    assert.deepEqual(chosen.targets, [1, 2]);
  });
});
