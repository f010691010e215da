import { ageMinutes, type HostedSession, type HostState } from "../inventory/hostState.ts";
import { attributionOf, whoIs } from "../inventory/people/sessionPeople.ts";
import type { Clock } from "../model/clock.ts";
import { momentOf } from "../model/time/moment.ts";
import { apiFields } from "../model/session/sessionFields.ts";
import { searchable } from "../model/session/sessionFilter.ts";
import { present } from "../text/json.ts";
import { hostLabel, missingSessions, type AnswerSource } from "./missingParts.ts";
import { CANCELLED, firstOf, UNKNOWN_HOST, type ToolAnswer } from "./toolAnswer.ts";
import type { WantedEntries } from "./toolInput.ts";

/**
 * Who is connected, by lists that are at most a minute old: of one host or of all, by a filter.
 * @param wanted its `people`: whether people may be in the answer
 */
export async function sessionsAnswer(
  source: AnswerSource,
  wanted: WantedEntries,
  signal: AbortSignal,
): Promise<ToolAnswer> {
  const { inventory, missingHosts } = source;
  const { hostKey, people } = wanted;
  if (hostKey !== undefined && !inventory.host(hostKey)) {
    return UNKNOWN_HOST;
  }
  const keys = hostKey === undefined ? [...inventory.hosts].map(({ host }) => host.key) : [hostKey];
  await inventory.loading.ensureListed(keys, signal);
  if (people && !signal.aborted) {
    await inventory.people.readDue();
  }
  if (signal.aborted) {
    return CANCELLED;
  }
  const hosts = keys.flatMap((key) => inventory.host(key) ?? []);
  const listed = hosts.filter(({ list, problem }) => list && !problem);
  const { first, more } = firstOf(matching(source, listed, wanted));
  const incomplete = [...hosts.flatMap((host) => missingSessions(inventory, host)), ...(hostKey ? [] : missingHosts)];
  const oldest = listed.map(({ list }) => list?.receivedAtWall.toISOString() ?? "").toSorted()[0];
  return {
    outcome: listed.length === 0 && hosts.length > 0 ? "failed" : "ok",
    ...present({ asOf: oldest }),
    isComplete: incomplete.length === 0,
    more,
    data: {
      hosts: [...Map.groupBy(first, ({ host }) => host)].map(([host, sessions]) => ({
        ...hostLabel(inventory, host),
        ...present({ asOf: host.list?.receivedAtWall.toISOString() }),
        sessions: sessions.map((session) => sessionEntry(source.clock, session, people)),
      })),
      incomplete: firstOf(incomplete).first,
    },
  };
}

function matching(
  { inventory, clock }: AnswerSource,
  hosts: readonly HostState[],
  { filter, people }: WantedEntries,
): readonly HostedSession[] {
  const now = momentOf(clock);
  const sessions = hosts.flatMap((host) => (host.list?.sessions ?? []).map((state) => ({ host, state })));
  return sessions.filter((hosted) => {
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
