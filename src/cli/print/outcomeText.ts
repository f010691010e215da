/** Values in words, for the tables that people read: CSV, JSON and Markdown have the names that programs know. */
import * as l10n from "@vscode/l10n";
import type { JournalVerdict } from "../../core/journal/journalFormat.ts";
import type { LinkVerdict } from "../../core/journal/linkDeletion.ts";
import type { Attribution } from "../../core/model/session/connection.ts";
import { unknown } from "../../words/format.ts";

/** What came of a session, or of the links of a VM. `notListed`: it was gone before anything was sent. */
export type OutcomeId = JournalVerdict | LinkVerdict | "notListed";

/** In place of the values of an outcome's columns. */
export const OUTCOME_WORDS = {
  outcome: ({ outcome }: { readonly outcome: OutcomeId }) => outcomeText(outcome),
  stillListed: ({ stillListed }: { readonly stillListed: boolean | undefined }) => yesOrNo(stillListed),
} as const;

export function outcomeText(outcome: OutcomeId): string {
  return {
    disconnected: l10n.t("Disconnected"),
    deleted: l10n.t("Deleted"),
    alreadyEnded: l10n.t("Already ended"),
    failed: l10n.t("Failed"),
    unknown: l10n.t("Unknown"),
    notSent: l10n.t("Not sent"),
    notListed: l10n.t("no longer listed"),
  }[outcome];
}

function yesOrNo(value: boolean | undefined): string {
  if (value === undefined) {
    return unknown();
  }
  return value ? l10n.t("yes") : l10n.t("no");
}

/** How certain it is that a person is behind a session: anything but the session's own ID in the log is a guess. */
export function surenessText(confidence: Attribution["confidence"]): string {
  return confidence === "exact" ? l10n.t("certain") : l10n.t("probable");
}
