import type { ColumnId, ViewState } from "../protocol.ts";
import { moved, movedTo, shownColumns, sortedBy, widthOf, withWidth } from "./model/columns.ts";
import { element, icon } from "./dom.ts";
import type { Words } from "./texts.ts";

/** Pixels by which a key changes a width. */
const STEP = 16;
/** Names a column while it is dragged; no other page understands it. */
const DRAGGED = "application/x-bastion-sessions-column";

/** The row of column titles: sorts, resizes and moves, by mouse and by keyboard. */
export class Header {
  readonly row = element("div", { role: "row", class: "row head", "aria-rowindex": "1" });
  readonly #words: Words;
  readonly #change: (change: (view: ViewState) => ViewState) => void;
  #shown = "";

  constructor(words: Words, change: (change: (view: ViewState) => ViewState) => void) {
    this.#words = words;
    this.#change = change;
  }

  update(view: ViewState): void {
    const columns = shownColumns(view);
    const shown = JSON.stringify([columns, view.sort]);
    if (shown !== this.#shown) {
      this.#shown = shown;
      // A title that has the focus keeps it.
      const focused = document.activeElement?.closest<HTMLElement>(".head [data-column]")?.dataset["column"];
      this.row.replaceChildren(...columns.map((column, index) => this.#cell(view, column, index)));
      this.row.querySelector<HTMLElement>(`[data-column="${focused ?? ""}"] button`)?.focus();
      this.#stopAt(
        this.row.querySelector(`[data-column="${focused ?? view.sort.column}"] button`) ??
          this.row.querySelector("button"),
      );
    }
  }

  /** The Tab key stops at one title alone; arrows go on from there. */
  #stopAt(stop: Element | null): void {
    this.row.querySelectorAll("button").forEach((button) => (button.tabIndex = button === stop ? 0 : -1));
  }

  #cell(view: ViewState, column: ColumnId, index: number): HTMLElement {
    const { sort } = view;
    const isSorted = sort.column === column;
    const direction = isSorted ? (sort.descending ? "descending" : "ascending") : "none";
    const title = this.#words.say(column);
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
        "aria-sort": direction,
        "data-column": column,
      },
      button,
      handle,
    );
    button.addEventListener("click", () => this.#change((now) => sortedBy(now, column)));
    button.addEventListener("focus", () => this.#stopAt(button));
    button.addEventListener("keydown", (event) => this.#onKey(event, column));
    handle.addEventListener("pointerdown", (event) => this.#resize(event, handle, cell, column));
    this.#letDrag(button, cell, column);
    return cell;
  }

  /** Alt and an arrow move the column, shift and an arrow change its width, an arrow alone goes to the next title. */
  #onKey(event: KeyboardEvent, column: ColumnId): void {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step === undefined) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    if (event.altKey) {
      this.#change((view) => moved(view, column, step));
    } else if (event.shiftKey) {
      this.#change((view) => withWidth(view, column, widthOf(view, column) + step * STEP));
    } else {
      const cells = [...this.row.querySelectorAll("button")];
      cells[cells.findIndex((button) => button === event.currentTarget) + step]?.focus();
    }
  }

  #resize(event: PointerEvent, handle: HTMLElement, cell: HTMLElement, column: ColumnId): void {
    event.preventDefault();
    const [from, width] = [event.clientX, cell.getBoundingClientRect().width];
    const onMove = ({ clientX }: PointerEvent) =>
      this.#change((view) => withWidth(view, column, width + clientX - from));
    handle.setPointerCapture(event.pointerId);
    handle.addEventListener("pointermove", onMove);
    handle.addEventListener("lostpointercapture", () => handle.removeEventListener("pointermove", onMove), {
      once: true,
    });
  }

  #letDrag(button: HTMLElement, cell: HTMLElement, column: ColumnId): void {
    button.addEventListener("dragstart", ({ dataTransfer }) => dataTransfer?.setData(DRAGGED, column));
    cell.addEventListener("dragover", (event) => {
      if (event.dataTransfer?.types.includes(DRAGGED)) {
        event.preventDefault();
      }
    });
    cell.addEventListener("drop", (event) => {
      const dragged = event.dataTransfer?.getData(DRAGGED);
      event.preventDefault();
      this.#change((view) => {
        const found = view.order.find((id) => id === dragged);
        return found ? movedTo(view, found, column) : view;
      });
    });
  }
}
