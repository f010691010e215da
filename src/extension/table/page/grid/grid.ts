import {
  elementScroll,
  observeElementOffset,
  observeElementRect,
  Virtualizer,
  type VirtualizerOptions,
} from "@tanstack/virtual-core";
import type { GridLayout, RowId, TablePosition } from "../../protocol.ts";
import { keyOf, type Arranged, type GridRow, type Item } from "../model/arrange.ts";
import { shownColumns, type LayoutChange } from "../model/columnLayout.ts";
import { element, setAttributes } from "../dom.ts";
import type { Face } from "./face.ts";
import { Header } from "./header.ts";
import { LinePool } from "./linePool.ts";
import { lineId, renderLine } from "./renderRow.ts";
import { Selection } from "../model/selection.ts";
import { scrollShift } from "../model/scrollAnchor.ts";
import type { TextFormatter } from "../texts.ts";

/** Pixels of a line, the same as in VS Code's lists; styles/base.css has it too. */
const LINE = 22;
/** Lines drawn beyond what is seen, so that scrolling shows no blank ones. */
const OVERSCAN = 8;
/** Selected rows that are kept while the tab is in the background. */
const MOST_KEPT = 5_000;

/** What VS Code's menu is told about where it was opened. */
const NO_MENU = JSON.stringify({ preventDefaultContextMenuItems: true });

export interface GridOptions<Row extends GridRow> {
  readonly face: Face<Row>;
  readonly texts: TextFormatter;
  readonly now: () => number;
  readonly change: (change: LayoutChange) => void;
  /** The selection, the focus or the scroll position changed. */
  readonly selected: () => void;
  /** A group was opened or closed. */
  readonly toggle: (group: string) => void;
  readonly openDetails: () => void;
  readonly deleteRows: () => void;
  readonly copyRows: () => void;
}

/** The table itself: draws the lines that are seen, and takes keys and clicks. */
export class Grid<Row extends GridRow> {
  readonly root = element("div", {
    class: "grid",
    tabindex: "0",
    role: "grid",
    "aria-multiselectable": "true",
  });
  readonly selection = new Selection();
  readonly #options: GridOptions<Row>;
  readonly #menu: string;
  readonly #header: Header;
  readonly #body = element("div", { role: "rowgroup", class: "body" });
  readonly #virtualizer: Virtualizer<HTMLElement, HTMLElement>;
  readonly #lines = new LinePool(this.#body);
  #items: readonly Item<Row>[] = [];
  #columns: readonly string[] = [];
  /** Where scrolling came to rest: to ask the browser, right after something was drawn, would have it lay out everything at once. */
  #rest = { top: 0, left: 0 };

