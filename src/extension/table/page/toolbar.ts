import "@vscode-elements/elements/dist/vscode-option/index.js";
import "@vscode-elements/elements/dist/vscode-single-select/index.js";
import "@vscode-elements/elements/dist/vscode-toolbar-button/index.js";
import { TABLE_GROUPINGS, type TableLayout } from "../protocol.ts";
import { ColumnChooser } from "./grid/columnChooser.ts";
import { element, setAttributes } from "./dom.ts";
import type { FilterBox } from "./grid/filterBox.ts";
import type { TextFormatter } from "./texts.ts";

interface Options {
  readonly texts: TextFormatter;
  readonly filter: FilterBox;
  readonly change: (change: (layout: TableLayout) => TableLayout) => void;
  readonly refresh: () => void;
  readonly exportRows: () => void;
}

/** What stands above the table: the filter, the grouping, and buttons. */
export class Toolbar {
  readonly root: HTMLElement;
  readonly #select: HTMLElementTagNameMap["vscode-single-select"];
  readonly #overview: HTMLElement;
  readonly #chooser: ColumnChooser;

  constructor({ texts, filter, change, refresh, exportRows }: Options) {
    this.#select = element("vscode-single-select", {
      label: texts.format("groupBy"),
      "aria-label": texts.format("groupBy"),
      class: "group-by",
    });
    this.#select.append(
      ...TABLE_GROUPINGS.map((grouping) =>
        element("vscode-option", { value: grouping }, texts.format(`group.${grouping}`)),
      ),
    );
    this.#select.addEventListener("change", () => {
      const groupBy = TABLE_GROUPINGS.find((grouping) => grouping === this.#select.value) ?? "none";
      change((layout) => ({ ...layout, groupBy }));
    });
    this.#overview = button("graph", texts.format("overview"), () =>
      change((layout) => ({ ...layout, overview: !layout.overview })),
    );
    setAttributes(this.#overview, { toggleable: "" });
    const columns = button("list-flat", texts.format("columns"), () => this.#chooser.toggle());
    this.#chooser = new ColumnChooser({ texts, change, opener: columns });
    this.root = element(
      "div",
      { class: "toolbar" },
      filter.root,
      element("span", { class: "caption", "aria-hidden": "true" }, texts.format("groupBy")),
      this.#select,
      this.#overview,
      element("div", { class: "anchor" }, columns, this.#chooser.root),
      button("export", texts.format("export"), exportRows),
      button("refresh", texts.format("refresh"), refresh),
    );
  }

  update(layout: TableLayout): void {
    if (this.#select.value !== layout.groupBy) {
      this.#select.value = layout.groupBy;
    }
    this.#overview.toggleAttribute("checked", layout.overview);
    this.#chooser.update(layout);
  }
}

function button(name: string, label: string, click: () => void): HTMLElementTagNameMap["vscode-toolbar-button"] {
  const made = element("vscode-toolbar-button", { icon: name, label, title: label });
  made.addEventListener("click", click);
  return made;
}
