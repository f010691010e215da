import { ageMinutes, type HostedSession, type HostState } from "../../core/inventory/hostState.ts";
import { attributionOf, whoIs } from "../../core/inventory/people/sessionPeople.ts";
import { momentOf } from "../../core/model/time/moment.ts";
import { apiFields, isLoggedField } from "../../core/model/session/sessionFields.ts";
import { searchable } from "../../core/model/session/sessionFilter.ts";
import { present } from "../../core/text/json.ts";
import type { App } from "../commands/app.ts";
import { sessionsOfHosts } from "../commands/commandRows.ts";
import { CANCELLED, firstOf, UNKNOWN_HOST, type ToolAnswer } from "./toolAnswer.ts";
import { readWantedEntries, type WantedEntries } from "./toolInput.ts";
import { errorReason, missingHosts, peopleNote, whyNotReady, type MissingPart } from "./toolReadiness.ts";

/** Who is connected, by lists that are at most a minute old: of one host or of all, by a filter. */
export async function listSessions(app: App, input: unknown, signal: AbortSignal): Promise<ToolAnswer> {
  const selection = readWantedEntries(input, isLoggedField);
  if ("outcome" in selection) {
    return selection;
  }
  const notReady = await whyNotReady(app, signal);
  if (notReady) {
    return notReady;
  }
  const { inventory } = app;
  const { hostKey } = selection;
  if (hostKey !== undefined && !inventory.host(hostKey)) {
    return UNKNOWN_HOST;
  }
  const keys = hostKey === undefined ? [...inventory.hosts].map(({ host }) => host.key) : [hostKey];
  await inventory.loading.ensureListed(keys, signal);
  const { hasPeople, note } = peopleNote(selection.people);
  if (hasPeople && !signal.aborted) {
    await inventory.people.readDue();
  }
  if (signal.aborted) {
    return CANCELLED;
  }
  const hosts = keys.flatMap((key) => inventory.host(key) ?? []);
  const listed = hosts.filter(({ list, problem }) => list && !problem);
  const { first, more } = firstOf(matching(app, listed, selection, hasPeople));
  const incomplete = [...hosts.flatMap((host) => missingSessions(app, host)), ...(hostKey ? [] : missingHosts(app))];
  const oldest = listed.map(({ list }) => list?.receivedAtWall.toISOString() ?? "").toSorted()[0];
  return {
    outcome: listed.length === 0 && hosts.length > 0 ? "failed" : "ok",
    ...present({ note, asOf: oldest }),
    isComplete: incomplete.length === 0,
    more,
    data: {
      hosts: [...Map.groupBy(first, ({ host }) => host)].map(([host, sessions]) => ({
        ...hostLabel(app, host),
        ...present({ asOf: host.list?.receivedAtWall.toISOString() }),
        sessions: sessions.map((session) => sessionEntry(app, session, hasPeople)),
      })),
      incomplete: firstOf(incomplete).first,
    },
  };
}

function matching(
  { inventory, clock }: App,
  hosts: readonly HostState[],
  { filter }: WantedEntries,
  hasPeople: boolean,
): readonly HostedSession[] {
  const now = momentOf(clock);
  return sessionsOfHosts(hosts).filter((hosted) => {
    const { host, list } = hosted.host;
    const { session } = hosted.state;
    const minutes = list && ageMinutes(session, list, now);
    // A filter must not find out about people who aren't asked for.
    const who = hasPeople ? whoIs(hosted) : {};
    const { names } = inventory;
    const subscription = names.subscription(host.subscriptionId);
    return filter?.matches(searchable(session, who, names.host(host), subscription, minutes, host)) ?? true;
  });
}

function sessionEntry({ clock }: App, hosted: HostedSession, hasPeople: boolean): Readonly<Record<string, unknown>> {
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

function hostLabel({ inventory }: App, { host }: HostState): { readonly hostId: string; readonly host: string } {
  return { hostId: host.id, host: inventory.names.host(host) };
}

/** Why sessions of a host may be missing. */
function missingSessions(app: App, state: HostState): readonly MissingPart[] {
  const part = { what: "sessions", ...hostLabel(app, state) };
  if (state.problem) {
    return [{ ...part, ...errorReason(state.problem) }];
  }
  if (!state.list) {
    return [{ ...part, why: "notListed" }];
  }
  const { unreadable } = state.list;
  return unreadable > 0 ? [{ ...part, why: "unreadableEntries", count: unreadable }] : [];
}
