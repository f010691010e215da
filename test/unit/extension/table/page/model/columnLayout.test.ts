import assert from "node:assert/strict";
import {
  moved,
  movedTo,
  shownColumns,
  sortedBy,
  toggled,
  withWidth,
} from "../../../../../../src/extension/table/page/model/columnLayout.ts";
import { INITIAL_LAYOUT as ALL, withoutLoggedFields } from "../../../../../../src/extension/table/tableLayout.ts";

const INITIAL_LAYOUT = withoutLoggedFields({ ...ALL, groupBy: "person" });

describe("the columns of the table", () => {
  it("are shown, hidden, moved and sized, and never all hidden", () => {
    assert.deepEqual(shownColumns(INITIAL_LAYOUT).slice(0, 3), ["user", "vm", "host"]);
    assert.deepEqual(shownColumns(moved(INITIAL_LAYOUT, "vm", -1)).slice(0, 3), ["vm", "user", "host"]);
    assert.deepEqual(shownColumns(moved(INITIAL_LAYOUT, "vm", 1)).slice(0, 3), ["user", "host", "vm"]);
    assert.equal(moved(INITIAL_LAYOUT, "user", -1), INITIAL_LAYOUT);
    assert.deepEqual(shownColumns(movedTo(INITIAL_LAYOUT, "host", "user")).slice(0, 3), ["host", "user", "vm"]);
    assert.ok(!shownColumns(toggled(INITIAL_LAYOUT, "vm")).includes("vm"));
    assert.ok(shownColumns(toggled(INITIAL_LAYOUT, "sku")).includes("sku"));
    assert.equal(
      shownColumns(
        INITIAL_LAYOUT.order.reduce(
          (view, column) => (view.hidden.includes(column) ? view : toggled(view, column)),
          INITIAL_LAYOUT,
        ),
      ).length,
      1,
    );
    assert.equal(withWidth(INITIAL_LAYOUT, "vm", 333.3).widths.vm, 333);
    assert.equal(withWidth(INITIAL_LAYOUT, "vm", -5).widths.vm, 40);
  });

  it("a hidden column between two is passed over when one of them moves", () => {
    const view = toggled(INITIAL_LAYOUT, "vm");
    assert.deepEqual(shownColumns(moved(view, "user", 1)).slice(0, 2), ["host", "user"]);
  });

  it("sort the other way round the second time", () => {
    const once = sortedBy(INITIAL_LAYOUT, "user", false);
    assert.deepEqual(once.sort, { column: "user", descending: false });
    assert.deepEqual(sortedBy(once, "user", false).sort, { column: "user", descending: true });
    assert.deepEqual(sortedBy(once, "duration", true).sort, { column: "duration", descending: true });
  });
});
