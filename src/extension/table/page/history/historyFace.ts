import {
  END_IDS,
  HISTORY_COLUMNS,
  historyColumn,
  historyText,
  isActivity,
  isConnection,
  type HistoryFormat,
} from "../../../../core/model/history/historyFields.ts";
import { HISTORY_RANGE_IDS } from "../../../../core/model/history/historyRange.ts";
import { FILTER_FIELDS } from "../../../../core/model/session/sessionFields.ts";
import { intlLocale } from "../../../../core/text/locale.ts";
import { HISTORY_GROUPINGS, type HistoryLayout, type HistoryStatus } from "../../history/historyProtocol.ts";
import type { ExtensionMessage, PageMessage } from "../../protocol.ts";
import { element, setAttributes, setText } from "../dom.ts";
import { Board } from "../grid/board.ts";
import type { Face } from "../grid/face.ts";
import { select } from "../grid/toolbar.ts";
import { complete } from "../model/completion.ts";
import { HistoryStore, historyRowFields, lasted, type PastRow } from "../model/historyStore.ts";
import type { PageFace, PageFaceOptions } from "../pageFace.ts";
import type { TextFormatter } from "../texts.ts";
import { Pictures } from "./pictures.ts";
import { AboutHistory } from "./aboutHistory.ts";

/** The connections that there were, and the sign-ins that failed. */
export class HistoryFace implements PageFace {
  readonly parts: readonly HTMLElement[];
  readonly #texts: TextFormatter;
  readonly #send: (message: PageMessage) => void;
  readonly #store: HistoryStore;
  readonly #board: Board<PastRow, HistoryLayout>;
  readonly #about: AboutHistory;
  readonly #pictures: Pictures;
  readonly #ranges: ReturnType<typeof select>;
  readonly #activity: HTMLButtonElement;
  readonly #nothing = element("div", { class: "nothing" });
  readonly #counts = element("div", { class: "status", role: "status" });
  #status: HistoryStatus = { isReading: true, about: "", gaps: [] };
  #isMounted = false;

