import { element, setAttributes, setText } from "../dom.ts";
import { toolButton } from "../grid/toolbar.ts";
import type { Lane } from "../model/lanes.ts";
import { panned, zoomed, type TimeWindow } from "../model/timeWindow.ts";
import type { TextFormatter } from "../texts.ts";
import { laneLabel } from "./laneLabel.ts";
import { barAt, drawTimeline, labelsWidth, LANE } from "./timelineDrawing.ts";

/** How far a key or a button zooms and moves. */
const ZOOM = 0.7;
const STEP = 0.15;

/** Connections as bars over time, in lanes: drawn on a canvas, since there may be ten thousand, and said in a table. */
export class TimelinePicture {
  readonly root: HTMLElement;
  readonly #texts: TextFormatter;
  readonly #canvas = element("canvas", { role: "img", tabindex: "0", class: "timeline" });
  readonly #shown = element("span", { class: "shown", role: "status" });
  readonly #table = element("table", { class: "spoken" });
  #lanes: readonly Lane[] = [];
  #whole: TimeWindow = { from: 0, to: 1 };
  #window: TimeWindow = this.#whole;
  /** It is drawn with the next frame. */
  #isDue = false;
  #drag: { readonly x: number; readonly window: TimeWindow } | undefined;

  /** @param lead what stands before the buttons */
  constructor(texts: TextFormatter, lead: HTMLElement) {
    this.#texts = texts;
    const keys = element("p", { class: "hint", id: "timeline-keys" }, texts.format("history.timelineKeys"));
    setAttributes(this.#canvas, { "aria-describedby": keys.id });
    const tools = element(
      "div",
      { class: "tools" },
      lead,
      toolButton("zoom-in", texts.format("history.zoomIn"), () => this.#zoom(ZOOM)),
      toolButton("zoom-out", texts.format("history.zoomOut"), () => this.#zoom(1 / ZOOM)),
      toolButton("screen-full", texts.format("history.whole"), () => this.#show(this.#whole)),
      this.#shown,
    );
    this.root = element("div", {}, tools, this.#canvas, keys, this.#table);
    this.#listen();
  }

  update(lanes: readonly Lane[], whole: TimeWindow): void {
    const isOther = whole.from !== this.#whole.from || whole.to !== this.#whole.to;
    this.#lanes = lanes;
    this.#whole = whole;
    this.#describe();
    this.#show(isOther ? whole : this.#window);
  }

  /** Draws it as wide as there is room, in the colours of the theme. */
  draw(): void {
    if (!this.#isDue) {
      this.#isDue = true;
      requestAnimationFrame(() => {
        this.#isDue = false;
        drawTimeline(this.#canvas, this.#lanes, this.#window, this.#texts);
      });
    }
  }

  #show(window: TimeWindow): void {
    this.#window = window;
    const shown = this.#texts.format(
      "history.timelineText",
      this.#texts.dayClock(window.from),
      this.#texts.dayClock(window.to),
    );
    setText(this.#shown, shown);
    this.draw();
  }

  /** Says in words what the picture shows. */
  #describe(): void {
    const texts = this.#texts;
    const caption = texts.format("history.timeline");
    setAttributes(this.#canvas, { "aria-label": caption });
    this.#table.replaceChildren(
      element("caption", {}, caption),
      ...this.#lanes.map((lane) =>
        element(
          "tr",
          {},
          element("th", { scope: "row" }, laneLabel(lane, texts)),
          element("td", {}, texts.connections(lane.connections)),
          element("td", {}, texts.failures(lane.failures)),
        ),
      ),
    );
  }

  #zoom(factor: number, at = (this.#window.from + this.#window.to) / 2): void {
    this.#show(zoomed(this.#window, factor, at, this.#whole));
  }

  #listen(): void {
    const canvas = this.#canvas;
    canvas.addEventListener("keydown", (event) => this.#onKey(event));
    canvas.addEventListener(
      "wheel",
      (event) => {
        // The wheel without a key scrolls the page, as everywhere.
        if (event.ctrlKey || event.metaKey) {
          event.preventDefault();
          this.#zoom(event.deltaY < 0 ? ZOOM : 1 / ZOOM, this.#timeAt(event));
        } else if (event.deltaX !== 0) {
          event.preventDefault();
          this.#show(panned(this.#window, event.deltaX / this.#width, this.#whole));
        }
      },
      { passive: false },
    );
    canvas.addEventListener("pointerdown", (event) => {
      this.#drag = { x: event.offsetX, window: this.#window };
      canvas.setPointerCapture(event.pointerId);
    });
    canvas.addEventListener("lostpointercapture", () => (this.#drag = undefined));
    canvas.addEventListener("pointermove", (event) => {
      if (this.#drag) {
        this.#show(panned(this.#drag.window, (this.#drag.x - event.offsetX) / this.#width, this.#whole));
      } else {
        const bar = barAt(this.#lanes[Math.floor(event.offsetY / LANE)], this.#timeAt(event), this.#perPixel);
        canvas.title = bar ? this.#texts.entry(bar.row) : "";
      }
    });
    canvas.addEventListener("dblclick", (event) => this.#zoom(ZOOM, this.#timeAt(event)));
  }

  #onKey(event: KeyboardEvent): void {
    const { key } = event;
    const by = { ArrowLeft: -STEP, ArrowRight: STEP, PageUp: -1, PageDown: 1, Home: -Infinity, End: Infinity }[key];
    const factor = { "+": ZOOM, "=": ZOOM, ArrowUp: ZOOM, "-": 1 / ZOOM, ArrowDown: 1 / ZOOM }[key];
    if (by !== undefined && !event.altKey) {
      const most = (this.#whole.to - this.#whole.from) / Math.max(1, this.#window.to - this.#window.from);
      this.#show(panned(this.#window, Math.max(-most, Math.min(by, most)), this.#whole));
    } else if (factor !== undefined && !event.altKey) {
      this.#zoom(factor);
    } else if (key === "0") {
      this.#show(this.#whole);
    } else {
      return;
    }
    event.preventDefault();
  }

  get #labels(): number {
    return labelsWidth(this.#canvas.clientWidth);
  }

  get #width(): number {
    return Math.max(1, this.#canvas.clientWidth - this.#labels);
  }

  get #perPixel(): number {
    return (this.#window.to - this.#window.from) / this.#width;
  }

  #timeAt({ offsetX }: MouseEvent): number {
    return this.#window.from + Math.max(0, offsetX - this.#labels) * this.#perPixel;
  }
}
