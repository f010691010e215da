import { METRICS_KEPT_MS, type HostMetrics, type MetricsReader } from "../../core/inventory/hostMetrics.ts";
import type { ArmKey } from "../../core/model/armId.ts";
import type { Clock } from "../../core/model/clock.ts";
import type { MetricsRange } from "../../core/model/metrics.ts";
import type { HostPlot, HostPlotsMessage } from "./protocol.ts";

/** What the page shows the plots of. */
export interface Plotted {
  readonly key: ArmKey;
  readonly range: MetricsRange;
}

type Metric = HostMetrics["cpu"];

interface Parts {
  readonly metrics: Pick<MetricsReader, "read">;
  readonly clock: Pick<Clock, "pause">;
  readonly isVisible: () => boolean;
  /** The number by which the page knows a host. */
  readonly hostId: (key: ArmKey) => number | undefined;
  /** Why something is not known, fit to be shown. */
  readonly problem: (error: NonNullable<Metric["error"]>) => string;
  readonly tell: (message: HostPlotsMessage) => void;
}

/**
 * What Azure Monitor says of the one host whose plots are on screen: asked for when they are shown, and every five minutes
 * after that while somebody sees them. The session client is asked nothing for anybody else.
 */
export class HostPlots {
  readonly #parts: Parts;
  #shown: Plotted | undefined;
  #known: HostPlotsMessage["known"];
  #asking: AbortController | undefined;
  #waiting = new AbortController();
  /** Time has passed while nobody saw the page. */
  #isDue = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Shows other plots, or none. The same once more: what failed of them is asked for again. */
  show(plotted: Plotted | undefined): void {
    const isSame = plotted?.key === this.#shown?.key && plotted?.range === this.#shown?.range;
    if (isSame && this.#asking) {
      this.tell();
      return;
    }
    this.#shown = plotted;
    this.#known = undefined;
    this.#stop();
    void this.#ask();
  }

  /** Tells the page what is known, and of what. */
  tell(): void {
    const { hostId, tell } = this.#parts;
    const host = this.#shown && hostId(this.#shown.key);
    if (this.#shown && host !== undefined) {
      tell({ type: "hostPlots", host, range: this.#shown.range, ...(this.#known && { known: this.#known }) });
    }
  }

  /** To be called when the page is seen again. */
  follow(): void {
    if (this.#isDue && this.#parts.isVisible()) {
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
    const { metrics, clock, isVisible, problem } = this.#parts;
    const shown = this.#shown;
    if (!shown) {
      return;
    }
    this.#stop();
    const asking = new AbortController();
    this.#asking = asking;
    if (!this.#known) {
      this.tell();
    }
    const measured = await metrics.read(shown.key, shown.range, asking.signal);
    if (asking.signal.aborted) {
      return;
    }
    this.#asking = undefined;
    if (measured) {
      const plot = (metric: Metric): HostPlot =>
        metric.error ? { problem: problem(metric.error) } : { values: metric.values.map((value) => value ?? null) };
      const { times, sessions, cpu, memory } = measured;
      this.#known = { times, plots: { sessions: plot(sessions), cpu: plot(cpu), memory: plot(memory) } };
      this.tell();
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
