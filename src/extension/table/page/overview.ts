import type { HostRow, Observation } from "../protocol.ts";
import { element, icon } from "./dom.ts";
import { BUCKETS, figures, type Use } from "./model/statistics.ts";
import { Plot, reachOfCount } from "./plot.ts";
import { minutes, type PageRow } from "./model/rowStore.ts";
import type { Words } from "./texts.ts";

/** What there is to say of all sessions together: numbers, how full the hosts are, how long people stay, and since when. */
export class Overview {
  readonly root: HTMLElement;
  readonly #words: Words;
  readonly #figures = element("dl", { class: "figures" });
  readonly #capacity = element("ul", { class: "gauges" });
  readonly #durations = element("ul", { class: "bars" });
  readonly #plot: Plot;
  #observations: readonly Observation[] = [];

  constructor(words: Words) {
    this.#words = words;
    this.#plot = new Plot({
      label: words.say("observed"),
      height: 96,
      reach: reachOfCount,
      time: (ms) => words.clock(ms),
      value: String,
      empty: words.say("observedSoon"),
      undrawn: words.say("noPlots"),
      say: (sessions, time) => this.#sayObserved(sessions, time),
    });
    this.root = element(
      "section",
      { class: "overview", "aria-label": words.say("overview") },
      this.#figures,
      part(words.say("capacity"), this.#capacity),
      part(words.say("durations"), this.#durations),
      part(words.say("observed"), this.#plot.root),
    );
  }

  observed(observations: readonly Observation[], reset: boolean): void {
    this.#observations = reset ? observations : [...this.#observations, ...observations];
    this.#plot.show({
      times: this.#observations.map(({ at }) => at),
      values: this.#observations.map(({ sessions }) => sessions ?? null),
    });
  }

  #sayObserved(sessions: number | null, time: number): string {
    const clock = this.#words.clock(time);
    const unread = this.#observations.find(({ at }) => at === time)?.unread ?? 0;
    if (sessions === null) {
      return this.#words.say("noValueAt", clock);
    }
    return unread > 0
      ? this.#words.say("observedPartly", sessions, clock, unread)
      : this.#words.say("observedText", sessions, clock);
  }

  update(rows: readonly PageRow[], hosts: Iterable<HostRow>, now: number): void {
    const words = this.#words;
    const { sessions, users, machines, areKnown, longest, uses, unread, durations } = figures(rows, hosts, now);
    // Nobody is said to be absent while it is not known.
    const count = (found: number) => (areKnown ? String(found) : "–");
    this.#figures.replaceChildren(
      ...this.#figure("sessions", words.say("sessions"), count(sessions)),
      ...this.#figure("users", words.say("users"), count(users)),
      ...this.#figure("machines", words.say("machines"), count(machines)),
      ...this.#figure(
        "longest",
        words.say("longest"),
        longest ? words.duration(minutes(longest, now)) : "–",
        longest?.user,
      ),
    );
    this.#capacity.replaceChildren(...unread.map((host) => this.#unread(host)), ...uses.map((use) => this.#gauge(use)));
    const most = Math.max(1, ...durations);
    this.#durations.replaceChildren(
      ...(areKnown ? durations : []).map((count, index) => this.#bar(index, count, count / most)),
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

  #unread({ name, problem, reading }: HostRow): HTMLElement {
    const reason = reading === "pending" ? this.#words.say("reading") : (problem ?? this.#words.say("unread"));
    return element(
      "li",
      { class: reading },
      icon(reading === "pending" ? "loading" : "warning"),
      element("span", { class: "name" }, name),
      element("span", { class: "reason" }, reason),
    );
  }

  #gauge({ host, protocol, sessions, capacity, isHigh }: Use): HTMLElement {
    const text =
      capacity === undefined
        ? this.#words.say("capacityUnknown", host.name, sessions, protocol)
        : this.#words.say("capacityText", host.name, sessions, capacity, protocol);
    return element(
      "li",
      { class: isHigh ? "high" : "", title: text },
      element("span", { class: "name", "aria-hidden": "true" }, host.name),
      element("span", { class: "protocol", "aria-hidden": "true" }, protocol),
      bar(capacity === undefined ? 0 : sessions / capacity),
      element("span", { class: "number", "aria-hidden": "true" }, `${sessions} / ${capacity ?? "?"}`),
      element("span", { class: "spoken" }, text),
    );
  }

  #bar(index: number, count: number, share: number): HTMLElement {
    const [from, to] = [BUCKETS[index] ?? 0, BUCKETS[index + 1]];
    const label =
      to === undefined
        ? `> ${this.#words.duration(from)}`
        : index === 0
          ? `< ${this.#words.duration(to)}`
          : `${this.#words.duration(from)} – ${this.#words.duration(to)}`;
    return element(
      "li",
      {},
      element("span", { class: "name", "aria-hidden": "true" }, label),
      bar(share),
      element("span", { class: "number", "aria-hidden": "true" }, String(count)),
      element("span", { class: "spoken" }, this.#words.say("durationsText", label, this.#words.sessions(count))),
    );
  }
}

function part(title: string, content: HTMLElement): HTMLElement {
  return element("div", { class: "part" }, element("h2", {}, title), content);
}

/** @param share of the whole, 1 or more where it is full */
function bar(share: number): HTMLElement {
  const filled = element("span", { class: "filled" });
  filled.style.width = `${Math.min(1, share) * 100}%`;
  return element("span", { class: "bar", "aria-hidden": "true" }, filled);
}
