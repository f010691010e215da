import type { ColumnId } from "../protocol.ts";
import type { GroupItem } from "./model/arrange.ts";
import { element, icon, setText } from "./dom.ts";
import type { PageRow } from "./model/rowStore.ts";
import type { Words } from "./texts.ts";

/** Makes a line the heading of a group. */
export function drawGroup(line: HTMLElement, { label, count, isOpen }: GroupItem, columns: number, words: Words): void {
  const cell = element("div", { role: "gridcell", class: "cell", "aria-colspan": String(columns) });
  const name = element("span", { class: "label" }, label ?? words.say("unknown"));
  cell.append(
    icon(isOpen ? "chevron-down" : "chevron-right"),
    name,
    element("span", { class: "count" }, words.sessions(count)),
  );
  line.dataset["kind"] = "group";
  line.replaceChildren(cell);
}

/** Makes a line that of a session. Cells that are there are used again. */
export function drawCells(
  line: HTMLElement,
  row: PageRow,
  now: number,
  columns: readonly ColumnId[],
  words: Words,
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
      setText(cell, words.cell(column, row, now));
    }
  });
}
