import type { Action, FromPage, Place, RowId, Standing, ToPage, ViewState } from "../protocol.ts";
import { Arranger, type Arranged } from "./model/arrange.ts";
import { shownColumns } from "./model/columns.ts";
import { Details } from "./details.ts";
import { element, setAttributes, setText } from "./dom.ts";
import { FilterBox } from "./filterBox.ts";
import { Grid } from "./grid.ts";
import { HostHistory } from "./metricsPanel.ts";
import { keepFocus } from "./keepFocus.ts";
import { Overview } from "./overview.ts";
import { RowStore } from "./model/rowStore.ts";
import { Toolbar } from "./toolbar.ts";
import { SORT_VALUES, Words } from "./texts.ts";

/** How often durations are drawn anew. */
const TICK_MS = 15_000;
/** How long the overview waits for a quiet moment. */
const OVERVIEW_MS = 500;

/** The whole page: holds the parts together, and what the user has arranged. */
export class Page {
  readonly #words: Words;
  readonly #send: (message: FromPage) => void;
  readonly #store = new RowStore(() => performance.now());
  readonly #arranger: Arranger;
  readonly #grid: Grid;
  readonly #filter: FilterBox;
  readonly #toolbar: Toolbar;
  readonly #overview: Overview;
  readonly #history: HostHistory;
  readonly #details: Details;
  readonly #status = element("div", { class: "status", role: "status" });
  /** Beside the status, which is read out whenever it changes. */
  readonly #updated = element("div", { class: "updated" });
  readonly #notice = element("div", { class: "notice" });
  readonly #noticeText = element("span", { role: "alert" });
  readonly #nothing = element("div", { class: "nothing" });
  readonly #closed: Set<string>;
  readonly #scope: string | undefined;
  readonly #end = new AbortController();
  #view: ViewState;
  #arranged: Arranged = { items: [], matching: [] };
  #loading: { readonly done: number; readonly total: number } | undefined = { done: 0, total: 0 };
  /** Where the user was, until the rows are there. */
  #cameFrom: Place | undefined;
  #standing: Standing = { notice: "", empty: "", updated: "" };
  #frame: number | undefined;
  #idle: number | undefined;

