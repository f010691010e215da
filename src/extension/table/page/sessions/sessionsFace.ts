import { exactly } from "../../../../core/model/count.ts";
import { columnOf, COLUMNS, FILTER_FIELDS, isLoggedField } from "../../../../core/model/session/sessionFields.ts";
import { intlLocale } from "../../../../core/text/locale.ts";
import { TABLE_GROUPINGS, type ExtensionMessage, type TableLayout } from "../../protocol.ts";
import { element, setAttributes } from "../dom.ts";
import { Board } from "../grid/board.ts";
import type { Face } from "../grid/face.ts";
import { toolButton } from "../grid/toolbar.ts";
import { complete } from "../model/completion.ts";
import { RowStore, type PageRow } from "../model/rowStore.ts";
import { sessionRowFields } from "../model/sessionRows.ts";
import type { PageFace, PageFaceOptions } from "../pageFace.ts";
import type { TextFormatter } from "../texts.ts";
import { MetricsPanel } from "./metricsPanel.ts";
import { Overview } from "./overview.ts";
import { NO_STATUS, Status } from "./status.ts";

/** How long the overview waits for the browser to be idle. */
const OVERVIEW_MS = 500;

/** The sessions that there are, with what there is to say of all of them together. */
export class SessionsFace implements PageFace {
  readonly parts: readonly HTMLElement[];
  readonly #now: () => number;
  readonly #store: RowStore;
  readonly #board: Board<PageRow, TableLayout>;
  readonly #overview: Overview;
  readonly #metrics: MetricsPanel;
  readonly #status: Status;
  readonly #overviewButton: HTMLElement;
  #loading: { readonly done: number; readonly total: number } | undefined = { done: 0, total: 0 };
  #dataStatus = NO_STATUS;
  #idle: number | undefined;

  constructor({ texts, init: { locale, layout, scope, positions, hasPeople }, faces, send, now }: PageFaceOptions) {
    this.#now = now;
    this.#store = new RowStore(now);
    const isKnown = (name: string) => hasPeople || !isLoggedField(name);
    const filterFields = FILTER_FIELDS.filter(isKnown);
    const collator = new Intl.Collator(intlLocale(locale), { numeric: true, sensitivity: "base" });
    this.#overview = new Overview(texts);
    this.#metrics = new MetricsPanel({ texts, send, change: (change) => this.#board.change(change) });
    this.#status = new Status(texts, scope, () => send({ type: "showView" }));
    this.#overviewButton = toolButton("graph", texts.format("overview"), () =>
      this.#board.change((now) => ({ ...now, overview: !now.overview })),
    );
    setAttributes(this.#overviewButton, { toggleable: "" });
    this.#board = new Board({
      face: sessionLook(texts),
      store: this.#store,
      fields: sessionRowFields(collator),
      texts,
      now,
      layout,
      position: positions.sessions,
      filter: {
        label: texts.format("filter"),
        hint: texts.format("filterHint"),
        complete: (text, caret) => complete(text, caret, filterFields, (field) => this.#store.values(field)),
      },
      groupings: TABLE_GROUPINGS.filter(isKnown).map((value) => ({ value, label: texts.format(`group.${value}`) })),
      lead: faces,
      tools: [this.#overviewButton],
      nothing: this.#status.nothing,
      gone: texts.format("ended"),
      send: (message) => send({ ...message, face: "sessions" }),
      refresh: () => send({ type: "refresh" }),
      changed: (before) => this.#onChange(before),
      updated: () => this.#updateStatus(),
    });
    this.parts = [
      element("div", { class: "top" }, this.#board.toolbar, this.#status.notice),
      this.#overview.root,
      this.#metrics.root,
      this.#board.middle,
      this.#status.foot,
    ];
    this.#showOverview();
  }

  get root(): HTMLElement {
    return this.#board.root;
  }

  mount(): void {
    this.#board.mount();
  }

  leave(): void {
    this.#board.leave();
  }

  show({ row }: { readonly row?: number }): void {
    if (row !== undefined) {
      this.#board.choose(row);
    }
  }

  focusFilter(): void {
    this.#board.focusFilter();
  }

  /** Draws it again, also if only time has passed. */
  draw(): void {
    this.#board.scheduleDraw();
    this.#summarize();
  }

  handleMessage(message: Exclude<ExtensionMessage, { type: "init" }>): void {
    switch (message.type) {
      case "changes":
        this.#store.apply(message);
        this.#board.updateDetails();
        this.draw();
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
        this.#board.showDetails(message);
        return;
      case "sessionCounts":
        this.#overview.addCounts(message.counts, message.counts.length !== 1);
        return;
      case "hostMetrics":
        this.#metrics.handleMessage(message);
        return;
      case "do":
        this.#board.doFromMenu(message.action);
        return;
      default:
      // Of the other face.
    }
  }

  dispose(): void {
    cancelIdleCallback(this.#idle ?? 0);
  }

  #onChange(before: TableLayout): void {
    if (before.overview !== this.#board.layout.overview) {
      this.#showOverview();
      this.#summarize();
    }
    this.#updateMetrics();
  }

  #showOverview(): void {
    const { overview } = this.#board.layout;
    this.#overview.root.hidden = !overview;
    this.#metrics.root.hidden = !overview;
    this.#overviewButton.toggleAttribute("checked", overview);
  }

  /** Updates the overview, which covers all sessions whatever the filter, once the browser is idle. */
  #summarize(): void {
    this.#idle ??= requestIdleCallback(
      () => {
        this.#idle = undefined;
        if (this.#board.layout.overview) {
          this.#overview.update(this.#store, this.#dataStatus.count, this.#now());
        }
        this.#updateMetrics();
      },
      { timeout: OVERVIEW_MS },
    );
  }

  #updateMetrics(): void {
    this.#metrics.update(this.#store, this.#board.layout, this.#loading === undefined);
  }

  #updateStatus(): void {
    this.#board.setBusy(this.#loading !== undefined);
    this.#status.update({
      dataStatus: this.#dataStatus,
      loading: this.#loading,
      shown: this.#board.matching.length,
      all: this.#store.rows.length,
      selected: this.#board.selected,
    });
  }
}

function sessionLook(texts: TextFormatter): Face<PageRow> {
  const looks = new Map<string, ReturnType<Face<PageRow>["column"]>>(
    COLUMNS.map((column) => {
      const { width, isAmount } = columnOf(column);
      return [column, { title: texts.format(column), width, isAmount: isAmount === true }];
    }),
  );
  const isColumn = (column: string) => COLUMNS.find((known) => known === column);
  return {
    label: texts.format("table"),
    menu: "bastionSession",
    column: (column) => looks.get(column) ?? { title: column, width: 100, isAmount: false },
    cell: (column, row, now) => {
      const known = isColumn(column);
      return known ? texts.cell(known, row, now) : "";
    },
    marks: ({ work, on }) => {
      const note = texts.asOf(on);
      return { classes: `${work ? " working" : ""}${note === undefined ? "" : " outdated"}`, note };
    },
    count: (rows) => texts.sessions(exactly(rows)),
  };
}
