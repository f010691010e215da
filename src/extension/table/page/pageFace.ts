import type { ExtensionMessage, PageMessage, RowId } from "../protocol.ts";
import type { TextFormatter } from "./texts.ts";

/** What a face is made with. */
export interface PageFaceOptions {
  readonly texts: TextFormatter;
  readonly init: ExtensionMessage & { readonly type: "init" };
  /** The switch between the faces. */
  readonly faces: HTMLElement;
  readonly send: (message: PageMessage) => void;
  readonly now: () => number;
}

/** What the page shows: one of the faces of the table. */
export interface PageFace {
  /** Its elements, from the top to the bottom of the page. */
  readonly parts: readonly HTMLElement[];
  /** The grid, which takes the keys. */
  readonly root: HTMLElement;
  /** To be called whenever it has become part of the page. */
  mount(): void;
  /** To be called before it leaves the page. */
  leave(): void;
  /** Filters, or selects a row. */
  show(wanted: { readonly filter?: string; readonly row?: RowId }): void;
  focusFilter(): void;
  /** Draws it again, also if only time has passed. */
  draw(): void;
  handleMessage(message: Exclude<ExtensionMessage, { type: "init" }>): void;
  dispose(): void;
}
