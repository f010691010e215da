import { element, icon, setText } from "../dom.ts";
import type { ExtensionMessage, RowId } from "../../protocol.ts";
import type { TextFormatter } from "../texts.ts";

/** What is shown of a row. */
export type DetailsText = Pick<ExtensionMessage & { readonly type: "details" }, "row" | "title" | "fields">;

/** Everything that is known of one row, beside the grid. */
export class Details {
  readonly root: HTMLElement;
  readonly #texts: TextFormatter;
  readonly #gone: string;
  readonly #closed: () => void;
  /** Says that the row has gone while it is shown. */
  readonly #remark = element("p", { class: "remark", role: "status" });
  #row: RowId | undefined;
  #isNew = false;

  /**
   * @param gone what they say of a row that has gone
   * @param closed called when the user has seen enough
   */
  constructor(texts: TextFormatter, gone: string, closed: () => void) {
    this.#texts = texts;
    this.#gone = gone;
    this.#closed = closed;
    this.root = element("aside", { class: "details", "aria-label": texts.format("details"), tabindex: "-1" });
    this.root.hidden = true;
    this.root.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        event.stopPropagation();
        this.close();
      }
    });
  }

  /** The row that is shown or asked for; `undefined` while none is, or one that has gone. */
  get row(): RowId | undefined {
    return this.#row;
  }

  /** The user wants to see a row: details of another one that still arrive are ignored. */
  request(row: RowId): void {
    this.#row = row;
    this.#isNew = true;
  }

  /** Says that the row has gone; what was known of it stays. */
  end(): void {
    this.#row = undefined;
    setText(this.#remark, this.#gone);
  }

  /**
   * Shows what is known of a row now, where it is still wanted.
   * @param actions what can be done with it
   */
  show({ row, title, fields }: DetailsText, actions: readonly HTMLElement[] = []): void {
    if (row !== this.#row) {
      return;
    }
    setText(this.#remark, "");
    const label = this.#texts.format("close");
    const close = element("button", { type: "button", title: label, "aria-label": label }, icon("close"));
    close.addEventListener("click", () => this.close());
    const list = element(
      "dl",
      {},
      ...fields.flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]),
    );
    const hadFocus = this.root.contains(document.activeElement);
    this.root.replaceChildren(element("header", {}, element("h2", {}, title), close), this.#remark, ...actions, list);
    this.root.hidden = false;
    if (this.#isNew || hadFocus) {
      this.root.focus();
    }
    this.#isNew = false;
  }

  close(): void {
    if (!this.root.hidden) {
      this.root.hidden = true;
      this.#row = undefined;
      this.#closed();
    }
  }
}
