import { queryValue } from "./paging.ts";
import { SeededRandom } from "../world/random.ts";
import type { Call, Simulation } from "../simulation.ts";
import { armError, Refusal } from "../http/wire.ts";
import type { SimulatedHost } from "../world/worldTypes.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const GIBIBYTE = 1024 ** 3;

/** What an instance measures; from all sessions of the host, and noise that is the same for the same time. */
interface Metric {
  readonly description: string;
  readonly dimensions: readonly string[];
  /** The grains that it can be asked for, in minutes. */
  readonly grains: readonly number[];
  readonly value: (sessions: number, noise: number) => number;
}

const MINUTES = [1, 5, 15, 30, 60];

/** As https://learn.microsoft.com/azure/azure-monitor/reference/supported-metrics/microsoft-network-bastionhosts-metrics has them. */
const METRICS: Readonly<Record<string, Metric>> = {
  sessions: {
    description: "Sessions Count for the Bastion. View in sum and per instance.",
    dimensions: ["host"],
    grains: [5, 15],
    value: (sessions) => sessions,
  },
  usage_user: {
    description: "CPU Usage stats.",
    dimensions: ["cpu", "host"],
    grains: MINUTES,
    value: (sessions, noise) => Math.min(98, 4 + sessions * 2.5 + noise * (6 + sessions)),
  },
  used: {
    description: "Memory Usage stats.",
    dimensions: ["host"],
    grains: MINUTES,
    value: (sessions, noise) => Math.min(7.6, 2.2 + sessions * 0.12 + noise * 0.3) * GIBIBYTE,
  },
  total: { description: "Total memory stats.", dimensions: ["host"], grains: MINUTES, value: () => 8 * GIBIBYTE },
};

/**
 * Minutes before the end of the timespan in which Azure Monitor has nothing yet, and the hours of a day in which the host
 * was being updated.
 */
const LAG = 5;
const UPDATE = { from: DAY * 2.5, length: 45 * MINUTE };

/** A time series: what it is split by, and its points. */
interface Series {
  readonly metadatavalues: readonly unknown[];
  readonly data: readonly unknown[];
}

/** What a request for metrics asks for: when, how finely, and which. */
class Question {
  readonly #call: Call;
  readonly start: number;
  readonly end: number;
  readonly step: number;

  /** @throws Refusal 400 */
  constructor(call: Call) {
    this.#call = call;
    const [start = NaN, end = NaN] = this.value("timespan")
      .split("/")
      .map((time) => Date.parse(time));
    [this.start, this.end] = [start, end];
    this.step = Number(/^PT(\d+)M$/.exec(this.value("interval"))?.[1] ?? 1) * MINUTE;
    if (!(start < end)) {
      throw bad(
        "Detected invalid time interval input: The timespan must be 'start/end', and its start before its end.",
      );
    }
  }

