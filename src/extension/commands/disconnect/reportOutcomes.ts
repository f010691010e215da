import { l10n, window } from "vscode";
import type { AzureError } from "../../../core/azure/http/azureError.ts";
import type { HostOutcome, SessionResult } from "../../../core/disconnect/disconnects.ts";
import type { JournalRecord } from "../../../core/journal/journalRecord.ts";
import { messageText } from "../../../core/text/plainText.ts";
import { formatNumber, namesOf } from "../../ui/format.ts";
import { errorText } from "../../ui/errorText.ts";
import type { App } from "../app.ts";
import type { HostedSession } from "../../../core/inventory/hostState.ts";
import { whoOnWhat } from "../../ui/sessionText.ts";

/** Sessions that a sentence names, and sentences of a kind that a message has; the rest is counted. */
const NAMED = 5;

interface Reported {
  readonly session: HostedSession;
  readonly result: SessionResult;
}

/**
 * Says what happened to each session that was to be disconnected, and shows the details where the user wants them.
 * @param record has the details; left out where there are none
 * @returns those that failed, where the user wants them tried again
 */
export async function reportOutcomes(
  app: Pick<App, "log" | "journalDocuments">,
  sessions: readonly HostedSession[],
  outcomes: readonly HostOutcome[],
  record?: JournalRecord,
): Promise<readonly HostedSession[]> {
  const reported = pairWithSessions(sessions, outcomes);
  const of = (...verdicts: readonly SessionResult["verdict"][]) =>
    reported.filter(({ result }) => verdicts.includes(result.verdict));
  const [failed, unknown] = [of("failed"), of("unknown")];
  const text = [
    disconnectedText(of("disconnected")),
    endedText(of("alreadyEnded")),
    unknownText(unknown),
    failedText(failed),
    notSentText(of("notSent")),
    record?.failure === undefined ? "" : l10n.t("This outcome isn't in the journal, which couldn't be written."),
  ]
    .filter((part) => part !== "")
    .join(" ");
  const retry = l10n.t("Retry");
  const showDetails = l10n.t("Show Details");
  const showLog = l10n.t("Show Log");
  const buttons = [
    ...(failed.length > 0 ? [retry] : []),
    ...(record ? [showDetails] : []),
    ...(failed.length + unknown.length > 0 ? [showLog] : []),
  ];
  const isDoubtful = unknown.length + of("notSent").length > 0;
  const showDoubtful = isDoubtful ? window.showWarningMessage : window.showInformationMessage;
  const show = failed.length > 0 ? window.showErrorMessage : showDoubtful;
  const answer = await show(text, ...buttons);
  if (answer === showLog) {
    app.log.show();
  }
  if (answer === showDetails && record) {
    await app.journalDocuments.show(record.id);
  }
  return answer === retry ? failed.map(({ session }) => session) : [];
}

function pairWithSessions(sessions: readonly HostedSession[], outcomes: readonly HostOutcome[]): readonly Reported[] {
  const id = (hostKey: string, sessionId: string | undefined) => JSON.stringify([hostKey, sessionId]);
  const asked = new Map(
    sessions.map((session) => [id(session.host.host.key, session.state.session.sessionId), session]),
  );
  return outcomes.flatMap((outcome) =>
    outcome.results.flatMap((result) => {
      const session = asked.get(id(outcome.host.host.key, result.sessionId));
      return session ? [{ session, result }] : [];
    }),
  );
}

function names(reported: readonly Reported[]): string {
  return namesOf(reported, NAMED, ({ session }) => whoOnWhat(session.state.session));
}

function disconnectedText(reported: readonly Reported[]): string {
  if (reported.length === 0) {
    return "";
  }
  return reported.length === 1
    ? l10n.t("Disconnected {0}.", names(reported))
    : l10n.t("Disconnected {0} sessions: {1}.", formatNumber(reported.length), names(reported));
}

function endedText(reported: readonly Reported[]): string {
  if (reported.length === 0) {
    return "";
  }
  return reported.length === 1
    ? l10n.t("The session of {0} had already ended.", names(reported))
    : l10n.t("{0} sessions had already ended: {1}.", formatNumber(reported.length), names(reported));
}

