import type { ColumnId } from "../../../../core/model/session/sessionFields.ts";
import { exactly } from "../../../../core/model/count.ts";
import { keyOf, type GroupItem, type Item } from "../model/arrange.ts";
import { element, icon, setAttributes, setText } from "../dom.ts";
import type { PageRow } from "../model/rowStore.ts";
import type { TextFormatter } from "../texts.ts";

/** A line of the table, as it is to be drawn. */
interface Line {
  readonly item: Item;
  readonly index: number;
  readonly isFocused: boolean;
  readonly isSelected: boolean;
  /** Rows are below headings. */
  readonly isTree: boolean;
}

export function lineId(item: Item): string {
  return `line-${encodeURIComponent(keyOf(item))}`;
}

/** Draws a line; its element may have been used for another line. */
export function renderLine(
  target: HTMLElement,
  { item, index, isFocused, isSelected, isTree }: Line,
  columns: readonly ColumnId[],
  texts: TextFormatter,
  now: number,
): void {
  const isRow = item.kind === "row";
  // A row that may have ended long ago must not look like a live one, whichever columns are in sight.
  const outdated = isRow ? texts.asOf(item.on) : undefined;
  const marks = {
    group: !isRow,
    selected: isSelected,
    focused: isFocused,
    working: isRow && item.work !== undefined,
    outdated: outdated !== undefined,
  };
  target.className = Object.entries(marks).reduce(
    (names, [name, isSet]) => (isSet ? `${names} ${name}` : names),
    "row",
  );
  const level = isRow ? "2" : "1";
  setAttributes(target, {
    id: lineId(item),
    "data-index": String(index),
    "aria-rowindex": String(index + 2),
    title: outdated,
    "aria-description": outdated,
    "aria-selected": isRow ? String(isSelected) : undefined,
    "aria-expanded": isRow ? undefined : String(item.isOpen),
    "aria-level": isTree ? level : undefined,
  });
  if (isRow) {
    renderCells(target, item, now, columns, texts);
  } else {
    renderGroup(target, item, columns.length, texts);
  }
}

/** Makes a line the heading of a group. */
function renderGroup(
  line: HTMLElement,
  { label, count, isOpen }: GroupItem,
  columns: number,
  texts: TextFormatter,
): void {
  const cell = element("div", { role: "gridcell", class: "cell", "aria-colspan": String(columns) });
  const name = element("span", { class: "label" }, label ?? texts.format("unknown"));
  cell.append(
    icon(isOpen ? "chevron-down" : "chevron-right"),
    name,
    element("span", { class: "count" }, texts.sessions(exactly(count))),
  );
  line.dataset["kind"] = "group";
  line.replaceChildren(cell);
}

/** Makes a line that of a session. Cells that are there are used again. */
function renderCells(
  line: HTMLElement,
  row: PageRow,
  now: number,
  columns: readonly ColumnId[],
  texts: TextFormatter,
): void {
  if (line.children.length !== columns.length || line.dataset["kind"] !== "row") {
    line.replaceChildren(
      ...columns.map((_column, index) =>
        element("div", { role: "gridcell", class: "cell", "aria-colindex": String(index + 1) }),
      ),
    );
  }
  line.dataset["kind"] = "row";
  columns.forEach((column, index) => {
    const cell = line.children[index];
    if (cell) {
      setText(cell, texts.cell(column, row, now));
    }
  });
}
