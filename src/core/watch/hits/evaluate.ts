/** What watch rules find in what is known: pure, the same for every window. */
import { isStillTrue } from "../../inventory/freshness.ts";
import type { HostState } from "../../inventory/hostState.ts";
import { isDeveloper, capacity } from "../../model/capacity.ts";
import type { ArmKey } from "../../model/armId.ts";
import { listedHits, loggedHits, type ConnectionRule } from "./connectionHits.ts";
import { fullHits, isMeasured, loadOf, moreHits, overKeys } from "./countHits.ts";
import type { WatchFacts, HostFacts } from "./watchFacts.ts";
import { failureHits } from "./failureHits.ts";
import { partsOf, type Blind, type BlindReason, type Hit } from "../hit.ts";
import { isListDue } from "./listPlan.ts";
import { hostsOf } from "./ruleScope.ts";
import { longSessionHits } from "./sessionHits.ts";
import type { Trigger, TriggerKind, WatchRule } from "../watchRule.ts";

export interface RuleEvaluation {
  /** The newest first. */
  readonly hits: readonly Hit[];
  readonly blind: readonly Blind[];
  /** How many hosts the rule concerns. */
  readonly hosts: number;
  /** Keys of hits that are surely over, so that the same may be told again. */
  readonly over: readonly string[];
}

const LOG_TRIGGERS: ReadonlySet<TriggerKind> = new Set([
  "connects",
  "clientNotIn",
  "newAddress",
  "outside",
  "failedSignIns",
  "linkUsed",
  "returns",
]);

/** Whether a rule needs the audit log. */
export function needsLog({ trigger }: WatchRule): boolean {
  return LOG_TRIGGERS.has(trigger.kind);
}

/** Whether a rule needs to know how many sessions there are. */
export function needsCounts({ trigger }: WatchRule): boolean {
  return trigger.kind === "more" || trigger.kind === "fuller" || trigger.kind === "longerThan";
}

/** Evaluates one rule on all hosts that it concerns. */
export function evaluate(rule: WatchRule, facts: WatchFacts): RuleEvaluation {
  const hosts = hostsOf(rule, facts);
  return {
    hits: hosts.flatMap((host) => hitsOn(rule, host, facts)).sort((a, b) => (b.at ?? 0) - (a.at ?? 0)),
    blind: hosts.flatMap((host) => blindOn(rule, host, facts) ?? []),
    hosts: hosts.length,
    over: hosts.flatMap((host) => (isOf(rule, "fuller") ? overKeys(rule, host, facts) : [])),
  };
}

function hitsOn(rule: WatchRule, host: HostFacts, facts: WatchFacts): readonly Hit[] {
  if (isOf(rule, "longerThan")) {
    return longSessionHits(rule, host, facts);
  }
  if (isOf(rule, "more")) {
    return moreHits(rule, host, facts);
  }
  if (isOf(rule, "fuller")) {
    return fullHits(rule, host, facts);
  }
  if (isOf(rule, "failedSignIns")) {
    return failureHits(rule, host, facts);
  }
  const connectionRule = rule as ConnectionRule;
  const logged = loggedHits(connectionRule, host, facts);
  // A log that is read tells of the same connections, and more of each: they aren't to be told twice.
  if (isLogged(host)) {
    return logged;
  }
  const known = new Set(logged.flatMap(partsOf));
  return [
    ...logged,
    ...listedHits(connectionRule, host, facts).filter((hit) => !partsOf(hit).some((one) => known.has(one))),
  ];
}

function isOf<Kind extends TriggerKind>(
  rule: WatchRule,
  kind: Kind,
): rule is WatchRule & { readonly trigger: Extract<Trigger, { readonly kind: Kind }> } {
  return rule.trigger.kind === kind;
}

function isLogged({ log }: HostFacts): boolean {
  return log !== undefined && (log.blind === undefined || log.blind.reason === "logIncomplete");
}

function blindOn(rule: WatchRule, host: HostFacts, facts: WatchFacts): Blind | undefined {
  const { state } = host;
  const hostKey = state.host.key;
  const blind = (reason: BlindReason) => ({ hostKey, reason });
  if (needsLog(rule)) {
    if (isDeveloper(state.host)) {
      return blind("notLoggedBySku");
    }
    if (!host.log) {
      return blind("unread");
    }
    if (rule.trigger.kind === "newAddress" && !host.log.blind && host.isPastKnown !== true) {
      return blind(host.isPastKnown === false ? "logIncomplete" : "unread");
    }
    return host.log.blind && { hostKey, ...host.log.blind };
  }
  if (rule.trigger.kind === "more") {
    return countBlind(host, facts, blind);
  }
  if (rule.trigger.kind === "fuller") {
    if (!capacity(state.host)) {
      return blind("noCapacity");
    }
    const load = loadOf(host, facts.now);
    if (!load) {
      return countBlind(host, facts, blind) ?? listBlind(state, blind);
    }
    return host.isListsUsedUp && isListDue(rule, host, facts) ? blind("listsUsedUp") : undefined;
  }
  return (
    listBlind(state, blind) ??
    (isListDue(rule, host, facts) ? blind(host.isListsUsedUp ? "listsUsedUp" : "unread") : undefined)
  );
}

type Blinded = (reason: BlindReason) => { readonly hostKey: ArmKey; readonly reason: BlindReason };

/** An old count says nothing of what has changed since. */
function countBlind(
  { state, countBlind: reason }: HostFacts,
  { now }: Pick<WatchFacts, "now">,
  blind: Blinded,
): Blind | undefined {
  const isCounted = isMeasured(state, now) || isStillTrue(state, now);
  return isCounted ? undefined : blind(reason ?? "unread");
}

function listBlind({ problem, list, host: { key: hostKey } }: HostState, blind: Blinded): Blind | undefined {
  if (problem) {
    return { hostKey, reason: "unreadable", error: problem };
  }
  return list && list.unreadable > 0 ? blind("unreadable") : undefined;
}
