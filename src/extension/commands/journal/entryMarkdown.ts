import { env, l10n } from "vscode";
import { entryNames, type EntryNames } from "../../../core/journal/entryNames.ts";
import type { JournalEntry, EntrySession } from "../../../core/journal/journalEntry.ts";
import { warningOutcome, type JournalVerdict, type WarnedLine } from "../../../core/journal/journalFormat.ts";
import { resourceKey } from "../../../core/model/armId.ts";
import { formatDeepLink } from "../../../core/model/deepLink.ts";
import { markdownCode, markdownText } from "../../../core/text/markdown.ts";
import { formatDuration, formatNumber, unknown } from "../../../words/format.ts";
import { confirmedFacts, formatUtc, markdownTable, seenText, text, type EntryRemarks } from "./entryFacts.ts";

/** A disconnect as Markdown for an incident report: who did what to whom, what Azure said, and what was seen later. In UTC. */
export function entryMarkdown(entry: JournalEntry, remarks: EntryRemarks = {}, level = "#"): string {
  const names = entryNames(entry.sessions);
  const facts = [
    ...confirmedFacts(entry, entry.sessions),
    ...asOfTexts(entry, names),
    ...entry.warnings.map(warningText),
    l10n.t("Outcome: {0}", countsText(entry)),
    ...linkTexts(entry),
    ...(remarks.isMissingInJournal
      ? [l10n.t("The journal couldn't be written, so this disconnect is missing from it or incomplete.")]
      : []),
  ];
  const head = [
    l10n.t("User"),
    l10n.t("Target VM"),
    l10n.t("Protocol"),
    l10n.t("Duration"),
    l10n.t("Bastion host"),
    l10n.t("Outcome"),
    l10n.t("Later status"),
    l10n.t("No."),
  ];
  const rows = entry.sessions.map((session, index) => [
    userText(session),
    text(names.machine(session)),
    text(session.session.protocol),
    formatDuration(session.session.durationMinutes),
    text(names.host(session)),
    outcomeText(session),
    afterwardsText(session, remarks),
    formatNumber(index + 1),
  ]);
  const table = markdownTable(head, rows);
  return [
    `${level} ${l10n.t("Disconnect on {0}", formatUtc(entry.at))}`,
    "",
    ...facts.map((fact) => `- ${fact}`),
    "",
    ...table,
    "",
    ...(remarks.waysBack === undefined ? [] : [remarks.waysBack]),
    `${level}# ${l10n.t("IDs")}`,
    "",
    ...idLines(entry.sessions, names),
    "",
  ].join("\n");
}

/** What opens this entry again, on this machine: a link made of the entry's ID only. */
function linkTexts({ id }: JournalEntry): readonly string[] {
  const link = formatDeepLink(env.uriScheme, { place: "journal", entry: id });
  return link === undefined ? [] : [l10n.t("Open in VS Code: {0}", `<${link}>`)];
}

/** The person behind a session beside its account, where the audit log named one. */
function userText({ session }: EntrySession): string {
  const { userName, person, confidence } = session;
  if (person === undefined) {
    return text(userName);
  }
  const named = confidence === "exact" ? text(person) : l10n.t("probably {0}", text(person));
  return l10n.t("{0} ({1})", named, text(userName));
}

/** The IDs below the table, which they would make too wide: of each host once, then by the numbers of the table's rows. */
function idLines(sessions: readonly EntrySession[], names: EntryNames): readonly string[] {
  const hosts = new Map(sessions.map((session) => [session.hostId, names.host(session)]));
  return [
    ...[...hosts].map(([id, name]) => `- ${l10n.t("Bastion host {0}: {1}", markdownText(name), markdownCode(id))}`),
    ...sessions.flatMap(({ session, requestId, reconnected }, index) => [
      `- ${l10n.t("Session {0}: {1}", formatNumber(index + 1), markdownCode(session.sessionId))}`,
      `  - ${targetText(session)}`,
      ...(requestId === undefined ? [] : [`  - ${l10n.t("Request ID: {0}", markdownCode(requestId))}`]),
      ...(reconnected ? [`  - ${reconnectedText(reconnected)}`] : []),
    ]),
  ];
}

