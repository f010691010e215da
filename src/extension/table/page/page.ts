import { intlLocale } from "../../../core/text/locale.ts";
import type { ExtensionMessage, FaceId, PageMessage } from "../protocol.ts";
import { element } from "./dom.ts";
import { faceSwitch } from "./faceSwitch.ts";
import { HistoryFace } from "./history/historyFace.ts";
import { keepFocus } from "./keepFocus.ts";
import type { PageFace } from "./pageFace.ts";
import { SessionsFace } from "./sessions/sessionsFace.ts";
import { TextFormatter } from "./texts.ts";

/** How often durations are drawn again. */
const TICK_MS = 15_000;

type Init = ExtensionMessage & { readonly type: "init" };

/** The whole page: which of its faces it shows, and what concerns all of it. */
export class Page {
  readonly #texts: TextFormatter;
  readonly #send: (message: PageMessage) => void;
  readonly #faces: Readonly<Record<FaceId, PageFace>>;
  readonly #main = element("main");
  readonly #end = new AbortController();
  #shown: FaceId;

  constructor(init: Init, send: (message: PageMessage) => void, now: () => number) {
    const texts = new TextFormatter(init.texts, intlLocale(init.locale), init.timeZone);
    this.#texts = texts;
    this.#send = send;
    this.#shown = init.face;
    const optionsOf = (face: FaceId) => ({ texts, init, send, now, faces: this.#switch(face) });
    this.#faces = {
      sessions: new SessionsFace(optionsOf("sessions")),
      history: new HistoryFace(optionsOf("history")),
    };
    document.body.replaceChildren(this.#main);
    document.body.setAttribute("data-vscode-context", JSON.stringify({ preventDefaultContextMenuItems: true }));
    this.#mount();
    // The table has the keyboard from the start.
    this.#face.root.focus();
    const { signal } = this.#end;
    keepFocus(() => this.#face.root, signal);
    window.addEventListener("resize", () => this.#face.draw(), { signal });
    window.addEventListener("keydown", (event) => this.#onKey(event), { signal });
    // A changed theme shows in the classes of the body.
    const themes = new MutationObserver(() => this.#face.draw());
    themes.observe(document.body, { attributes: true, attributeFilter: ["class"] });
    const tick = setInterval(() => this.#face.draw(), TICK_MS);
    signal.addEventListener("abort", () => {
      Object.values(this.#faces).forEach((face) => face.dispose());
      themes.disconnect();
      clearInterval(tick);
    });
  }

  /** Handles a message of the extension. */
  handleMessage(message: Exclude<ExtensionMessage, { type: "init" }>): void {
    switch (message.type) {
      case "face":
        this.#show(message.face);
        this.#face.show(message);
        this.#face.root.focus();
        return;
      case "details":
        this.#faces[message.face].handleMessage(message);
        return;
      case "do":
        this.#face.handleMessage(message);
        return;
      case "historyRows":
      case "historyStatus":
        this.#faces.history.handleMessage(message);
        return;
      default:
        this.#faces.sessions.handleMessage(message);
    }
  }

  dispose(): void {
    this.#end.abort();
  }

  get #face(): PageFace {
    return this.#faces[this.#shown];
  }

  #switch(face: FaceId): HTMLElement {
    return faceSwitch(this.#texts, face, (chosen) => {
      if (chosen !== this.#shown) {
        this.#show(chosen);
        this.#send({ type: "face", face: chosen });
        this.#main.querySelector<HTMLElement>(`[data-face="${chosen}"]`)?.focus();
      }
    });
  }

  #show(face: FaceId): void {
    if (face !== this.#shown) {
      this.#face.leave();
      this.#shown = face;
      this.#mount();
    }
  }

  #mount(): void {
    const name = this.#shown === "sessions" ? "table" : "history.label";
    this.#main.replaceChildren(element("h1", { class: "spoken" }, this.#texts.format(name)), ...this.#face.parts);
    this.#face.mount();
  }

  #onKey(event: KeyboardEvent): void {
    if (event.key.toLowerCase() === "f" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.#face.focusFilter();
    }
  }
}
