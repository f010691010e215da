import "@vscode-elements/elements/dist/vscode-button/index.js";
import { RANGES, type MetricsRange, type Timeline } from "../../../core/model/metrics.ts";
import {
  HOST_PLOTS,
  type FromPage,
  type HostPlot,
  type HostPlotId,
  type HostPlotsMessage,
  type HostRow,
  type ViewState,
} from "../protocol.ts";
import { element, icon, setText } from "./dom.ts";
import { extremes } from "./model/minMax.ts";
import { Plot, reachOfCount } from "./plot.ts";
import type { RowStore } from "./model/rowStore.ts";
import type { Words } from "./texts.ts";

const HEIGHT = 96;
const DAY = 86_400_000;

interface Parts {
  readonly words: Words;
  readonly send: (message: FromPage) => void;
  readonly change: (change: (view: ViewState) => ViewState) => void;
}

/** What Azure Monitor knows of one host over time, as the user chooses. Nothing is asked for before it is on screen. */
export class HostHistory {
  readonly root: HTMLElement;
  readonly #parts: Parts;
  readonly #hosts: HTMLElementTagNameMap["vscode-single-select"];
  readonly #ranges: HTMLElementTagNameMap["vscode-single-select"];
  readonly #source = element("span", { class: "source" });
  readonly #body = element("div", { class: "timelines", tabindex: "-1" });
  #plots = new Map<HostPlotId, Plot>();
  #host: number | undefined;
  #range: MetricsRange = "24h";
  /** The host and range that the extension knows to be on screen; empty where nothing is. */
  #told = "";
  #offered = "";
  /** Of the rows whose hosts are offered. */
  #version = -1;
  #message: HostPlotsMessage | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    const { words, change } = parts;
    this.#hosts = select(words.say("host"));
    this.#hosts.addEventListener("change", () => {
      this.#host = Number(this.#hosts.value);
      this.#tell();
    });
    this.#ranges = select(words.say("historyRange"));
    this.#ranges.append(
      ...RANGES.map((range) => element("vscode-option", { value: range }, words.say(`range.${range}`))),
    );
    this.#ranges.addEventListener("change", () => {
      const plotRange = RANGES.find((range) => range === this.#ranges.value) ?? "24h";
      change((view) => ({ ...view, plotRange }));
    });
    this.root = element(
      "section",
      { class: "history", "aria-label": words.say("history") },
      element(
        "div",
        { class: "bar-of-choices" },
        element("h2", {}, words.say("history")),
        this.#hosts,
        this.#ranges,
        this.#source,
      ),
      this.#body,
    );
    this.#show();
  }

  /** @param isRead whether it is known by now on which hosts there are sessions */
  update(store: RowStore, { overview, plotRange }: Pick<ViewState, "overview" | "plotRange">, isRead: boolean): void {
    if (overview && store.version !== this.#version) {
      this.#version = store.version;
      this.#offer([...store.hosts.values()]);
    }
    if (this.#host !== undefined && !store.hosts.has(this.#host)) {
      this.#host = undefined;
    }
    if (this.#host === undefined && isRead) {
      this.#host = busiest(store);
    }
    this.#range = plotRange;
    this.#ranges.value = plotRange;
    this.#hosts.value = String(this.#host ?? "");
    // It takes its place at once: the table below must not be cut short when it has been scrolled to where it was.
    this.root.hidden = !overview || (isRead && this.#host === undefined);
    this.#tell();
    this.#plots.forEach((plot) => plot.resize());
  }

  /** Takes in what the extension says. It goes on with the host of before where the page has been made anew. */
  hear(message: HostPlotsMessage): void {
    if (this.#host === undefined) {
      this.#host = message.host;
      this.#told = `${message.host} ${message.range}`;
    }
    if (message.host === this.#host) {
      this.#message = message;
      this.#show();
    }
  }

  /** Offers the hosts by their names, with more where several have the same. */
  #offer(hosts: readonly HostRow[]): void {
    const names = Map.groupBy(hosts, ({ name }) => name);
    const choices = hosts.map(
      ({ id, name, subscription }) =>
        [String(id), (names.get(name)?.length ?? 0) > 1 ? `${name} (${subscription})` : name] as const,
    );
    const offered = JSON.stringify(choices);
    if (offered !== this.#offered) {
      this.#offered = offered;
      const sorted = choices.toSorted(([, a], [, b]) => a.localeCompare(b, undefined, { numeric: true }));
      this.#hosts.replaceChildren(...sorted.map(([value, label]) => element("vscode-option", { value }, label)));
    }
  }

  /** Tells the extension what is on screen, where it does not know. */
  #tell(again = false): void {
    const host = this.root.hidden ? undefined : this.#host;
    const now = host === undefined ? "" : `${host} ${this.#range}`;
    if (now !== this.#told || again) {
      this.#told = now;
      this.#message = undefined;
      this.#show();
      this.#parts.send({ type: "hostPlots", range: this.#range, ...(host !== undefined && { host }) });
    }
  }

  #show(): void {
    const { words } = this.#parts;
    const known = this.#message?.range === this.#range ? this.#message.known : undefined;
    setText(this.#source, known ? words.say("historySource", known.times.step / 60_000) : "");
    const [focused] = [...this.#plots].find(([, { root }]) => root === document.activeElement) ?? [];
    this.#plots = new Map();
    if (!known) {
      this.#body.replaceChildren(
        element(
          "p",
          { class: "said loading", role: "status" },
          this.#host === undefined ? "" : words.say("historyLoading"),
        ),
      );
      return;
    }
    const plots = HOST_PLOTS.map((id) => [id, known.plots[id]] as const);
    const [[, { problem }]] = plots as [[HostPlotId, HostPlot]];
    if (problem !== undefined && plots.every(([, plot]) => plot.problem === problem)) {
      this.#body.replaceChildren(this.#problem(problem));
      return;
    }
    this.#body.replaceChildren(
      ...plots.map(([id, plot]) =>
        element("div", { class: "part" }, element("h3", {}, this.#title(id)), this.#content(id, plot, known.times)),
      ),
    );
    this.#plots.forEach((plot) => plot.resize());
    // Newer values must not take the keyboard from whoever reads them.
    (focused && this.#plots.get(focused))?.root.focus();
  }

  #content(id: HostPlotId, plot: HostPlot, { from, step }: Timeline): HTMLElement {
    const { words } = this.#parts;
    if (plot.problem !== undefined) {
      return this.#problem(plot.problem);
    }
    if (plot.values.every((value) => value === null)) {
      return element("p", { class: "said" }, words.say("historyEmpty"));
    }
    const format = (value: number) => (id === "sessions" ? words.amount(value) : words.percent(value));
    const isLong = step * plot.values.length > DAY;
    const clock = (ms: number) => (isLong ? words.dayClock(ms) : words.clock(ms));
    const say = (value: number | null, time: number) =>
      value === null ? words.say("noValueAt", clock(time)) : words.say("valueAt", format(value), clock(time));
    const times = plot.values.map((_, index) => from + index * step);
    const said = (index: number) => say(plot.values[index] ?? null, times[index] ?? from);
    const [lowest, highest] = extremes(plot.values);
    const made = new Plot({
      label: this.#title(id),
      height: HEIGHT,
      reach: id === "sessions" ? reachOfCount : (highestValue) => Math.max(100, highestValue),
      time: (ms, between) => (between >= DAY ? words.day(ms) : words.clock(ms)),
      value: format,
      empty: "",
      undrawn: words.say("noPlots"),
      summary: words.say("lowestHighest", said(lowest), said(highest)),
      say,
      moved: (index) => this.#plots.forEach((other) => other !== made && other.follow(index)),
    });
    this.#plots.set(id, made);
    made.show({ times, values: plot.values });
    return made.root;
  }

  #title(id: HostPlotId): string {
    return this.#parts.words.say(id);
  }

  #problem(text: string): HTMLElement {
    const retry = element("vscode-button", { secondary: "" }, this.#parts.words.say("retry"));
    retry.addEventListener("click", () => {
      // The button goes; the keyboard stays here.
      this.#body.focus();
      this.#tell(true);
    });
    return element("div", { class: "said failed", role: "alert" }, icon("warning"), element("span", {}, text), retry);
  }
}

function select(label: string): HTMLElementTagNameMap["vscode-single-select"] {
  return element("vscode-single-select", { label, "aria-label": label });
}

/** The host with the most sessions; of several, the one that is known first. */
function busiest({ rows, hosts }: RowStore): number | undefined {
  const sessions = new Map([...hosts.keys()].map((id) => [id, 0]));
  rows.forEach(({ host }) => sessions.set(host, (sessions.get(host) ?? 0) + 1));
  return [...sessions].reduce<[id: number | undefined, count: number]>(
    (most, one) => (one[1] > most[1] ? one : most),
    [undefined, -1],
  )[0];
}
