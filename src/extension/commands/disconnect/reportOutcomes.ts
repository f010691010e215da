import { commands, l10n } from "vscode";
import type { AzureError } from "../../../core/azure/http/azureError.ts";
import type { HostOutcome, SessionResult } from "../../../core/disconnect/disconnects.ts";
import type { JournalRecord } from "../../../core/journal/journalRecord.ts";
import { messageText } from "../../../core/text/plainText.ts";
import { formatNumber, namesOf } from "../../../words/format.ts";
import { azureSays, errorText, wholeErrorText } from "../../../words/errorText.ts";
import type { App } from "../app.ts";
import type { HostedSession } from "../../../core/inventory/hostState.ts";
import type { Names } from "../../../core/inventory/names.ts";
import type { OtherAccount } from "./otherAccount.ts";
import { CommandId } from "../../ids.ts";
import { hostNode } from "../../tree/treeNode.ts";
import { whoOnWhat } from "../../../words/sessionText.ts";
import { showErrorMessage, showInformationMessage, showWarningMessage } from "../../ui/messages.ts";
import { plural } from "../../../words/plural.ts";

/** Sessions that a sentence names; the rest is counted. */
const NAMED = 2;

interface Reported {
  readonly session: HostedSession;
  readonly result: SessionResult;
}

/**
 * Says in one short message what happened to the sessions that were to be disconnected; the details are a button away.
 * @param record has the details
 * @param other an account that may disconnect what was refused
 * @returns what the user wants to try again, and whether as that account
 */
export async function reportOutcomes(
  app: Pick<App, "inventory" | "log" | "journalDocuments">,
  sessions: readonly HostedSession[],
  outcomes: readonly HostOutcome[],
  record: Pick<JournalRecord, "id" | "failure">,
  other?: OtherAccount,
): Promise<{ readonly sessions: readonly HostedSession[]; readonly other?: OtherAccount }> {
  const { names } = app.inventory;
  const reported = pairWithSessions(sessions, outcomes);
  const of = (...verdicts: readonly SessionResult["verdict"][]) =>
    reported.filter(({ result }) => verdicts.includes(result.verdict));
  const [failed, doubtful] = [of("failed"), of("unknown", "notSent")];
  const alike = [...Map.groupBy(reported, sentenceOf).values()];
  const text = [
    alike.length > 1 ? countsText(reported, names) : alike.map((one) => sentence(one, names)).join(""),
    ...(other ? [l10n.t("{0} has permission to disconnect.", other.name)] : []),
    ...(record.failure === undefined ? [] : [l10n.t("This outcome isn't in the journal, which couldn't be written.")]),
  ].join(" ");
  const gone = reported.filter(({ result }) => isGone(result));
  const hostsWithLinks = [...new Set(gone.map(({ session }) => session.host.host))].filter(
    ({ shareableLink }) => shareableLink === true,
  );
  const retry = l10n.t("Retry");
  const retryAs = other && l10n.t("Retry as {0}…", other.name);
  const showDetails = l10n.t("Show Details");
  // Shorter than the command's title: three buttons would be cut off in many languages.
  const reviewLinks = l10n.t("Review Links…");
  const waysBack = l10n.t("Ways Back…");
  const showLog = l10n.t("Show Log");
  const buttons = [
    ...(failed.length > 0 ? [retry] : []),
    ...(retryAs === undefined ? [] : [retryAs]),
    showDetails,
    // There is room for four at most: what failed comes first, and the details have the ways back too.
    ...(hostsWithLinks.length > 0 && failed.length === 0 && doubtful.length === 0 ? [reviewLinks] : []),
    ...(gone.length > 0 && other === undefined ? [waysBack] : []),
    ...(failed.length + of("unknown").length > 0 ? [showLog] : []),
  ];
  const showDoubtful = doubtful.length > 0 ? showWarningMessage : showInformationMessage;
  const show = failed.length > 0 ? showErrorMessage : showDoubtful;
  const answer = await show(text, ...buttons);
  if (answer === showLog) {
    app.log.show();
  }
  if (answer === showDetails) {
    await app.journalDocuments.show(record.id);
  }
  if (answer === waysBack) {
    await app.journalDocuments.offerWaysBack(record.id);
  }
  if (answer === reviewLinks) {
    const rows = hostsWithLinks.map(({ key }) => hostNode(key));
    await commands.executeCommand(CommandId.reviewShareableLinks, rows[0], rows);
  }
  if (other && answer === retryAs) {
    return { sessions: other.sessions, other };
  }
  return { sessions: answer === retry ? failed.map(({ session }) => session) : [] };
}

