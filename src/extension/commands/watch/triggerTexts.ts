import { l10n } from "vscode";
import type { TriggerKind } from "../../../core/watch/watchRule.ts";

/** What the user reads of a trigger while they make a rule. */
interface TriggerText {
  /** What happens. */
  readonly label: string;
  /** Where that is read, and what it needs. */
  readonly source: string;
  /** What its value is, for triggers that have one. */
  readonly prompt: string;
  /** What a value looks like, if the one that was typed isn't one. */
  readonly objection: string;
}

/** What is said of a trigger. */
export function triggerText(kind: TriggerKind): TriggerText {
  const log = l10n.t("Audit log, 3 to 10 minutes late. Needs a diagnostic setting with BastionAuditLogs.");
  const counts = l10n.t("Azure Monitor's counts, averages of 5 minutes. Needs permission to read metrics.");
  const length = l10n.t("Enter a length of time such as 8h, 90m, or 2d.");
  switch (kind) {
    case "longerThan":
      return {
        label: l10n.t("A session lasts longer than a time"),
        source: l10n.t("Clock and session list: one list of the host's sessions when the time has passed."),
        prompt: l10n.t("Longest time a session may last, such as 8h, 90m, or 2d"),
        objection: length,
      };
    case "connects":
      return { label: l10n.t("A user connects"), source: log, prompt: "", objection: "" };
    case "more":
      return { label: l10n.t("A host has more sessions than before"), source: counts, prompt: "", objection: "" };
    case "clientNotIn":
      return {
        label: l10n.t("A user connects from outside your networks"),
        source: log,
        prompt: l10n.t("Your networks: addresses and blocks such as 10.0.0.0/8, separated by commas"),
        objection: l10n.t("Enter IP addresses or blocks such as 10.0.0.0/8, separated by commas."),
      };
    case "newAddress":
      return {
        label: l10n.t("A person connects from a new address"),
        source: l10n.t("Audit log of 30 days. Needs a diagnostic setting with BastionAuditLogs."),
        prompt: "",
        objection: "",
      };
    case "outside":
      return {
        label: l10n.t("A user connects outside working hours"),
        source: log,
        prompt: l10n.t("Working hours in this machine's time zone, such as Mon-Fri 07:00-19:00, Sat 09:00-12:00"),
        objection: l10n.t("Enter days and hours such as Mon-Fri 07:00-19:00, with English day names."),
      };
    case "failedSignIns":
      return {
        label: l10n.t("Sign-ins from one address to one host keep failing"),
        source: log,
        prompt: l10n.t("Number of failed sign-ins and within which time, such as 5 within 15m"),
        objection: l10n.t("Enter a number and a time such as 5 within 15m."),
      };
    case "linkUsed":
      return { label: l10n.t("A shareable link is used"), source: log, prompt: "", objection: "" };
    case "returns":
      return {
        label: l10n.t("A user you disconnected connects again"),
        source: l10n.t("Journal and audit log, 3 to 10 minutes late. Needs a diagnostic setting."),
        prompt: l10n.t("How long after the disconnect, such as 24h, 90m, or 2d"),
        objection: length,
      };
    case "fuller":
      return {
        label: l10n.t("A host is nearly full"),
        source: counts,
        prompt: l10n.t("Percentage of the sessions that the host can carry"),
        objection: l10n.t("Enter a percentage such as 80."),
      };
  }
}

/** What a rule with a trigger is called, behind what it watches. `value`: as the user typed it. */
export function triggerName(kind: TriggerKind, value: string): string {
  switch (kind) {
    case "longerThan":
      return l10n.t("longer than {0}", value);
    case "connects":
      return l10n.t("connects");
    case "more":
      return l10n.t("more sessions");
    case "clientNotIn":
      return l10n.t("from outside");
    case "newAddress":
      return l10n.t("new address");
    case "outside":
      return l10n.t("outside {0}", value);
    case "failedSignIns":
      return l10n.t("failed sign-ins");
    case "linkUsed":
      return l10n.t("shareable link");
    case "returns":
      return l10n.t("returns within {0}", value);
    case "fuller":
      return l10n.t("{0}% full", value);
  }
}
