import * as l10n from "@vscode/l10n";
import { errorReason, unknownHost } from "../../core/answers/missingParts.ts";
import { CANCELLED, wrongInput, type ToolAnswer } from "../../core/answers/toolAnswer.ts";
import { HOST_ID_NOTE } from "../../core/answers/toolInput.ts";
import type { HostedSession, HostState, SessionState } from "../../core/inventory/hostState.ts";
import { Journal } from "../../core/journal/journal.ts";
import { BY_MODEL_CONTEXT } from "../../core/journal/requesters.ts";
import { parseHostArgument } from "../../core/model/hostArgument.ts";
import { present } from "../../core/text/json.ts";
import { questionOf } from "../act/disconnectQuestion.ts";
import { disconnectParts, disconnectSelected, type DisconnectEnd } from "../act/disconnectSelected.ts";
import { journalFolder } from "../journalFolder.ts";
import type { Runtime } from "../runtime.ts";
import { askByForm, type FormAnswer, type ShowForm } from "./askingForm.ts";
import { fleetSource } from "./fleetSource.ts";
import type { RecentFleet } from "./recentFleet.ts";

/** What the user allowed when the server was started, and how the user is asked. */
export interface DisconnectAccess {
  /** How many sessions a call may name at most. */
  readonly max: number;
  /** Folder of the journal, if the user named one. */
  readonly journal?: string | undefined;
  readonly show: ShowForm;
  readonly runtime: Runtime;
}

const NOT_CONFIRMED: Readonly<Record<Exclude<FormAnswer, "confirmed">, string>> = {
  declined: "Nothing was sent: the user said no. Don't ask again unless the user wants it.",
  unanswered:
    "Nothing was sent: the client didn't show the form, or returned no answer that fits it. It isn't known whether the user saw the question.",
  wrongWord: "Nothing was sent: the user didn't type what the form asks for. Don't ask again unless the user wants it.",
  tooFast:
    "Nothing was sent: the form was answered faster than a person can read it. Only the user may fill it in, never a program or a model.",
};

/** Asks the user in a form of the client, and disconnects what it has shown and is still listed. */
export async function disconnectAnswer(
  { max, journal: option, show, runtime }: DisconnectAccess,
  recent: RecentFleet,
  input: unknown,
  signal: AbortSignal,
): Promise<ToolAnswer> {
  const { hostKey, sessionIds = [] } = parseHostArgument(input) ?? {};
  if (hostKey === undefined || sessionIds.length === 0) {
    return wrongInput(`${HOST_ID_NOTE} sessionIds must have IDs, as the tool that lists sessions returns them.`);
  }
  if (new Set(sessionIds).size > max) {
    return wrongInput(`sessionIds may have at most ${max}: the user has set this limit with --max.`);
  }
  const { clock } = runtime;
  const isCancelled = () => signal.aborted;
  const folder = await journalFolder(option, runtime);
  const fleet = await recent.open(signal);
  if (!fleet.inventory.host(hostKey)) {
    return unknownHost(fleetSource(recent, fleet));
  }
  await fleet.inventory.loading.ensureListed([hostKey], signal, undefined, 0);
  if (isCancelled()) {
    return CANCELLED;
  }
  const host = fleet.inventory.host(hostKey);
  if (!host?.list || host.problem || host.list.unreadable > 0) {
    return unlisted(host);
  }
  const sessions = namedOn(host, sessionIds);
  const absent = absentOf(host, sessionIds, sessions);
  if (sessions.length === 0) {
    const note = "Nothing was sent, and the user wasn't asked: see the outcome of each session.";
    return { outcome: "ok", note, data: { sessions: absent } };
  }
  const notes = [l10n.t("Requested by a language model tool.")];
  const isWhole = sessions.length === host.list.sessions.length;
  const question = questionOf({ sessions, notes, ...(isWhole && { wholeHost: host }) }, fleet, runtime);
  const answer = await askByForm(question, show, { clock, signal });
  if (isCancelled()) {
    return CANCELLED;
  }
  if (answer !== "confirmed") {
    return { outcome: "notConfirmed", note: NOT_CONFIRMED[answer] };
  }
  const end = await runtime.toItsEnd(async () => {
    await using journal = new Journal(folder, clock);
    const request = { sessions, by: BY_MODEL_CONTEXT, notes };
    const stop = AbortSignal.any([runtime.signal, signal]);
    return await disconnectSelected(request, disconnectParts(fleet, journal, runtime), { clock, signal: stop });
  });
  return {
    outcome: "ok",
    note: [
      "The user confirmed this: see the outcome of each session.",
      ...(end.journalFailure === undefined ? [] : ["The journal couldn't be written to its end: tell the user."]),
    ].join(" "),
    asOf: clock.wall().toISOString(),
    data: { sessions: [...outcomesOf(end, sessions), ...absent] },
  };
}

function namedOn(host: HostState, sessionIds: readonly string[]): readonly HostedSession[] {
  const wanted = new Set(sessionIds);
  return (host.list?.sessions ?? [])
    .filter(({ session, work }) => session.sessionId !== undefined && wanted.has(session.sessionId) && !work)
    .map((state) => ({ host, state }));
}

/** Those that the question leaves out: they aren't listed, or something is being done to them. */
function absentOf(
  { list }: HostState,
  named: readonly string[],
  shown: readonly HostedSession[],
): readonly { readonly sessionId: string; readonly outcome: "notSent" | "notListed" }[] {
  const idsOf = (states: readonly SessionState[]) => new Set(states.map(({ session }) => session.sessionId));
  const [asked, listed] = [idsOf(shown.map(({ state }) => state)), idsOf(list?.sessions ?? [])];
  return [...new Set(named)]
    .filter((sessionId) => !asked.has(sessionId))
    .map((sessionId) => ({ sessionId, outcome: listed.has(sessionId) ? "notSent" : "notListed" }));
}

/** The outcome of each session that was shown. */
function outcomesOf({ entry, ended }: DisconnectEnd, shown: readonly HostedSession[]): readonly object[] {
  const sent = new Map(entry?.sessions.map((one) => [one.session.sessionId, one]));
  const isEnded = new Set(ended.map(({ state }) => state.session.sessionId));
  return shown.map(({ state: { session } }) => {
    const one = sent.get(session.sessionId ?? "");
    const outcome = one ? (one.verdict ?? "unknown") : undefined;
    return {
      sessionId: session.sessionId,
      outcome: outcome ?? (isEnded.has(session.sessionId) ? "notListed" : "notSent"),
      ...present({ message: one?.message, stillListed: one?.listed?.listed }),
    };
  });
}

function unlisted(host: HostState | undefined): ToolAnswer {
  return {
    outcome: "failed",
    note: "The host's sessions couldn't be listed completely, so the user wasn't asked and nothing was sent.",
    ...(host?.problem && { data: errorReason(host.problem) }),
  };
}
