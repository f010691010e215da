/** `disconnect`: the one command that changes something in Azure. It's always confirmed. */
import * as l10n from "@vscode/l10n";
import { Journal } from "../../core/journal/journal.ts";
import type { HostedSession } from "../../core/inventory/hostState.ts";
import { armKey } from "../../core/model/armId.ts";
import { momentOf } from "../../core/model/time/moment.ts";
import { countNotes, SEPARATOR } from "../../words/format.ts";
import { plural } from "../../words/plural.ts";
import { leftOutNotes, notListedNotes } from "../../words/skippedNotes.ts";
import { sessionLine } from "../../words/sessionText.ts";
import {
  concludeChange,
  lookedUpLater,
  requireComplete,
  requireConfirmable,
  requireConfirmed,
  whyOf,
  type ChangeOptions,
} from "../act/change.ts";
import { questionOf } from "../act/disconnectQuestion.ts";
import { DISCONNECT, disconnectParts, disconnectSelected, type DisconnectEnd } from "../act/disconnectSelected.ts";
import { selectSessions, type DisconnectSelection, type SelectOptions } from "../act/selectSessions.ts";
import { CommandError, EXIT, type ExitCode } from "../exitCode.ts";
import { conclude } from "../fleet/fleet.ts";
import { journalFolder } from "../journalFolder.ts";
import {
  isGone,
  outcomeExport,
  outcomeOf,
  OUTCOME_IDS,
  unlistedOutcome,
  unsentOutcome,
  type PrintedOutcome,
} from "../print/outcomePrint.ts";
import { OUTCOME_WORDS } from "../print/outcomeText.ts";
import { columnsOf, objectsOf, print, type FormatOptions } from "../print/output.ts";
import type { Runtime } from "../runtime.ts";

/** What the user said of a disconnect. */
export interface DisconnectOptions extends SelectOptions, FormatOptions, ChangeOptions {}

/** Asks, or takes `--yes --max`, and disconnects exactly what that covers. @throws CommandError */
export async function disconnectCommand(options: DisconnectOptions, runtime: Runtime): Promise<ExitCode> {
  const { terminal, clock } = runtime;
  const most = requireUsage(options, runtime);
  const folder = await journalFolder(options.journal, runtime);
  const selection = await selectSessions(options, runtime);
  const { fleet, sessions, gaps, wholeHost } = selection;
  sayLeftOut(selection, runtime);
  requireComplete(gaps, options, DISCONNECT, runtime);
  if (sessions.length === 0) {
    terminal.say(l10n.t("No sessions to disconnect."));
    return conclude(runtime, gaps, false);
  }
  const notes = notesOn(selection);
  const question = () => questionOf({ sessions, notes, ...(wholeHost && { wholeHost }) }, fleet, runtime);
  await requireConfirmed({ count: sessions.length, most, question }, options, DISCONNECT, runtime);
  return await runtime.toItsEnd(async () => {
    await using journal = new Journal(folder, clock);
    const end = await disconnectSelected(
      { sessions, ...whyOf(options, notes), partial: options.partial === true },
      disconnectParts(fleet, journal, runtime),
      runtime,
      (answered, all) => terminal.progress(() => l10n.t("Disconnecting: {0} of {1}", answered, all)),
    );
    return await report(end, selection, options, runtime);
  });
}

/** @returns how many sessions may be disconnected at most */
function requireUsage(options: DisconnectOptions, runtime: Runtime): number {
  const { host, session, match } = options;
  const isNamed = host !== undefined && session !== undefined && match === undefined;
  const isMatched = match !== undefined && host === undefined && session === undefined;
  if (!isNamed && !isMatched) {
    throw new CommandError(EXIT.usage, l10n.t("Say what to disconnect: --host with --session, or --match."));
  }
  if (isMatched && match.trim() === "") {
    throw new CommandError(EXIT.usage, l10n.t("--match needs a filter."));
  }
  if (session?.some((id) => id.trim() === "")) {
    throw new CommandError(EXIT.usage, l10n.t("{0} needs a value.", "--session"));
  }
  return requireConfirmable(options, DISCONNECT, runtime);
}

function sayLeftOut({ fleet, own, notListed }: DisconnectSelection, { terminal, clock }: Runtime): void {
  const now = momentOf(clock);
  own.forEach((session) =>
    terminal.say(
      l10n.t("Left out, since it is or might be yours: {0}", sessionLine(session, now, fleet.inventory.names)),
    ),
  );
  notListed.forEach((id) => terminal.say(l10n.t("Not listed: {0}", id)));
}

/** What the question says beside its list, and the journal keeps. */
function notesOn({ own, impossible, notListed, gaps }: DisconnectSelection): readonly string[] {
  return [
    ...countNotes(
      own.length,
      () => l10n.t("1 session that is or might be yours is left out."),
      (count, text) => plural("{0} sessions that are or might be yours are left out.", count, text),
    ),
    ...notListedNotes(notListed.length),
    ...leftOutNotes(impossible.length),
    ...(gaps.length > 0 ? [l10n.t("Couldn't be read: {0}", gaps.map(({ words }) => words).join(SEPARATOR))] : []),
  ];
}

/** Prints the outcome of each session. @returns how the command ends */
async function report(
  end: DisconnectEnd,
  { fleet, sessions, impossible, notListed, named, gaps }: DisconnectSelection,
  options: DisconnectOptions,
  runtime: Runtime,
): Promise<ExitCode> {
  const { terminal, clock } = runtime;
  const { entry, ended, unread } = end;
  const sent = entry?.sessions ?? [];
  const keyOf = (hostId: string, sessionId = "") => JSON.stringify([hostId, sessionId]);
  const keyOfHosted = ({ host: { host }, state }: HostedSession) => keyOf(host.id, state.session.sessionId);
  const known = new Set([
    ...sent.map(({ hostId, session }) => keyOf(hostId, session.sessionId)),
    ...ended.map(keyOfHosted),
  ]);
  const unsent = sessions.filter((session) => !known.has(keyOfHosted(session)));
  const { names } = fleet.inventory;
  const hostName = ({ hostId, host }: PrintedOutcome): string => {
    const state = fleet.inventory.host(armKey(hostId));
    return state ? names.host(state.host) : host;
  };
  const found: readonly PrintedOutcome[] = [
    ...sent.map(outcomeOf),
    ...ended.map((session) => unsentOutcome(session, "notListed")),
    ...[...unsent, ...impossible].map((session) => unsentOutcome(session, "notSent")),
    ...(named ? notListed.map((id) => unlistedOutcome(id, named)) : []),
  ];
  const rows = found.map((row) => ({ ...row, host: hostName(row) }));
  const exported = outcomeExport();
  await print(terminal, options, {
    rows,
    columns: columnsOf(exported, OUTCOME_WORDS),
    exported,
    ids: OUTCOME_IDS,
    json: () => ({
      sessions: objectsOf(rows, [...exported, ...OUTCOME_IDS]),
      incomplete: gaps.map(({ incomplete }) => incomplete),
      entry: entry?.id ?? null,
      asOf: clock.wall().toISOString(),
    }),
  });
  unread.forEach(({ host }) =>
    terminal.say(l10n.t("Nothing was disconnected on {0}: it couldn't be listed again.", names.host(host))),
  );
  const stopped = sent.some(({ verdict }) => verdict !== "notSent")
    ? lookedUpLater(l10n.t("Stopped. What was sent is in the journal; the next command looks up the outcome."), options)
    : DISCONNECT.nothing();
  return concludeChange(end, { gaps, isAllGone: rows.every(isGone), stopped }, runtime);
}
