/** Disconnects what a question has shown, and nothing else: every disconnect of the command line ends here. */
import * as l10n from "@vscode/l10n";
import { runDisconnect } from "../../core/disconnect/disconnectRun.ts";
import { Disconnects } from "../../core/disconnect/disconnects.ts";
import { InFlight } from "../../core/disconnect/inFlight.ts";
import { journalHosts, JournalRecorder } from "../../core/disconnect/journalRecorder.ts";
import { actors } from "../../core/inventory/hosts.ts";
import type { HostedSession, HostState } from "../../core/inventory/hostState.ts";
import { sessionByKey } from "../../core/inventory/sessionByKey.ts";
import type { Journal } from "../../core/journal/journal.ts";
import type { JournalEntry } from "../../core/journal/journalEntry.ts";
import { JournalRecord } from "../../core/journal/journalRecord.ts";
import { momentOf } from "../../core/model/time/moment.ts";
import { EXIT } from "../exitCode.ts";
import type { Fleet } from "../fleet/fleet.ts";
import type { Runtime } from "../runtime.ts";
import { unchanged, type ChangeWords, type JournaledWhy } from "./change.ts";
import { followChange, whenJournaled, type ChangeEnd } from "./followChange.ts";

/** What a disconnect needs; made once for a process, so that no session is sent twice at once. */
export interface DisconnectParts {
  readonly fleet: Fleet;
  readonly journal: Journal;
  readonly disconnects: Disconnects;
  readonly inFlight: InFlight;
}

/** @param journal where it's written before anything is sent */
export function disconnectParts(fleet: Fleet, journal: Journal, { clock }: Pick<Runtime, "clock">): DisconnectParts {
  const { inventory, identities, log } = fleet;
  return {
    fleet,
    journal,
    disconnects: new Disconnects({ inventory, identities, clock, log }),
    inFlight: new InFlight(),
  };
}

/** What is changed, in words. */
export const DISCONNECT: ChangeWords = {
  command: "disconnect",
  nothing: () => l10n.t("Nothing was disconnected."),
};

/** What was confirmed, by whom and why. */
export interface SelectedSessions extends JournaledWhy {
  /** Exactly those that the question has shown. */
  readonly sessions: readonly HostedSession[];
  /** Send what is known although something can't be read again. */
  readonly partial?: boolean;
}

/** What came of it. */
export interface DisconnectEnd extends ChangeEnd<JournalEntry> {
  /** What was shown and is no longer listed: it isn't sent. */
  readonly ended: readonly HostedSession[];
  /** Hosts that couldn't be listed again: nothing of theirs is sent. */
  readonly unread: readonly HostState[];
}

/**
 * Lists the hosts again, writes down what is still there of what was confirmed, disconnects that, and looks whether it's gone.
 * @param runtime.signal stops it between batches; what was sent stays sent, and is in the journal
 * @param onProgress told how many of how many sessions Azure has answered for
 * @throws CommandError if nothing was sent: something couldn't be read, or the journal couldn't be written
 */
export async function disconnectSelected(
  { sessions: shown, partial = false, ...why }: SelectedSessions,
  { fleet, journal, disconnects, inFlight }: DisconnectParts,
  { clock, signal }: Pick<Runtime, "clock" | "signal">,
  onProgress: (answered: number, all: number) => void = () => undefined,
): Promise<DisconnectEnd> {
  const { inventory } = fleet;
  const { now, ended, unread } = await listAgain(shown, fleet, partial);
  if (unread.length > 0 && !partial) {
    throw unchanged(DISCONNECT, EXIT.incomplete, l10n.t("Couldn't be listed again: {0}", namesText(unread, fleet)));
  }
  using reserved = inFlight.add(now);
  const { sessions } = reserved;
  const unsent = { ended, unread, isCutShort: signal.aborted };
  if (sessions.length === 0 || signal.aborted) {
    return unsent;
  }
  const record = new JournalRecord(
    journal,
    () => clock.wall(),
    () => undefined,
  );
  await whenJournaled(record.begin({ ...why, hosts: journalHosts(sessions, momentOf(clock)) }), DISCONNECT);
  const recorder = new JournalRecorder(record);
  const all = new Set(sessions.map(({ host, state }) => JSON.stringify([host.host.key, state.session.sessionId]))).size;
  const end = await followChange(record, recorder, { all, signal, onProgress }, ({ lifetime, onEvent }) =>
    runDisconnect(sessions, { inventory, disconnects, clock, request: signal, lifetime, onEvent }),
  );
  return { ...unsent, ...end };
}

/** What was shown as it is now: hosts whose list can't be trusted are left out. */
async function listAgain(
  shown: readonly HostedSession[],
  { inventory }: Fleet,
  partial: boolean,
): Promise<{
  readonly now: readonly HostedSession[];
  readonly ended: readonly HostedSession[];
  readonly unread: readonly HostState[];
}> {
  const { cloud } = inventory;
  const hosts = [...new Map(shown.map(({ host }) => [host.host.key, host])).values()];
  await (cloud && Promise.all(hosts.map(({ host }) => inventory.verifyHost(cloud, host.key))));
  const isRead = ({ host: { key }, list: before }: HostState) => {
    const state = inventory.host(key);
    const isNew = state?.list !== undefined && state.list.receivedAtWall !== before?.receivedAtWall;
    return isNew && !state.problem && (partial || state.list.unreadable === 0);
  };
  const unread = hosts.filter((host) => !isRead(host));
  const left = shown.filter(({ host }) => unread.every((other) => other.host.key !== host.host.key));
  const now = left.map((session) => ({ session, current: current(session, inventory.host(session.host.host.key)) }));
  const missing = now.flatMap(({ session, current: one }) => (one ? [] : [session]));
  const isWhole = ({ host: { host } }: HostedSession) => inventory.host(host.key)?.list?.unreadable === 0;
  return {
    now: now.flatMap(({ current: one }) => one ?? []),
    // What is missing from a list that couldn't be read completely may still be there.
    ended: missing.filter(isWhole),
    unread,
  };
}

/** A session as it is now, with the account that the question named; `undefined` if it isn't listed any more. */
function current({ host: before, state: old }: HostedSession, host: HostState | undefined): HostedSession | undefined {
  const state = sessionByKey(host?.list, old.key);
  const actor = before.actor ?? actors(before)[0];
  return host && state?.session.sessionId !== undefined && state.session.sessionId === old.session.sessionId
    ? { host: { ...host, ...(actor && { actor }) }, state }
    : undefined;
}

function namesText(hosts: readonly HostState[], { inventory }: Fleet): string {
  return hosts.map(({ host }) => inventory.names.host(host)).join(", ");
}
