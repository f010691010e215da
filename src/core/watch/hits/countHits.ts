/** Hits about how many sessions a host has, by its list or by Azure Monitor. */
import { isStillTrue } from "../../inventory/freshness.ts";
import type { HostState } from "../../inventory/hostState.ts";
import { shownApproximation } from "../../inventory/sessionTotals.ts";
import { capacity } from "../../model/capacity.ts";
import { exactly, type Count } from "../../model/count.ts";
import type { Moment } from "../../model/time/moment.ts";
import { KEPT_MS, type WatchFacts, type HostFacts } from "./watchFacts.ts";
import { hitKey, type Hit } from "../hit.ts";
import type { Trigger, WatchRule } from "../watchRule.ts";

type FullRule = WatchRule & { readonly trigger: Extract<Trigger, { readonly kind: "fuller" }> };

/** A host that had more sessions than at the observation before. */
export function moreHits(rule: WatchRule, host: HostFacts, facts: WatchFacts): readonly Hit[] {
  const since = facts.now.wall.getTime() - KEPT_MS;
  const hostKey = host.state.host.key;
  return host.countChanges
    .filter(({ at }) => at >= since)
    .map(({ count, before, at }) => ({
      key: hitKey(rule, hostKey, `more:${at}`),
      hostKey,
      subject: { kind: "count", count, before },
      at,
    }));
}

/** A host that has at least that share of the sessions that it can carry. */
export function fullHits(rule: FullRule, host: HostFacts, facts: WatchFacts): readonly Hit[] {
  const load = loadOf(host, facts.now);
  return load && load.least >= rule.trigger.percent
    ? [
        {
          key: fullKey(rule, host),
          hostKey: host.state.host.key,
          subject: { kind: "count", count: load.count, percent: Math.floor(load.least) },
        },
      ]
    : [];
}

/** A host is no longer full below this share of a rule's percentage. */
const OVER_BELOW = 0.9;

/** The key of a hit that is surely over, so that the next one is told again. */
export function overKeys(rule: FullRule, host: HostFacts, facts: WatchFacts): readonly string[] {
  const load = loadOf(host, facts.now);
  // Clearly below, so that a host that swings about the percentage isn't told of each time.
  const isBelow = load !== undefined && load.most < rule.trigger.percent * OVER_BELOW;
  // Of "at least about" so many there may be more: an instance wasn't counted.
  return isBelow && load.count.kind !== "atLeastAbout" ? [fullKey(rule, host)] : [];
}

function fullKey(rule: WatchRule, { state }: HostFacts): string {
  return hitKey(rule, state.host.key, "full");
}

export interface Load {
  readonly count: Count;
  /** Percent of the host's capacity, at least and at most: an RDP session takes more of it than an SSH session. */
  readonly least: number;
  readonly most: number;
}

/** How full a host is now; `undefined` where its size or its sessions aren't known. */
export function loadOf({ state }: Pick<HostFacts, "state">, now: Moment): Load | undefined {
  const size = capacity(state.host);
  if (!size) {
    return undefined;
  }
  const { list } = state;
  if (list && isStillTrue(state, now) && list.unreadable === 0) {
    const rdp = list.sessions.filter(({ session }) => session.protocol?.toLowerCase() === "rdp").length;
    const percent = percentOf(rdp, size.rdp) + percentOf(list.sessions.length - rdp, size.ssh);
    return { count: exactly(list.sessions.length), least: percent, most: percent };
  }
  const measured = measuredOf(state, now);
  return measured && measured.kind !== "unknown"
    ? { count: measured, least: percentOf(measured.value, size.ssh), most: percentOf(measured.value, size.rdp) }
    : undefined;
}

/** What Azure Monitor counted; `undefined` if that is too long ago, or a list has come since. */
export function measuredOf(
  { approximate, list }: Pick<HostState, "approximate" | "list">,
  now: Moment,
): Count | undefined {
  return approximate && !(list && list.receivedAtWall > approximate.at)
    ? shownApproximation({ approximate }, now)?.count
    : undefined;
}

/** Whether Azure Monitor has counted a host's sessions lately. */
export function isMeasured({ approximate }: Pick<HostState, "approximate">, now: Moment): boolean {
  return approximate !== undefined && shownApproximation({ approximate }, now) !== undefined;
}

function percentOf(value: number, most: number): number {
  return most > 0 ? (100 * value) / most : 0;
}
