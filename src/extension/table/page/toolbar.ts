import "@vscode-elements/elements/dist/vscode-option/index.js";
import "@vscode-elements/elements/dist/vscode-single-select/index.js";
import "@vscode-elements/elements/dist/vscode-toolbar-button/index.js";
import { GROUPINGS, type ViewState } from "../protocol.ts";
import { ColumnChooser } from "./columnChooser.ts";
import { element, setAttributes } from "./dom.ts";
import type { FilterBox } from "./filterBox.ts";
import type { Words } from "./texts.ts";

interface Parts {
  readonly words: Words;
  readonly filter: FilterBox;
  readonly change: (change: (view: ViewState) => ViewState) => void;
  readonly refresh: () => void;
  readonly exportRows: () => void;
}

/** What stands above the table: the filter, the grouping, and buttons. */
export class Toolbar {
  readonly root: HTMLElement;
  readonly #select: HTMLElementTagNameMap["vscode-single-select"];
  readonly #overview: HTMLElement;
  readonly #chooser: ColumnChooser;

  constructor({ words, filter, change, refresh, exportRows }: Parts) {
    this.#select = element("vscode-single-select", {
      label: words.say("groupBy"),
      "aria-label": words.say("groupBy"),
      class: "group-by",
    });
    this.#select.append(
      ...GROUPINGS.map((grouping) => element("vscode-option", { value: grouping }, words.say(`group.${grouping}`))),
    );
    this.#select.addEventListener("change", () => {
      const groupBy = GROUPINGS.find((grouping) => grouping === this.#select.value) ?? "none";
      change((view) => ({ ...view, groupBy }));
    });
    this.#overview = button("graph", words.say("overview"), () =>
      change((view) => ({ ...view, overview: !view.overview })),
    );
    setAttributes(this.#overview, { toggleable: "" });
    const columns = button("list-flat", words.say("columns"), () => this.#chooser.toggle());
    this.#chooser = new ColumnChooser({ words, change, opener: columns });
    this.root = element(
      "div",
      { class: "toolbar" },
      filter.root,
      element("span", { class: "caption", "aria-hidden": "true" }, words.say("groupBy")),
      this.#select,
      this.#overview,
      element("div", { class: "anchor" }, columns, this.#chooser.root),
      button("export", words.say("export"), exportRows),
      button("refresh", words.say("refresh"), refresh),
    );
  }

  update(view: ViewState): void {
    if (this.#select.value !== view.groupBy) {
      this.#select.value = view.groupBy;
    }
    this.#overview.toggleAttribute("checked", view.overview);
    this.#chooser.update(view);
  }
}

function button(name: string, label: string, click: () => void): HTMLElementTagNameMap["vscode-toolbar-button"] {
  const made = element("vscode-toolbar-button", { icon: name, label, title: label });
  made.addEventListener("click", click);
  return made;
}
