/** What is said of the person behind a session, and of why there is none. */
import { l10n } from "vscode";
import { clientName } from "../../core/model/session/clientName.ts";
import type { Attribution, Connection, Doubt, LogBlank } from "../../core/model/session/connection.ts";
import { whoOf } from "../../core/model/session/who.ts";
import { formatNumber } from "../../words/format.ts";
import { plural } from "../../words/plural.ts";
import { blankTexts } from "../../words/stateTexts.ts";

/** The person, client address and client of a session's details; none while the audit log isn't read. */
export function loggedTexts(
  attribution: Attribution | undefined,
): Readonly<Partial<Record<"person" | "from" | "client", string>>> {
  if (!attribution) {
    return {};
  }
  const who = whoOf(attribution);
  const named = who.person ?? (who.blank && blankTexts()[who.blank]);
  const found = named ?? l10n.t("not named in the log");
  // That already says on what it rests.
  const basis = named === undefined && attribution.confidence === "exact" ? "" : basisText(attribution);
  return {
    person: basis === "" ? found : l10n.t("{0} ({1})", found, basis),
    ...(who.clientAddress !== undefined && { from: who.clientAddress }),
    ...(who.userAgent !== undefined && { client: clientName(who.userAgent) ?? who.userAgent }),
  };
}

/** What a person's name rests on, or why there is none. */
function basisText(attribution: Attribution): string {
  switch (attribution.confidence) {
    case "exact":
      return l10n.t("from the audit log");
    case "matched":
      return l10n.t("probably: same VM, account, and start in the audit log");
    case "samePerson":
      return plural(
        "probably: one of {0} connections of this person",
        attribution.candidates.length,
        formatNumber(attribution.candidates.length),
      );
    case "possible":
      return l10n.t("possibly {0}: {1}", peopleText(attribution.candidates), doubtText(attribution.doubt));
    case "none":
      return blankHint(attribution.blank);
  }
}

/** The people that a session may be of, with their addresses. */
function peopleText(candidates: readonly Connection[]): string {
  const people = candidates.map(({ person, clientAddress }) =>
    [person ?? l10n.t("a person without a name"), ...(clientAddress === undefined ? [] : [clientAddress])].join(", "),
  );
  return [...new Set(people)].join(l10n.t(" or "));
}

function doubtText(doubt: Doubt | undefined): string {
  switch (doubt) {
    case "ambiguous":
      return l10n.t("several connections or sessions fit");
    case "otherPerson":
      return l10n.t("another person used this account at that time");
    case "incomplete":
      return blankHint("incomplete");
    case "tooSoon":
      return l10n.t("it started less than 15 minutes before the log was read");
    case "ended":
      return l10n.t("the log says it has ended");
    case "apart":
    case undefined:
      return l10n.t("the times don't match closely");
  }
}

function blankHint(blank: LogBlank): string {
  switch (blank) {
    case "notLoggedYet":
      return l10n.t("the log is up to 10 minutes late");
    case "noRecord":
      return l10n.t("native clients might not be logged, and the log can lose records");
    case "notLogged":
      return l10n.t("no audit log you can read; use Diagnose… on the host");
    case "notAllowed":
      return l10n.t("you can't read this host's audit log; use Diagnose… on the host");
    case "shareableLink":
      return l10n.t("no Microsoft Entra sign-in");
    case "incomplete":
      return l10n.t("the log couldn't be read completely");
    case "notLoggedBySku":
      return "";
  }
}
