import { METRICS_KEPT_MS, type HostMetrics, type MetricsReader } from "../../core/inventory/metrics/hostMetrics.ts";
import type { ArmKey } from "../../core/model/armId.ts";
import type { Clock } from "../../core/model/clock.ts";
import type { MetricsRange } from "../../core/model/metrics.ts";
import type { MetricSeries, HostMetricsMessage } from "./protocol.ts";

/** The host and range whose plots the page shows. */
export interface MetricsRequest {
  readonly key: ArmKey;
  readonly range: MetricsRange;
}

type Metric = HostMetrics["cpu"];

interface Dependencies {
  readonly metrics: Pick<MetricsReader, "read">;
  readonly clock: Pick<Clock, "pause">;
  readonly isVisible: () => boolean;
  /** The number by which the page knows a host. */
  readonly hostId: (key: ArmKey) => number | undefined;
  /** Why something is not known, fit to be shown. */
  readonly problem: (error: NonNullable<Metric["error"]>) => string;
  readonly post: (message: HostMetricsMessage) => void;
}

/**
 * Azure Monitor's metrics of the one host whose plots are on screen: requested when they are shown, and every five minutes
 * after that while the page is visible. Nothing is requested for other hosts.
 */
export class MetricsFeed {
  readonly #dependencies: Dependencies;
  #shown: MetricsRequest | undefined;
  #known: HostMetricsMessage["known"];
  #asking: AbortController | undefined;
  #waiting = new AbortController();
  /** The next request fell due while the page was hidden. */
  #isDue = false;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** Shows other plots, or none. Called with the same again, it retries what failed. */
  show(plotted: MetricsRequest | undefined): void {
    const isSame = plotted?.key === this.#shown?.key && plotted?.range === this.#shown?.range;
    if (isSame && this.#asking) {
      this.post();
      return;
    }
    this.#shown = plotted;
    this.#known = undefined;
    this.#stop();
    void this.#ask();
  }

  /** Posts what is known so far. */
  post(): void {
    const { hostId, post: tell } = this.#dependencies;
    const host = this.#shown && hostId(this.#shown.key);
    if (this.#shown && host !== undefined) {
      tell({ type: "hostMetrics", host, range: this.#shown.range, ...(this.#known && { known: this.#known }) });
    }
  }

  /** To be called when the page is visible again. */
  resume(): void {
    if (this.#isDue && this.#dependencies.isVisible()) {
      void this.#ask();
    }
  }

  #stop(): void {
    this.#asking?.abort();
    this.#asking = undefined;
    this.#waiting.abort();
    this.#isDue = false;
  }

  async #ask(): Promise<void> {
    const { metrics, clock, isVisible, problem } = this.#dependencies;
    const shown = this.#shown;
    if (!shown) {
      return;
    }
    this.#stop();
    const asking = new AbortController();
    this.#asking = asking;
    if (!this.#known) {
      this.post();
    }
    const measured = await metrics.read(shown.key, shown.range, asking.signal);
    if (asking.signal.aborted) {
      return;
    }
    this.#asking = undefined;
    if (measured) {
      const plot = (metric: Metric): MetricSeries =>
        metric.error ? { problem: problem(metric.error) } : { values: metric.values.map((value) => value ?? null) };
      const { times, sessions, cpu, memory } = measured;
      this.#known = { times, series: { sessions: plot(sessions), cpu: plot(cpu), memory: plot(memory) } };
      this.post();
    }
    const { signal } = (this.#waiting = new AbortController());
    await clock.pause(METRICS_KEPT_MS, signal);
    if (signal.aborted) {
      return;
    }
    this.#isDue = true;
    if (isVisible()) {
      void this.#ask();
    }
  }
}
