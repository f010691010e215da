/** What a notification says of what watch rules have found: what happened, in at most 20 words. */
import { l10n } from "vscode";
import { exactly } from "../../core/model/count.ts";
import { whoIs } from "../../core/inventory/people/sessionPeople.ts";
import { sessionByKey } from "../../core/inventory/sessionByKey.ts";
import { messageText } from "../../core/text/plainText.ts";
import type { Hit } from "../../core/watch/hit.ts";
import type { Trigger } from "../../core/watch/watchRule.ts";
import type { Notice } from "../../core/watch/watchState.ts";
import { connectionName, countText, hostNameOf, type Known } from "../tree/attention/hitTexts.ts";
import { hitsText, ruleName } from "../tree/attention/ruleRowTexts.ts";
import { formatDuration, formatNumber, namesOf, SEPARATOR, unknown } from "../../words/format.ts";
import { formatSessionCount } from "../../words/sessionText.ts";
import { plural } from "../../words/plural.ts";

/** As many words as a notification has at most, and as many characters as a name in it. */
const MOST_WORDS = 20;
const MOST_CHARACTERS = 40;
/** Names in a notification; fewer where they are long. */
const NAMED = 3;

type Told = Notice["rules"][number];

/** The text of a notification. */
export function noticeText({ rules, isSummary }: Notice, known: Known): string {
  const [first] = rules;
  if (isSummary) {
    return summaryText(rules);
  }
  return first && rules.length === 1 ? ruleText(first, known) : rulesText(rules);
}

/** What held already when VS Code or a rule started. */
function summaryText(rules: readonly Told[]): string {
  const [first] = rules;
  return first && rules.length === 1
    ? l10n.t("When watching started, {0} already had {1}.", shortRuleName(first), hitsText(first.hits.length))
    : plural("When watching started, {0} watch rules already had hits.", rules.length, formatNumber(rules.length));
}

function rulesText(rules: readonly Told[]): string {
  return shortened((named) =>
    namesOf(rules, named, (told) => l10n.t("{0}: {1}", shortRuleName(told), formatNumber(told.hits.length)), SEPARATOR),
  );
}

function ruleText({ rule, hits }: Told, known: Known): string {
  const what =
    whatHappened(rule.rule?.trigger, hits, known) ?? l10n.t("{0}: {1}", ruleName(rule), hitsText(hits.length));
  const names = [...new Set(hits.flatMap((hit) => subjectName(hit, known)))];
  return shortened((named) =>
    named > 0 && names.length > 0 ? l10n.t("{0}: {1}", what, namesOf(names, named, short)) : what,
  );
}

/** With as many names as fit into a notification. */
function shortened(text: (named: number) => string): string {
  const tries = Array.from({ length: NAMED + 1 }, (_, index) => text(NAMED - index));
  return tries.find((one) => one.split(/\s+/u).length <= MOST_WORDS) ?? text(0);
}

function whatHappened(trigger: Trigger | undefined, hits: readonly Hit[], known: Known): string | undefined {
  const where = placeText(hits, known);
  const connections = connectionsText(hits.length);
  switch (trigger?.kind) {
    case "longerThan":
      return l10n.t(
        "{0} over {1} on {2}",
        formatSessionCount(exactly(hits.length)),
        formatDuration(trigger.minutes),
        where,
      );
    case "connects":
      return l10n.t("{0} on {1}", connections, where);
    case "clientNotIn":
      return l10n.t("{0} from unexpected addresses on {1}", connections, where);
    case "newAddress":
      return l10n.t("{0} from new addresses on {1}", connections, where);
    case "outside":
      return l10n.t("{0} outside {1} (your time) on {2}", connections, short(trigger.hours.text), where);
    case "linkUsed":
      return l10n.t("{0} by shareable link on {1}", connections, where);
    case "returns":
      return l10n.t("{0} after a disconnect on {1}", connections, where);
    case "failedSignIns":
      return l10n.t("{0} on {1}", failedText(hits), where);
    case "more":
      return l10n.t("More sessions on {0}", where);
    case "fuller":
      return l10n.t("At least {0}% of capacity used on {1}", formatNumber(trigger.percent), where);
    case undefined:
      return undefined;
  }
}

/** Where it happened: the host, or how many. */
function placeText(hits: readonly Hit[], known: Known): string {
  const hosts = [...new Set(hits.map(({ hostKey }) => hostKey))];
  const [first] = hosts;
  return first !== undefined && hosts.length === 1
    ? short(hostNameOf(first, known))
    : plural("{0} hosts", hosts.length, formatNumber(hosts.length));
}

function connectionsText(count: number): string {
  return count === 1 ? l10n.t("1 connection") : plural("{0} connections", count, formatNumber(count));
}

function failedText(hits: readonly Hit[]): string {
  const count = hits.reduce((sum, { subject }) => sum + (subject.kind === "failures" ? subject.count : 0), 0);
  return count === 1 ? l10n.t("1 failed sign-in") : plural("{0} failed sign-ins", count, formatNumber(count));
}

/** Whom or what a hit is about. */
function subjectName({ hostKey, subject }: Hit, known: Known): readonly string[] {
  switch (subject.kind) {
    case "session": {
      const host = known.host(hostKey);
      const state = sessionByKey(host?.list, subject.sessionKey);
      return host && state ? [whoIs({ host, state }).person ?? state.session.userName ?? unknown()] : [];
    }
    case "connection":
      return [connectionName(subject.connection)];
    case "failures":
      return subject.address === undefined ? [] : [subject.address];
    case "count":
      return [countText(subject)];
  }
}

function shortRuleName({ rule }: Told): string {
  return short(ruleName(rule));
}

function short(text: string): string {
  return messageText(text, MOST_CHARACTERS);
}
