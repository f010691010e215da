/** When a host is to be listed for a watch: each list is a logged write under the user's name, so there are few. */
import { ageMinutes, receivedMoment } from "../../inventory/hostState.ts";
import { elapsed, type Moment } from "../../model/time/moment.ts";
import type { ArmKey } from "../../model/armId.ts";
import { loadOf, measuredOf } from "./countHits.ts";
import type { WatchFacts, HostFacts } from "./watchFacts.ts";
import { hostsOf, matchesSession } from "./ruleScope.ts";
import type { WatchRule } from "../watchRule.ts";

const HOUR_MS = 3_600_000;
/** Lists of one host in an hour, and of all hosts together. */
export const MOST_LISTS = { ofHost: 2, inAll: 20 } as const;

/** A list that failed is asked for again after so many milliseconds, as far as the budget allows. */
const RETRY_MS = 30 * 60_000;

/** How many lists a watch has asked for, and whether it may ask for another. */
export class ListBudget {
  #asked: { readonly host: ArmKey; readonly at: Moment }[] = [];

  /** Whether a list of the host may be asked for now. */
  allows(host: ArmKey, now: Moment): boolean {
    this.#forget(now);
    const ofHost = this.#asked.filter((one) => one.host === host).length;
    return ofHost < MOST_LISTS.ofHost && this.#asked.length < MOST_LISTS.inAll;
  }

  /** Counts a list that is asked for. */
  take(host: ArmKey, now: Moment): void {
    this.#asked.push({ host, at: now });
  }

  /** How many more lists are allowed in all now. */
  left(now: Moment): number {
    this.#forget(now);
    return MOST_LISTS.inAll - this.#asked.length;
  }

  #forget(now: Moment): void {
    this.#asked = this.#asked.filter(({ at }) => elapsed(at, now) < HOUR_MS);
  }
}

/**
 * The hosts that a rule needs a list of now, the most urgent first:
 * where a known session passes a threshold, a host that was never listed, and one whose list is as old as the threshold, since
 * sessions that began after it may have passed it. Where Azure Monitor counts about none, none can have.
 */
export function dueLists(
  rules: readonly WatchRule[],
  facts: WatchFacts,
  lastAsked: ReadonlyMap<ArmKey, Moment>,
): readonly ArmKey[] {
  const due = new Map<ArmKey, number>();
  for (const rule of rules) {
    for (const host of hostsOf(rule, facts)) {
      const { key } = host.state.host;
      const asked = lastAsked.get(key);
      const isWaiting = host.state.listing || (asked && host.state.problem && elapsed(asked, facts.now) < RETRY_MS);
      const urgency = isWaiting ? undefined : urgencyOf(rule, host, facts);
      if (urgency !== undefined) {
        due.set(key, Math.min(urgency, due.get(key) ?? Infinity));
      }
    }
  }
  return [...due].sort(([, a], [, b]) => a - b).map(([key]) => key);
}

/** Whether a rule needs a list of the host now. */
export function isListDue(rule: WatchRule, host: HostFacts, facts: WatchFacts): boolean {
  return urgencyOf(rule, host, facts) !== undefined;
}

/** The smaller, the more urgent; `undefined`: no list is needed. */
function urgencyOf(rule: WatchRule, host: HostFacts, facts: WatchFacts): number | undefined {
  const { trigger } = rule;
  if (trigger.kind === "fuller") {
    const load = loadOf(host, facts.now);
    // Whether it is that full depends on who uses RDP, which only a list tells.
    return load && load.least < trigger.percent && load.most >= trigger.percent ? 1 : undefined;
  }
  if (trigger.kind !== "longerThan") {
    return undefined;
  }
  const { state } = host;
  const { list } = state;
  if (!list) {
    return isEmpty(host, facts.now) ? undefined : 2;
  }
  const passes = list.sessions.some((one) => {
    const { durationMinutes } = one.session;
    const now = ageMinutes(one.session, list, facts.now);
    const isNew = durationMinutes !== undefined && durationMinutes < trigger.minutes;
    return isNew && now !== undefined && now >= trigger.minutes && matchesSession(rule, host, one, facts.now);
  });
  if (passes) {
    return 0;
  }
  const isOld = elapsed(receivedMoment(list), facts.now) >= trigger.minutes * 60_000;
  return isOld && !isEmpty(host, facts.now) ? 3 : undefined;
}

function isEmpty({ state }: HostFacts, now: Moment): boolean {
  const measured = measuredOf(state, now);
  return measured?.kind === "about" && measured.value === 0;
}
