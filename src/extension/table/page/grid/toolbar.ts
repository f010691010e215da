import "@vscode-elements/elements/dist/vscode-option/index.js";
import "@vscode-elements/elements/dist/vscode-single-select/index.js";
import "@vscode-elements/elements/dist/vscode-toolbar-button/index.js";
import type { GridLayout } from "../../protocol.ts";
import { ColumnChooser } from "./columnChooser.ts";
import { element } from "../dom.ts";
import type { FilterBox } from "./filterBox.ts";
import type { LayoutChange } from "../model/columnLayout.ts";
import type { TextFormatter } from "../texts.ts";

interface Options {
  readonly texts: TextFormatter;
  readonly filter: FilterBox;
  /** What a column is called. */
  readonly title: (column: string) => string;
  readonly groupings: readonly SelectOption[];
  /** What stands before the filter. */
  readonly lead: HTMLElement;
  /** What only these rows have, beside the grouping. */
  readonly tools: readonly HTMLElement[];
  readonly change: (change: LayoutChange) => void;
  readonly refresh: () => void;
  readonly exportRows: () => void;
}

/** What can be chosen from a list. */
export interface SelectOption {
  readonly value: string;
  readonly label: string;
}

/** What stands above the rows: the filter, the grouping, and buttons. */
export class Toolbar {
  readonly root: HTMLElement;
  readonly #select: HTMLElementTagNameMap["vscode-single-select"];
  readonly #chooser: ColumnChooser;

  constructor({ texts, filter, title, groupings, lead, tools, change, refresh, exportRows }: Options) {
    this.#select = select(texts.format("groupBy"), "group-by", groupings, (groupBy) =>
      change((layout) => ({ ...layout, groupBy })),
    );
    const columns = toolButton("list-flat", texts.format("columns"), () => this.#chooser.toggle());
    this.#chooser = new ColumnChooser({ texts, title, change, opener: columns });
    this.root = element(
      "div",
      { class: "toolbar" },
      lead,
      filter.root,
      element("span", { class: "caption", "aria-hidden": "true" }, texts.format("groupBy")),
      this.#select,
      ...tools,
      element(
        "div",
        { class: "actions" },
        element("div", { class: "anchor" }, columns, this.#chooser.root),
        toolButton("export", texts.format("export"), exportRows),
        toolButton("refresh", texts.format("refresh"), refresh),
      ),
    );
  }

  update(layout: GridLayout): void {
    if (this.#select.value !== layout.groupBy) {
      this.#select.value = layout.groupBy;
    }
    this.#chooser.update(layout);
  }
}

/** What a list has around the choice that it shows: its borders, its padding and the arrow. */
const SELECT_FRAME_PX = 32;

/** How many pixels the longest of some texts takes. */
function widest(labels: readonly string[]): number {
  const context = document.createElement("canvas").getContext("2d");
  if (!context) {
    return 0;
  }
  context.font = getComputedStyle(document.body).font;
  return Math.ceil(Math.max(...labels.map((label) => context.measureText(label).width)));
}

/** A list of which one is chosen, as wide as its longest choice, whatever the language. */
export function select(
  label: string,
  className: string,
  choices: readonly SelectOption[],
  chosen: (value: string) => void,
): HTMLElementTagNameMap["vscode-single-select"] {
  const made = element("vscode-single-select", { label, "aria-label": label, class: className });
  made.append(...choices.map((choice) => element("vscode-option", { value: choice.value }, choice.label)));
  made.style.width = `${widest(choices.map((choice) => choice.label)) + SELECT_FRAME_PX}px`;
  made.addEventListener("change", () => {
    const choice = choices.find(({ value }) => value === made.value);
    if (choice) {
      chosen(choice.value);
    }
  });
  return made;
}

export function toolButton(
  name: string,
  label: string,
  click: () => void,
): HTMLElementTagNameMap["vscode-toolbar-button"] {
  const made = element("vscode-toolbar-button", { icon: name, label, title: label });
  made.addEventListener("click", click);
  return made;
}
