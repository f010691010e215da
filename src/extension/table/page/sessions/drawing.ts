/** The one module that loads uPlot: it is read when there is something to draw, see plot.ts. */
import uPlot from "uplot";

export interface DrawingOptions {
  /** In pixels. */
  readonly height: number;
  /** The upper end of the axis, given the highest value. */
  readonly reach: (highest: number) => number;
  /** @param step milliseconds from one label to the next */
  readonly time: (ms: number, step: number) => string;
  readonly value: (value: number) => string;
  /** The cursor has moved to a point, or off the plot. */
  readonly moved: (index: number | undefined) => void;
}

/** Milliseconds of the date, and a value for each; `null` is a gap. */
export interface Points {
  readonly times: readonly number[];
  readonly values: readonly (number | null)[];
}

/** Steps of a value axis that are easy to read. */
const STEPS = [1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000, 2000, 5000, 10_000];
/** Below FEW points each is marked; above MANY the line is thin. */
const [FEW, MANY] = [60, 600];
/** The shortest range in seconds: times of day have no seconds, and there may be only one point. */
const LEAST = 600;

/** A line over time, in the colours of the theme. */
export class Drawing {
  readonly #parent: HTMLElement;
  readonly #options: DrawingOptions;
  #points: Points = { times: [], values: [] };
  #plot: uPlot | undefined;
  #colours = "";

  constructor(parent: HTMLElement, look: DrawingOptions) {
    this.#parent = parent;
    this.#options = look;
  }

  show(points: Points): void {
    this.#points = points;
    this.#plot?.setData(this.#data);
    this.resize();
  }

  /** Draws it as large as there is room, in the colours of the theme. */
  resize(): void {
    const width = this.#parent.clientWidth;
    if (width === 0 || this.#points.times.length === 0) {
      return;
    }
    const style = getComputedStyle(document.body);
    const [line, text] = ["--vscode-charts-blue", "--vscode-descriptionForeground"].map(
      (name) => style.getPropertyValue(name) || "gray",
    ) as [string, string];
    const colours = `${line} ${text}`;
    if (!this.#plot || colours !== this.#colours) {
      this.#colours = colours;
      this.#plot?.destroy();
      this.#plot = new uPlot(this.#uplotOptions(width, line, text), this.#data, this.#parent);
    } else if (this.#plot.width !== width) {
      this.#plot.setSize({ width, height: this.#options.height });
    }
  }

  /** Moves the cursor to a point, or away, without calling back. */
  point(index: number | undefined): void {
    const time = index === undefined ? undefined : this.#points.times[index];
    this.#plot?.setCursor({ left: time === undefined ? -10 : this.#plot.valToPos(time / 1000, "x"), top: 0 }, false);
  }

  get #data(): uPlot.AlignedData {
    return [this.#points.times.map((time) => time / 1000), [...this.#points.values]];
  }

  #uplotOptions(width: number, line: string, text: string): uPlot.Options {
    const { height, reach, time, value, moved } = this.#options;
    const axis: uPlot.Axis = {
      stroke: text,
      grid: { stroke: faint(text, 25), width: 1 },
      ticks: { show: false },
      font: `11px ${getComputedStyle(document.body).fontFamily}`,
    };
    return {
      width,
      height,
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false } },
      scales: { x: { range: () => this.#range() }, y: { range: (_plot, _low, high) => [0, reach(high)] } },
      series: [
        {},
        {
          stroke: line,
          fill: faint(line, 16),
          width: this.#points.times.length > MANY ? 1 : 2,
          points: { show: true, size: 5, fill: line, filter: () => this.#marked },
        },
      ],
      axes: [
        {
          ...axis,
          size: 22,
          values: (_plot, splits, _axis, _space, step) => splits.map((split) => time(split * 1000, step * 1000)),
        },
        { ...axis, size: 40, incrs: STEPS, values: (_plot, splits) => splits.map(value) },
      ],
      hooks: { setCursor: [({ cursor }) => moved(cursor.idx ?? undefined)] },
    };
  }

  /** From the first to the last point, in seconds; a short range is centered. uPlot would stretch a single point to a day. */
  #range(): [number, number] {
    const { times } = this.#points;
    const [from, to] = [(times[0] ?? 0) / 1000, (times.at(-1) ?? 0) / 1000];
    const missing = Math.max(0, LEAST - (to - from)) / 2;
    return [from - missing, to + missing];
  }

  /** The points that get a marker: all if there are few (`null`), else those that no line connects. */
  get #marked(): number[] | null {
    const { values } = this.#points;
    const isThere = (index: number) => typeof values[index] === "number";
    return values.length < FEW
      ? null
      : values.flatMap((_, index) => (isThere(index) && !isThere(index - 1) && !isThere(index + 1) ? [index] : []));
  }
}

/** @param share of the colour, in percent */
function faint(colour: string, share: number): string {
  return `color-mix(in srgb, ${colour} ${share}%, transparent)`;
}
