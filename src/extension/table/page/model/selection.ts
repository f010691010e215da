import type { RowId } from "../../protocol.ts";
import { keyOf, type Item, type ItemKey } from "./arrange.ts";

/** What a click or key selects: `range`: from the anchor to here; `toggle`: this one in addition to the others. */
export type Reach = "one" | "range" | "toggle";

/**
 * Which rows are selected and which line has the focus, as VS Code's own lists have it: arrows move the focus, a click
 * selects, shift reaches from the anchor, ctrl or cmd takes one row in or out. Only what is on the list is selected: what
 * the filter hides cannot be hit by accident.
 */
export class Selection {
  readonly #selected = new Set<RowId>();
  #items: readonly Item[] = [];
  #focus: { readonly key: ItemKey; readonly index: number } | undefined;
  /** The line with the focus has gone, so that the focus slid to another one. */
  #hasSlid = false;
  #anchor: ItemKey | undefined;

  /** Takes in a changed list. The focus stays on its line or, if that has gone, moves to the one in its place. */
  update(items: readonly Item[]): void {
    this.#items = items;
    if (this.#selected.size > 0) {
      const listed = items.flatMap((item) => (this.has(item) && item.kind === "row" ? [item.id] : []));
      this.#selected.clear();
      listed.forEach((id) => this.#selected.add(id));
    }
    if (this.#focus) {
      const index = this.indexOf(this.#focus.key);
      this.#setFocus(
        index === -1 ? Math.min(this.#focus.index, items.length - 1) : index,
        this.#hasSlid || index === -1,
      );
    }
  }

  /** Restores selection and focus, as far as they are on the list. */
  restore(selected: readonly RowId[], focus: ItemKey | undefined): void {
    const before = new Set(selected);
    this.#items.forEach((item) => item.kind === "row" && before.has(item.id) && this.#selected.add(item.id));
    this.#anchor = focus;
    this.#setFocus(focus === undefined ? -1 : this.indexOf(focus));
  }

  get selected(): Iterable<RowId> {
    return this.#selected;
  }

  /** -1 where it is not on the list. */
  indexOf(key: ItemKey): number {
    return this.#items.findIndex((item) => keyOf(item) === key);
  }

  /** -1 where nothing has the focus. */
  get focusIndex(): number {
    return this.#focus?.index ?? -1;
  }

  get focused(): Item | undefined {
    return this.#items[this.focusIndex];
  }

  get size(): number {
    return this.#selected.size;
  }

  has(item: Item): boolean {
    return item.kind === "row" && this.#selected.has(item.id);
  }

  /** Selects by a click on a line, or by the space bar on it. */
  choose(index: number, reach: Reach): void {
    const item = this.#items[index];
    if (!item) {
      return;
    }
    if (reach === "range") {
      this.#selectRange(index);
    } else {
      const isOut = reach === "toggle" && this.has(item);
      if (reach === "one") {
        this.#selected.clear();
      }
      if (item.kind === "row") {
        this.#selected[isOut ? "delete" : "add"](item.id);
      }
      this.#anchor = keyOf(item);
    }
    this.#setFocus(index);
  }

  /**
   * Moves the focus by the keyboard.
   * @param extend with the shift key: what is selected reaches from the anchor to there
   */
  moveTo(index: number, extend: boolean): void {
    const to = Math.max(0, Math.min(index, this.#items.length - 1));
    if (this.#items.length === 0) {
      return;
    }
    if (extend) {
      this.#anchor ??= this.#focus?.key;
      this.#selectRange(to);
    }
    this.#setFocus(to);
    if (!extend) {
      this.#anchor = this.#focus?.key;
    }
  }

  /** Opens a menu on a line: the selection stays where the line is part of it. */
  menuAt(index: number): void {
    const item = this.#items[index];
    if (item && this.has(item)) {
      this.#setFocus(index);
    } else {
      this.choose(index, "one");
    }
  }

  selectAll(): void {
    this.#items.forEach((item) => item.kind === "row" && this.#selected.add(item.id));
  }

  clear(): void {
    this.#selected.clear();
  }

  /** Whether everything that the user chose has gone, so that a command would hit something else. */
  get isLost(): boolean {
    return this.#hasSlid && this.#selected.size === 0;
  }

  /**
   * What a command is for: the selection, or the row with the focus where the user has put it elsewhere. In the order of the
   * list. A row into whose place the focus came because another ended does not take the place of what is selected.
   */
  get targets(): readonly RowId[] {
    const { focused } = this;
    if (focused?.kind === "row" && !this.#selected.has(focused.id) && (!this.#hasSlid || this.isLost)) {
      return [focused.id];
    }
    return this.#items.flatMap((item) => (item.kind === "row" && this.#selected.has(item.id) ? [item.id] : []));
  }

  #selectRange(to: number): void {
    const anchor = this.#anchor === undefined ? -1 : this.indexOf(this.#anchor);
    const from = anchor === -1 ? to : anchor;
    this.#selected.clear();
    for (const item of this.#items.slice(Math.min(from, to), Math.max(from, to) + 1)) {
      if (item.kind === "row") {
        this.#selected.add(item.id);
      }
    }
  }

  #setFocus(index: number, hasSlid = false): void {
    const item = this.#items[index];
    this.#hasSlid = hasSlid;
    this.#focus = item && { key: keyOf(item), index };
  }
}
