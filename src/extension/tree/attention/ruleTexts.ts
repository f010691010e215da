/** The words for watch rules: what one waits for, what it can't see, and what is wrong with it. */
import { l10n } from "vscode";
import { FILTER_FIELDS } from "../../../core/model/session/sessionFields.ts";
import { messageText } from "../../../core/text/plainText.ts";
import type { RuleReach } from "../../../core/watch/knownMatches.ts";
import { TRIGGER_KINDS } from "../../../core/watch/parseTrigger.ts";
import type { RuleProblem, Trigger, TriggerKind } from "../../../core/watch/watchRule.ts";
import { formatDuration, formatNumber, namesOf } from "../../../words/format.ts";
import { plural } from "../../../words/plural.ts";

/** Blocks of addresses that are named; of more, how many there are. */
const BLOCKS_NAMED = 3;

/** What a rule waits for, to stand behind its name. */
export function triggerText(trigger: Trigger): string {
  switch (trigger.kind) {
    case "longerThan":
      return l10n.t("longer than {0}", formatDuration(trigger.minutes));
    case "connects":
      return l10n.t("someone connects");
    case "more":
      return l10n.t("more sessions than before");
    case "clientNotIn":
      return l10n.t(
        "client address not in {0}",
        namesOf(trigger.blocks, BLOCKS_NAMED, (block) => messageText(block)),
      );
    case "newAddress":
      return l10n.t("client address that the person didn't use in the last 30 days");
    case "outside":
      return l10n.t("outside of {0} ({1})", messageText(trigger.hours.text), zone());
    case "failedSignIns":
      return plural(
        "{0} or more failed sign-ins within {1}",
        trigger.count,
        formatNumber(trigger.count),
        formatDuration(trigger.withinMinutes),
      );
    case "linkUsed":
      return l10n.t("shareable link used");
    case "returns":
      return l10n.t("reconnects within {0} after you disconnected them", formatDuration(trigger.withinMinutes));
    case "fuller":
      return l10n.t("at {0}% of the host's capacity or above", formatNumber(trigger.percent));
  }
}

/** The time zone in which hours are, as the system calls it. */
function zone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** What a rule can't see, and what it may ask Azure for. */
export function triggerNote(kind: TriggerKind): string {
  switch (kind) {
    case "longerThan":
      return l10n.t(
        "Before it notifies you, it lists the host's sessions: at most twice an hour for each host, and 20 times an hour in total.",
      );
    case "more":
    case "fuller":
      return l10n.t("A metric is an average of five minutes: one user in and one out is no change.");
    default:
      return l10n.t(
        "The audit log is a few minutes late and may lack rows. Hosts whose log can't be read aren't watched.",
      );
  }
}

/** How many of what is known now a rule's `match` lets through. */
export function reachText({ what, matching, known }: RuleReach): string {
  if (what === "hosts") {
    return known === 0
      ? l10n.t("No hosts are known yet")
      : l10n.t("Concerns {0} of {1} hosts", formatNumber(matching), formatNumber(known));
  }
  return known === 0
    ? l10n.t("No sessions are known yet")
    : l10n.t("Matches {0} of {1} known sessions", formatNumber(matching), formatNumber(known));
}

/** What stands at a rule that isn't watched. */
export function notWatchedText(problems: number): string {
  return problems === 1
    ? l10n.t("Not watched: 1 problem")
    : plural("Not watched: {0} problems", problems, formatNumber(problems));
}

/** What is wrong with a rule, and what to do. */
export function problemText(problem: RuleProblem): string {
  switch (problem.kind) {
    case "notAList":
      return l10n.t("Watch rules are a list: put them between [ and ].");
    case "notAnObject":
      return l10n.t("A rule is an object with a name and a trigger.");
    case "tooMany":
      return plural("Only the first {0} rules are watched.", problem.most, formatNumber(problem.most));
    case "noName":
      return l10n.t("Give the rule a name.");
    case "nameTaken":
      return l10n.t("A rule above has the same name. Give this one another.");
    case "noTrigger":
      return l10n.t("Say what to watch for. Add one of: {0}.", TRIGGER_KINDS.join(", "));
    case "manyTriggers":
      return l10n.t("A rule has one trigger. Keep only one of: {0}.", problem.fields.join(", "));
    case "unknownField":
      return l10n.t('There is no field "{0}" in a rule.', messageText(problem.field));
    case "badValue":
      return valueText(problem.field, problem.text);
    case "unknownTerm":
      return l10n.t(
        '"{0}" doesn\'t start with a field of the filter. Use one of {1}, or put the text in quotes.',
        messageText(problem.text),
        FILTER_FIELDS.map((field) => `${field}:`).join(" "),
      );
    case "badTerm":
      return l10n.t(
        '"{0}" can\'t match anything. Check quotes, addresses, and lengths of time such as >4h.',
        messageText(problem.text),
      );
    case "termNeedsSessions":
      return l10n.t(
        '"{0}" is about sessions, but this trigger only knows hosts. Use host:, subscription:, group:, or a host\'s resource ID.',
        messageText(problem.text),
      );
    case "termNotForTrigger":
      return l10n.t('"{0}" never matches with this trigger. Remove it.', messageText(problem.text));
  }
}

function valueText(field: string, text: string): string {
  const expected = expectedText(field);
  return text === ""
    ? l10n.t("{0} needs a value. {1}", field, expected)
    : l10n.t('{0} can\'t be "{1}". {2}', field, messageText(text), expected);
}

function expectedText(field: string): string {
  switch (field) {
    case "name":
      return l10n.t("Use a text of at most 100 characters.");
    case "match":
      return l10n.t('Use a filter, such as "vm:web person:ann@contoso.com".');
    case "longerThan":
      return l10n.t('Use a length of time, such as "8h": from 1 minute to 365 days.');
    case "returns":
      return l10n.t('Use a length of time, such as "24h": from 1 minute to 30 days.');
    case "failedSignIns.within":
      return l10n.t('Use a length of time, such as "15m": from 1 minute to 24 hours.');
    case "failedSignIns.count":
      return l10n.t("Use a whole number from 1 to 1,000.");
    case "failedSignIns":
      return l10n.t("Use an object, such as {0}.", '{ "count": 5, "within": "15m" }');
    case "clientNotIn":
      return l10n.t("Use a list of addresses or CIDR blocks, such as {0}.", '["10.0.0.0/8"]');
    case "outside":
      return l10n.t('Use English days and hours, such as "Mon-Fri 07:00-19:00, Sat 09:00-12:00".');
    case "fuller":
      return l10n.t("Use a whole number of percent from 1 to 200.");
    default:
      return l10n.t("Use true.");
  }
}
