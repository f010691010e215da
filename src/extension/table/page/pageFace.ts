import type { ExtensionMessage } from "../protocol.ts";

/** What the page shows: one of the faces of the table. */
export interface PageFace {
  /** Its elements, from the top to the bottom of the page. */
  readonly parts: readonly HTMLElement[];
  /** The grid, which takes the keys. */
  readonly root: HTMLElement;
  /** To be called once it is part of the page. */
  mount(): void;
  focusFilter(): void;
  /** Draws it again, also if only time has passed. */
  draw(): void;
  handleMessage(message: Exclude<ExtensionMessage, { type: "init" }>): void;
  dispose(): void;
}
