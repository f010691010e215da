import { VscodeCheckbox } from "@vscode-elements/elements/dist/vscode-checkbox/index.js";
import type { GridLayout } from "../../protocol.ts";
import { moved, toggled, type LayoutChange } from "../model/columnLayout.ts";
import { element, focusOn, icon } from "../dom.ts";
import type { TextFormatter } from "../texts.ts";

interface Options {
  readonly texts: TextFormatter;
  /** What a column is called. */
  readonly title: (column: string) => string;
  readonly change: (change: LayoutChange) => void;
  /** The button that opens it; it has the focus when this is closed. */
  readonly opener: HTMLElement;
}

/** Which columns are shown, and in which order. */
export class ColumnChooser {
  readonly root: HTMLElement;
  readonly #options: Options;
  #shown = "";

  constructor(options: Options) {
    this.#options = options;
    this.root = element("div", { class: "chooser", role: "dialog", "aria-label": options.texts.format("columns") });
    this.root.hidden = true;
    this.root.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        event.stopPropagation();
        this.toggle();
      }
    });
    this.root.addEventListener("focusout", ({ relatedTarget }) => {
      // A focus that goes nowhere belongs to a row that is being drawn again.
      if (
        relatedTarget instanceof Node &&
        !this.root.contains(relatedTarget) &&
        !options.opener.contains(relatedTarget)
      ) {
        this.root.hidden = true;
      }
    });
  }

  toggle(): void {
    this.root.hidden = !this.root.hidden;
    if (this.root.hidden) {
      focusOn(this.#options.opener);
    } else {
      this.root.querySelector<HTMLElement>("vscode-checkbox")?.focus();
    }
  }

  update(layout: GridLayout): void {
    const shown = JSON.stringify([layout.order, layout.hidden]);
    if (shown === this.#shown) {
      return;
    }
    this.#shown = shown;
    const { activeElement } = document;
    const focused =
      activeElement instanceof HTMLElement && this.root.contains(activeElement)
        ? activeElement.dataset["id"]
        : undefined;
    this.root.replaceChildren(...layout.order.map((column) => this.#line(layout, column)));
    const again = this.root.querySelector<HTMLElement>(`[data-id="${focused ?? ""}"]`);
    if (again instanceof VscodeCheckbox) {
      // It can't take the focus before it is drawn.
      void again.updateComplete.then(() => again.focus());
    } else {
      again?.focus();
    }
  }

  #line(layout: GridLayout, column: string): HTMLElement {
    const { texts, change } = this.#options;
    const title = this.#options.title(column);
    const isShown = !layout.hidden.includes(column);
    const box = element("vscode-checkbox", { label: title, "data-id": column, ...(isShown && { checked: "" }) });
    box.addEventListener("change", () => change((now) => toggled(now, column)));
    const mover = (name: string, label: string, by: number) => {
      const made = element(
        "button",
        { type: "button", "data-id": `${column} ${by}`, title: label, "aria-label": label },
        icon(name),
      );
      made.disabled = !isShown;
      made.addEventListener("click", () => change((now) => moved(now, column, by)));
      return made;
    };
    return element(
      "div",
      { class: "choice" },
      box,
      mover("chevron-left", texts.format("moveLeft", title), -1),
      mover("chevron-right", texts.format("moveRight", title), 1),
    );
  }
}
