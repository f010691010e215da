/** What the rows of watch rules say, as functions of what is known. */
import { l10n } from "vscode";
import { byName } from "../../../core/model/order.ts";
import { plainText } from "../../../core/text/plainText.ts";
import type { Blind, BlindReason } from "../../../core/watch/hit.ts";
import type { RuleProblem } from "../../../core/watch/watchRule.ts";
import type { IdleReason, RuleState, WatchState } from "../../../core/watch/watchState.ts";
import { errorText } from "../../../words/errorText.ts";
import { formatNumber, formatTime, namesOf } from "../../../words/format.ts";
import { hostNameOf, type Known } from "./hitTexts.ts";
import { notWatchedText, problemText } from "./ruleTexts.ts";
import { plural } from "../../../words/plural.ts";

/** Reasons that no later reading of the log changes. */
const LOGLESS: ReadonlySet<BlindReason> = new Set(["notLogged", "notLoggedBySku", "notAllowed"]);

/** Hosts that a reason names; the rest is counted. */
const NAMED = 3;

/** What a rule is called; by its place if it has no name. */
export function ruleName({ name, index }: Pick<RuleState, "name" | "index">): string {
  return name.trim() === "" ? l10n.t("Watch rule {0}", formatNumber(index + 1)) : plainText(name, 80);
}

/** What stands beside a rule's name, the most important first. */
export function ruleFacts(rule: RuleState, fresh: number, known: Known): readonly string[] {
  const blind = withoutUnread(rule.blind);
  return [
    ...(rule.problems.length > 0 ? [notWatchedText(rule.problems.length)] : []),
    ...hitFacts(rule.hits.length, fresh),
    ...elsewhereFacts(rule),
    ...idleFacts(rule),
    ...(blind.length > 0 ? [blindText(blind, known)] : []),
  ];
}

/** The same in words for a screen reader, with every reason. */
export function ruleLabel(rule: RuleState, fresh: number, known: Known): string {
  const { hits, problems, blind } = rule;
  return [
    l10n.t("Watch rule {0}", ruleName(rule)),
    ...problems.map(plainProblem),
    ...spokenHits(hits.length, fresh),
    ...elsewhereFacts(rule),
    ...idleFacts(rule),
    ...(blind.length > 0 ? [blindText(blind, known), ...blindReasons(blind, known)] : []),
  ].join(", ");
}

/** What a rule can't see and what is wrong with it, a line each; empty if there is nothing to say. */
export function ruleTooltip(rule: RuleState, known: Known): string {
  const { problems, blind } = rule;
  const reasons = blindReasons(blind, known);
  return [
    ...problems.map(plainProblem),
    ...idleFacts(rule),
    ...(reasons.length > 0 ? [l10n.t("Can't tell:"), ...reasons] : []),
    ...(canCount(rule) ? [l10n.t('A rule with "more" needs no log, only session counts.')] : []),
  ].join("\n");
}

/** Whether another trigger sees without a log that someone has connected. */
function canCount({ rule, blind }: RuleState): boolean {
  return rule?.trigger.kind === "connects" && blind.some(({ reason }) => LOGLESS.has(reason));
}

function plainProblem(problem: RuleProblem): string {
  return plainText(problemText(problem), 300);
}

/** How many hits there are and how many of them are new: `3`, `2 new`. */
export function hitFacts(hits: number, fresh: number): readonly string[] {
  return [
    ...(hits > 0 ? [formatNumber(hits)] : []),
    ...(fresh > 0 ? [plural("{0} new", fresh, formatNumber(fresh))] : []),
  ];
}

/** The same in words. */
export function spokenHits(hits: number, fresh: number): readonly string[] {
  const [number, ...rest] = hitFacts(hits, fresh);
  return number === undefined ? [] : [hitsText(hits), ...rest];
}

/** What only the window that leads the watch has read. */
function elsewhereFacts({ hits, elsewhere }: RuleState): readonly string[] {
  const more = (elsewhere?.hits ?? 0) - hits.length;
  return more > 0 ? [l10n.t("{0} more in another window", formatNumber(more))] : [];
}

/** Why it watches nothing: that isn't "nothing happened". */
function idleFacts({ idle }: RuleState): readonly string[] {
  return idle ? [idleTexts()[idle]] : [];
}

function idleTexts(): Readonly<Record<IdleReason, string>> {
  return {
    noHosts: l10n.t("not watched: no bastion host matches"),
    notSearched: l10n.t("not watched: no bastion hosts found, check your sign-in"),
    notShared: l10n.t("not watched: VS Code can't write the watch's files"),
  };
}

/** How many hits, in words. */
export function hitsText(hits: number): string {
  return hits === 1 ? l10n.t("1 hit") : plural("{0} hits", hits, formatNumber(hits));
}

/** Why nothing is told just now. */
export function quietFacts({ isPaused, snoozedUntil }: WatchState, now: Date): readonly string[] {
  return [
    ...(isPaused ? [l10n.t("paused")] : []),
    ...(snoozedUntil !== undefined && snoozedUntil > now.getTime()
      ? [l10n.t("snoozed until {0}", formatTime(new Date(snoozedUntil), now))]
      : []),
  ];
}

function withoutUnread(blind: readonly Blind[]): readonly Blind[] {
  return blind.filter(({ reason }) => reason !== "unread");
}

/** That a rule can't see some hosts: unknown, which is not "nothing happened". */
function blindText(blind: readonly Blind[], known: Known): string {
  const [first] = blind;
  return first && blind.length === 1
    ? l10n.t("can't tell on {0}", hostNameOf(first.hostKey, known))
    : plural("can't tell on {0} hosts", blind.length, formatNumber(blind.length));
}

/** Why, with the hosts of each reason: `bas-a, bas-b: no audit log is collected`. */
function blindReasons(blind: readonly Blind[], known: Known): readonly string[] {
  return [...Map.groupBy(blind, reasonText)].map(([reason, hosts]) => {
    const named = hosts
      .map(({ hostKey }) => ({ key: hostKey, name: hostNameOf(hostKey, known) }))
      .toSorted((a, b) => byName(a.name, b.name, a.key, b.key));
    return l10n.t(
      "{0}: {1}",
      namesOf(named, NAMED, ({ name }) => name),
      reason,
    );
  });
}

/** Why a rule can't see a host. */
export function reasonText({ reason, error }: Blind): string {
  const text = reasonTexts()[reason];
  return error ? l10n.t("{0} ({1})", text, errorText(error).what) : text;
}

function reasonTexts(): Readonly<Record<BlindReason, string>> {
  return {
    notLogged: l10n.t("no audit log that you can read"),
    logIncomplete: l10n.t("the audit log is incomplete"),
    notLoggedBySku: l10n.t("this SKU writes no audit log"),
    notAllowed: l10n.t("no permission to read the audit log"),
    logFailed: l10n.t("the audit log couldn't be read"),
    noCount: l10n.t("Azure Monitor has no session count"),
    countNotAllowed: l10n.t("no permission to read the session count"),
    noCapacity: l10n.t("the host's capacity is unknown"),
    unreadable: l10n.t("its sessions couldn't be listed"),
    listsUsedUp: l10n.t("this hour's limit of session lists is reached"),
    unread: l10n.t("not read yet"),
  };
}
