import { element, icon } from "./dom.ts";
import type { Words } from "./words.ts";

/** Everything that is known of one session, beside the table. */
export class Details {
  readonly root: HTMLElement;
  readonly #words: Words;
  readonly #closed: () => void;

  /** @param closed called when the user has seen enough */
  constructor(words: Words, closed: () => void) {
    this.#words = words;
    this.#closed = closed;
    this.root = element("aside", { class: "details", "aria-label": words.say("details"), tabindex: "-1" });
    this.root.hidden = true;
    this.root.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        event.stopPropagation();
        this.close();
      }
    });
  }

  show(title: string, fields: readonly (readonly [name: string, value: string])[]): void {
    const label = this.#words.say("close");
    const close = element("button", { type: "button", title: label, "aria-label": label }, icon("close"));
    close.addEventListener("click", () => this.close());
    const list = element("dl", {}, ...fields.flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]));
    this.root.replaceChildren(element("header", {}, element("h2", {}, title), close), list);
    this.root.hidden = false;
    this.root.focus();
  }

  close(): void {
    if (!this.root.hidden) {
      this.root.hidden = true;
      this.#closed();
    }
  }
}