/** The target VM's resource ID, or its address: a connection by address has no resource's. */
function targetText({ targetResourceId, targetIpAddress }: EntrySession["session"]): string {
  if (
    targetResourceId !== undefined &&
    (resourceKey(targetResourceId) !== undefined || targetIpAddress === undefined)
  ) {
    return l10n.t("Target resource ID: {0}", markdownCode(targetResourceId));
  }
  return l10n.t("Target IP address: {0}", targetIpAddress === undefined ? unknown() : markdownCode(targetIpAddress));
}

function reconnectedText({ hostId, sessionId }: NonNullable<EntrySession["reconnected"]>): string {
  const session = sessionId === undefined ? unknown() : markdownCode(sessionId);
  return l10n.t("Reconnected as session {0} on {1}", session, markdownCode(hostId));
}

/** Hosts whose lists were no longer certain when the question was answered. */
function asOfTexts({ sessions }: JournalEntry, names: EntryNames): readonly string[] {
  const texts = sessions.flatMap((session) =>
    session.asOf === undefined
      ? []
      : [
          l10n.t(
            "Sessions of {0} might have ended before the disconnect. Listed: {1}",
            markdownText(names.host(session)),
            formatUtc(session.asOf),
          ),
        ],
  );
  return [...new Set(texts)];
}

function warningText(line: WarnedLine): string {
  const { at, targetId, failure } = line;
  const target = markdownText(targetId);
  const why = failure === undefined ? formatUtc(at) : markdownText(failure);
  switch (warningOutcome(line)) {
    case "shown":
      return l10n.t("Warning shown on {0}: {1}", target, formatUtc(at));
    case "notShown":
      return l10n.t("Warning not shown on {0}: {1}", target, why);
    case "unknown":
      return l10n.t("Unknown whether the warning was shown on {0}: {1}", target, why);
  }
}

/** How many came out how, such as `2 disconnected, 1 not sent`. */
function countsText({ sessions }: JournalEntry): string {
  const count = (verdict: JournalVerdict | undefined) =>
    sessions.filter((session) => session.verdict === verdict).length;
  const counts = [
    [count("disconnected"), l10n.t("disconnected: {0}", formatNumber(count("disconnected")))],
    [count("alreadyEnded"), l10n.t("already ended: {0}", formatNumber(count("alreadyEnded")))],
    [count("failed"), l10n.t("failed: {0}", formatNumber(count("failed")))],
    [count("unknown"), l10n.t("unknown: {0}", formatNumber(count("unknown")))],
    [count("notSent"), l10n.t("not sent: {0}", formatNumber(count("notSent")))],
    [count(undefined), l10n.t("no response recorded: {0}", formatNumber(count(undefined)))],
  ] as const;
  return counts.flatMap(([number, words]) => (number > 0 ? [words] : [])).join(", ");
}

/** What Azure said of a session. */
export function outcomeText({ verdict, message, failure }: EntrySession): string {
  const words = {
    disconnected: l10n.t("Disconnected"),
    alreadyEnded: l10n.t("Already ended"),
    failed: l10n.t("Failed"),
    unknown: l10n.t("Unknown"),
    notSent: l10n.t("Not sent"),
  };
  if (verdict === undefined) {
    return l10n.t("No response recorded");
  }
  const why =
    verdict === "failed" || verdict === "unknown"
      ? [failure, message].filter((part) => part !== undefined).map((part) => markdownText(part))
      : [];
  return [words[verdict], ...why].join(": ");
}

function afterwardsText({ verdict, listed, reconnected }: EntrySession, remarks: EntryRemarks): string {
  const isSettled = verdict === "failed" || verdict === "notSent";
  return [
    ...(isSettled ? [] : [seenText(listed, remarks)]),
    ...(reconnected ? [l10n.t("reconnected (seen at {0})", formatUtc(reconnected.at))] : []),
  ].join("; ");
}
