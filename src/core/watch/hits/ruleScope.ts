/** Which hosts, sessions and connections a rule is about. */
import { ageMinutes, type SessionState } from "../../inventory/hostState.ts";
import { whoIs } from "../../inventory/people/sessionPeople.ts";
import { armKey, resourceNames } from "../../model/armId.ts";
import type { Connection, LoggedClient } from "../../model/session/connection.ts";
import type { BastionSession } from "../../model/session/session.ts";
import { searchable, termsOf, type FilterTerm, type Searchable } from "../../model/session/sessionFilter.ts";
import { whoOf } from "../../model/session/who.ts";
import type { Moment } from "../../model/time/moment.ts";
import { present } from "../../text/json.ts";
import type { WatchFacts, HostFacts } from "./watchFacts.ts";
import { hostTexts } from "../knownMatches.ts";
import { isAboutHosts } from "../parseTrigger.ts";
import type { WatchRule } from "../watchRule.ts";

/** The hosts that a rule is about. */
export function hostsOf(rule: WatchRule, facts: Pick<WatchFacts, "hosts">): readonly HostFacts[] {
  const keys = new Set<string>(facts.hosts.map(({ state }) => state.host.key));
  return facts.hosts.filter((host) => concernsHost(rule, host, keys));
}

/** Whether a rule may have a hit on a host: the terms of `match` that name hosts, and for some triggers all of them, fit. */
function concernsHost(rule: WatchRule, facts: HostFacts, allHosts: ReadonlySet<string>): boolean {
  if (!rule.match) {
    return true;
  }
  if (isAboutHosts(rule.trigger)) {
    return rule.match.matches(hostSearchable(facts));
  }
  const host = hostSearchable(facts);
  return termsOf(rule.match.text).every((term) => fitsHost(term, host, allHosts));
}

function fitsHost({ field, text }: FilterTerm, { fields, hasId }: Searchable, allHosts: ReadonlySet<string>): boolean {
  switch (field) {
    case "host":
    case "subscription":
      return fields[field].includes(text.toLowerCase());
    case "id":
      // Any other ID may be a session's or a VM's.
      return hasId(text.toLowerCase()) || !allHosts.has(armKey(text));
    default:
      return true;
  }
}

function hostSearchable({ state, subscriptionName }: HostFacts): Searchable {
  return hostTexts(state.host, subscriptionName);
}

/** Whether a session of a host's list is what the rule is about. */
export function matchesSession({ match }: WatchRule, facts: HostFacts, one: SessionState, now: Moment): boolean {
  const { state, subscriptionName } = facts;
  if (!match || !state.list) {
    return true;
  }
  const who = whoIs({ host: state, state: one });
  const age = ageMinutes(one.session, state.list, now);
  return match.matches(searchable(one.session, who, state.host.name, subscriptionName, age, state.host));
}

type Client = LoggedClient & Pick<Connection, "tunnelId">;

/** By row of the log and what is matched: a log has thousands of rows, which stay as they are from one look to the next. */
const matched = new WeakMap<Client, Map<string, boolean>>();

/** Whether a row of the log is what the rule is about. Lengths of time aren't looked at: parseRules.ts allows none here. */
export function matchesClient({ match }: WatchRule, facts: HostFacts, client: Client): boolean {
  if (!match) {
    return true;
  }
  const known = matched.get(client) ?? new Map<string, boolean>();
  matched.set(client, known);
  const key = `${facts.subscriptionName}\n${match.text}`;
  const found = known.get(key) ?? match.matches(clientSearchable(facts, client));
  known.set(key, found);
  return found;
}

function clientSearchable({ state, subscriptionName }: HostFacts, client: Client): Searchable {
  const who = whoOf({ confidence: "exact", candidates: [{ ...client, key: "", hasEnded: false }] });
  return searchable(sessionOf(client), who, state.host.name, subscriptionName, undefined, state.host);
}

/** A connection in the words of a session, so that the same filter reads both. */
export function sessionOf(connection: Client): BastionSession {
  const { tunnelId, userName, protocol, targetResourceId, targetAddress, resourceType } = connection;
  return present({
    sessionId: tunnelId,
    userName,
    protocol,
    targetHostName: resourceNames(targetResourceId),
    targetIpAddress: targetAddress,
    targetResourceId,
    resourceType,
    via: connection.hostKey,
  });
}
