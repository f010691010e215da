import type { Bar, Lane } from "../model/lanes.ts";
import type { TimeWindow } from "../model/timeWindow.ts";
import type { TextFormatter } from "../texts.ts";
import { laneLabel } from "./laneLabel.ts";

/** Pixels of a lane. */
export const LANE = 16;
/** The labels beside the lanes take a fifth of the picture, between so many pixels. */
const LABELS = { least: 120, most: 200 };
/** Pixels of the axis below, and between two of its labels. */
const AXIS = 18;
const BETWEEN = 130;
/** A bar is never too narrow to be seen, nor is a mark. */
const NARROWEST = 2;
const MARK = 4;
/** A pointer need not be more exact. */
const NEAR = 3;

/** How many pixels the labels take beside lanes of some width. */
export function labelsWidth(width: number): number {
  return Math.min(LABELS.most, Math.max(LABELS.least, Math.round(width / 5)));
}

/** Draws the part of the lanes that is in a window of time, in the colours of the theme. */
export function drawTimeline(
  canvas: HTMLCanvasElement,
  lanes: readonly Lane[],
  window: TimeWindow,
  texts: TextFormatter,
): void {
  const context = canvas.getContext("2d");
  const width = canvas.clientWidth;
  if (!context || width === 0) {
    return;
  }
  const height = lanes.length * LANE + AXIS;
  const ratio = devicePixelRatio;
  canvas.style.height = `${height}px`;
  [canvas.width, canvas.height] = [Math.round(width * ratio), Math.round(height * ratio)];
  context.scale(ratio, ratio);
  const colours = coloursOf();
  const left = labelsWidth(width);
  const scale = { left, width: Math.max(1, width - left), window };
  lanes.forEach((lane, index) => drawBars(context, lane, index * LANE, scale, colours));
  context.font = `11px ${getComputedStyle(document.body).fontFamily}`;
  context.textBaseline = "middle";
  context.fillStyle = colours.text;
  lanes.forEach((lane, index) => {
    context.fillText(fitting(context, laneLabel(lane, texts), left - 8), 0, index * LANE + LANE / 2);
  });
  drawAxis(context, lanes.length * LANE, scale, texts);
}

interface Scale {
  readonly left: number;
  readonly width: number;
  readonly window: TimeWindow;
}

interface Colours {
  readonly bar: string;
  readonly failed: string;
  readonly text: string;
  readonly line: string;
}

function coloursOf(): Colours {
  const style = getComputedStyle(document.body);
  const [bar, failed, text, line] = [
    "--vscode-charts-blue",
    "--vscode-charts-red",
    "--vscode-foreground",
    "--vscode-charts-lines",
  ].map((name) => style.getPropertyValue(name) || style.color) as [string, string, string, string];
  return { bar, failed, text, line };
}

/** Bars that would fall on the same pixels are drawn once: of ten thousand, a few hundred can be told apart. */
function drawBars(
  context: CanvasRenderingContext2D,
  { bars }: Lane,
  top: number,
  { left, width, window }: Scale,
  colours: Colours,
): void {
  context.fillStyle = colours.line;
  context.fillRect(left, top + LANE - 1, width, 0.5);
  const perMs = width / (window.to - window.from);
  const end = left + width;
  let drawn = left;
  context.fillStyle = colours.bar;
  for (const { from, to, isFailed } of bars) {
    if (from > window.to) {
      break;
    }
    if (!isFailed && to >= window.from) {
      const x = left + Math.max(0, (from - window.from) * perMs);
      const right = Math.min(end, Math.max(x + NARROWEST, left + (to - window.from) * perMs));
      if (right > drawn) {
        context.fillRect(Math.max(x, drawn - 1), top + 3, right - Math.max(x, drawn - 1), LANE - 7);
        drawn = right;
      }
    }
  }
  context.fillStyle = colours.failed;
  let last = -Infinity;
  for (const { from, isFailed } of bars) {
    const x = left + (from - window.from) * perMs;
    if (isFailed && x >= left && x <= end && x - last >= 1) {
      last = x;
      // A shape of its own: colours may not be told apart.
      context.beginPath();
      context.moveTo(x, top + 2);
      context.lineTo(x + MARK, top + LANE - 4);
      context.lineTo(x - MARK, top + LANE - 4);
      context.fill();
    }
  }
}

function drawAxis(context: CanvasRenderingContext2D, top: number, scale: Scale, texts: TextFormatter): void {
  const { left, width, window } = scale;
  const count = Math.max(1, Math.floor(width / BETWEEN));
  for (let index = 0; index < count; index++) {
    const x = left + (index * width) / count;
    context.fillRect(x, top, 1, 4);
    context.fillText(
      texts.dayClock(window.from + ((window.to - window.from) * index) / count),
      x + 3,
      top + AXIS / 2 + 1,
    );
  }
}

/** As much of a label as there is room for. */
function fitting(context: CanvasRenderingContext2D, label: string, room: number): string {
  let text = label;
  while (text.length > 1 && context.measureText(text).width > room) {
    text = `${text.slice(0, text.endsWith("…") ? -2 : -1)}…`;
  }
  return text;
}

/** The bar at a time, within a few pixels. */
export function barAt(lane: Lane | undefined, time: number, perPixel: number): Bar | undefined {
  const near = NEAR * perPixel;
  return lane?.bars.findLast(({ from, to }) => from - near <= time && time <= to + near);
}