/**
 * One sentence for all that are alike, the most of them first; the rest is counted.
 * @param key equal for those that are alike
 */
function sentences(
  reported: readonly Reported[],
  key: (one: Reported) => string,
  sentence: (first: Reported, alike: readonly Reported[]) => string,
  rest: (count: number) => string,
): string {
  const groups = [...Map.groupBy(reported, key).values()].toSorted((a, b) => b.length - a.length);
  const named = groups.slice(0, NAMED).flatMap((alike) => alike.slice(0, 1).map((first) => sentence(first, alike)));
  const count = groups.slice(NAMED).flat().length;
  return [...named, ...(count > 0 ? [rest(count)] : [])].join(" ");
}

function unknownText(reported: readonly Reported[]): string {
  return sentences(
    reported,
    ({ result }) => JSON.stringify([result.listedAfter, lostBecause(result.error)]),
    ({ result }, alike) => unknownSentence(result.listedAfter, alike, lostBecause(result.error)),
    (count) =>
      count === 1
        ? l10n.t("The outcome of 1 more session is also unknown.")
        : l10n.t("The outcomes of {0} more sessions are also unknown.", formatNumber(count)),
  );
}

/** @param listedAfter as in {@link SessionResult} */
function unknownSentence(listedAfter: boolean | undefined, reported: readonly Reported[], why: string): string {
  const [count, who] = [reported.length, names(reported)];
  if (listedAfter === undefined) {
    return count === 1
      ? l10n.t("Unknown whether {0} was disconnected ({1}), and the sessions couldn't be listed again.", who, why)
      : l10n.t(
          "Unknown whether {0} sessions were disconnected ({1}), and they couldn't be listed again: {2}.",
          formatNumber(count),
          why,
          who,
        );
  }
  if (listedAfter) {
    return count === 1
      ? l10n.t("Unknown whether {0} was disconnected ({1}); the session is still listed.", who, why)
      : l10n.t(
          "Unknown whether {0} sessions were disconnected ({1}); they're still listed: {2}.",
          formatNumber(count),
          why,
          who,
        );
  }
  return count === 1
    ? l10n.t("{0} is no longer listed, but Azure's response to the disconnect is unknown ({1}).", who, why)
    : l10n.t(
        "{0} sessions are no longer listed, but Azure's response to the disconnect is unknown ({1}): {2}.",
        formatNumber(count),
        why,
        who,
      );
}

/** Why there is no verdict on a session that Azure was asked to disconnect. */
function lostBecause(error: AzureError | undefined): string {
  if (!error) {
    return l10n.t("Azure returned no result");
  }
  return error.kind === "cancelled" ? l10n.t("cancelled after the request was sent to Azure") : errorText(error).what;
}

function notSentText(reported: readonly Reported[]): string {
  return sentences(
    reported,
    ({ result }) => (result.error ? errorText(result.error).why : ""),
    ({ result }, alike) =>
      [
        alike.length === 1
          ? l10n.t("Request not sent to Azure: {0}.", names(alike))
          : l10n.t("Requests for {0} sessions weren't sent to Azure: {1}.", formatNumber(alike.length), names(alike)),
        ...(result.error ? [errorText(result.error).why] : []),
      ].join(" "),
    (count) =>
      count === 1
        ? l10n.t("The request for 1 more session wasn't sent to Azure.")
        : l10n.t("Requests for {0} more sessions weren't sent to Azure.", formatNumber(count)),
  );
}

function failedText(reported: readonly Reported[]): string {
  return sentences(
    reported,
    reasonOf,
    (first, alike) => l10n.t("Couldn't disconnect {0}. {1}", names(alike), reasonOf(first)),
    (count) =>
      count === 1
        ? l10n.t("1 more session wasn't disconnected, for another reason.")
        : l10n.t("{0} more sessions weren't disconnected, for other reasons.", formatNumber(count)),
  );
}

function reasonOf({ result }: Reported): string {
  if (result.message !== undefined) {
    return l10n.t("Azure says: {0}", messageText(result.message, 500));
  }
  if (!result.error) {
    return l10n.t("Azure gave no reason.");
  }
  const { what, why } = errorText(result.error);
  return `${what}. ${why}`;
}
