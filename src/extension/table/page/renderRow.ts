import type { ColumnId } from "../../../core/model/sessionFields.ts";
import type { GroupItem } from "./model/arrange.ts";
import { element, icon, setText } from "./dom.ts";
import type { PageRow } from "./model/rowStore.ts";
import type { TextFormatter } from "./texts.ts";

/** Makes a line the heading of a group. */
export function renderGroup(
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
    element("span", { class: "count" }, texts.sessions(count)),
  );
  line.dataset["kind"] = "group";
  line.replaceChildren(cell);
}

/** Makes a line that of a session. Cells that are there are used again. */
export function renderCells(
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
