import type { HistoryStatus } from "../../history/historyProtocol.ts";
import { element, setText } from "../dom.ts";
import type { TextFormatter } from "../texts.ts";

/** Gaps that are shown without a click. */
const OPEN_GAPS = 3;

/** What stands above the rows: as of when they are, and what the log can't say. */
export class AboutHistory {
  readonly root: HTMLElement;
  readonly #texts: TextFormatter;
  readonly #diagnose: (hostNumber: number) => void;
  readonly #about = element("p", { class: "as-of" });
  readonly #problem = element("p", { class: "problem", role: "alert" });
  readonly #gaps = element("div", { class: "gaps" });
  #shown = "";

  constructor(texts: TextFormatter, diagnose: (hostNumber: number) => void) {
    this.#texts = texts;
    this.#diagnose = diagnose;
    this.root = element("div", { class: "about" }, this.#about, this.#problem, this.#gaps);
    this.update({ isReading: true, about: "", gaps: [] });
  }

  update({ about, problem = "", gaps }: HistoryStatus): void {
    setText(this.#about, about);
    setText(this.#problem, problem);
    this.#about.hidden = about === "";
    this.#problem.hidden = problem === "";
    this.#gaps.hidden = gaps.length === 0;
    // A button that has the focus keeps it.
    const shown = JSON.stringify(gaps);
    if (shown !== this.#shown) {
      this.#shown = shown;
      this.#gaps.replaceChildren(...this.#list(gaps));
    }
  }

  #list(gaps: HistoryStatus["gaps"]): readonly HTMLElement[] {
    const list = element("ul", {}, ...gaps.map((gap) => this.#line(gap)));
    if (gaps.length <= OPEN_GAPS) {
      return gaps.length === 0 ? [] : [list];
    }
    return [element("details", {}, element("summary", {}, this.#texts.format("history.gaps", gaps.length)), list)];
  }

  #line({ hostNumber, text, canDiagnose }: HistoryStatus["gaps"][number]): HTMLElement {
    const line = element("li", {}, element("span", {}, text));
    if (canDiagnose) {
      const label = this.#texts.format("history.diagnose");
      const button = element("button", { type: "button", class: "link", "aria-label": `${label} ${text}` }, label);
      button.addEventListener("click", () => this.#diagnose(hostNumber));
      line.append(button);
    }
    return line;
  }
}
