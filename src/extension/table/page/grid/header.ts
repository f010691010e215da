import type { GridLayout } from "../../protocol.ts";
import { moved, movedTo, shownColumns, sortedBy, withWidth, type LayoutChange } from "../model/columnLayout.ts";
import { element, icon } from "../dom.ts";
import type { ColumnLook } from "./face.ts";

/** Pixels by which a key changes a width. */
const STEP = 16;
/** Names a column while it is dragged; no other page understands it. */
const DRAGGED = "application/x-bastion-sessions-column";

interface Looks {
  readonly column: (column: string) => ColumnLook;
}

/** The row of column titles: sorts, resizes and moves, by mouse and by keyboard. */
export class Header {
  readonly row = element("div", { role: "row", class: "row head", "aria-rowindex": "1" });
  readonly #face: Looks;
  readonly #change: (change: LayoutChange) => void;
  #shown = "";

  constructor(face: Looks, change: (change: LayoutChange) => void) {
    this.#face = face;
    this.#change = change;
  }

  update(layout: GridLayout): void {
    const columns = shownColumns(layout);
    const shown = JSON.stringify([columns, layout.sort]);
    if (shown !== this.#shown) {
      this.#shown = shown;
      // A title that has the focus keeps it.
      const focused = document.activeElement?.closest<HTMLElement>(".head [data-column]")?.dataset["column"];
      this.row.replaceChildren(...columns.map((column, index) => this.#cell(layout, column, index)));
      this.row.querySelector<HTMLElement>(`[data-column="${focused ?? ""}"] button`)?.focus();
      this.#stopAt(
        this.row.querySelector(`[data-column="${focused ?? layout.sort.column}"] button`) ??
          this.row.querySelector("button"),
      );
    }
  }

  /** The Tab key stops at only one title; arrows move on from there. */
  #stopAt(stop: Element | null): void {
    this.row.querySelectorAll("button").forEach((button) => (button.tabIndex = button === stop ? 0 : -1));
  }

  #cell(layout: GridLayout, column: string, index: number): HTMLElement {
    const { sort } = layout;
    const isSorted = sort.column === column;
    const direction = sort.descending ? "descending" : "ascending";
    const { title, isAmount } = this.#face.column(column);
    const arrow = isSorted ? [icon(sort.descending ? "chevron-down" : "chevron-up")] : [];
    const button = element(
      "button",
      { type: "button", draggable: "true" },
      element("span", { class: "title" }, title),
      ...arrow,
    );
    const handle = element("div", { class: "resize", "aria-hidden": "true" });
    const cell = element(
      "div",
      {
        role: "columnheader",
        class: "cell",
        "aria-colindex": String(index + 1),
        "aria-sort": isSorted ? direction : "none",
        "data-column": column,
      },
      button,
      handle,
    );
    button.addEventListener("click", () => this.#change((now) => sortedBy(now, column, isAmount)));
    button.addEventListener("focus", () => this.#stopAt(button));
    button.addEventListener("keydown", (event) => this.#onKey(event, column));
    handle.addEventListener("pointerdown", (event) => this.#resize(event, handle, cell, column));
    this.#letDrag(button, cell, column);
    return cell;
  }

  /** Alt and an arrow move the column, shift and an arrow change its width, an arrow without either goes to the next title. */
  #onKey(event: KeyboardEvent, column: string): void {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step === undefined) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    if (event.altKey) {
      this.#change((layout) => moved(layout, column, step));
    } else if (event.shiftKey) {
      this.#change((layout) =>
        withWidth(layout, column, (layout.widths[column] ?? this.#face.column(column).width) + step * STEP),
      );
    } else {
      const cells = [...this.row.querySelectorAll("button")];
      cells[cells.findIndex((button) => button === event.currentTarget) + step]?.focus();
    }
  }

  #resize(event: PointerEvent, handle: HTMLElement, cell: HTMLElement, column: string): void {
    event.preventDefault();
    const [from, width] = [event.clientX, cell.getBoundingClientRect().width];
    const onMove = ({ clientX }: PointerEvent) =>
      this.#change((layout) => withWidth(layout, column, width + clientX - from));
    handle.setPointerCapture(event.pointerId);
    handle.addEventListener("pointermove", onMove);
    handle.addEventListener("lostpointercapture", () => handle.removeEventListener("pointermove", onMove), {
      once: true,
    });
  }

  #letDrag(button: HTMLElement, cell: HTMLElement, column: string): void {
    button.addEventListener("dragstart", ({ dataTransfer }) => dataTransfer?.setData(DRAGGED, column));
    cell.addEventListener("dragover", (event) => {
      if (event.dataTransfer?.types.includes(DRAGGED)) {
        event.preventDefault();
      }
    });
    cell.addEventListener("drop", (event) => {
      const dragged = event.dataTransfer?.getData(DRAGGED);
      event.preventDefault();
      this.#change((layout) => {
        const found = layout.order.find((id) => id === dragged);
        return found ? movedTo(layout, found, column) : layout;
      });
    });
  }
}
