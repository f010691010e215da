import { resourcePath } from "../model/armId.ts";
import { MOST_INSTANCES } from "../model/capacity.ts";
import type { Timeline, Values } from "../model/metrics.ts";
import { providerPath, type ArmPath } from "./apiVersions.ts";
import { requireHostId } from "./bastionHosts.ts";
import type { AzureResponse, Arm, CallOptions } from "./arm.ts";
import { AzureError } from "./http/azureError.ts";
import type { Credential } from "./http/credential.ts";
import { asAmount, asObject, asText, listOf, present } from "../text/json.ts";

/**
 * What Azure Monitor has of one metric: its values, or why it has none. Without any value they are all `undefined`, as for
 * a host that sends none.
 */
export type Metric = { readonly values: Values; readonly error?: undefined } | { readonly error: AzureError };

/**
 * The metrics of a bastion host that are read here, by their names in the REST API:
 * https://learn.microsoft.com/azure/azure-monitor/reference/supported-metrics/microsoft-network-bastionhosts-metrics
 *
 * - `sessions`: of each instance (dimension `host`), only at PT5M and PT15M;
 * - `usage_user`: CPU in percent (dimensions `cpu` and `host`), sampled each minute;
 * - `used`, `total`: memory (dimension `host`), sampled each minute.
 */
const LOAD = ["usage_user", "used", "total"] as const;

/**
 * How many sessions a host carried, by one request. Each value is the average over its step, so it need not be whole.
 *
 * The instances are asked for one by one and summed up here: what Azure calls the total of a metric is the sum of all its
 * samples, which are more in a quarter of an hour than in five minutes.
 *
 * @throws AzureError; `notAllowed` where the role lacks `Microsoft.Insights/metrics/read`
 */
export async function readSessionCount(
  arm: Arm,
  credential: Credential,
  hostId: string,
  times: Timeline,
  options: CallOptions,
): Promise<Metric> {
  const byInstance = { $filter: "host eq '*'", top: String(MOST_INSTANCES + 1) };
  const response = await readMetrics(
    arm,
    credential,
    metricsPath(hostId),
    times,
    { metricnames: "sessions", ...byInstance },
    options,
  );
  return metricOf(response, "sessions", times, sum);
}

/** How busy a host was, both in percent. */
export interface HostLoad {
  readonly cpu: Metric;
  readonly memory: Metric;
}

/**
 * How busy a host was, on the average of its instances, by one request.
 *
 * @throws AzureError; `notAllowed` where the role lacks `Microsoft.Insights/metrics/read`
 */
export async function readHostLoad(
  arm: Arm,
  credential: Credential,
  hostId: string,
  times: Timeline,
  options: CallOptions,
): Promise<HostLoad> {
  const response = await readMetrics(
    arm,
    credential,
    metricsPath(hostId),
    times,
    { metricnames: LOAD.join() },
    options,
  );
  const [cpu, used, total] = LOAD.map((name) => metricOf(response, name, times, mean)) as [Metric, Metric, Metric];
  return { cpu, memory: share(used, total) };
}

/** Where the metrics of a host are. */
export function metricsPath(hostId: string): ArmPath {
  return providerPath(resourcePath(requireHostId(hostId)), "Microsoft.Insights/metrics");
}

/**
 * `GET {resource}/providers/Microsoft.Insights/metrics`, which Reader and Monitoring Reader may:
 * https://learn.microsoft.com/rest/api/monitor/metrics/list. The end of the timespan is not part of it.
 */
export async function readMetrics(
  arm: Arm,
  credential: Credential,
  path: ArmPath,
  times: Timeline,
  query: Readonly<Record<string, string>>,
  options: CallOptions,
): Promise<AzureResponse> {
  const { from, step, count } = times;
  const timespan = [from, from + step * count].map((time) => new Date(time).toISOString()).join("/");
  return arm.get(credential, path, {
    ...options,
    query: {
      metricnamespace: "Microsoft.Network/bastionHosts",
      timespan,
      interval: `PT${step / 60_000}M`,
      aggregation: "Average",
      ...query,
    },
  });
}

