import "@vscode-elements/elements/dist/vscode-button/index.js";
import { RANGES, type MetricsRange, type Timeline } from "../../../../core/model/metrics.ts";
import {
  METRIC_IDS,
  type PageMessage,
  type MetricSeries,
  type MetricId,
  type HostMetricsMessage,
  type HostRow,
  type TableLayout,
} from "../../protocol.ts";
import { element, icon, setText } from "../dom.ts";
import { minMax } from "../model/minMax.ts";
import { Plot, reachOfCount } from "./plot.ts";
import type { RowStore } from "../model/rowStore.ts";
import type { TextFormatter } from "../texts.ts";

const HEIGHT = 96;
const DAY = 86_400_000;

interface Options {
  readonly texts: TextFormatter;
  readonly send: (message: PageMessage) => void;
  readonly change: (change: (layout: TableLayout) => TableLayout) => void;
}

/** Azure Monitor's metrics of one host, which the user chooses. Requested only while on screen. */
export class MetricsPanel {
  readonly root: HTMLElement;
  readonly #options: Options;
  readonly #hosts: HTMLElementTagNameMap["vscode-single-select"];
  readonly #ranges: HTMLElementTagNameMap["vscode-single-select"];
  readonly #source = element("span", { class: "source" });
  readonly #links = element("span", { class: "source" });
  readonly #body = element("div", { class: "timelines", tabindex: "-1" });
  #plots = new Map<MetricId, Plot>();
  #host: number | undefined;
  #range: MetricsRange = "24h";
  /** The host and range that the extension knows to be on screen; empty where nothing is. */
  #requested = "";
  #offered = "";
  /** Of the rows whose hosts are offered. */
  #version = -1;
  /** Hosts on which shareable links are possible. */
  #withLinks: ReadonlySet<number> = new Set();
  #message: HostMetricsMessage | undefined;

  constructor(options: Options) {
    this.#options = options;
    const { texts, change } = options;
    this.#hosts = select(texts.format("host"));
    this.#hosts.addEventListener("change", () => {
      this.#host = Number(this.#hosts.value);
      this.#request();
    });
    this.#ranges = select(texts.format("historyRange"));
    this.#ranges.append(
      ...RANGES.map((range) => element("vscode-option", { value: range }, texts.format(`range.${range}`))),
    );
    this.#ranges.addEventListener("change", () => {
      const plotRange = RANGES.find((range) => range === this.#ranges.value) ?? "24h";
      change((layout) => ({ ...layout, plotRange }));
    });
    this.root = element(
      "section",
      { class: "history", "aria-label": texts.format("history") },
      element(
        "div",
        { class: "bar-of-choices" },
        element("h2", {}, texts.format("history")),
        this.#hosts,
        this.#ranges,
        this.#source,
        this.#links,
      ),
      this.#body,
    );
    this.#show();
  }

  /** @param isRead whether it is known by now on which hosts there are sessions */
  update(store: RowStore, { overview, plotRange }: Pick<TableLayout, "overview" | "plotRange">, isRead: boolean): void {
    if (overview && store.version !== this.#version) {
      this.#version = store.version;
      this.#withLinks = new Set([...store.hosts.values()].flatMap(({ id, links }) => (links ? [id] : [])));
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
    this.#request();
    this.#plots.forEach((plot) => plot.resize());
  }

  /** Takes in metrics. A page that was created again continues with the host of the one before. */
  handleMessage(message: HostMetricsMessage): void {
    if (this.#host === undefined) {
      this.#host = message.host;
      this.#requested = `${message.host} ${message.range}`;
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
  #request(again = false): void {
    const host = this.root.hidden ? undefined : this.#host;
    const hasLinks = host !== undefined && this.#withLinks.has(host);
    setText(this.#links, hasLinks ? this.#options.texts.format("linksPossible") : "");
    const now = host === undefined ? "" : `${host} ${this.#range}`;
    if (now !== this.#requested || again) {
      this.#requested = now;
      this.#message = undefined;
      this.#show();
      this.#options.send({ type: "hostMetrics", range: this.#range, ...(host !== undefined && { host }) });
    }
  }

  #show(): void {
    const { texts } = this.#options;
    const known = this.#message?.range === this.#range ? this.#message.known : undefined;
    setText(this.#source, known ? texts.format("historySource", known.times.step / 60_000) : "");
    const [focused] = [...this.#plots].find(([, { root }]) => root === document.activeElement) ?? [];
    this.#plots = new Map();
    if (!known) {
      this.#body.replaceChildren(
        element(
          "p",
          { class: "said loading", role: "status" },
          this.#host === undefined ? "" : texts.format("historyLoading"),
        ),
      );
      return;
    }
    const plots = METRIC_IDS.map((id) => [id, known.series[id]] as const);
    const [[, { problem }]] = plots as [[MetricId, MetricSeries]];
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
    // Newer values must not take the focus from the plot that the user reads.
    (focused && this.#plots.get(focused))?.root.focus();
  }

  #content(id: MetricId, plot: MetricSeries, { from, step }: Timeline): HTMLElement {
    const { texts } = this.#options;
    if (plot.problem !== undefined) {
      return this.#problem(plot.problem);
    }
    if (plot.values.every((value) => value === null)) {
      return element("p", { class: "said" }, texts.format("historyEmpty"));
    }
    const format = (value: number) => (id === "sessions" ? texts.amount(value) : texts.percent(value));
    const isLong = step * plot.values.length > DAY;
    const clock = (ms: number) => (isLong ? texts.dayClock(ms) : texts.clock(ms));
    const say = (value: number | null, time: number) =>
      value === null ? texts.format("noValueAt", clock(time)) : texts.format("valueAt", format(value), clock(time));
    const times = plot.values.map((_, index) => from + index * step);
    const said = (index: number) => say(plot.values[index] ?? null, times[index] ?? from);
    const [lowest, highest] = minMax(plot.values);
    const made = new Plot({
      label: this.#title(id),
      height: HEIGHT,
      reach: id === "sessions" ? reachOfCount : (highestValue) => Math.max(100, highestValue),
      time: (ms, between) => (between >= DAY ? texts.day(ms) : texts.clock(ms)),
      value: format,
      empty: "",
      undrawn: texts.format("noPlots"),
      summary: texts.format("lowestHighest", said(lowest), said(highest)),
      describe: say,
      moved: (index) => this.#plots.forEach((other) => other !== made && other.showPoint(index)),
    });
    this.#plots.set(id, made);
    made.show({ times, values: plot.values });
    return made.root;
  }

  #title(id: MetricId): string {
    return this.#options.texts.format(id);
  }

  #problem(text: string): HTMLElement {
    const retry = element("vscode-button", { secondary: "" }, this.#options.texts.format("retry"));
    retry.addEventListener("click", () => {
      // The button goes; the keyboard stays here.
      this.#body.focus();
      this.#request(true);
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
