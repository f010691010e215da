/** What happened, as sentences. Names are text from outside: the document escapes the whole. */
import { l10n } from "vscode";
import type { IncidentEvent, IncidentLine, IncidentOutcome } from "../../../core/incident/incident.ts";
import { formatNumber, sentences, unknown } from "../../../words/format.ts";

/** What happened, as a sentence. */
export function eventText(line: IncidentLine): string {
  switch (line.what) {
    case "connected":
      return l10n.t("Connected as {0}", accountText(line));
    case "failedSignIn":
      return l10n.t("Sign-in failed as {0}", accountText(line));
    case "ended":
      return l10n.t("Connection as {0} ended; cause not recorded", accountText(line));
    case "disconnected":
      return endText(line);
    case "disconnectConfirmed":
      return confirmedText(line, l10n.t("Disconnect confirmed, sessions: {0}", countText(line)));
    case "linkDeletionConfirmed":
      return confirmedText(line, l10n.t("Deletion of shareable links confirmed, VMs: {0}", countText(line)));
    case "warned":
      return withFailure(line, warnedText(line.outcome));
    case "verdict":
      return withFailure(line, verdictText(line));
    case "linkVerdict":
      return withFailure(line, linkText(line));
    case "reconnected":
      return l10n.t("Connected again as {0}, seen by the journal", accountText(line));
    default:
      return activityText(line, line.what);
  }
}

/** The person whose connection it is, as far as that is known. */
export function personText({ person, isPersonProbable }: IncidentLine): string {
  if (person === undefined) {
    return l10n.t("no person named");
  }
  return isPersonProbable ? l10n.t("probably {0}", person) : person;
}

/** Everyone who may have done it, each named. */
export function namesText(names: readonly string[], hasUnnamed: boolean): string {
  const all = [...names, ...(hasUnnamed ? [l10n.t("a caller whom the log doesn't name")] : [])];
  return all.length === 0 ? unknown() : all.reduce((first, next) => l10n.t("{0} or {1}", first, next));
}

function accountText({ account, protocol }: IncidentLine): string {
  const name = account ?? unknown();
  return protocol === undefined ? name : l10n.t("{0} ({1})", name, protocol);
}

function countText({ count = 0 }: IncidentLine): string {
  return formatNumber(count);
}

function endText(line: IncidentLine): string {
  const actors = namesText(line.actors ?? [], line.hasUnnamedActor === true);
  // A line that is less sure for another reason has rules of its own, but a certain actor always has no rule.
  const isProbable = line.rules.some(({ kind }) => ["endedSoonAfter", "samePlace", "askedUnknown"].includes(kind));
  return isProbable
    ? l10n.t("Connection as {0} ended; probably disconnected by {1}", accountText(line), actors)
    : l10n.t("Connection as {0} ended; disconnected by {1}", accountText(line), actors);
}

function confirmedText({ reason, ticket }: IncidentLine, what: string): string {
  return sentences(
    what,
    ...(reason === undefined ? [] : [l10n.t("Reason: {0}", reason)]),
    ...(ticket === undefined ? [] : [l10n.t("Ticket: {0}", ticket)]),
  );
}

function withFailure({ failure, message }: IncidentLine, what: string): string {
  return sentences(...[what, failure, message].filter((part) => part !== undefined));
}

function warnedText(outcome: IncidentOutcome | undefined): string {
  switch (outcome) {
    case "shown":
      return l10n.t("Warning shown on the VM");
    case "notShown":
      return l10n.t("Warning not shown on the VM");
    default:
      return l10n.t("Warning sent to the VM; unknown whether it was shown");
  }
}

function verdictText(line: IncidentLine): string {
  const owner =
    line.person === undefined ? accountText(line) : l10n.t("{0}, account {1}", personText(line), accountText(line));
  switch (line.outcome) {
    case "disconnected":
      return l10n.t("Azure disconnected the session of {0}", owner);
    case "alreadyEnded":
      return l10n.t("Azure says that the session of {0} had already ended", owner);
    case "failed":
      return l10n.t("Azure didn't disconnect the session of {0}", owner);
    case "notSent":
      return l10n.t("Azure wasn't asked to disconnect the session of {0}", owner);
    case "noResponse":
      return l10n.t("Disconnect of the session of {0}: no response recorded, outcome unknown", owner);
    default:
      return l10n.t("Azure was asked to disconnect the session of {0}; outcome unknown", owner);
  }
}

function linkText(line: IncidentLine): string {
  const count = countText(line);
  switch (line.outcome) {
    case "deleted":
      return l10n.t("Azure deleted the VM's shareable links: {0}", count);
    case "failed":
      return l10n.t("Azure didn't delete the VM's shareable links: {0}", count);
    case "notSent":
      return l10n.t("Azure wasn't asked to delete the VM's shareable links: {0}", count);
    case "noResponse":
      return l10n.t("Deletion of the VM's shareable links: no response recorded, outcome unknown");
    default:
      return l10n.t("Azure was asked to delete the VM's shareable links; outcome unknown");
  }
}

function activityText({ outcome }: IncidentLine, what: IncidentEvent): string {
  const done = doneText(what);
  switch (outcome) {
    case "rejected":
      return l10n.t("{0}: refused by Azure, nothing was done", done);
    case "failed":
      return l10n.t("{0}: failed, perhaps halfway", done);
    case "succeeded":
      return done;
    default:
      return l10n.t("{0}: the log has no outcome", done);
  }
}

function doneText(what: IncidentEvent): string {
  switch (what) {
    case "sessionsDisconnected":
      return l10n.t("Disconnect of sessions of the host");
    case "hostChanged":
      return l10n.t("Change of the host");
    case "hostDeleted":
      return l10n.t("Deletion of the host");
    case "linksCreated":
      return l10n.t("Creation of shareable links");
    case "linksRead":
      return l10n.t("Reading of shareable links");
    default:
      return l10n.t("Deletion of shareable links");
  }
}