  constructor(options: GridOptions<Row>) {
    this.#options = options;
    const { face } = options;
    this.#menu = JSON.stringify({ webviewSection: face.menu, preventDefaultContextMenuItems: true });
    this.#header = new Header(face, options.change);
    setAttributes(this.#header.row, { "data-vscode-context": NO_MENU });
    setAttributes(this.root, { "aria-label": face.label, "data-vscode-context": this.#menu });
    this.root.append(element("div", { role: "rowgroup", class: "sticky" }, this.#header.row), this.#body);
    this.#virtualizer = new Virtualizer(this.#virtualizerOptions());
    this.#listen();
  }

  /** To be called once it is part of the page. */
  mount(): void {
    this.#virtualizer._didMount();
    this.#virtualizer._willUpdate();
  }

  /** @param isHeld visible rows stay in place though rows come or go above them; except at the top */
  show({ items }: Arranged<Row>, layout: GridLayout, isHeld: boolean): void {
    const offset = this.#virtualizer.scrollOffset ?? 0;
    const shift =
      isHeld && offset > 0 ? scrollShift(this.#items, items, Math.ceil(offset / LINE), this.#lines.size) : 0;
    this.#items = items;
    this.#columns = shownColumns(layout);
    this.selection.update(items);
    const widths = this.#columns.map((column) => layout.widths[column] ?? this.#options.face.column(column).width);
    this.root.style.setProperty("--columns", widths.map((width) => `${width}px`).join(" "));
    this.root.style.setProperty("--width", `${widths.reduce((sum, width) => sum + width, 0)}px`);
    setAttributes(this.root, {
      role: layout.groupBy === "none" ? "grid" : "treegrid",
      "aria-rowcount": String(items.length + 1),
      "aria-colcount": String(this.#columns.length),
    });
    this.#header.update(layout);
    this.#virtualizer.setOptions(this.#virtualizerOptions());
    this.#virtualizer._willUpdate();
    this.draw();
    if (shift !== 0) {
      this.#scrollTo(offset + shift * LINE, this.root.scrollLeft);
    }
  }

  #scrollTo(top: number, left: number): void {
    this.root.scrollTo({ top, left, behavior: "instant" });
    // The browser's own event comes with the next frame; this one would be blank.
    this.root.dispatchEvent(new Event("scroll"));
  }

  /** Where the user is, without the selection if that is too large to be sent with every key. */
  get position(): Omit<TablePosition, "closed"> {
    const { size, selected, focused } = this.selection;
    return {
      ...this.#rest,
      selected: size > MOST_KEPT ? [] : [...selected],
      ...(focused && { focus: keyOf(focused) }),
    };
  }

  /** Restores the position of a former page. To be called once the lines are there. */
  goTo({ selected, focus, top, left }: TablePosition): void {
    this.selection.restore(selected, focus);
    this.#scrollTo(top, left);
    this.#rest = { top, left };
    this.#changed();
  }

  /** Selects a row, and scrolls to it. */
  choose(row: RowId): void {
    const index = this.selection.indexOf(row);
    this.selection.choose(index, "one");
    if (index >= 0) {
      this.#virtualizer.scrollToIndex(index, { align: "center" });
    }
    this.#changed();
  }

  /** Draws the visible lines, also if only time has passed. */
  draw(): void {
    const drawn = this.#virtualizer.getVirtualItems();
    this.#body.style.height = `${this.#virtualizer.getTotalSize()}px`;
    const wanted = new Set(drawn.map(({ index }) => index));
    this.#lines.keep(wanted);
    const { face, texts } = this.#options;
    const now = this.#options.now();
    const isTree = this.root.role === "treegrid";
    for (const { index, start } of drawn) {
      const item = this.#items[index];
      if (item) {
        const isFocused = index === this.selection.focusIndex;
        const isSelected = this.selection.has(item);
        const line = this.#lines.take(index);
        line.style.transform = `translateY(${start}px)`;
        renderLine(line, { item, index, isFocused, isSelected, isTree }, { columns: this.#columns, face, texts, now });
      }
    }
    this.#lines.hideSpare();
    const focused = this.selection.focused;
    setAttributes(this.root, {
      "aria-activedescendant": focused && this.#lines.has(this.selection.focusIndex) ? lineId(focused) : undefined,
    });
  }

  #virtualizerOptions(): VirtualizerOptions<HTMLElement, HTMLElement> {
    return {
      count: this.#items.length,
      getScrollElement: () => this.root,
      estimateSize: () => LINE,
      overscan: OVERSCAN,
      // The titles stay in sight, and cover that much.
      scrollPaddingStart: LINE + 2,
      scrollMargin: 0,
      observeElementRect,
      observeElementOffset,
      scrollToFn: elementScroll,
      onChange: () => this.draw(),
    };
  }

  #listen(): void {
    const { root } = this;
    root.addEventListener("mousedown", (event) => this.#onMouseDown(event));
    root.addEventListener("dblclick", (event) => this.#lineAt(event) >= 0 && this.#options.openDetails());
    root.addEventListener("contextmenu", (event) => this.#onMenu(event));
    root.addEventListener("keydown", (event) => this.#onKey(event));
    root.addEventListener("scrollend", () => {
      this.#rest = { top: root.scrollTop, left: root.scrollLeft };
      this.#options.selected();
    });
    // A cell that is cut off shows its full text as a tooltip.
    root.addEventListener("pointerover", ({ target }) => {
      if (target instanceof HTMLElement && target.matches(".body .cell")) {
        target.title = target.scrollWidth > target.clientWidth ? target.innerText : "";
      }
    });
  }

  /** -1 where it is no line. */
  #lineAt({ target }: Event): number {
    const line = target instanceof Element ? target.closest<HTMLElement>(".body .row") : null;
    return Number(line?.dataset["index"] ?? -1);
  }

  #onMouseDown(event: MouseEvent): void {
    const index = this.#lineAt(event);
    const item = this.#items[index];
    if (event.button !== 0 || !item) {
      return;
    }
    const reach = event.ctrlKey || event.metaKey ? "toggle" : "one";
    this.selection.choose(index, event.shiftKey ? "range" : reach);
    if (item.kind === "group" && !event.shiftKey) {
      this.#options.toggle(item.key);
    }
    this.#changed();
  }

  #onMenu(event: MouseEvent): void {
    const index = this.#lineAt(event);
    if (index >= 0) {
      this.selection.menuAt(index);
      this.#changed();
    } else if (this.selection.isLost) {
      // By the keyboard, on the line that has the focus now.
      this.selection.moveTo(this.selection.focusIndex, false);
    }
    // Without a row there is nothing that the menu could be for.
    setAttributes(this.root, { "data-vscode-context": this.selection.targets.length > 0 ? this.#menu : NO_MENU });
  }

  #onKey(event: KeyboardEvent): void {
    // With Alt, arrows go back and forth among editors.
    if (event.target !== this.root || event.altKey) {
      return;
    }
    const page = Math.max(1, Math.floor(this.root.clientHeight / LINE) - 2);
    const { focusIndex } = this.selection;
    const to = {
      ArrowUp: focusIndex - 1,
      ArrowDown: focusIndex + 1,
      PageUp: focusIndex - page,
      PageDown: focusIndex + page,
      Home: 0,
      End: this.#items.length - 1,
    }[event.key];
    const isCommand = event.ctrlKey || event.metaKey;
    if (to !== undefined && (!isCommand || event.key === "Home" || event.key === "End")) {
      this.selection.moveTo(to, event.shiftKey);
      this.#virtualizer.scrollToIndex(this.selection.focusIndex, { align: "auto" });
    } else if (!this.#act(event, isCommand)) {
      return;
    }
    event.preventDefault();
    // VS Code would handle Ctrl+A by selecting the text of the filter and moving the focus there.
    event.stopPropagation();
    this.#changed();
  }

  /** Whether the key means something. */
  #act(event: KeyboardEvent, isCommand: boolean): boolean {
    const { focused, focusIndex } = this.selection;
    const key = event.key.toLowerCase();
    if (key === " ") {
      this.selection.choose(focusIndex, event.shiftKey ? "range" : "toggle");
    } else if (key === "a" && isCommand) {
      this.selection.selectAll();
    } else if (key === "c" && isCommand) {
      this.#options.copyRows();
    } else if (key === "escape" && this.selection.size > 0) {
      this.selection.clear();
    } else if (key === "delete" || (key === "backspace" && event.metaKey)) {
      this.#options.deleteRows();
    } else if (
      focused?.kind === "group" &&
      (key === "enter" || key === (focused.isOpen ? "arrowleft" : "arrowright"))
    ) {
      this.#options.toggle(focused.key);
    } else if (key === "enter") {
      this.#options.openDetails();
    } else if (key === "arrowleft" || key === "arrowright") {
      this.root.scrollBy({ left: key === "arrowleft" ? -LINE * 2 : LINE * 2 });
    } else {
      return false;
    }
    return true;
  }

  #changed(): void {
    this.draw();
    this.#options.selected();
  }
}