  value(name: string): string {
    return queryValue(this.#call.url, name) ?? "";
  }

  /** Whether the answer is to be split by this dimension. */
  isSplitBy(dimension: string): boolean {
    return this.value("$filter")
      .split(" and ")
      .some((part) => part.toLowerCase() === `${dimension.toLowerCase()} eq '*'`);
  }

  /** As many series as are asked for, ten where nothing is said; what is beyond that vanishes in silence. */
  cut(series: readonly Series[]): readonly Series[] {
    return this.value("$filter") === "" ? series : series.slice(0, Number(this.value("top") || 10));
  }

  points(measure: (time: number) => number | undefined): readonly unknown[] {
    const count = Math.ceil((this.end - this.start) / this.step);
    return Array.from({ length: count }, (_, index) => {
      const time = this.start + index * this.step;
      const average = measure(time);
      return { timeStamp: `${new Date(time).toISOString().slice(0, 19)}Z`, ...(average !== undefined && { average }) };
    });
  }

  /** @throws Refusal 400 for a metric, or a grain of one, that there isn't */
  answer(scope: string, region: string, seriesOf: (metric: Metric, name: string) => readonly Series[]): object {
    const names = this.value("metricnames").split(",");
    const unknown = names.find((name) => !METRICS[name]);
    if (unknown !== undefined || this.value("metricnamespace").toLowerCase() !== "microsoft.network/bastionhosts") {
      throw bad(
        `Failed to find metric configuration for provider: Microsoft.Network, resource Type: bastionHosts, metric: ${unknown ?? ""}, Valid metrics: ${Object.keys(METRICS).join(",")}`,
      );
    }
    return {
      cost: Math.ceil((this.end - this.start) / MINUTE),
      timespan: `${new Date(this.start).toISOString()}/${new Date(this.end).toISOString()}`,
      interval: this.value("interval"),
      value: names.flatMap((name) => {
        const metric = METRICS[name];
        if (metric && !metric.grains.includes(this.step / MINUTE)) {
          throw bad(
            `Detected invalid time grain input. Metric: ${name} does not support requested time grain: ${this.value("interval")}, supported time grains: ${metric.grains.map((grain) => `PT${grain}M`).join(", ")}`,
          );
        }
        return {
          id: `${scope}/providers/Microsoft.Insights/metrics/${name}`,
          type: "Microsoft.Insights/metrics",
          name: { value: name, localizedValue: name },
          displayDescription: metric?.description,
          unit: "Count",
          timeseries: metric ? this.cut(seriesOf(metric, name)) : [],
          errorCode: "Success",
        };
      }),
      namespace: "microsoft.network/bastionhosts",
      resourceregion: region,
    };
  }
}

/**
 * The answer of `GET {host}/providers/Microsoft.Insights/metrics`. The client's clock and the simulated one need not
 * agree: the end of what is asked for is taken for now.
 *
 * A host of the Developer SKU has no instance of its own, and no value. @throws Refusal 400
 */
export function readMetrics(simulation: Simulation, call: Call, host: SimulatedHost): object {
  const question = new Question(call);
  return question.answer(host.id, host.location, (metric, name) =>
    seriesOfHost(simulation, question, host, metric, name),
  );
}

/**
 * The answer of `GET /subscriptions/{s}/providers/Microsoft.Insights/metrics`: about all hosts of one region, each with
 * series of its own if it is split by `Microsoft.ResourceId`. In another region there is none, and no error.
 */
export function readRegionMetrics(simulation: Simulation, call: Call, hosts: readonly SimulatedHost[]): object {
  const question = new Question(call);
  const region = question.value("region").toLowerCase();
  const ofRegion = hosts.filter(({ location }) => location === region);
  return question.answer(`/subscriptions/${hosts[0]?.subscriptionId ?? ""}`, region, (metric, name) => {
    const split = ofRegion.map((host) => ({ host, own: seriesOfHost(simulation, question, host, metric, name) }));
    if (question.isSplitBy("Microsoft.ResourceId")) {
      return split.flatMap(({ host, own }) =>
        own.map(({ metadatavalues, data }) => ({
          metadatavalues: [dimension("Microsoft.ResourceId", host.id), ...metadatavalues],
          data,
        })),
      );
    }
    return split.slice(0, 1).flatMap(({ own }) => own.slice(0, 1));
  });
}

function seriesOfHost(
  simulation: Simulation,
  question: Question,
  host: SimulatedHost,
  metric: Metric,
  name: string,
): readonly Series[] {
  const instances = host.sku === "Developer" ? 0 : (host.scaleUnits ?? 2);
  const history = new History(simulation, host, question.end);
  const data = (instance: number | undefined) =>
    question.points((time) => history.measure(metric, name, time, instances, instance));
  if (question.isSplitBy("host")) {
    return Array.from({ length: instances }, (_, instance) => ({
      metadatavalues: [dimension("host", `vm00000${instance}`)],
      data: data(instance),
    }));
  }
  return instances === 0 ? [] : [{ metadatavalues: [], data: data(undefined) }];
}

function dimension(name: string, value: string): object {
  return { name: { value: name.toLowerCase(), localizedValue: name }, value };
}

/** What a host went through until now: the sessions that it has, and before them others of which nothing else is known. */
class History {
  readonly #host: SimulatedHost;
  readonly #end: number;
  /** Milliseconds before now when each session began. */
  readonly #ages: readonly number[];
  readonly #known = new Map<number, number>();

  constructor(simulation: Simulation, host: SimulatedHost, end: number) {
    this.#host = host;
    this.#end = end;
    this.#ages = simulation.world.sessions(host).map(({ startedAt }) => simulation.clock.now() - startedAt);
  }

  /** @param instance of all of them, or the average of all where it is left out */
  measure(
    metric: Metric,
    name: string,
    time: number,
    instances: number,
    instance: number | undefined,
  ): number | undefined {
    const ago = this.#end - time;
    if (ago <= LAG * MINUTE || (ago > UPDATE.from && ago <= UPDATE.from + UPDATE.length)) {
      return undefined;
    }
    const sessions = this.#known.get(time) ?? this.#sessions(ago, time);
    this.#known.set(time, sessions);
    const share =
      instance === undefined
        ? sessions / instances
        : Math.floor(sessions / instances) + Number(instance < sessions % instances);
    return Math.round(metric.value(share, noise(`${name} ${this.#host.key} ${instance ?? ""} ${time}`)) * 1000) / 1000;
  }

  #sessions(ago: number, time: number): number {
    const lasting = this.#ages.filter((age) => age >= ago).length;
    // People of whom nothing is left but this: by day more than by night, and none within the last minutes.
    const hour = ((time % DAY) / DAY) * 24;
    const byDay = Math.max(0.15, Math.sin(((hour - 6) / 12) * Math.PI));
    const ended = this.#ages.length - lasting;
    return (
      lasting + Math.round(ended * byDay * (0.6 + 0.8 * noise(`${this.#host.key} ${Math.floor(time / (20 * MINUTE))}`)))
    );
  }
}

/** From 0 to 1, the same for the same text. */
function noise(text: string): number {
  return SeededRandom.of(text).next();
}

function bad(message: string): Refusal {
  return new Refusal(armError(400, "BadRequest", message));
}
