/** What rules would concern of what the inventory knows now, for the user who writes them. */
import { ageMinutes, type HostState } from "../inventory/hostState.ts";
import type { Inventory } from "../inventory/inventory.ts";
import { whoIs } from "../inventory/people/sessionPeople.ts";
import type { BastionHost } from "../model/bastionHost.ts";
import { searchable, type Searchable } from "../model/session/sessionFilter.ts";
import type { Moment } from "../model/time/moment.ts";
import { isAboutHosts } from "./parseTrigger.ts";
import type { WatchRule } from "./watchRule.ts";

/** What rules are matched against. */
export interface KnownTexts {
  /** The sessions of every list that is known, out of date or not. */
  readonly sessions: readonly Searchable[];
  readonly hosts: readonly Searchable[];
}

/** How many of what is known a rule's `match` lets through. */
export interface RuleReach {
  readonly what: "sessions" | "hosts";
  readonly matching: number;
  readonly known: number;
}

/** Everything that the inventory knows, as the tree's filter sees it: made once for all rules. */
export function knownTexts(inventory: Pick<Inventory, "hosts" | "subscriptions">, now: Moment): KnownTexts {
  const names = new Map(
    inventory.subscriptions.map(({ subscriptionId, subscription }) => [subscriptionId, subscription?.displayName]),
  );
  const states = [...inventory.hosts];
  const nameOf = ({ subscriptionId }: BastionHost) => names.get(subscriptionId) ?? subscriptionId;
  return {
    sessions: states.flatMap((state) => sessionTexts(state, nameOf(state.host), now)),
    hosts: states.map(({ host }) => hostTexts(host, nameOf(host))),
  };
}

function sessionTexts(host: HostState, subscriptionName: string, now: Moment): readonly Searchable[] {
  const { list } = host;
  return (list?.sessions ?? []).map((state) =>
    searchable(
      state.session,
      whoIs({ host, state }),
      host.host.name,
      subscriptionName,
      list && ageMinutes(state.session, list, now),
      host.host,
    ),
  );
}

/** A host as a filter sees it that names no session: by its name, subscription, resource group and resource ID. */
export function hostTexts(host: BastionHost, subscriptionName: string): Searchable {
  return searchable({}, {}, host.name, subscriptionName, undefined, host);
}

/** Counts what a rule's `match` lets through: sessions, or hosts if its trigger knows only those. */
export function reachOf({ match, trigger }: WatchRule, known: KnownTexts): RuleReach {
  const what = isAboutHosts(trigger) ? "hosts" : "sessions";
  const all = known[what];
  return { what, matching: match ? all.filter(match.matches).length : all.length, known: all.length };
}
