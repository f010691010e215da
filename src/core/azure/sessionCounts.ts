import { armKey, type ArmKey } from "../model/armId.ts";
import type { BastionHost } from "../model/bastionHost.ts";
import { instances, MOST_INSTANCES } from "../model/capacity.ts";
import type { Timeline } from "../model/metrics.ts";
import { asObject, asText } from "../text/json.ts";
import type { ArmPath } from "./apiVersions.ts";
import type { Arm, CallOptions } from "./arm.ts";
import { AzureError } from "./http/azureError.ts";
import type { Credential } from "./http/credential.ts";
import { metricSeries, metricsPath, readMetrics, seriesValues, sum } from "./monitor.ts";

/** How many sessions a host had on average, by Azure Monitor. */
export interface MeasuredSessions {
  readonly value: number;
  /** The start of the five minutes that it is the average of. */
  readonly at: Date;
  /** Whether every instance of the host is part of it; otherwise there may be more. */
  readonly isWhole: boolean;
}

/** The bastion hosts of one subscription in one region. */
export interface HostsOfRegion {
  /** In lower case. */
  readonly subscriptionId: string;
  /** As Resource Manager spells it, such as `westeurope`. */
  readonly location: string;
  readonly hosts: readonly BastionHost[];
}

const STEP_MS = 300_000;

/** Milliseconds after which a measured value says nothing about now. */
export const MEASURED_FOR_MS = 1_200_000;

const BY_HOST = "Microsoft.ResourceId eq '*'";
const BY_INSTANCE = "host eq '*'";

/**
 * How many sessions each host of a region had, by one request that lists no sessions:
 * https://learn.microsoft.com/rest/api/monitor/metrics/list-at-subscription-scope. The answer is split by host and instance;
 * where it is empty, as it may be for such a split, it is asked for once more, by host alone. It is not documented whether
 * that is the sum of the instances or their average, so a host with several may have more.
 *
 * @param now of this machine, whose date may be wrong by minutes
 * @returns hosts that Azure Monitor has no value of are left out
 * @throws AzureError; `notAllowed` where the role at the subscription lacks `Microsoft.Insights/metrics/read`
 */
export async function readRegionCounts(
  arm: Arm,
  { subscriptionId, location, hosts }: HostsOfRegion,
  now: Date,
  credential: Credential,
  options: CallOptions,
): Promise<ReadonlyMap<ArmKey, MeasuredSessions>> {
  const path: ArmPath = {
    api: "Microsoft.Insights/metrics of a subscription",
    path: `/subscriptions/${encodeURIComponent(subscriptionId)}/providers/Microsoft.Insights/metrics`,
  };
  // What is beyond that vanishes without a word.
  const top = hosts.length * MOST_INSTANCES;
  const times = timesUntil(now);
  for (const filter of [`${BY_HOST} and ${BY_INSTANCE}`, BY_HOST]) {
    const series = await ask(
      arm,
      credential,
      path,
      times,
      { region: location, $filter: filter, top: String(top) },
      options,
    );
    if (series.length > 0) {
      const byHost = Map.groupBy(series, hostOf);
      // One that can't be told to be a host's may be any host's.
      const isCut = series.length >= top || byHost.has(undefined);
      const counts = hosts.flatMap((host) => {
        const own = byHost.get(host.key) ?? [];
        const count = measured(host, own, times, { isByInstance: filter !== BY_HOST, isCut });
        return count && (!isCut || count.isWhole) ? [[host.key, count] as const] : [];
      });
      return new Map(counts);
    }
  }
  return new Map();
}

/**
 * The same for one host, for those who may not read its subscription's metrics.
 *
 * @returns `undefined` where Azure Monitor has no value
 * @throws AzureError; `notAllowed` where the role at the host lacks `Microsoft.Insights/metrics/read`
 */
export async function readHostCount(
  arm: Arm,
  host: BastionHost,
  now: Date,
  credential: Credential,
  options: CallOptions,
): Promise<MeasuredSessions | undefined> {
  const times = timesUntil(now);
  const top = MOST_INSTANCES + 1;
  const series = await ask(
    arm,
    credential,
    metricsPath(host.id),
    times,
    { $filter: BY_INSTANCE, top: String(top) },
    options,
  );
  return measured(host, series, times, { isByInstance: true, isCut: series.length >= top });
}

/** The last twenty minutes and the step that has begun, in whole steps of the clock. */
function timesUntil(now: Date): Timeline {
  const oldest = now.getTime() - MEASURED_FOR_MS;
  return { from: Math.ceil(oldest / STEP_MS) * STEP_MS, step: STEP_MS, count: MEASURED_FOR_MS / STEP_MS + 1 };
}

async function ask(
  arm: Arm,
  credential: Credential,
  path: ArmPath,
  times: Timeline,
  query: Readonly<Record<"$filter" | "top", string>> & { readonly region?: string },
  options: CallOptions,
): Promise<readonly unknown[]> {
  const response = await readMetrics(arm, credential, path, times, { metricnames: "sessions", ...query }, options);
  const series = metricSeries(response, "sessions");
  if (series instanceof AzureError) {
    throw series;
  }
  return series;
}

/** Which host a series is of; `undefined` where it doesn't say. */
function hostOf(series: unknown): ArmKey | undefined {
  const id = dimension(series, "microsoft.resourceid");
  return id === undefined ? undefined : armKey(id);
}

function dimension(series: unknown, name: string): string | undefined {
  const values: unknown = asObject(series)?.["metadatavalues"];
  const found = (Array.isArray(values) ? values : [])
    .map(asObject)
    .find((value) => asText(asObject(value?.["name"])?.["value"])?.toLowerCase() === name);
  return asText(found?.["value"]);
}

/** The sum of a host's instances at the last time that all of them have. */
function measured(
  host: BastionHost,
  series: readonly unknown[],
  times: Timeline,
  answer: { readonly isByInstance: boolean; readonly isCut: boolean },
): MeasuredSessions | undefined {
  // An instance that comes twice counts once.
  const byInstance = new Map(series.toReversed().map((one) => [dimension(one, "host"), seriesValues(one, times)]));
  const read = [...byInstance.values()];
  for (let index = times.count - 1; index >= 0 && read.length > 0; index--) {
    const values = read.map((own) => own.get(index)).filter((value) => value !== undefined);
    if (values.length === read.length) {
      const value = sum(values);
      return {
        value,
        at: new Date(times.from + index * times.step),
        isWhole: isWhole(host, read.length, value, answer),
      };
    }
  }
  return undefined;
}

/** Whether so many series, and nothing else, are the instances of a host. */
function isWhole(
  host: BastionHost,
  found: number,
  value: number,
  { isByInstance, isCut }: { readonly isByInstance: boolean; readonly isCut: boolean },
): boolean {
  const known = instances(host);
  if (!isByInstance) {
    // The average of several may be less than their sum; nothing on average is nothing on all.
    return known === 1 || value === 0;
  }
  return known === undefined ? !isCut : found >= known;
}
