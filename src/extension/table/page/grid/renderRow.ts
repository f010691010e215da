import { keyOf, type GridRow, type GroupItem, type Item } from "../model/arrange.ts";
import { element, icon, setAttributes, setText } from "../dom.ts";
import type { TextFormatter } from "../texts.ts";
import type { Face, RowMarks } from "./face.ts";

/** A line of the table, as it is to be drawn. */
interface Line<Row extends GridRow> {
  readonly item: Item<Row>;
  readonly index: number;
  readonly isFocused: boolean;
  readonly isSelected: boolean;
  /** Rows are below headings. */
  readonly isTree: boolean;
}

/** What a line is drawn with. */
interface Means<Row extends GridRow> {
  readonly columns: readonly string[];
  readonly face: Face<Row>;
  readonly texts: TextFormatter;
  readonly now: number;
}

export function lineId(item: Item): string {
  return `line-${encodeURIComponent(keyOf(item))}`;
}

/** Draws a line; its element may have been used for another line. */
export function renderLine<Row extends GridRow>(
  target: HTMLElement,
  { item, index, isFocused, isSelected, isTree }: Line<Row>,
  means: Means<Row>,
): void {
  const isRow = item.kind === "row";
  // A row that may have ended long ago must not look like a live one, whichever columns are in sight.
  const { classes = "", note }: RowMarks = isRow ? means.face.marks(item) : {};
  const marks = { group: !isRow, selected: isSelected, focused: isFocused };
  target.className = Object.entries(marks).reduce(
    (names, [name, isSet]) => (isSet ? `${names} ${name}` : names),
    `row${classes}`,
  );
  const level = isRow ? "2" : "1";
  setAttributes(target, {
    id: lineId(item),
    "data-index": String(index),
    "aria-rowindex": String(index + 2),
    title: note,
    "aria-description": note,
    "aria-selected": isRow ? String(isSelected) : undefined,
    "aria-expanded": isRow ? undefined : String(item.isOpen),
    "aria-level": isTree ? level : undefined,
  });
  if (isRow) {
    renderCells(target, item, means);
  } else {
    renderGroup(target, item, means);
  }
}

/** Makes a line the heading of a group. */
function renderGroup<Row extends GridRow>(
  line: HTMLElement,
  { label, count, isOpen }: GroupItem,
  { columns, face, texts }: Means<Row>,
): void {
  const cell = element("div", { role: "gridcell", class: "cell", "aria-colspan": String(columns.length) });
  const name = element("span", { class: "label" }, label ?? texts.format("unknown"));
  cell.append(
    icon(isOpen ? "chevron-down" : "chevron-right"),
    name,
    element("span", { class: "count" }, face.count(count)),
  );
  line.dataset["kind"] = "group";
  line.replaceChildren(cell);
}

/** Makes a line that of a row. Cells that are there are used again. */
function renderCells<Row extends GridRow>(line: HTMLElement, row: Row, { columns, face, now }: Means<Row>): void {
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
      setText(cell, face.cell(column, row, now));
    }
  });
}
