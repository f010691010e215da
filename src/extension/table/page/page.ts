import { intlLocale } from "../../../core/text/locale.ts";
import type { ExtensionMessage, PageMessage } from "../protocol.ts";
import { element } from "./dom.ts";
import { keepFocus } from "./keepFocus.ts";
import type { PageFace } from "./pageFace.ts";
import { SessionsFace } from "./sessions/sessionsFace.ts";
import { TextFormatter } from "./texts.ts";

/** How often durations are drawn again. */
const TICK_MS = 15_000;

/** The whole page: what it shows, and what concerns all of it. */
export class Page {
  readonly #face: PageFace;
  readonly #end = new AbortController();

  constructor(init: ExtensionMessage & { type: "init" }, send: (message: PageMessage) => void, now: () => number) {
    const texts = new TextFormatter(init.texts, intlLocale(init.locale), init.timeZone);
    this.#face = new SessionsFace({ texts, init, send, now });
    document.body.replaceChildren(
      element("main", {}, element("h1", { class: "spoken" }, texts.format("table")), ...this.#face.parts),
    );
    document.body.setAttribute("data-vscode-context", JSON.stringify({ preventDefaultContextMenuItems: true }));
    this.#face.mount();
    // The table has the keyboard from the start.
    this.#face.root.focus();
    const { signal } = this.#end;
    keepFocus(this.#face.root, signal);
    window.addEventListener("resize", () => this.#face.draw(), { signal });
    window.addEventListener("keydown", (event) => this.#onKey(event), { signal });
    // A changed theme shows in the classes of the body.
    const themes = new MutationObserver(() => this.#face.draw());
    themes.observe(document.body, { attributes: true, attributeFilter: ["class"] });
    const tick = setInterval(() => this.#face.draw(), TICK_MS);
    signal.addEventListener("abort", () => {
      this.#face.dispose();
      themes.disconnect();
      clearInterval(tick);
    });
  }

  /** Handles a message of the extension. */
  handleMessage(message: Exclude<ExtensionMessage, { type: "init" }>): void {
    this.#face.handleMessage(message);
  }

  dispose(): void {
    this.#end.abort();
  }

  #onKey(event: KeyboardEvent): void {
    if (event.key.toLowerCase() === "f" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.#face.focusFilter();
    }
  }
}
