import { intlLocale } from "../../../core/text/locale.ts";
import type { Action, PageMessage, TablePosition, RowId, ExtensionMessage, TableLayout } from "../protocol.ts";
import { Arranger, type Arranged } from "./model/arrange.ts";
import { shownColumns } from "./model/columnLayout.ts";
import { Details } from "./grid/details.ts";
import { element, setAttributes } from "./dom.ts";
import { FilterBox } from "./grid/filterBox.ts";
import { Grid } from "./grid/grid.ts";
import { MetricsPanel } from "./sessions/metricsPanel.ts";
import { keepFocus } from "./keepFocus.ts";
import { Overview } from "./sessions/overview.ts";
import { RowStore } from "./model/rowStore.ts";
import { NO_STATUS, Status } from "./sessions/status.ts";
import { Toolbar } from "./toolbar.ts";
import { TextFormatter } from "./texts.ts";

/** How often durations are drawn again. */
const TICK_MS = 15_000;
/** How long the overview waits for the browser to be idle. */
const OVERVIEW_MS = 500;

/** The whole page: its parts, and the layout that the user has chosen. */
export class Page {
  readonly #send: (message: PageMessage) => void;
  readonly #now: () => number;
  readonly #store: RowStore;
  readonly #arranger: Arranger;
  readonly #grid: Grid;
  readonly #filter: FilterBox;
  readonly #toolbar: Toolbar;
  readonly #overview: Overview;
  readonly #metrics: MetricsPanel;
  readonly #details: Details;
  readonly #status: Status;
  readonly #closed: Set<string>;
  readonly #end = new AbortController();
  #layout: TableLayout;
  #arranged: Arranged = { items: [], matching: [] };
  #loading: { readonly done: number; readonly total: number } | undefined = { done: 0, total: 0 };
  /** Where the user was, until the rows are there. */
  #formerPosition: TablePosition | undefined;
  #dataStatus = NO_STATUS;
  #frame: number | undefined;
  #idle: number | undefined;

