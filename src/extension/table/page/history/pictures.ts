import { PICTURES, type HistoryLayout, type PictureId } from "../../history/historyProtocol.ts";
import { element } from "../dom.ts";
import { select } from "../grid/toolbar.ts";
import { connectionsByHour, failuresByAddress, newAddresses } from "../model/historyStatistics.ts";
import type { PastRow } from "../model/historyStore.ts";
import { lanesOf } from "../model/lanes.ts";
import type { TimeWindow } from "../model/timeWindow.ts";
import type { TextFormatter } from "../texts.ts";
import { hoursTable } from "./hoursTable.ts";
import { TimelinePicture } from "./timeline.ts";

/** How long the pictures wait for the browser to be idle. */
const IDLE_MS = 300;
/** Lines of a list. */
const MOST = 20;
/** User names that a line has. */
const NAMED = 5;

interface Options {
  readonly texts: TextFormatter;
  readonly layout: HistoryLayout;
  readonly change: (change: (now: HistoryLayout) => HistoryLayout) => void;
}

/** What there is to see of all entries together, in parts that can be closed; each is said in words or numbers, too. */
export class Pictures {
  readonly root: HTMLElement;
  readonly #texts: TextFormatter;
  readonly #parts: Readonly<Record<PictureId, HTMLDetailsElement>>;
  readonly #bodies: Readonly<Record<PictureId, HTMLElement>>;
  readonly #timeline: TimelinePicture;
  readonly #lanes: ReturnType<typeof select>;
  #rows: readonly PastRow[] = [];
  #range: TimeWindow | undefined;
  #layout: HistoryLayout;
  /** What each picture was last drawn of: the rows, and what a lane is for. */
  readonly #drawn = new Map<PictureId, readonly [rows: readonly PastRow[], lanes: string]>();
  #idle: number | undefined;

  constructor({ texts, layout, change }: Options) {
    this.#texts = texts;
    this.#layout = layout;
    const lanes = (["person", "vm"] as const).map((value) => ({
      value,
      label: texts.format(`history.lanes.${value}`),
    }));
    this.#lanes = select(texts.format("history.lanes"), "lanes", lanes, (value) =>
      change((now) => ({ ...now, lanes: value === "vm" ? "vm" : "person" })),
    );
    this.#timeline = new TimelinePicture(texts, this.#lanes);
    this.#bodies = {
      timeline: this.#timeline.root,
      hours: element("div", { class: "hours" }),
      failures: element("div", {}),
      addresses: element("div", {}),
    };
    const part = (id: PictureId) => {
      const made = element(
        "details",
        { "data-picture": id },
        element("summary", {}, texts.format(`history.${id}`)),
        this.#bodies[id],
      );
      made.open = layout.pictures.includes(id);
      made.addEventListener("toggle", () => {
        change((now) => {
          const others = now.pictures.filter((known) => known !== id);
          return now.pictures.includes(id) === made.open
            ? now
            : { ...now, pictures: made.open ? [...others, id] : others };
        });
        this.#schedule();
      });
      return made;
    };
    this.#parts = {
      timeline: part("timeline"),
      hours: part("hours"),
      failures: part("failures"),
      addresses: part("addresses"),
    };
    this.root = element("section", { class: "pictures", "aria-label": texts.format("overview") });
    this.root.append(...PICTURES.map((id) => this.#parts[id]));
  }

  /** @param range what was read; without it there is nothing to see */
  update(rows: readonly PastRow[], range: TimeWindow | undefined, layout: HistoryLayout): void {
    this.#rows = rows;
    this.#range = range;
    this.#layout = layout;
    this.root.hidden = range === undefined;
    if (this.#lanes.value !== layout.lanes) {
      this.#lanes.value = layout.lanes;
    }
    this.#schedule();
  }

  /** Draws again what depends on width and theme. */
  draw(): void {
    this.#timeline.draw();
  }

  dispose(): void {
    cancelIdleCallback(this.#idle ?? 0);
  }

  /** Pictures follow the rows once the browser is idle: a letter in the filter does not wait for them. */
  #schedule(): void {
    this.#idle ??= requestIdleCallback(
      () => {
        this.#idle = undefined;
        PICTURES.filter((id) => this.#parts[id].open).forEach((id) => this.#show(id));
      },
      { timeout: IDLE_MS },
    );
  }

  #show(id: PictureId): void {
    const range = this.#range;
    const [rows, lanes] = this.#drawn.get(id) ?? [];
    if (!range || (rows === this.#rows && lanes === this.#layout.lanes)) {
      return;
    }
    this.#drawn.set(id, [this.#rows, this.#layout.lanes]);
    switch (id) {
      case "timeline":
        this.#timeline.update(lanesOf(this.#rows, this.#layout.lanes, range), range);
        return;
      case "hours": {
        const counts = connectionsByHour(this.#rows, (ms) => this.#texts.weekHour(ms));
        this.#bodies.hours.replaceChildren(...hoursTable(counts, this.#texts));
        return;
      }
      case "failures":
        this.#bodies.failures.replaceChildren(this.#failures());
        return;
      case "addresses":
        this.#bodies.addresses.replaceChildren(this.#addresses());
    }
  }

  #failures(): HTMLElement {
    const texts = this.#texts;
    const all = failuresByAddress(this.#rows);
    const most = all[0]?.count ?? 1;
    const lines = all.map(({ address = texts.format("unknown"), count, users }) => {
      const names = users.slice(0, NAMED).join(", ");
      const rest = users.length > NAMED ? ` ${texts.format("history.more", users.length - NAMED)}` : "";
      const bar = element("meter", { min: "0", max: String(most), value: String(count), "aria-hidden": "true" });
      const text = texts.format("history.failuresText", address, texts.failures(count), names + rest);
      return element("li", {}, bar, element("span", {}, text));
    });
    return this.#list(lines, texts.format("history.noFailures"));
  }

  #addresses(): HTMLElement {
    const texts = this.#texts;
    const lines = newAddresses(this.#rows).map(({ person, address, first }) =>
      element("li", {}, texts.format("history.newAddress", person, address, texts.time(first))),
    );
    const list = this.#list(lines, texts.format("history.noAddresses"));
    return element("div", {}, element("p", { class: "hint" }, texts.format("history.addressesText")), list);
  }

  #list(lines: readonly HTMLElement[], none: string): HTMLElement {
    if (lines.length === 0) {
      return element("p", {}, none);
    }
    const rest = lines.length - MOST;
    const more = rest > 0 ? [element("li", {}, this.#texts.format("history.more", rest))] : [];
    return element("ul", {}, ...lines.slice(0, MOST), ...more);
  }
}