  constructor({ texts, init, faces, send, now }: PageFaceOptions) {
    this.#texts = texts;
    this.#send = send;
    const format = historyFormat(texts);
    this.#store = new HistoryStore(now, format.end);
    const collator = new Intl.Collator(intlLocale(init.locale), { numeric: true, sensitivity: "base" });
    this.#about = new AboutHistory(texts, (hostNumber) => send({ type: "diagnose", hostNumber }));
    const ranges = HISTORY_RANGE_IDS.map((value) => ({ value, label: texts.format(`history.range.${value}`) }));
    this.#ranges = select(texts.format("history.range"), "range", ranges, (value) => {
      const range = HISTORY_RANGE_IDS.find((known) => known === value) ?? "1d";
      this.#board.change((layout) => ({ ...layout, range }));
    });
    this.#activity = this.#activityButton();
    this.#board = new Board({
      face: historyLook(texts, format),
      store: this.#store,
      fields: historyRowFields(collator),
      texts,
      now,
      layout: init.historyLayout,
      position: init.positions.history,
      filter: {
        label: texts.format("history.filter"),
        hint: texts.format("history.filterHint"),
        complete: (text, caret) => complete(text, caret, FILTER_FIELDS, (field) => this.#store.values(field)),
      },
      groupings: HISTORY_GROUPINGS.map((value) => ({ value, label: texts.format(`history.group.${value}`) })),
      lead: faces,
      tools: [this.#ranges, this.#activity],
      nothing: this.#nothing,
      gone: texts.format("history.gone"),
      send: (message) => send({ ...message, face: "history" }),
      refresh: () => this.#read(),
      changed: (before) => this.#onChange(before),
      updated: () => this.#updateStatus(),
    });
    this.#pictures = new Pictures({
      texts,
      layout: init.historyLayout,
      change: (change) => this.#board.change(change),
    });
    this.parts = [
      element("div", { class: "top" }, this.#board.toolbar),
      this.#about.root,
      this.#pictures.root,
      this.#board.middle,
      element("div", { class: "foot" }, this.#counts),
    ];
  }

  get root(): HTMLElement {
    return this.#board.root;
  }

  mount(): void {
    this.#ranges.value = this.#board.layout.range;
    this.#updateActivity();
    this.#board.mount();
    if (!this.#isMounted) {
      this.#isMounted = true;
      this.#read();
    }
  }

  leave(): void {
    this.#board.leave();
  }

  focusFilter(): void {
    this.#board.focusFilter();
  }

  draw(): void {
    this.#board.scheduleDraw();
    this.#pictures.draw();
  }

  show({ filter, row }: { readonly filter?: string; readonly row?: number }): void {
    if (filter !== undefined) {
      this.#board.setFilter(filter);
    }
    if (row !== undefined) {
      this.#board.choose(row);
    }
  }

  handleMessage(message: Exclude<ExtensionMessage, { type: "init" }>): void {
    switch (message.type) {
      case "historyRows":
        this.#store.apply(message);
        this.#board.updateDetails();
        this.draw();
        return;
      case "historyStatus":
        this.#status = message;
        this.#about.update(message);
        this.#updateStatus();
        return;
      case "details":
        this.#board.showDetails(message, this.#actions(message));
        return;
      case "do":
        this.#board.doFromMenu(message.action);
        return;
      default:
      // Of the other face.
    }
  }

  dispose(): void {
    this.#pictures.dispose();
    this.#board.leave();
  }

  #read(): void {
    const { range, activity } = this.#board.layout;
    this.#send({ type: "readHistory", range, ...(activity && { withActivity: true }) });
  }

  #onChange(before: HistoryLayout): void {
    const { range, activity } = this.#board.layout;
    if (range !== before.range || activity !== before.activity) {
      this.#ranges.value = range;
      this.#updateActivity();
      this.#read();
    }
  }

  /** What the Activity Log has costs requests of its own, so it is read only if it is wanted. */
  #activityButton(): HTMLButtonElement {
    const title = this.#texts.format("history.activityHint");
    const made = element("button", { type: "button", class: "toggle", title }, this.#texts.format("history.activity"));
    made.addEventListener("click", () => this.#board.change((now) => ({ ...now, activity: !now.activity })));
    return made;
  }

  #updateActivity(): void {
    setAttributes(this.#activity, { "aria-pressed": String(this.#board.layout.activity) });
  }

  /** What can be done with the row of which details are shown. */
  #actions({ row, hasSession }: ExtensionMessage & { readonly type: "details" }): readonly HTMLElement[] {
    if (!hasSession) {
      return [];
    }
    const show = element("button", { type: "button", class: "link" }, this.#texts.format("history.showSession"));
    show.addEventListener("click", () => this.#send({ type: "showSession", row }));
    return [show];
  }

  #updateStatus(): void {
    const { isReading, read, problem } = this.#status;
    this.#pictures.update(this.#board.matching, read, this.#board.layout);
    this.#board.setBusy(isReading);
    const [all, shown, selected] = [this.#store.rows.length, this.#board.matching.length, this.#board.selected];
    const parts = read || all > 0 ? [this.#counted(shown, all)] : [];
    if (selected > 0) {
      parts.push(this.#texts.format("selected", selected));
    }
    if (isReading) {
      parts.push(this.#texts.format("history.reading"));
    }
    setText(this.#counts, parts.join(" · "));
    this.#nothing.hidden = shown > 0;
    const empty = isReading || problem !== undefined || !read ? "" : this.#texts.format("history.nothing");
    setText(this.#nothing, all > 0 ? this.#texts.format("history.noMatch") : empty);
  }

  #counted(shown: number, all: number): string {
    return shown === all
      ? rowCount(this.#texts, all)
      : this.#texts.format("countFiltered", shown, rowCount(this.#texts, all));
  }
}

function rowCount(texts: TextFormatter, rows: number): string {
  if (rows === 0) {
    return texts.format("history.rowsNone");
  }
  return rows === 1 ? texts.format("history.rowsOne") : texts.format("history.rowsMany", rows);
}

function historyFormat(texts: TextFormatter): HistoryFormat {
  const ends = new Map(END_IDS.map((end) => [end, texts.format(`history.end.${end}`)]));
  return {
    end: ({ end, because = "", outcome }) => {
      if (outcome !== undefined) {
        const key = outcome === "failed" ? "history.end.outcomeFailed" : "history.end.outcomeRejected";
        return texts.format(key, ends.get(end) ?? "");
      }
      if (end === "byUs" && because !== "") {
        return texts.format("history.end.byUsBecause", because);
      }
      return end === "probablyBy" ? texts.format("history.end.probablyBy", because) : (ends.get(end) ?? "");
    },
    time: (ms) => texts.time(ms),
    duration: (minutes) => texts.duration(minutes),
  };
}

function historyLook(texts: TextFormatter, format: HistoryFormat): Face<PastRow> {
  const looks = new Map<string, ReturnType<Face<PastRow>["column"]>>(
    HISTORY_COLUMNS.map((column) => {
      const { width, isAmount } = historyColumn(column);
      return [column, { title: texts.format(`history.${column}`), width, isAmount: isAmount === true }];
    }),
  );
  return {
    label: texts.format("history.label"),
    menu: "bastionHistory",
    column: (column) => looks.get(column) ?? { title: column, width: 100, isAmount: false },
    cell: (column, row, now) => {
      const known = HISTORY_COLUMNS.find((id) => id === column);
      const minutes = lasted(row, now);
      const record = minutes === row.minutes ? row : { ...row, minutes: minutes ?? 0 };
      return (known && historyText(known, record, format)) ?? texts.format("unknown");
    },
    marks: ({ end }) => (isConnection(end) ? {} : { classes: isActivity(end) ? " activity" : " failed" }),
    count: (rows) => rowCount(texts, rows),
  };
}
