import { l10n } from "vscode";
import type { AzureError } from "../../../core/azure/http/azureError.ts";
import type { LinkVerdict } from "../../../core/journal/linkDeletion.ts";
import { messageText } from "../../../core/text/plainText.ts";
import { errorText, wholeErrorText } from "../../../words/errorText.ts";
import { formatNumber, namesOf } from "../../../words/format.ts";

/** VMs that a sentence names; the rest is counted. */
const NAMED = 2;

/** What is known of the deletion of one VM's links. */
export interface LinkOutcome {
  /** The VM and its host, such as `vm-web-01 on bas-prod`, fit for a message. */
  readonly name: string;
  readonly verdict: LinkVerdict;
  readonly message?: string;
  readonly error?: AzureError;
  /** What listing the links again has shown: whether the VM still has any. */
  readonly listedAfter?: boolean;
}

/** In one short message what happened to the links that were to be deleted. */
export function linkOutcomeText(outcomes: readonly LinkOutcome[]): string {
  const alike = [...Map.groupBy(outcomes, sentenceKey).values()];
  return alike.length > 1 ? countsText(outcomes) : alike.map(sentence).join("");
}

/** Equal for those of which the same sentence is true. */
function sentenceKey(outcome: LinkOutcome): string {
  return JSON.stringify([outcome.verdict, outcome.listedAfter ?? null, reasonOf(outcome)]);
}

function sentence(outcomes: readonly LinkOutcome[]): string {
  const [first] = outcomes;
  if (!first) {
    return "";
  }
  const [isOne, count, who, why] = [
    outcomes.length === 1,
    formatNumber(outcomes.length),
    namesOf(outcomes, NAMED, ({ name }) => name),
    reasonOf(first),
  ];
  switch (first.verdict) {
    case "deleted":
      if (first.listedAfter === true) {
        return l10n.t("Azure reported the links of {0} as deleted, but they're still listed.", who);
      }
      return isOne
        ? l10n.t("Deleted the links of {0}.", who)
        : l10n.t("Deleted the links of {0} VMs: {1}.", count, who);
    case "failed":
      return l10n.t("Couldn't delete the links of {0}. {1}", who, why);
    case "notSent":
      return [l10n.t("Request not sent to Azure: links of {0}.", who), ...(why === "" ? [] : [why])].join(" ");
    case "unknown":
      return unknownSentence(first.listedAfter, who, why);
  }
}

function unknownSentence(listedAfter: boolean | undefined, who: string, why: string): string {
  if (listedAfter === undefined) {
    return l10n.t("Unknown whether the links of {0} were deleted ({1}). They couldn't be listed again.", who, why);
  }
  return listedAfter
    ? l10n.t("Unknown whether the links of {0} were deleted ({1}). They're still listed.", who, why)
    : l10n.t("The links of {0} are no longer listed. Azure's response to the deletion is unknown ({1}).", who, why);
}

/** How many came out how. Names the one that failed, and gives the reason that all failures share. */
function countsText(outcomes: readonly LinkOutcome[]): string {
  const of = (verdict: LinkVerdict) => outcomes.filter((outcome) => outcome.verdict === verdict);
  const [failed, unknown, notSent] = [of("failed"), of("unknown"), of("notSent")];
  const isGone = ({ listedAfter }: LinkOutcome) => listedAfter === false;
  const [gone, doubtful] = [unknown.filter(isGone), unknown.filter((outcome) => !isGone(outcome))];
  const still = of("deleted").filter(({ listedAfter }) => listedAfter === true);
  const reasons = new Set(failed.map(reasonOf));
  const who = (some: readonly LinkOutcome[]) =>
    some.length === 1 ? namesOf(some, NAMED, ({ name }) => name) : formatNumber(some.length);
  const parts = [
    [still, (text: string) => l10n.t("Still listed: {0}.", text)],
    [gone, (text: string) => l10n.t("Unknown, but no longer listed: {0}.", text)],
    [doubtful, (text: string) => l10n.t("Unknown: {0}.", text)],
    [notSent, (text: string) => l10n.t("Not sent: {0}.", text)],
    [failed, (text: string) => l10n.t("Failed: {0}.", text)],
  ] as const;
  return [
    l10n.t("Deleted the links of {0} of {1} VMs.", formatNumber(of("deleted").length), formatNumber(outcomes.length)),
    ...parts.flatMap(([part, text]) => (part.length > 0 ? [text(who(part))] : [])),
    ...(reasons.size === 1 ? reasons : []),
  ].join(" ");
}

/** Why links were not deleted, or why there is no verdict on them; empty where there is nothing to say. */
function reasonOf({ verdict, message, error }: LinkOutcome): string {
  if (verdict === "deleted") {
    return "";
  }
  if (message !== undefined) {
    return l10n.t("Azure says: {0}", messageText(message, 500));
  }
  if (verdict === "notSent") {
    return error && error.kind !== "cancelled" ? errorText(error).what : "";
  }
  if (verdict === "failed") {
    return error ? wholeErrorText(error) : l10n.t("Azure gave no reason.");
  }
  return error?.kind === "cancelled"
    ? l10n.t("cancelled after the request was sent to Azure")
    : ((error && errorText(error).what) ?? l10n.t("Azure returned no result"));
}
