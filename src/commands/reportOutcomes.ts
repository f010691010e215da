import { l10n, window } from "vscode";
import type { AzureError } from "../azure/azureError.ts";
import type { HostOutcome, SessionResult } from "../inventory/disconnects.ts";
import { messageText } from "../model/plainText.ts";
import { problemText } from "../ui/problemText.ts";
import type { App } from "./app.ts";
import type { HostedSession } from "./rows.ts";
import { whoOnWhat } from "./sessionText.ts";

/** Sessions that a message names; the rest is counted. */
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
export async function reportOutcomes(app: App, sessions: readonly HostedSession[], outcomes: readonly HostOutcome[]): Promise<readonly HostedSession[]> {
  const told = outcomes.flatMap((outcome) => outcome.results.flatMap((result) => tell(sessions, outcome, result)));
  const of = (...verdicts: readonly SessionResult["verdict"][]) => told.filter(({ result }) => verdicts.includes(result.verdict));
  const [failed, unknown] = [of("failed"), of("unknown")];
  const text = [
    disconnectedText(of("disconnected")),
    endedText(of("alreadyEnded")),
    ...unknown.map(unknownText),
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

function tell(sessions: readonly HostedSession[], outcome: HostOutcome, result: SessionResult): Told | [] {
  const session = sessions.find(({ host, state }) => host.host.key === outcome.host.host.key && state.session.sessionId === result.sessionId);
  return session ? { session, result, outcome } : [];
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

function unknownText({ session, result, outcome }: Told): string {
  const what = lostBecause(outcome.error);
  const who = whoOnWhat(session);
  if (result.listedAfter === undefined) {
    return l10n.t("It is not known whether {0} was disconnected ({1}), and the sessions could not be listed again.", who, what);
  }
  return result.listedAfter
    ? l10n.t("It is not known whether {0} was disconnected ({1}); the session is still listed.", who, what)
    : l10n.t("{0} is no longer listed, although the answer to the disconnect is not known ({1}).", who, what);
}

/** Why there is no verdict on a session that Azure was asked to disconnect. */
function lostBecause(error: AzureError | undefined): string {
  if (!error) {
    return l10n.t("Azure gave no verdict");
  }
  return error.kind === "cancelled" ? l10n.t("it was cancelled after it had been sent to Azure") : problemText(error).what;
}

function failedText(told: readonly Told[]): string {
  const reasons = new Map<string, Told[]>();
  for (const one of told) {
    const reason = reasonOf(one);
    reasons.set(reason, [...(reasons.get(reason) ?? []), one]);
  }
  return [...reasons].map(([reason, ofReason]) => l10n.t("Not disconnected: {0}. {1}", names(ofReason), reason)).join(" ");
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
