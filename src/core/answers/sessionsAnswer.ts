import { ageMinutes, type HostedSession, type HostState } from "../inventory/hostState.ts";
import { attributionOf, whoIs } from "../inventory/people/sessionPeople.ts";
import type { ArmKey } from "../model/armId.ts";
import type { Clock } from "../model/clock.ts";
import { momentOf } from "../model/time/moment.ts";
import { apiFields } from "../model/session/sessionFields.ts";
import { searchable } from "../model/session/sessionFilter.ts";
import { mayHaveMatch } from "../model/session/strictFilter.ts";
import { present } from "../text/json.ts";
import {
  hostLabel,
  incompleteData,
  missingPeople,
  missingSessions,
  unknownHost,
  type AnswerSource,
  type MissingPart,
} from "./missingParts.ts";
import { CANCELLED, firstOf, type ToolAnswer } from "./toolAnswer.ts";
import type { WantedEntries } from "./toolInput.ts";

/**
 * Who is connected, by lists that are at most a minute old: of one host, or of all that the filter allows.
 * @param wanted its `people`: whether people may be in the answer
 */
export async function sessionsAnswer(
  source: AnswerSource,
  wanted: WantedEntries,
  signal: AbortSignal,
): Promise<ToolAnswer> {
  const { inventory, missingHosts, limits } = source;
  const { hostKey, people } = wanted;
  if (hostKey !== undefined && !inventory.host(hostKey)) {
    return unknownHost(source);
  }
  const keys = hostKey === undefined ? keysOf(inventory, wanted) : [hostKey];
  const unread = await inventory.loading.ensureListed(keys, signal);
  if (people && !signal.aborted) {
    await inventory.people.readDue();
  }
  if (signal.aborted) {
    return CANCELLED;
  }
  const hosts = keys.flatMap((key) => inventory.host(key) ?? []);
  if (hostKey !== undefined && hosts.length === 0) {
    // It left while it was listed.
    return unknownHost(source);
  }
  const listed = hosts.filter(({ list, problem }) => list && !problem);
  const matches = matching(source, listed, wanted);
  const { first, more } = firstOf(matches);
  const isOld = ({ host }: HostState) => unread.some((state) => state.host.key === host.key);
  const incomplete = [
    ...hosts.flatMap((host) => missingSessions(inventory, host, isOld(host))),
    ...(people ? listed.flatMap((host) => missingPeople(inventory, host)) : []),
    ...unattributed(listed, matches, wanted),
    ...(hostKey ? [] : missingHosts),
  ];
  const oldest = listed.map(({ list }) => list?.receivedAtWall.toISOString() ?? "").toSorted()[0];
  return {
    outcome: listed.length === 0 && hosts.length > 0 ? "failed" : "ok",
    ...present({ note: limits, asOf: oldest }),
    isComplete: incomplete.length === 0,
    more,
    data: {
      hosts: [...Map.groupBy(first, ({ host }) => host)].map(([host, sessions]) => ({
        ...hostLabel(inventory, host),
        ...present({ asOf: host.list?.receivedAtWall.toISOString() }),
        sessions: sessions.map((session) => sessionEntry(source.clock, session, people)),
      })),
      ...incompleteData(incomplete),
    },
  };
}

/** Of all hosts that may have a match. */
function keysOf({ hosts, names }: AnswerSource["inventory"], { terms }: WantedEntries): readonly ArmKey[] {
  return [...hosts].filter(({ host }) => mayHaveMatch(terms, names.ofHost(host))).map(({ host }) => host.key);
}

function matching(
  { inventory, clock }: AnswerSource,
  hosts: readonly HostState[],
  { filter, people }: WantedEntries,
): readonly HostedSession[] {
  const now = momentOf(clock);
  return sessionsOf(hosts).filter((hosted) => {
    const { host, list } = hosted.host;
    const { session } = hosted.state;
    const minutes = list && ageMinutes(session, list, now);
    // A filter must not find out about people who aren't asked for.
    const who = people ? whoIs(hosted) : {};
    const { names } = inventory;
    const subscription = names.subscription(host.subscriptionId);
    return filter?.matches(searchable(session, who, names.host(host), subscription, minutes, host)) ?? true;
  });
}

/** Sessions that a filter by a person can't find, since it isn't known whose they are. */
function unattributed(
  hosts: readonly HostState[],
  matches: readonly HostedSession[],
  { looksForPerson }: WantedEntries,
): readonly MissingPart[] {
  const found = new Set(matches.map(({ state }) => state));
  const unknown = looksForPerson
    ? sessionsOf(hosts).filter((hosted) => !found.has(hosted.state) && whoIs(hosted).person === undefined)
    : [];
  return unknown.length > 0 ? [{ what: "people", why: "personUnknown", count: unknown.length }] : [];
}

function sessionsOf(hosts: readonly HostState[]): readonly HostedSession[] {
  return hosts.flatMap((host) => (host.list?.sessions ?? []).map((state) => ({ host, state })));
}

function sessionEntry(clock: Clock, hosted: HostedSession, hasPeople: boolean): Readonly<Record<string, unknown>> {
  const { session, work } = hosted.state;
  const { targetResourceId: _long, durationMinutes: _then, ...fields } = apiFields(session);
  const minutes = hosted.host.list && ageMinutes(session, hosted.host.list, momentOf(clock));
  const { person, clientAddress } = hasPeople ? whoIs(hosted) : {};
  return {
    ...fields,
    ...present({ durationMinutes: minutes && Math.floor(minutes), work, person, clientAddress }),
    ...(person !== undefined && { isPersonCertain: attributionOf(hosted)?.confidence === "exact" }),
  };
}
