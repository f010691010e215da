import type { Action, GridLayout, RowId, RowMessage, TablePosition } from "../../protocol.ts";
import { element, setAttributes } from "../dom.ts";
import { Arranger, type Arranged, type GridRow, type RowFields, type Rows } from "../model/arrange.ts";
import { shownColumns } from "../model/columnLayout.ts";
import type { Completer } from "../model/completion.ts";
import type { TextFormatter } from "../texts.ts";
import { Details, type DetailsText } from "./details.ts";
import type { Face } from "./face.ts";
import { FilterBox } from "./filterBox.ts";
import { Grid } from "./grid.ts";
import { Toolbar, type SelectOption } from "./toolbar.ts";

interface Store<Row> extends Rows<Row> {
  get(id: RowId): Row | undefined;
}

interface Options<Row extends GridRow, Layout extends GridLayout> {
  readonly face: Face<Row>;
  readonly store: Store<Row>;
  readonly fields: RowFields<Row>;
  readonly texts: TextFormatter;
  readonly now: () => number;
  readonly layout: Layout;
  /** Where the user was before this page. */
  readonly position: TablePosition | undefined;
  readonly filter: { readonly label: string; readonly hint: string; readonly complete: Completer };
  readonly groupings: readonly SelectOption[];
  /** What stands before the filter. */
  readonly lead: HTMLElement;
  /** What only these rows have, beside the grouping. */
  readonly tools: readonly HTMLElement[];
  /** What stands in place of rows. */
  readonly nothing: HTMLElement;
  /** What the details say of a row that has gone. */
  readonly gone: string;
  readonly send: (message: RowMessage<Layout>) => void;
  readonly refresh: () => void;
  /** The layout has changed and the rows are drawn. */
  readonly changed: (before: Layout) => void;
  /** Other rows are shown, or selected. */
  readonly updated: () => void;
}

/** Rows of a kind in the grid, with what stands around it: filter, toolbar, details, and the layout that the user has chosen. */
export class Board<Row extends GridRow, Layout extends GridLayout> {
  readonly toolbar: HTMLElement;
  /** The rows, and the details beside them. */
  readonly middle: HTMLElement;
  readonly #options: Options<Row, Layout>;
  readonly #arranger: Arranger<Row>;
  readonly #grid: Grid<Row>;
  readonly #filter: FilterBox;
  readonly #tools: Toolbar;
  readonly #details: Details;
  readonly #closed: Set<string>;
  #layout: Layout;
  #arranged: Arranged<Row> = { items: [], matching: [] };
  /** Where the user was, until the rows are there. */
  #formerPosition: TablePosition | undefined;
  #frame: number | undefined;

