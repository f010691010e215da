import { asCertainAs, exactly, UNKNOWN_COUNT, type Count } from "../../../../core/model/count.ts";
import type { HostRow, SessionCount } from "../../protocol.ts";
import { element, icon } from "../dom.ts";
import { BUCKETS, statistics, type Use } from "../model/statistics.ts";
import { Plot, reachOfCount } from "./plot.ts";
import { minutes, type RowStore } from "../model/rowStore.ts";
import type { TextFormatter } from "../texts.ts";

/** What there is to say of all sessions together: numbers, how full the hosts are, how long people stay, and since when. */
export class Overview {
  readonly root: HTMLElement;
  readonly #texts: TextFormatter;
  readonly #figures = element("dl", { class: "figures" });
  readonly #capacity = element("ul", { class: "gauges" });
  readonly #durations = element("ul", { class: "bars" });
  readonly #plot: Plot;
  #counts: readonly SessionCount[] = [];

  constructor(texts: TextFormatter) {
    this.#texts = texts;
    this.#plot = new Plot({
      label: texts.format("observed"),
      height: 96,
      reach: reachOfCount,
      time: (ms) => texts.clock(ms),
      value: (sessions) => texts.number(sessions),
      empty: texts.format("observedSoon"),
      undrawn: texts.format("noPlots"),
      describe: (_sessions, time) => this.#describeCount(time),
    });
    this.root = element(
      "section",
      { class: "overview", "aria-label": texts.format("overview") },
      this.#figures,
      part(texts.format("capacity"), this.#capacity),
      part(texts.format("durations"), this.#durations),
      part(texts.format("observed"), this.#plot.root),
    );
  }

  addCounts(counts: readonly SessionCount[], reset: boolean): void {
    this.#counts = reset ? counts : [...this.#counts, ...counts];
    this.#plot.show({
      times: this.#counts.map(({ at }) => at),
      values: this.#counts.map(({ count }) => (count.kind === "unknown" ? null : count.value)),
    });
  }

  #describeCount(time: number): string {
    const clock = this.#texts.clock(time);
    const { count = UNKNOWN_COUNT, unread = 0 } = this.#counts.find(({ at }) => at === time) ?? {};
    if (count.kind === "unknown") {
      return this.#texts.format("noValueAt", clock);
    }
    return unread > 0
      ? this.#texts.format("observedPartly", this.#texts.sessions(count), clock, unread)
      : this.#texts.format("observedText", this.#texts.sessions(count), clock);
  }

  /** @param count how many sessions there are, the rows among them */
  update({ rows, hosts }: Pick<RowStore, "rows" | "hosts">, count: Count, now: number): void {
    const texts = this.#texts;
    const { users, machines, longest, uses, unread, durations } = statistics(rows, hosts.values(), now);
    this.#figures.replaceChildren(
      ...this.#figure("sessions", texts.format("sessions"), this.#number(count)),
      ...this.#figure("users", texts.format("users"), this.#number(among(count, users))),
      ...this.#figure("machines", texts.format("machines"), this.#number(among(count, machines))),
      ...this.#figure(
        "longest",
        texts.format("longest"),
        longest ? texts.duration(minutes(longest, now)) : "–",
        longest?.user,
      ),
    );
    this.#capacity.replaceChildren(...unread.map((host) => this.#unread(host)), ...uses.map((use) => this.#gauge(use)));
    const most = Math.max(1, ...durations);
    this.#durations.replaceChildren(
      ...(count.kind === "unknown" ? [] : durations).map((sessions, index) =>
        this.#bar(index, asCertainAs(count, sessions), sessions / most),
      ),
    );
    this.#plot.resize();
  }

  #figure(name: string, label: string, value: string, title?: string): HTMLElement[] {
    return [
      element(
        "div",
        { class: "figure", "data-figure": name },
        element("dt", {}, label),
        element("dd", { title }, value),
      ),
    ];
  }

  /** Unknown is not zero. */
  #number(count: Count): string {
    return count.kind === "unknown" ? "–" : this.#texts.count(count);
  }

  #unread({ name, problem, reading, approximate, capacity }: HostRow): HTMLElement {
    const reason = reading === "pending" ? this.#texts.format("reading") : (problem ?? this.#texts.format("unread"));
    return element(
      "li",
      { class: reading, title: [approximate?.text, reason].filter((text) => text !== undefined).join(" · ") },
      icon(reading === "pending" ? "loading" : "warning"),
      element("span", { class: "name" }, name),
      // It isn't known how many of them are RDP, of which a host carries fewer.
      ...(approximate && capacity ? [bar(approximate.value / capacity.rdp, "approximate")] : []),
      ...(approximate ? [element("span", { class: "number", "aria-hidden": "true" }, approximate.short)] : []),
      ...(approximate ? [element("span", { class: "spoken" }, approximate.text)] : []),
      element("span", { class: "reason" }, reason),
    );
  }

  #gauge({ host, protocol, sessions, capacity, isHigh }: Use): HTMLElement {
    const text =
      capacity === undefined
        ? this.#texts.format("capacityUnknown", host.name, this.#texts.sessions(exactly(sessions)), protocol)
        : this.#texts.format("capacityText", host.name, sessions, capacity, protocol);
    const title = [text, this.#texts.asOf(host)].filter((part) => part !== undefined).join(" · ");
    return element(
      "li",
      { class: isHigh ? "high" : "", title },
      element("span", { class: "name", "aria-hidden": "true" }, host.name),
      element("span", { class: "protocol", "aria-hidden": "true" }, protocol),
      bar(capacity === undefined ? 0 : sessions / capacity),
      element(
        "span",
        { class: "number", "aria-hidden": "true" },
        `${this.#texts.number(sessions)} / ${capacity === undefined ? "?" : this.#texts.number(capacity)}`,
      ),
      element("span", { class: "spoken" }, title),
    );
  }

  #bucketText(from: number, to: number | undefined): string {
    if (to === undefined) {
      return `> ${this.#texts.duration(from)}`;
    }
    return from === 0 ? `< ${this.#texts.duration(to)}` : `${this.#texts.duration(from)} – ${this.#texts.duration(to)}`;
  }

  #bar(index: number, count: Count, share: number): HTMLElement {
    const [from, to] = [BUCKETS[index] ?? 0, BUCKETS[index + 1]];
    const label = this.#bucketText(from, to);
    return element(
      "li",
      {},
      element("span", { class: "name", "aria-hidden": "true" }, label),
      bar(share),
      element("span", { class: "number", "aria-hidden": "true" }, this.#number(count)),
      element("span", { class: "spoken" }, this.#texts.format("durationsText", label, this.#texts.sessions(count))),
    );
  }
}

function part(title: string, content: HTMLElement): HTMLElement {
  return element("div", { class: "part" }, element("h2", {}, title), content);
}

/** @param share of the whole, 1 or more where it is full */
function bar(share: number, kind = ""): HTMLElement {
  const filled = element("span", { class: `filled ${kind}`.trimEnd() });
  filled.style.width = `${Math.min(1, share) * 100}%`;
  return element("span", { class: "bar", "aria-hidden": "true" }, filled);
}

/** How many users or target VMs there are among the sessions: no more certain than how many sessions there are. */
function among(sessions: Count, found: Count): Count {
  return found.kind === "exact" ? asCertainAs(sessions, found.value) : found;
}
