import type { StoredValue } from "../../ui/storedValue.ts";
import type { RowMessage, TablePosition } from "../gridProtocol.ts";
import type { PageMessage } from "../protocol.ts";
import { StoredLayout } from "../storedLayout.ts";
import type { HistoryAction, HistoryActions, HistoryDependencies } from "./historyActions.ts";
import { parseHistoryLayout } from "./historyLayout.ts";
import type { HistoryLayout } from "./historyProtocol.ts";

type HistoryPageMessage = HistoryAction | (RowMessage<HistoryLayout> & { readonly face: "history" });

export function isOfHistory(message: PageMessage): message is HistoryPageMessage {
  const { type } = message;
  const isOwn = type === "readHistory" || type === "diagnose" || type === "showSession";
  return isOwn || (type !== "face" && "face" in message && message.face === "history");
}

/** The history's part of the table's tab. Most of its code is loaded when its face is shown. */
export class HistoryPanel {
  readonly #dependencies: HistoryDependencies;
  readonly #layout: StoredLayout<HistoryLayout>;
  #position: TablePosition | undefined;
  #loading: Promise<HistoryActions> | undefined;
  #actions: HistoryActions | undefined;

  constructor({ stored, ...dependencies }: HistoryDependencies & { readonly stored: StoredValue }) {
    this.#dependencies = dependencies;
    this.#layout = new StoredLayout({
      stored,
      parse: parseHistoryLayout,
      // Most of what it is filtered by is a name or an address.
      storable: (layout) => ({ ...layout, filter: "" }),
    });
  }

  get layout(): HistoryLayout {
    return this.#layout.layout;
  }

  get position(): TablePosition | undefined {
    return this.#position;
  }

  /** To be called when a new page knows nothing yet. */
  postAll(): void {
    this.#actions?.feed.postAll();
  }

  /** To be called when the live lists have changed. */
  update(): void {
    this.#actions?.feed.update();
  }

  /** To be called when the table is about something else. */
  clear(): void {
    this.#position = undefined;
    this.#actions?.feed.clear();
  }

  async handleMessage(message: HistoryPageMessage): Promise<void> {
    switch (message.type) {
      case "layout":
        this.#layout.layout = message.layout;
        return;
      case "position":
        this.#position = message.position;
        return;
      default:
        await (await this.#load()).handleMessage(message);
    }
  }

  dispose(): void {
    this.#actions?.feed.dispose();
    this.#layout.save();
  }

  async #load(): Promise<HistoryActions> {
    this.#loading ??= import("./historyActions.ts").then(
      ({ HistoryActions: Actions }) => new Actions(this.#dependencies),
    );
    return (this.#actions ??= await this.#loading);
  }
}
