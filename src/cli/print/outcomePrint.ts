/** The outcome of each session: for people, and for programs. */
import * as l10n from "@vscode/l10n";
import type { HostedSession, HostState } from "../../core/inventory/hostState.ts";
import type { EntrySession } from "../../core/journal/journalEntry.ts";
import type { JournalVerdict } from "../../core/journal/journalFormat.ts";
import type { LinkVerdict } from "../../core/journal/linkDeletion.ts";
import { plainText } from "../../core/text/plainText.ts";
import type { ExportColumn } from "../../core/text/tabularExport.ts";

/** The outcome of one session. */
export interface PrintedOutcome {
  readonly user: string | undefined;
  readonly vm: string | undefined;
  readonly host: string;
  readonly hostId: string;
  readonly sessionId: string;
  /** `notListed`: it was gone before anything was sent. */
  readonly outcome: "disconnected" | "alreadyEnded" | "failed" | "unknown" | "notSent" | "notListed";
  /** Whether it's still listed; absent if that wasn't seen. */
  readonly stillListed: boolean | undefined;
  /** Azure's own words, or the kind of failure. */
  readonly message: string | undefined;
}

export function outcomeOf({
  session,
  hostId,
  hostName,
  verdict,
  message,
  failure,
  listed,
}: EntrySession): PrintedOutcome {
  return {
    user: session.userName,
    vm: session.targetHostName,
    host: hostName,
    hostId,
    sessionId: session.sessionId,
    outcome: verdict ?? "unknown",
    stillListed: listed?.listed,
    message: message ?? failure,
  };
}

/** Of a session that wasn't sent. */
export function unsentOutcome(
  { host: { host }, state: { session } }: HostedSession,
  outcome: "notSent" | "notListed",
): PrintedOutcome {
  return {
    user: session.userName,
    vm: session.targetHostName,
    host: host.name,
    hostId: host.id,
    sessionId: session.sessionId ?? "",
    outcome,
    stillListed: outcome === "notListed" ? false : undefined,
    message: undefined,
  };
}

/** Of an ID that the user named and the host doesn't list; it may, where not all that it lists could be read. */
export function unlistedOutcome(sessionId: string, { host, list, problem }: HostState): PrintedOutcome {
  const isWhole = list?.unreadable === 0 && !problem;
  return {
    user: undefined,
    vm: undefined,
    host: host.name,
    hostId: host.id,
    sessionId,
    outcome: isWhole ? "notListed" : "notSent",
    stillListed: isWhole ? false : undefined,
    message: undefined,
  };
}

/** What Azure says of what is gone, of a session or of the links of a VM. */
const GONE: ReadonlySet<string> = new Set<JournalVerdict | LinkVerdict>(["disconnected", "alreadyEnded", "deleted"]);

/** Whether it's certain that something is gone: Azure says so and no list contradicts, or it isn't listed any more. */
export function isGone({
  outcome,
  stillListed,
}: {
  readonly outcome: PrintedOutcome["outcome"] | LinkVerdict;
  readonly stillListed: boolean | undefined;
}): boolean {
  return GONE.has(outcome) ? stillListed !== true : stillListed === false;
}

/** The columns of every form. */
export function outcomeExport(): ExportColumn<PrintedOutcome>[] {
  const text = (value: string | undefined) => (value === undefined ? undefined : plainText(value, 500));
  return [
    { name: "user", title: l10n.t("User"), value: ({ user }) => text(user) },
    { name: "vm", title: l10n.t("Target VM"), value: ({ vm }) => text(vm) },
    { name: "host", title: l10n.t("Bastion host"), value: ({ host }) => text(host) },
    { name: "outcome", title: l10n.t("Outcome"), value: ({ outcome }) => outcome },
    { name: "stillListed", title: l10n.t("Still listed"), value: ({ stillListed }) => stillListed },
    { name: "message", title: l10n.t("Message"), value: ({ message }) => text(message) },
  ];
}

/** What a program knows a session by. */
export const OUTCOME_IDS = (["hostId", "sessionId"] as const).map((name) => ({
  name,
  value: (outcome: PrintedOutcome) => outcome[name],
}));