  constructor(
    { texts: templates, locale: language, timeZone, layout, scope, position }: ExtensionMessage & { type: "init" },
    send: (message: PageMessage) => void,
    now: () => number,
  ) {
    const locale = intlLocale(language);
    const texts = new TextFormatter(templates, locale, timeZone);
    this.#send = send;
    this.#now = now;
    this.#store = new RowStore(now);
    this.#layout = layout;
    this.#closed = new Set(position?.closed);
    this.#formerPosition = position;
    const collator = new Intl.Collator(locale, { numeric: true, sensitivity: "base" });
    this.#arranger = new Arranger(this.#store, collator);
    const change = (changed: (now: TableLayout) => TableLayout) => this.#change(changed(this.#layout));
    this.#filter = new FilterBox({
      texts,
      values: (field) => this.#store.values(field),
      changed: (filter) => this.#change({ ...this.#layout, filter }),
      leave: () => this.#grid.root.focus(),
    });
    this.#toolbar = new Toolbar({
      texts,
      filter: this.#filter,
      change,
      refresh: () => send({ type: "refresh" }),
      exportRows: () => this.#do("export"),
    });
    this.#overview = new Overview(texts);
    this.#metrics = new MetricsPanel({ texts, send, change });
    this.#status = new Status(texts, scope, () => send({ type: "showView" }));
    this.#details = new Details(texts, () => this.#grid.root.focus());
    this.#grid = new Grid({
      texts,
      change,
      now,
      selected: () => {
        this.#updateStatus();
        this.#sendPosition();
      },
      toggle: (group) => {
        this.#closed[this.#closed.has(group) ? "delete" : "add"](group);
        this.#show();
        this.#sendPosition();
      },
      openDetails: () => this.#do("details"),
      deleteRows: () => this.#do("delete"),
      copyRows: () => this.#do("copy"),
    });
    this.#filter.value = layout.filter;
    this.#overview.root.hidden = !layout.overview;
    this.#metrics.root.hidden = !layout.overview;
    const table = element("div", { class: "table" }, this.#grid.root, this.#status.nothing);
    document.body.replaceChildren(
      element(
        "main",
        {},
        element("h1", { class: "spoken" }, texts.format("table")),
        element("div", { class: "top" }, this.#toolbar.root, this.#status.notice),
        this.#overview.root,
        this.#metrics.root,
        element("div", { class: "middle" }, table, this.#details.root),
        this.#status.foot,
      ),
    );
    document.body.setAttribute("data-vscode-context", JSON.stringify({ preventDefaultContextMenuItems: true }));
    this.#grid.mount();
    this.#show();
    // The table has the keyboard from the start.
    this.#grid.root.focus();
    const { signal } = this.#end;
    keepFocus(this.#grid.root, signal);
    window.addEventListener("resize", () => this.#scheduleDraw(), { signal });
    window.addEventListener("keydown", (event) => this.#onKey(event), { signal });
    // A changed theme shows in the classes of the body.
    const themes = new MutationObserver(() => this.#scheduleDraw());
    themes.observe(document.body, { attributes: true, attributeFilter: ["class"] });
    const tick = setInterval(() => this.#scheduleDraw(), TICK_MS);
    signal.addEventListener("abort", () => {
      cancelIdleCallback(this.#idle ?? 0);
      themes.disconnect();
      clearInterval(tick);
    });
  }

  /** Handles a message of the extension. */
  handleMessage(message: Exclude<ExtensionMessage, { type: "init" }>): void {
    switch (message.type) {
      case "changes":
        this.#store.apply(message);
        this.#updateDetails();
        this.#scheduleDraw();
        return;
      case "loading":
        this.#loading = message;
        this.#updateStatus();
        return;
      case "loaded":
        this.#loading = undefined;
        this.#summarize();
        this.#updateStatus();
        return;
      case "dataStatus":
        this.#dataStatus = message;
        this.#summarize();
        this.#updateStatus();
        return;
      case "details":
        this.#details.show(message.row, message.title, message.fields);
        return;
      case "sessionCounts":
        this.#overview.addCounts(message.counts, message.counts.length !== 1);
        return;
      case "hostMetrics":
        this.#metrics.handleMessage(message);
        return;
      case "do":
        // The menu was opened on what the user chose. If that has ended, the action must hit nothing else.
        if (!this.#grid.selection.isLost || message.action === "export") {
          this.#do(message.action);
        }
    }
  }

  dispose(): void {
    this.#end.abort();
  }

  /** Keeps the details as current as the session's row. */
  #updateDetails(): void {
    const { row } = this.#details;
    if (row !== undefined && this.#store.get(row)) {
      this.#send({ type: "details", row });
    } else if (row !== undefined) {
      this.#details.end();
    }
  }

  #onKey(event: KeyboardEvent): void {
    if (event.key.toLowerCase() === "f" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.#filter.focus();
    }
  }

  #do(action: Action): void {
    const rows = this.#grid.selection.targets;
    const columns = shownColumns(this.#layout);
    switch (action) {
      case "details":
      case "reveal":
        this.#sendOne(action, rows);
        return;
      case "delete":
        this.#send({ type: "delete", rows });
        return;
      case "copy":
        this.#send({ type: "copy", rows, columns });
        return;
      case "export":
        this.#send({ type: "export", rows: this.#arranged.matching.map(({ id }) => id), columns });
    }
  }

  #sendOne(type: "details" | "reveal", rows: readonly RowId[]): void {
    const { focused } = this.#grid.selection;
    const row = rows.find((id) => focused?.kind === "row" && id === focused.id) ?? rows[0];
    if (row !== undefined) {
      if (type === "details") {
        this.#details.request(row);
      }
      this.#send({ type, row });
    }
  }

  #change(layout: TableLayout): void {
    if (layout === this.#layout) {
      return;
    }
    if (layout.overview !== this.#layout.overview) {
      this.#overview.root.hidden = !layout.overview;
      this.#summarize();
    }
    this.#layout = layout;
    this.#show();
    this.#updateMetrics();
    this.#send({ type: "layout", layout });
    this.#sendPosition();
  }

  /** Draws once, with the next frame. */
  #scheduleDraw(): void {
    this.#frame ??= requestAnimationFrame(() => this.#show(true));
    this.#summarize();
  }

  /** Updates the overview, which covers all sessions whatever the filter, once the browser is idle. */
  #summarize(): void {
    this.#idle ??= requestIdleCallback(
      () => {
        this.#idle = undefined;
        if (this.#layout.overview) {
          this.#overview.update(this.#store, this.#dataStatus.count, this.#now());
        }
        this.#updateMetrics();
      },
      { timeout: OVERVIEW_MS },
    );
  }

  #updateMetrics(): void {
    this.#metrics.update(this.#store, this.#layout, this.#loading === undefined);
  }

  /** @param isHeld visible rows stay in place: the change is not the user's */
  #show(isHeld = false): void {
    if (this.#frame !== undefined) {
      cancelAnimationFrame(this.#frame);
      this.#frame = undefined;
    }
    this.#arranged = this.#arranger.arrange(this.#layout, this.#closed);
    this.#toolbar.update(this.#layout);
    this.#grid.show(this.#arranged, this.#layout, isHeld);
    if (this.#formerPosition && this.#store.version > 0) {
      const position = this.#formerPosition;
      this.#formerPosition = undefined;
      this.#grid.goTo(position);
    }
    this.#updateStatus();
  }

  #sendPosition(): void {
    if (!this.#formerPosition) {
      this.#send({ type: "position", position: { ...this.#grid.position, closed: [...this.#closed] } });
    }
  }

  #updateStatus(): void {
    setAttributes(this.#grid.root, { "aria-busy": this.#loading && "true" });
    this.#status.update({
      dataStatus: this.#dataStatus,
      loading: this.#loading,
      shown: this.#arranged.matching.length,
      all: this.#store.rows.length,
      selected: this.#grid.selection.size,
    });
  }
}