  constructor(options: Options<Row, Layout>) {
    this.#options = options;
    const { face, store, fields, texts, position, filter } = options;
    this.#layout = options.layout;
    this.#closed = new Set(position?.closed);
    this.#formerPosition = position;
    this.#arranger = new Arranger(store, fields);
    this.#filter = new FilterBox({
      ...filter,
      texts,
      changed: (text) => this.change((now) => ({ ...now, filter: text })),
      leave: () => this.focus(),
    });
    this.#tools = new Toolbar({
      texts,
      filter: this.#filter,
      title: (column) => face.column(column).title,
      groupings: options.groupings,
      lead: options.lead,
      tools: options.tools,
      change: (change) => this.change(change),
      refresh: options.refresh,
      exportRows: () => this.do("export"),
    });
    this.#details = new Details(texts, options.gone, () => this.focus());
    this.#grid = new Grid({
      face,
      texts,
      now: options.now,
      change: (change) => this.change(change),
      selected: () => {
        options.updated();
        this.#sendPosition();
      },
      toggle: (group) => {
        this.#closed[this.#closed.has(group) ? "delete" : "add"](group);
        this.show();
        this.#sendPosition();
      },
      openDetails: () => this.do("details"),
      deleteRows: () => this.do("delete"),
      copyRows: () => this.do("copy"),
    });
    this.#filter.value = options.layout.filter;
    this.toolbar = this.#tools.root;
    const table = element("div", { class: "table" }, this.#grid.root, options.nothing);
    this.middle = element("div", { class: "middle" }, table, this.#details.root);
  }

  get layout(): Layout {
    return this.#layout;
  }

  /** Rows that the filter lets through. */
  get matching(): readonly Row[] {
    return this.#arranged.matching;
  }

  /** How many rows are selected. */
  get selected(): number {
    return this.#grid.selection.size;
  }

  /** The grid, which takes the keys. */
  get root(): HTMLElement {
    return this.#grid.root;
  }

  /** To be called whenever it has become part of the page. */
  mount(): void {
    this.#grid.mount();
    this.show();
  }

  /** To be called before it leaves the page, which would forget where the user is. */
  leave(): void {
    this.#formerPosition ??= { ...this.#grid.position, closed: [...this.#closed] };
    cancelAnimationFrame(this.#frame ?? 0);
    this.#frame = undefined;
  }

  focus(): void {
    this.#grid.root.focus();
  }

  focusFilter(): void {
    this.#filter.focus();
  }

  setBusy(isBusy: boolean): void {
    setAttributes(this.#grid.root, { "aria-busy": isBusy ? "true" : undefined });
  }

  setFilter(filter: string): void {
    this.#filter.value = filter;
    this.change((now) => (now.filter === filter ? now : { ...now, filter }));
  }

  /** Selects a row, takes away a filter that hides it, and shows it. */
  choose(row: RowId): void {
    if (!this.matching.some(({ id }) => id === row)) {
      this.setFilter("");
    }
    this.#closed.clear();
    this.show();
    this.#grid.choose(row);
  }

  change(changed: (now: Layout) => Layout): void {
    const before = this.#layout;
    this.#layout = changed(before);
    if (this.#layout !== before) {
      this.show();
      this.#options.changed(before);
      this.#options.send({ type: "layout", layout: this.#layout });
      this.#sendPosition();
    }
  }

  /** @param isHeld visible rows stay in place: the change is not the user's */
  show(isHeld = false): void {
    if (this.#frame !== undefined) {
      cancelAnimationFrame(this.#frame);
      this.#frame = undefined;
    }
    this.#arranged = this.#arranger.arrange(this.#layout, this.#closed);
    this.#tools.update(this.#layout);
    this.#grid.show(this.#arranged, this.#layout, isHeld);
    if (this.#formerPosition && this.#options.store.version > 0) {
      const position = this.#formerPosition;
      this.#formerPosition = undefined;
      this.#grid.goTo(position);
    }
    this.#options.updated();
  }

  /** Draws once, with the next frame. */
  scheduleDraw(): void {
    this.#frame ??= requestAnimationFrame(() => this.show(true));
  }

  showDetails(shown: DetailsText, actions?: readonly HTMLElement[]): void {
    this.#details.show(shown, actions);
  }

  /** Keeps the details as current as their row. */
  updateDetails(): void {
    const { row } = this.#details;
    if (row !== undefined && this.#options.store.get(row)) {
      this.#options.send({ type: "details", row });
    } else if (row !== undefined) {
      this.#details.end();
    }
  }

  /** Does what a menu says. It was opened on what the user chose: if that has ended, the action must hit nothing else. */
  doFromMenu(action: Action): void {
    if (!this.#grid.selection.isLost || action === "export") {
      this.do(action);
    }
  }

  do(action: Action): void {
    const { send } = this.#options;
    const rows = this.#grid.selection.targets;
    const columns = shownColumns(this.#layout) as Layout["order"];
    switch (action) {
      case "details":
      case "reveal":
      case "incident":
        this.#sendOne(action, rows);
        return;
      case "delete":
      case "copyLink":
        send({ type: action, rows });
        return;
      case "copy":
        send({ type: "copy", rows, columns });
        return;
      case "export":
        send({ type: "export", rows: this.#arranged.matching.map(({ id }) => id), columns });
    }
  }

  #sendOne(type: "details" | "reveal" | "incident", rows: readonly RowId[]): void {
    const { focused } = this.#grid.selection;
    const row = rows.find((id) => focused?.kind === "row" && id === focused.id) ?? rows[0];
    if (row !== undefined) {
      if (type === "details") {
        this.#details.request(row);
      }
      this.#options.send({ type, row });
    }
  }

  #sendPosition(): void {
    if (!this.#formerPosition) {
      this.#options.send({ type: "position", position: { ...this.#grid.position, closed: [...this.#closed] } });
    }
  }
}
