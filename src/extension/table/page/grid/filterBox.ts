import type { Completer, Completion } from "../model/completion.ts";
import { element, icon, setAttributes } from "../dom.ts";
import type { TextFormatter } from "../texts.ts";

interface Options {
  readonly texts: TextFormatter;
  readonly complete: Completer;
  /** What it says while it is empty. */
  readonly hint: string;
  readonly label: string;
  readonly changed: (filter: string) => void;
  /** The user wants to go on in the table. */
  readonly leave: () => void;
}

/** The filter's input, with completion. */
export class FilterBox {
  readonly root: HTMLElement;
  readonly #options: Options;
  readonly #input: HTMLInputElement;
  readonly #list: HTMLElement;
  #completion: Completion = { from: 0, to: 0, proposals: [] };
  #active = -1;

  constructor(options: Options) {
    this.#options = options;
    const { texts, label } = options;
    this.#input = element("input", {
      type: "text",
      role: "combobox",
      spellcheck: "false",
      autocomplete: "off",
      placeholder: options.hint,
      "aria-label": label,
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": "proposals",
    });
    this.#list = element("div", {
      id: "proposals",
      role: "listbox",
      class: "proposals",
      "aria-label": label,
    });
    this.#list.hidden = true;
    const clear = element(
      "button",
      { type: "button", class: "clear", title: texts.format("clearFilter"), "aria-label": texts.format("clearFilter") },
      icon("clear-all"),
    );
    clear.addEventListener("click", () => this.#write(""));
    this.root = element("div", { class: "filter" }, icon("filter"), this.#input, clear, this.#list);
    this.#input.addEventListener("input", () => {
      this.#propose();
      options.changed(this.#input.value);
    });
    this.#input.addEventListener("keydown", (event) => this.#onKey(event));
    this.#input.addEventListener("blur", () => this.#close());
    // The field keeps the focus while a proposal is clicked.
    this.#list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const index = event.target instanceof HTMLElement ? Number(event.target.dataset["index"] ?? -1) : -1;
      this.#take(index);
    });
  }

  get value(): string {
    return this.#input.value;
  }

  set value(text: string) {
    this.#input.value = text;
  }

  focus(): void {
    this.#input.select();
  }

  #write(text: string): void {
    this.#input.value = text;
    this.#input.focus();
    this.#close();
    this.#options.changed(text);
  }

  #propose(): void {
    const { value, selectionStart } = this.#input;
    this.#completion = this.#options.complete(value, selectionStart ?? value.length);
    this.#active = -1;
    const options = this.#completion.proposals.map((text, index) =>
      element("div", { role: "option", id: `proposal-${index}`, "data-index": String(index) }, text),
    );
    this.#list.replaceChildren(...options);
    this.#open(options.length > 0);
  }

  #open(isOpen: boolean): void {
    this.#list.hidden = !isOpen;
    setAttributes(this.#input, { "aria-expanded": String(isOpen) });
    this.#mark();
  }

  #close(): void {
    this.#active = -1;
    this.#open(false);
  }

  #mark(): void {
    [...this.#list.children].forEach((option, index) =>
      setAttributes(option, { "aria-selected": String(index === this.#active) }),
    );
    setAttributes(this.#input, { "aria-activedescendant": this.#active >= 0 ? `proposal-${this.#active}` : undefined });
  }

  #take(index: number): void {
    const { from, to, proposals } = this.#completion;
    const proposal = proposals[index];
    if (proposal !== undefined) {
      const isField = proposal.endsWith(":");
      const text = this.#input.value;
      const before = `${text.slice(0, from)}${proposal}${isField ? "" : " "}`;
      this.#write(before + text.slice(to).trimStart());
      this.#input.setSelectionRange(before.length, before.length);
      if (isField) {
        this.#propose();
      }
    }
  }

  #onKey(event: KeyboardEvent): void {
    const isOpen = !this.#list.hidden;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && isOpen) {
      const count = this.#completion.proposals.length;
      this.#active = (this.#active + step + (this.#active === -1 && step < 0 ? 1 : 0) + count) % count;
      this.#mark();
    } else if (event.key === "ArrowDown" && (event.altKey || event.ctrlKey)) {
      this.#propose();
    } else if ((event.key === "Enter" || event.key === "Tab") && isOpen && this.#active >= 0) {
      this.#take(this.#active);
    } else if (event.key === "Escape" && isOpen) {
      this.#close();
    } else if (event.key === "Escape" && this.value !== "") {
      this.#write("");
    } else if (event.key === "Enter" || event.key === "ArrowDown") {
      this.#close();
      this.#options.leave();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }
}