  constructor({ texts, locale, view, scope, place }: ToPage & { type: "init" }, send: (message: FromPage) => void) {
    const words = new Words(texts, locale);
    this.#words = words;
    this.#send = send;
    this.#view = view;
    this.#scope = scope;
    this.#closed = new Set(place?.closed);
    this.#cameFrom = place;
    const collator = new Intl.Collator(locale, { numeric: true, sensitivity: "base" });
    this.#arranger = new Arranger(this.#store, SORT_VALUES, collator);
    const change = (changed: (now: ViewState) => ViewState) => this.#change(changed(this.#view));
    this.#filter = new FilterBox({
      words,
      values: (field) => this.#store.values(field),
      changed: (filter) => this.#change({ ...this.#view, filter }),
      leave: () => this.#grid.root.focus(),
    });
    this.#toolbar = new Toolbar({
      words,
      filter: this.#filter,
      change,
      refresh: () => send({ type: "refresh" }),
      exportRows: () => this.#do("export"),
    });
    this.#overview = new Overview(words);
    this.#history = new HostHistory({ words, send, change });
    this.#details = new Details(words, () => this.#grid.root.focus());
    this.#grid = new Grid({
      words,
      change,
      now: () => performance.now(),
      selected: () => {
        this.#say();
        this.#keepPlace();
      },
      toggle: (group) => {
        this.#closed[this.#closed.has(group) ? "delete" : "add"](group);
        this.#show();
        this.#keepPlace();
      },
      openDetails: () => this.#do("details"),
      deleteRows: () => this.#do("delete"),
      copyRows: () => this.#do("copy"),
    });
    this.#filter.value = view.filter;
    this.#overview.root.hidden = !view.overview;
    this.#history.root.hidden = !view.overview;
    const table = element("div", { class: "table" }, this.#grid.root, this.#nothing);
    document.body.replaceChildren(
      element(
        "main",
        {},
        element("h1", { class: "spoken" }, words.say("table")),
        element("div", { class: "top" }, this.#toolbar.root, this.#notice),
        this.#overview.root,
        this.#history.root,
        element("div", { class: "middle" }, table, this.#details.root),
        element("div", { class: "foot" }, this.#status, this.#updated),
      ),
    );
    const showView = element("button", { class: "link", type: "button" }, words.say("showView"));
    showView.addEventListener("click", () => send({ type: "showView" }));
    this.#notice.append(this.#noticeText, showView);
    document.body.setAttribute("data-vscode-context", JSON.stringify({ preventDefaultContextMenuItems: true }));
    this.#grid.mount();
    this.#show();
    // Keys are for the table from the beginning.
    this.#grid.root.focus();
    const { signal } = this.#end;
    keepFocus(this.#grid.root, signal);
    window.addEventListener("resize", () => this.#drawAnew(), { signal });
    window.addEventListener("keydown", (event) => this.#onKey(event), { signal });
    // VS Code tells of another theme by the classes of the body.
    const themes = new MutationObserver(() => this.#drawAnew());
    themes.observe(document.body, { attributes: true, attributeFilter: ["class"] });
    const tick = setInterval(() => this.#drawAnew(), TICK_MS);
    signal.addEventListener("abort", () => {
      cancelIdleCallback(this.#idle ?? 0);
      themes.disconnect();
      clearInterval(tick);
    });
  }

  /** Takes in what the extension says. */
  hear(message: Exclude<ToPage, { type: "init" }>): void {
    switch (message.type) {
      case "changes":
        this.#store.apply(message);
        this.#followDetails();
        this.#drawAnew();
        return;
      case "loading":
        this.#loading = message;
        this.#say();
        return;
      case "loaded":
        this.#loading = undefined;
        this.#summarize();
        this.#say();
        return;
      case "standing":
        this.#standing = message;
        this.#say();
        return;
      case "details":
        this.#details.show(message.row, message.title, message.fields);
        return;
      case "observed":
        this.#overview.observed(message.observations, message.observations.length !== 1);
        return;
      case "hostPlots":
        this.#history.hear(message);
        return;
      case "do":
        // A menu was opened on what the user chose. Where that has ended meanwhile, it is for nothing else.
        if (!this.#grid.selection.isLost || message.action === "export") {
          this.#do(message.action);
        }
    }
  }

  dispose(): void {
    this.#end.abort();
  }

  /** What is shown of a session beside the table is as true as its row. */
  #followDetails(): void {
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
    const rows = this.#grid.selection.meant;
    const columns = shownColumns(this.#view);
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
        this.#details.expect(row);
      }
      this.#send({ type, row });
    }
  }

  #change(view: ViewState): void {
    if (view === this.#view) {
      return;
    }
    if (view.overview !== this.#view.overview) {
      this.#overview.root.hidden = !view.overview;
      this.#summarize();
    }
    this.#view = view;
    this.#show();
    this.#followHistory();
    this.#send({ type: "view", view });
    this.#keepPlace();
  }

  /** Shows what is there, once, with the next frame. */
  #drawAnew(): void {
    this.#frame ??= requestAnimationFrame(() => this.#show(true));
    this.#summarize();
  }

  /** The overview is of all sessions, whatever is filtered, and comes after the rows: when the browser has nothing else to do. */
  #summarize(): void {
    this.#idle ??= requestIdleCallback(
      () => {
        this.#idle = undefined;
        if (this.#view.overview) {
          this.#overview.update(this.#store.rows, this.#store.hosts.values(), performance.now());
        }
        this.#followHistory();
      },
      { timeout: OVERVIEW_MS },
    );
  }

  #followHistory(): void {
    this.#history.update(this.#store, this.#view, this.#loading === undefined);
  }

  /** @param isHeld what is in sight stays there: it is not the user who arranges the table */
  #show(isHeld = false): void {
    if (this.#frame !== undefined) {
      cancelAnimationFrame(this.#frame);
      this.#frame = undefined;
    }
    this.#arranged = this.#arranger.arrange(this.#view, this.#closed);
    this.#toolbar.update(this.#view);
    this.#grid.show(this.#arranged, this.#view, isHeld);
    if (this.#cameFrom && this.#store.version > 0) {
      const place = this.#cameFrom;
      this.#cameFrom = undefined;
      this.#grid.goTo(place);
    }
    this.#say();
  }

  #keepPlace(): void {
    if (!this.#cameFrom) {
      this.#send({ type: "place", place: { ...this.#grid.place, closed: [...this.#closed] } });
    }
  }

  #say(): void {
    const words = this.#words;
    const { notice, empty, updated } = this.#standing;
    const [shown, all, selected] = [this.#arranged.matching.length, this.#store.rows.length, this.#grid.selection.size];
    // Nobody is said to be absent while it is not known.
    const isKnown = all > 0 || (this.#loading === undefined && empty !== "");
    const count = shown === all ? words.sessions(all) : words.say("countFiltered", shown, all);
    const parts = [
      ...(this.#scope === undefined ? [] : [words.say("scope", this.#scope)]),
      ...(isKnown ? [count] : this.#loading ? [] : [words.say("notKnown")]),
      ...(selected > 0 ? [words.say("selected", selected)] : []),
      ...(this.#loading
        ? [
            this.#loading.total === 0
              ? words.say("searching")
              : words.say("loading", this.#loading.done, this.#loading.total),
          ]
        : []),
    ];
    setText(this.#status, parts.join(" · "));
    setText(this.#updated, updated);
    setText(this.#noticeText, notice);
    setAttributes(this.#grid.root, { "aria-busy": this.#loading && "true" });
    this.#notice.hidden = notice === "";
    this.#nothing.hidden = shown > 0;
    setText(
      this.#nothing,
      shown > 0 ? "" : all > 0 ? words.say("noMatch") : this.#loading ? "" : empty || words.say("notKnown"),
    );
  }
}
