import uPlot from "uplot";
import type { Observation } from "../protocol.ts";
import { element, setText } from "./dom.ts";
import type { Words } from "./words.ts";

const HEIGHT = 96;

/** How many sessions were observed over time. Arrow keys go from point to point, and each is said. */
export class Plot {
  readonly root: HTMLElement;
  readonly #words: Words;
  readonly #canvas = element("div", { "aria-hidden": "true" });
  readonly #value: HTMLElement;
  #points: readonly Observation[] = [];
  #plot: uPlot | undefined;
  #colours = "";

  constructor(words: Words) {
    this.#words = words;
    this.#value = element("p", { class: "value", "aria-live": "polite" }, words.say("observedSoon"));
    this.root = element("div", { class: "plot", tabindex: "0", role: "group", "aria-label": words.say("observed") }, this.#canvas, this.#value);
    this.root.addEventListener("keydown", (event) => this.#onKey(event));
  }

  add(observations: readonly Observation[], reset: boolean): void {
    this.#points = reset ? observations : [...this.#points, ...observations];
    this.#plot?.setData(this.#data);
    this.#say(this.#points.length - 1);
    this.resize();
  }

  /** Draws it as large as there is room, in the colours of the theme. */
  resize(): void {
    const width = this.#canvas.clientWidth;
    if (width === 0 || this.#points.length === 0) {
      return;
    }
    const style = getComputedStyle(document.body);
    const [line, text, grid] = ["--vscode-charts-blue", "--vscode-descriptionForeground", "--vscode-editorWidget-border"].map((name) => style.getPropertyValue(name) || "gray") as [string, string, string];
    const colours = [line, text, grid].join();
    if (!this.#plot || colours !== this.#colours) {
      this.#colours = colours;
      this.#plot?.destroy();
      this.#plot = new uPlot(this.#options(width, line, text, grid), this.#data, this.#canvas);
    } else if (this.#plot.width !== width) {
      this.#plot.setSize({ width, height: HEIGHT });
    }
  }

  get #data(): uPlot.AlignedData {
    return [this.#points.map(({ at }) => at / 1000), this.#points.map(({ sessions }) => sessions)];
  }

  #options(width: number, line: string, text: string, grid: string): uPlot.Options {
    const axis: uPlot.Axis = { stroke: text, grid: { stroke: grid, width: 1 }, ticks: { show: false }, font: `11px ${getComputedStyle(document.body).fontFamily}` };
    return {
      width,
      height: HEIGHT,
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false } },
      scales: { y: { range: (_plot, _low, high) => [0, Math.max(1, high)] } },
      series: [{}, { stroke: line, width: 2, points: { show: this.#points.length < 60, fill: line } }],
      axes: [{ ...axis, size: 22, values: (_plot, times) => times.map((time) => this.#words.clock(time * 1000)) }, { ...axis, size: 36, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000] }],
      hooks: { setCursor: [({ cursor }) => cursor.idx !== undefined && cursor.idx !== null && this.#say(cursor.idx)] },
    };
  }

  #onKey(event: KeyboardEvent): void {
    const last = this.#points.length - 1;
    const now = this.#plot?.cursor.idx ?? last;
    const to = { ArrowLeft: now - 1, ArrowRight: now + 1, Home: 0, End: last }[event.key];
    const point = to === undefined ? undefined : this.#points[Math.max(0, Math.min(to, last))];
    if (this.#plot && point) {
      event.preventDefault();
      this.#plot.setCursor({ left: this.#plot.valToPos(point.at / 1000, "x"), top: 0 });
    }
  }

  #say(index: number): void {
    const point = this.#points[index];
    if (point) {
      setText(this.#value, this.#words.say("observedText", point.sessions, this.#words.clock(point.at)));
    }
  }
}
