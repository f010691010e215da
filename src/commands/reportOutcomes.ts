import { l10n, window } from "vscode";
import type { AzureError } from "../azure/azureError.ts";
import type { HostOutcome, SessionResult } from "../inventory/disconnects.ts";
import { messageText } from "../model/plainText.ts";
import { problemText } from "../ui/problemText.ts";
import type { App } from "./app.ts";
import type { HostedSession } from "../views/hostedSession.ts";
import { whoOnWhat } from "./sessionText.ts";

/** Sessions that a sentence names, and sentences of a kind that a message has; the rest is counted. */
const NAMED = 5;

interface Told {
  readonly session: HostedSession;
  readonly result: SessionResult;
  readonly outcome: HostOutcome;
}

/**
 * Says what happened to each session that was to be disconnected.
 * @returns those that failed, where the user wants them tried again
 */
export async function reportOutcomes(app: Pick<App, "log">, sessions: readonly HostedSession[], outcomes: readonly HostOutcome[]): Promise<readonly HostedSession[]> {
  const told = tell(sessions, outcomes);
  const of = (...verdicts: readonly SessionResult["verdict"][]) => told.filter(({ result }) => verdicts.includes(result.verdict));
  const [failed, unknown] = [of("failed"), of("unknown")];
  const text = [
    disconnectedText(of("disconnected")),
    endedText(of("alreadyEnded")),
    unknownText(unknown),
    failedText(failed),
  ].filter((part) => part !== "").join(" ");
  if (failed.length === 0 && unknown.length === 0) {
    void window.showInformationMessage(text);
    return [];
  }
  const retry = l10n.t("Retry");
  const showLog = l10n.t("Show Log");
  const answer =
    failed.length > 0 ? await window.showErrorMessage(text, retry, showLog) : await window.showWarningMessage(text, showLog);
  if (answer === showLog) {
    app.log.show();
  }
  return answer === retry ? failed.map(({ session }) => session) : [];
}

function tell(sessions: readonly HostedSession[], outcomes: readonly HostOutcome[]): readonly Told[] {
  const id = (hostKey: string, sessionId: string | undefined) => JSON.stringify([hostKey, sessionId]);
  const asked = new Map(sessions.map((session) => [id(session.host.host.key, session.state.session.sessionId), session]));
  return outcomes.flatMap((outcome) =>
    outcome.results.flatMap((result) => {
      const session = asked.get(id(outcome.host.host.key, result.sessionId));
      return session ? [{ session, result, outcome }] : [];
    }),
  );
}

function names(told: readonly Told[]): string {
  const rest = told.length - NAMED;
  const named = told.slice(0, NAMED).map(({ session }) => whoOnWhat(session)).join(", ");
  return rest > 0 ? l10n.t("{0} and {1} more", named, rest) : named;
}

function disconnectedText(told: readonly Told[]): string {
  if (told.length === 0) {
    return "";
  }
  return told.length === 1 ? l10n.t("Disconnected {0}.", names(told)) : l10n.t("Disconnected {0} sessions: {1}.", told.length, names(told));
}

function endedText(told: readonly Told[]): string {
  if (told.length === 0) {
    return "";
  }
  return told.length === 1 ? l10n.t("The session of {0} had already ended.", names(told)) : l10n.t("{0} sessions had already ended: {1}.", told.length, names(told));
}

/**
 * One sentence for all that are alike, the most of them first; the rest is counted.
 * @param key equal for those that are alike
 */
function sentences(told: readonly Told[], key: (one: Told) => string, sentence: (first: Told, alike: readonly Told[]) => string, rest: (count: number) => string): string {
  const groups = [...Map.groupBy(told, key).values()].toSorted((a, b) => b.length - a.length);
  const named = groups.slice(0, NAMED).flatMap((alike) => alike.slice(0, 1).map((first) => sentence(first, alike)));
  const count = groups.slice(NAMED).flat().length;
  return [...named, ...(count > 0 ? [rest(count)] : [])].join(" ");
}

function unknownText(told: readonly Told[]): string {
  return sentences(
    told,
    ({ result, outcome }) => JSON.stringify([result.listedAfter, lostBecause(outcome.error)]),
    ({ result, outcome }, alike) => unknownSentence(result.listedAfter, alike, lostBecause(outcome.error)),
    (count) => (count === 1 ? l10n.t("What became of 1 more session is not known either.") : l10n.t("What became of {0} more sessions is not known either.", count)),
  );
}

/** @param listedAfter as in {@link SessionResult} */
function unknownSentence(listedAfter: boolean | undefined, told: readonly Told[], why: string): string {
  const [count, who] = [told.length, names(told)];
  if (listedAfter === undefined) {
    return count === 1
      ? l10n.t("It is not known whether {0} was disconnected ({1}), and the sessions could not be listed again.", who, why)
      : l10n.t("It is not known whether {0} sessions were disconnected ({1}), and they could not be listed again: {2}.", count, why, who);
  }
  if (listedAfter) {
    return count === 1
      ? l10n.t("It is not known whether {0} was disconnected ({1}); the session is still listed.", who, why)
      : l10n.t("It is not known whether {0} sessions were disconnected ({1}); they are still listed: {2}.", count, why, who);
  }
  return count === 1
    ? l10n.t("{0} is no longer listed, although the answer to the disconnect is not known ({1}).", who, why)
    : l10n.t("{0} sessions are no longer listed, although the answer to the disconnect is not known ({1}): {2}.", count, why, who);
}

/** Why there is no verdict on a session that Azure was asked to disconnect. */
function lostBecause(error: AzureError | undefined): string {
  if (!error) {
    return l10n.t("Azure gave no verdict");
  }
  return error.kind === "cancelled" ? l10n.t("it was cancelled after it had been sent to Azure") : problemText(error).what;
}

function failedText(told: readonly Told[]): string {
  return sentences(
    told,
    reasonOf,
    (first, alike) => l10n.t("Not disconnected: {0}. {1}", names(alike), reasonOf(first)),
    (count) => (count === 1 ? l10n.t("1 more session was not disconnected, for another reason.") : l10n.t("{0} more sessions were not disconnected, for other reasons.", count)),
  );
}

function reasonOf({ result, outcome }: Told): string {
  if (result.message !== undefined) {
    return l10n.t("Azure says: {0}", messageText(result.message, 500));
  }
  if (!outcome.error) {
    return l10n.t("Azure gave no reason.");
  }
  const { what, why } = problemText(outcome.error);
  return `${what}. ${why}`;
}
