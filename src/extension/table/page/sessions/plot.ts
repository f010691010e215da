import { element, setText } from "../dom.ts";
import type * as Drawings from "./drawing.ts";
import type { Drawing, DrawingOptions, Points } from "./drawing.ts";
import { useValidLanguage } from "../model/browserLanguage.ts";

interface Options extends Omit<DrawingOptions, "moved"> {
  /** What is plotted. */
  readonly label: string;
  /** The text while there is no point. */
  readonly empty: string;
  /** The text instead of a plot that can't be drawn. */
  readonly undrawn: string;
  /** A text on all values. */
  readonly summary?: string;
  /** The text for a point. */
  readonly describe: (value: number | null, time: number) => string;
  /** Called when the user moves to a point, or away. */
  readonly moved?: (index: number | undefined) => void;
}

/** The upper end of an axis of counts: a little above the values. */
export function reachOfCount(highest: number): number {
  return Math.max(1, highest * 1.1);
}

let drawings: Promise<typeof Drawings> | undefined;

/** Loads the drawing module once, and tries again if that failed. */
function loadDrawings(): Promise<typeof Drawings> {
  useValidLanguage(navigator);
  drawings ??= import("./drawing.ts").catch((error: unknown) => {
    drawings = undefined;
    throw error;
  });
  return drawings;
}

/** Makes ids of elements unique. */
let count = 0;

/**
 * Values over time, accessible as text: arrow keys go from point to point and each is read out, even if the line can't be
 * drawn.
 */
export class Plot {
  readonly root: HTMLElement;
  readonly #options: Options;
  readonly #canvas = element("div", { class: "canvas", "aria-hidden": "true" });
  readonly #value: HTMLElement;
  #points: Points = { times: [], values: [] };
  #at: number | undefined;
  #drawing: Drawing | "loading" | "failed" | undefined;

  constructor(options: Options) {
    this.#options = options;
    const id = `plot-${++count}`;
    this.#value = element("p", { class: "value", id }, options.empty);
    this.root = element(
      "div",
      {
        class: "plot",
        tabindex: "0",
        role: "group",
        "aria-label": options.label,
        "aria-describedby": options.summary === undefined ? id : `${id} ${id}-summary`,
      },
      this.#value,
      this.#canvas,
    );
    if (options.summary !== undefined) {
      this.root.append(element("p", { class: "extremes", id: `${id}-summary` }, options.summary));
    }
    this.root.addEventListener("keydown", (event) => this.#onKey(event));
    // Only a user with the focus on it wants to hear every value.
    this.root.addEventListener("focus", () => this.#value.setAttribute("aria-live", "polite"));
    this.root.addEventListener("blur", () => this.#value.removeAttribute("aria-live"));
  }

  show(points: Points): void {
    this.#points = points;
    this.#at = undefined;
    this.#describe();
    if (typeof this.#drawing === "object") {
      this.#drawing.show(points);
    }
    this.resize();
  }

  /** Draws it as large as there is room. */
  resize(): void {
    if (typeof this.#drawing === "object") {
      this.#drawing.resize();
    } else if (!this.#drawing && this.#points.times.length > 0 && this.#canvas.clientWidth > 0) {
      void this.#load();
    }
  }

  /** Moves to the point that another plot is at, or away. */
  showPoint(index: number | undefined): void {
    this.#at = index;
    if (typeof this.#drawing === "object") {
      this.#drawing.point(index);
    }
    this.#describe();
  }

  async #load(): Promise<void> {
    this.#drawing = "loading";
    try {
      const { Drawing: Made } = await loadDrawings();
      const { height, reach, time, value } = this.#options;
      this.#drawing = new Made(this.#canvas, { height, reach, time, value, moved: (index) => this.#move(index) });
      this.#drawing.show(this.#points);
    } catch (error) {
      reportError(error);
      this.#drawing = "failed";
      this.#canvas.replaceChildren(element("p", { class: "undrawn" }, this.#options.undrawn));
      this.#canvas.removeAttribute("aria-hidden");
    }
  }

  #move(index: number | undefined): void {
    if (index !== this.#at) {
      this.#at = index;
      this.#describe();
      this.#options.moved?.(index);
    }
  }

  #onKey(event: KeyboardEvent): void {
    const last = this.#points.times.length - 1;
    const now = this.#at ?? this.#latest;
    const page = Math.ceil(last / 10);
    const to = {
      ArrowLeft: now - 1,
      ArrowRight: now + 1,
      PageUp: now - page,
      PageDown: now + page,
      Home: 0,
      End: last,
    }[event.key];
    if (to !== undefined && last >= 0 && !event.altKey && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      const index = Math.max(0, Math.min(to, last));
      this.showPoint(index);
      this.#options.moved?.(index);
    }
  }

  /** The last point that has a value. */
  get #latest(): number {
    const found = this.#points.values.findLastIndex((value) => value !== null);
    return found === -1 ? this.#points.values.length - 1 : found;
  }

  #describe(): void {
    const index = this.#at ?? this.#latest;
    const time = this.#points.times[index];
    setText(
      this.#value,
      time === undefined ? this.#options.empty : this.#options.describe(this.#points.values[index] ?? null, time),
    );
  }
}