/** Whether a session was disconnected as far as is known, so that its user may come back. */
function isGone({ verdict, listedAfter }: SessionResult): boolean {
  return verdict === "disconnected" || (verdict === "unknown" && listedAfter === false);
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

function sessionNames(reported: readonly Reported[], names: Names): string {
  return namesOf(reported, NAMED, ({ session }) => whoOnWhat(session.state.session, names));
}

/** Equal for those of whom the same sentence is true. */
function sentenceOf({ result }: Reported): string {
  const { verdict, listedAfter, error } = result;
  const doubt = verdict === "unknown" ? [listedAfter ?? null, error?.facts.azureMessage] : [];
  return JSON.stringify([verdict, ...doubt, reasonOf(result)]);
}

/** One sentence on sessions that had the same outcome for the same reason. */
function sentence(reported: readonly Reported[], names: Names): string {
  const [{ result } = { result: undefined }] = reported;
  const { length } = reported;
  const [isOne, count, who] = [length === 1, formatNumber(length), sessionNames(reported, names)];
  const why = result ? reasonOf(result) : "";
  switch (result?.verdict) {
    case undefined:
      return "";
    case "disconnected":
      return isOne ? l10n.t("Disconnected {0}.", who) : plural("Disconnected {0} sessions: {1}.", length, count, who);
    case "alreadyEnded":
      return isOne
        ? l10n.t("Azure says the session of {0} had already ended.", who)
        : plural("Azure says {0} sessions had already ended: {1}.", length, count, who);
    case "failed":
      return l10n.t("Couldn't disconnect {0}. {1}", who, why);
    case "notSent":
      return [
        isOne
          ? l10n.t("Request not sent to Azure: {0}.", who)
          : plural("Requests for {0} sessions weren't sent to Azure: {1}.", length, count, who),
        ...(why === "" ? [] : [why]),
      ].join(" ");
    case "unknown":
      return [
        unknownSentence(result.listedAfter, isOne ? who : undefined, length, why),
        ...(result.error?.facts.azureMessage === undefined ? [] : [azureSays(result.error)]),
      ].join(" ");
  }
}

/**
 * @param listedAfter as in {@link SessionResult}
 * @param who whose session it was, if it's only one
 */
function unknownSentence(
  listedAfter: boolean | undefined,
  who: string | undefined,
  count: number,
  why: string,
): string {
  if (listedAfter === undefined) {
    return who === undefined
      ? plural(
          "Unknown whether {0} sessions were disconnected ({1}), and they couldn't be listed again.",
          count,
          formatNumber(count),
          why,
        )
      : l10n.t("Unknown whether {0} was disconnected ({1}), and the sessions couldn't be listed again.", who, why);
  }
  if (listedAfter) {
    return who === undefined
      ? plural(
          "Unknown whether {0} sessions were disconnected ({1}); they're still listed.",
          count,
          formatNumber(count),
          why,
        )
      : l10n.t("Unknown whether {0} was disconnected ({1}); the session is still listed.", who, why);
  }
  return who === undefined
    ? plural(
        "{0} sessions are no longer listed, but Azure's response to the disconnect is unknown ({1}).",
        count,
        formatNumber(count),
        why,
      )
    : l10n.t("{0} is no longer listed, but Azure's response to the disconnect is unknown ({1}).", who, why);
}

/** How many came out how. Names the one that failed, and gives the reason that all failures share. */
function countsText(reported: readonly Reported[], names: Names): string {
  const of = (verdict: SessionResult["verdict"]) => reported.filter(({ result }) => result.verdict === verdict);
  const [gone = [], doubtful = []] = [true, false].map((isGone) =>
    of("unknown").filter(({ result }) => (result.listedAfter === false) === isGone),
  );
  const failed = of("failed");
  const reasons = new Set(failed.map(({ result }) => reasonOf(result)));
  const parts = [
    [of("alreadyEnded"), (count: string) => l10n.t("Already ended: {0}.", count)],
    [gone, (count: string) => l10n.t("Unknown, but no longer listed: {0}.", count)],
    [doubtful, (count: string) => l10n.t("Unknown: {0}.", count)],
    [of("notSent"), (count: string) => l10n.t("Not sent: {0}.", count)],
    [failed, (count: string) => l10n.t("Failed: {0}.", failed.length === 1 ? sessionNames(failed, names) : count)],
  ] as const;
  return [
    plural(
      "Disconnected {0} of {1} sessions.",
      reported.length,
      formatNumber(of("disconnected").length),
      formatNumber(reported.length),
    ),
    ...parts.flatMap(([part, text]) => (part.length > 0 ? [text(formatNumber(part.length))] : [])),
    ...(reasons.size === 1 ? reasons : []),
  ].join(" ");
}

/** Why a session was not disconnected, or why there is no verdict on it; empty where there is nothing to say. */
function reasonOf({ verdict, message, error }: SessionResult): string {
  switch (verdict) {
    case "failed":
      return message === undefined ? failureText(error) : l10n.t("Azure says: {0}", messageText(message, 500));
    case "unknown":
      return message === undefined ? lostBecause(error) : l10n.t("Azure says: {0}", messageText(message, 500));
    case "notSent":
      return error ? errorText(error).why : "";
    default:
      return "";
  }
}

function failureText(error: AzureError | undefined): string {
  return error ? wholeErrorText(error) : l10n.t("Azure gave no reason.");
}

/** Why there is no verdict on a session that Azure was asked to disconnect. */
function lostBecause(error: AzureError | undefined): string {
  if (!error) {
    return l10n.t("Azure returned no result");
  }
  return error.kind === "cancelled" ? l10n.t("cancelled after the request was sent to Azure") : errorText(error).what;
}
