import { element } from "../dom.ts";

/** The elements of the lines on screen, by index. One that is left over is used again for another line. */
export class LinePool {
  readonly #parent: HTMLElement;
  readonly #lines = new Map<number, HTMLElement>();
  readonly #spare: HTMLElement[] = [];

  constructor(parent: HTMLElement) {
    this.#parent = parent;
  }

  /** How many lines are on screen. */
  get size(): number {
    return this.#lines.size;
  }

  has(index: number): boolean {
    return this.#lines.has(index);
  }

  /** Frees the elements of all other lines. */
  keep(indexes: ReadonlySet<number>): void {
    for (const [index, line] of this.#lines) {
      if (!indexes.has(index)) {
        this.#lines.delete(index);
        this.#spare.push(line);
      }
    }
  }

  /** The element of a line: its own, or one that is left over. */
  take(index: number): HTMLElement {
    const line =
      this.#lines.get(index) ??
      this.#spare.pop() ??
      this.#parent.appendChild(element("div", { role: "row", class: "row" }));
    this.#lines.set(index, line);
    line.hidden = false;
    return line;
  }

  /** Hides what is left over: to take it out and put it in again would cost more. */
  hideSpare(): void {
    this.#spare.forEach((line) => (line.hidden = true));
  }
}