/**
 * One metric of an answer: `{"timespan","interval","value":[{"name":{"value"},"unit","errorCode","errorMessage",
 * "timeseries":[{"metadatavalues":[…],"data":[{"timeStamp","average"}]}]}]}`. A point without its value is how Azure says
 * that there is none; one that is malformed, or of another time, counts for none too.
 *
 * @param combine the values of all instances, of one time; only called if each has one
 * @throws AzureError `unreadable` for an answer that is nothing of the kind
 */
export function metricOf(
  response: Response,
  name: string,
  times: Timeline,
  combine: (values: readonly number[]) => number,
): Metric {
  const series = metricSeries(response, name);
  if (series instanceof AzureError) {
    return { error: series };
  }
  if (series.length > MOST_INSTANCES) {
    // As many as were asked for, so there may be more: a range may know instances that have been replaced.
    return {
      error: metricError(response, "failed", "Truncated", `the metric ${name} has more instances than were requested`),
    };
  }
  const read = series.map((one) => seriesValues(one, times));
  return {
    // A step in which any instance has no value has none: the others alone would look like a drop that never was.
    values: Array.from({ length: times.count }, (_, index) => {
      const values = read.map((own) => own.get(index)).filter((value) => value !== undefined);
      return values.length > 0 && values.length === read.length ? combine(values) : undefined;
    }),
  };
}

type Response = Pick<AzureResponse, "body" | "status" | "requestId">;

/**
 * The time series of one metric in an answer, as they came, or why there are none.
 * @throws AzureError `unreadable` for an answer that is nothing of the kind
 */
export function metricSeries(response: Response, name: string): readonly unknown[] | AzureError {
  const metrics = asObject(response.body) && listOf(response.body);
  if (!metrics) {
    throw metricError(response, "unreadable", "UnexpectedShape", "the response has no list of metrics");
  }
  const metric = metrics
    .map(asObject)
    .find((candidate) => asText(asObject(candidate?.["name"])?.["value"])?.toLowerCase() === name);
  const code = asText(metric?.["errorCode"]) ?? "Success";
  if (code.toLowerCase() !== "success") {
    const word = /^[\w.-]{1,100}$/.test(code) ? code : "MetricError";
    const azureMessage = asText(metric?.["errorMessage"]);
    return metricError(response, "failed", word, `Azure Monitor couldn't read the metric ${name}`, azureMessage);
  }
  const series: unknown = metric?.["timeseries"];
  return Array.isArray(series)
    ? series
    : metricError(response, "unreadable", "UnexpectedShape", `the metric ${name} is missing from the response`);
}

function metricError(
  { status, requestId }: Response,
  kind: "failed" | "unreadable",
  code: string,
  detail: string,
  azureMessage?: string,
): AzureError {
  return new AzureError({
    kind,
    detail,
    code,
    maybeReceived: true,
    status,
    ...present({ requestId, azureMessage }),
  });
}

/** The values of one series by step, none where it can't be read. */
export function seriesValues(series: unknown, { from, step, count }: Timeline): ReadonlyMap<number, number> {
  const data: unknown = asObject(series)?.["data"];
  const own = new Map<number, number>();
  for (const point of Array.isArray(data) ? data : []) {
    const fields = asObject(point);
    const index = Math.floor((timeOf(fields?.["timeStamp"]) - from) / step);
    const value = asAmount(fields?.["average"]);
    // A time that comes twice has its first value.
    if (value !== undefined && index >= 0 && index < count && !own.has(index)) {
      own.set(index, value);
    }
  }
  return own;
}

/** Milliseconds of the date; NaN for what is no time in UTC. */
function timeOf(value: unknown): number {
  return typeof value === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?Z$/.test(value)
    ? Date.parse(value)
    : NaN;
}

/** Of all instances. */
export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

export function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}

/** What one is of the other, in percent; nothing where there is nothing to be a part of. */
function share(part: Metric, whole: Metric): Metric {
  if (part.error ?? whole.error) {
    return part.error ? part : whole;
  }
  const all = whole.values;
  const percent = (value: number | undefined, index: number) => {
    const total = all[index];
    return value === undefined || total === undefined || total === 0 ? undefined : (value / total) * 100;
  };
  return { values: part.values.map(percent) };
}
