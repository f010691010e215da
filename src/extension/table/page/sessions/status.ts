import { UNKNOWN_COUNT } from "../../../../core/model/count.ts";
import type { DataStatus } from "../../protocol.ts";
import { element, setText } from "../dom.ts";
import type { TextFormatter } from "../texts.ts";

/** While nothing is known. */
export const NO_STATUS: DataStatus = { count: UNKNOWN_COUNT, notice: "", empty: "", updated: "" };

/** What the status is about. */
interface StatusFacts {
  readonly dataStatus: DataStatus;
  /** How far reading has got; `undefined` once it is done. */
  readonly loading: { readonly done: number; readonly total: number } | undefined;
  /** Sessions that the filter lets through. */
  readonly shown: number;
  readonly all: number;
  readonly selected: number;
}

/** Says how many sessions there are, what they leave out, and what it means that there are none. */
export class Status {
  /** Above the table. */
  readonly notice = element("div", { class: "notice" });
  /** In place of rows. */
  readonly nothing = element("div", { class: "nothing" });
  /** Below the table. */
  readonly foot: HTMLElement;
  readonly #texts: TextFormatter;
  readonly #scope: string | undefined;
  readonly #noticeText = element("span", { role: "alert" });
  readonly #counts = element("div", { class: "status", role: "status" });
  /** Beside the counts, which are read out whenever they change. */
  readonly #updated = element("div", { class: "updated" });

  constructor(texts: TextFormatter, scope: string | undefined, showView: () => void) {
    this.#texts = texts;
    this.#scope = scope;
    const link = element("button", { class: "link", type: "button" }, texts.format("showView"));
    link.addEventListener("click", showView);
    this.notice.append(this.#noticeText, link);
    this.foot = element("div", { class: "foot" }, this.#counts, this.#updated);
  }

  update(facts: StatusFacts): void {
    const { notice, updated } = facts.dataStatus;
    setText(this.#counts, this.#countsText(facts));
    setText(this.#updated, updated);
    setText(this.#noticeText, notice);
    this.notice.hidden = notice === "";
    this.nothing.hidden = facts.shown > 0;
    setText(this.nothing, this.#noRowsText(facts));
  }

  #countsText({ dataStatus, loading, shown, all, selected }: StatusFacts): string {
    const texts = this.#texts;
    const parts = this.#scope === undefined ? [] : [texts.format("scope", this.#scope)];
    const { count } = dataStatus;
    if (count.kind !== "unknown" && (all > 0 || !loading)) {
      parts.push(shown === all ? texts.sessions(count) : texts.format("countFiltered", shown, texts.sessions(count)));
    } else if (!loading) {
      // Without an answer, no sessions is not the same as none.
      parts.push(texts.format("notKnown"));
    }
    if (selected > 0) {
      parts.push(texts.format("selected", selected));
    }
    if (loading) {
      const { done, total } = loading;
      parts.push(total === 0 ? texts.format("searching") : texts.format("loading", done, total));
    }
    return parts.join(" · ");
  }

  #noRowsText({ dataStatus, loading, shown, all }: StatusFacts): string {
    if (shown > 0) {
      return "";
    }
    if (all > 0) {
      return this.#texts.format("noMatch");
    }
    return loading ? "" : dataStatus.empty || this.#texts.format("notKnown");
  }
}
