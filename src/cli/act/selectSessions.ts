/** Which sessions a disconnect is about: freshly listed, and only those that are certainly meant. */
import * as l10n from "@vscode/l10n";
import { ownOf } from "../../core/disconnect/summary.ts";
import { outdatedSince } from "../../core/inventory/freshness.ts";
import type { HostedSession, HostState } from "../../core/inventory/hostState.ts";
import { attributionOf, whoIs } from "../../core/inventory/people/sessionPeople.ts";
import { whoOf } from "../../core/model/session/who.ts";
import { momentOf } from "../../core/model/time/moment.ts";
import { CommandError, EXIT } from "../exitCode.ts";
import { openFleet, type Fleet, type FleetOptions } from "../fleet/fleet.ts";
import { hostCalled, nameGaps } from "../fleet/hostCalled.ts";
import { peopleGaps, sessionGaps, type Gap } from "../fleet/incomplete.ts";
import { hostsOf, matcher, readFilter } from "../fleet/sessionMatch.ts";
import type { Runtime } from "../runtime.ts";

/** What the user said of whom it's about. */
export interface SelectOptions extends FleetOptions {
  readonly host?: string;
  readonly session?: readonly string[];
  readonly match?: string;
  readonly people?: boolean;
  readonly includeOwn?: boolean;
}

/** What was found of it. */
export interface DisconnectSelection {
  readonly fleet: Fleet;
  /** Those that can be disconnected. */
  readonly sessions: readonly HostedSession[];
  /** The user's own, certainly or perhaps, that are left out. */
  readonly own: readonly HostedSession[];
  /** Without an ID: Azure can't disconnect them. */
  readonly impossible: readonly HostedSession[];
  /** IDs that the user named and that aren't listed on that host. */
  readonly notListed: readonly string[];
  /** The host that the user named. */
  readonly named?: HostState;
  /** The host if these are all of its sessions, and all of it is meant. */
  readonly wholeHost?: HostState;
  readonly gaps: readonly Gap[];
}

/** Lists the hosts that are meant, and chooses. @throws CommandError */
export async function selectSessions(options: SelectOptions, runtime: Runtime): Promise<DisconnectSelection> {
  const { host, match } = options;
  return host === undefined ? selectMatching(match ?? "", options, runtime) : selectNamed(host, options, runtime);
}

async function selectNamed(named: string, options: SelectOptions, runtime: Runtime): Promise<DisconnectSelection> {
  const fleet = await openFleet(runtime, options);
  const { inventory } = fleet;
  const called = hostCalled(named, fleet);
  const { key } = called.host;
  await (inventory.cloud && inventory.verifyHost(inventory.cloud, key));
  await (options.people === true && inventory.people.readDue());
  const hosts = [inventory.host(key)].filter((state) => state !== undefined);
  // Other tools write IDs in other letter case.
  const wanted = new Map(options.session?.map((id) => [id.trim().toLowerCase(), id]));
  const keyOf = ({ state }: HostedSession) => state.session.sessionId?.toLowerCase();
  const found = sessionsOf(hosts).filter((session) => wanted.has(keyOf(session) ?? ""));
  const there = new Set(found.map(keyOf));
  const [host] = hosts;
  return {
    ...chosen(found, fleet, options),
    notListed: [...wanted].flatMap(([key, id]) => (there.has(key) ? [] : [id])),
    ...(host && { named: host }),
    gaps: [...nameGaps(named, called, fleet), ...gapsOf(hosts, fleet, options, runtime)],
  };
}

async function selectMatching(text: string, options: SelectOptions, runtime: Runtime): Promise<DisconnectSelection> {
  const { filter, terms } = readFilter(text, options.people === true);
  if (!filter) {
    throw new CommandError(EXIT.usage, l10n.t("--match needs a filter."));
  }
  const fleet = await openFleet(runtime, { ...options, lists: (subscriptions) => hostsOf(terms, subscriptions) });
  const { inventory } = fleet;
  const meant = fleet.hosts.filter((state) => inventory.loading.isKept(state));
  await (options.people === true && inventory.people.readDue());
  const hosts = meant.flatMap(({ host }) => inventory.host(host.key) ?? []);
  const found = sessionsOf(hosts).filter(matcher(filter, fleet.subscriptions, runtime.clock, certainWho));
  const all = chosen(found, fleet, options);
  const isWhole = hosts.length === 1 && terms.every(({ scope }) => scope === "host");
  const [wholeHost] = isWhole && all.sessions.length === sessionsOf(hosts).length ? hosts : [];
  return {
    ...all,
    notListed: [],
    gaps: [...fleet.gaps, ...gapsOf(hosts, fleet, options, runtime)],
    ...(wholeHost && { wholeHost }),
  };
}

/** A person counts only where the audit log names them exactly, or one connection matches. */
function certainWho(hosted: HostedSession): ReturnType<typeof whoIs> {
  const confidence = attributionOf(hosted)?.confidence;
  return confidence === "exact" || confidence === "matched" ? whoIs(hosted) : whoOf(undefined);
}

function chosen(
  found: readonly HostedSession[],
  fleet: Fleet,
  { includeOwn = false }: SelectOptions,
): Pick<DisconnectSelection, "fleet" | "sessions" | "own" | "impossible"> {
  const { userName, isNameless } = fleet.identities;
  if (isNameless && !includeOwn) {
    throw new CommandError(
      EXIT.usage,
      l10n.t("Your token doesn't name you, so your own sessions can't be told. Use --include-own if they may go too."),
    );
  }
  const possible = found.filter(({ state }) => state.session.sessionId !== undefined);
  const labels = userName === undefined ? [] : [userName];
  const isOwn = (session: HostedSession) => !includeOwn && ownOf(session, labels) !== "no";
  return {
    fleet,
    sessions: possible.filter((session) => !isOwn(session)),
    own: possible.filter(isOwn),
    impossible: found.filter(({ state }) => state.session.sessionId === undefined),
  };
}

function sessionsOf(hosts: readonly HostState[]): readonly HostedSession[] {
  return hosts.flatMap((host) => (host.list?.sessions ?? []).map((state) => ({ host, state })));
}

/** What couldn't be read, or is from an old list. */
function gapsOf(
  hosts: readonly HostState[],
  { inventory: { names } }: Fleet,
  { people }: SelectOptions,
  { clock }: Runtime,
): readonly Gap[] {
  return hosts.flatMap((state) => {
    const unread = sessionGaps(state, names);
    const since = outdatedSince(state, momentOf(clock));
    const old: Gap = {
      incomplete: { what: "sessions", hostId: state.host.id, reason: "outdated" },
      words: l10n.t("{0}: the list is old", names.host(state.host)),
    };
    return [
      ...unread,
      ...(unread.length === 0 && since ? [old] : []),
      ...(people === true ? peopleGaps(state, names) : []),
    ];
  });
}
