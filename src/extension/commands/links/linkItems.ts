import { l10n, QuickPickItemKind, ThemeIcon, type QuickPickItem } from "vscode";
import type { Names } from "../../../core/inventory/names.ts";
import type { HostedLinks } from "../../../core/links/hostLinks.ts";
import type { LinkConnections, LinkFacts, LinkMakers } from "../../../core/links/linkFacts.ts";
import type { ArmKey } from "../../../core/model/armId.ts";
import { messageText } from "../../../core/text/plainText.ts";
import { activityGapText, canDiagnose, canDiagnoseActivity, gapText } from "../../table/history/gapText.ts";
import { errorText } from "../../../words/errorText.ts";
import { formatNumber, formatTime, namesOf, SEPARATOR, unknown } from "../../../words/format.ts";
import { hostName } from "../../../words/sessionText.ts";
import type { LinkScope } from "./linkScope.ts";
import { linkMachineNames } from "../../../words/linkNames.ts";
import { expiryText, linkCount, madeText } from "../../../words/linkTexts.ts";
import { meantLinks, type ScopedAnswer } from "./meantLinks.ts";
import { plural } from "../../../words/plural.ts";

/** Times, or people, that a row names; the rest is counted. */
const NAMED = 2;

/** A row of the review: a VM with links, or what there is to say of a host. */
export interface LinkItem extends QuickPickItem {
  /** Its links can be deleted. */
  readonly links?: HostedLinks;
  /** A diagnosis of this host may name a remedy. */
  readonly diagnose?: ArmKey;
}

/** What the rows are made of. */
export interface LinkReading {
  readonly read: readonly ScopedAnswer[];
  /** What the logs tell, by host; left out while they are being read. */
  readonly facts?: ReadonlyMap<ArmKey, LinkFacts>;
  readonly now: Date;
}

/** A row for each VM that has links, and for what couldn't be read or isn't there; hosts in their order. */
export function linkItems({ read, facts, now }: LinkReading, names: Names): readonly LinkItem[] {
  const nameOf = linkMachineNames(
    meantLinks(read).map(({ machine }) => machine.vmId),
    names,
  );
  return read.flatMap((one) => {
    const { host: state } = one.answer;
    const host = hostName(state, names);
    const meant = meantLinks([one]);
    const known = facts?.get(state.host.key);
    return [
      ...(read.length > 1 ? [{ label: host, kind: QuickPickItemKind.Separator }] : []),
      ...meant.map((links) => machineItem(links, nameOf(links.machine.vmId), host, known, now)),
      ...remarkItems(one, meant, host, nameOf),
      ...(known && meant.length > 0 ? factItems(one, known, names, now) : []),
    ];
  });
}

function machineItem(
  links: HostedLinks,
  label: string,
  host: string,
  facts: LinkFacts | undefined,
  now: Date,
): LinkItem {
  const { links: own, vmKey } = links.machine;
  const known = facts?.machines.get(vmKey);
  return {
    label,
    description: [linkCount(own.length), host].join(SEPARATOR),
    detail: [
      madeText(own, now),
      ...expiryText(own, now),
      ...(known ? makersText(known.makers) : []),
      ...(facts && known ? usesText(known.connections, facts, now) : []),
    ].join(SEPARATOR),
    alwaysShow: true,
    links,
  };
}

/** Who may have made the links of a VM: never certain, since the Activity Log names neither VM nor link. */
function makersText(makers: readonly (LinkMakers | undefined)[]): readonly string[] {
  const known = makers.filter((maker) => maker !== undefined);
  const callers = new Map(known.flatMap((maker) => maker.callers.map((caller) => [caller.toLowerCase(), caller])));
  const isUndated = known.length < makers.length;
  const isIncomplete = known.some((maker) => maker.isIncomplete);
  if (callers.size === 0) {
    // Where the log couldn't be read, a row of its own says so.
    return isIncomplete || isUndated ? [] : [l10n.t("who made it isn't in the Activity Log")];
  }
  const who = namesOf([...callers.values()], NAMED, (caller) => messageText(caller, 80));
  return [makers.every(isProbable) ? l10n.t("probably made by {0}", who) : l10n.t("possibly made by {0}", who)];
}

/** Whether one caller, and no other, may have made a link. */
function isProbable(maker: LinkMakers | undefined): boolean {
  return maker?.callers.length === 1 && !maker.hasUnnamed && !maker.isIncomplete;
}

function usesText({ count, newest }: LinkConnections, { gaps, unnamed }: LinkFacts, now: Date): readonly string[] {
  if (count === 0) {
    return gaps.length > 0 || unnamed.count > 0 ? [] : [l10n.t("no connection through a link in the audit log")];
  }
  const when = newest === undefined ? unknown() : formatTime(new Date(newest), now);
  return [
    count === 1
      ? l10n.t("1 connection probably through a link: {0}", when)
      : plural("{0} connections probably through a link, last: {1}", count, formatNumber(count), when),
  ];
}

/** What is said if no VM with links is shown. @param scopes the hosts that were to be read */
export function nothingText(read: readonly ScopedAnswer[], scopes: readonly LinkScope[]): string {
  const isWhole =
    read.length === scopes.length && read.every(({ answer }) => !("error" in answer) && answer.unreadable === 0);
  return isWhole ? l10n.t("No links to delete") : l10n.t("No links to delete in what could be read");
}

/** What there is to say of a host besides its links: that there are none, or that they couldn't be read. */
function remarkItems(
  { answer, scope }: ScopedAnswer,
  meant: readonly HostedLinks[],
  host: string,
  nameOf: (vmId: string) => string,
): readonly LinkItem[] {
  if ("error" in answer) {
    const { what, why } = errorText(answer.error);
    const label = l10n.t("{0}: the links couldn't be read", host);
    return [
      {
        ...remark("warning", label, what),
        detail: why,
        ...(answer.error.kind === "notAllowed" && { diagnose: answer.host.host.key }),
      },
    ];
  }
  const missing = scope.machines?.filter((key) => meant.every(({ machine }) => machine.vmKey !== key));
  const isEmpty = missing ? missing.length > 0 : meant.length === 0;
  // What couldn't be read may be a link of any VM.
  const isNone = isEmpty && answer.unreadable === 0;
  const none = missing
    ? l10n.t("{0} has no shareable links on {1}", namesOf(missing, NAMED, nameOf), host)
    : l10n.t("{0} has no shareable links", host);
  const more = l10n.t("{0}: there may be more links", host);
  const unreadable = l10n.t("entries that couldn't be read: {0}", formatNumber(answer.unreadable));
  return [
    ...(isNone ? [remark("info", none)] : []),
    ...(answer.unreadable > 0 ? [remark("warning", more, unreadable)] : []),
  ];
}

function remark(icon: string, label: string, description?: string): LinkItem {
  return {
    label,
    ...(description !== undefined && { description }),
    iconPath: new ThemeIcon(icon),
    alwaysShow: true,
  };
}

/** What the logs tell of a host's links beside those of single VMs, and what they don't tell, and why. */
function factItems(
  { answer: { host: state } }: ScopedAnswer,
  facts: LinkFacts,
  names: Names,
  now: Date,
): readonly LinkItem[] {
  const { gaps, activityGaps, unnamed } = facts;
  const { key, subscriptionId } = state.host;
  const host = hostName(state, names);
  const subscription = messageText(names.subscription(subscriptionId));
  const uses = l10n.t("Whether links were used isn't completely known");
  const makers = l10n.t("Who made links isn't completely known");
  return [
    ...(unnamed.count === 0
      ? []
      : [{ ...remark("info", l10n.t("The audit log names no VM")), detail: usesText(unnamed, facts, now).join("") }]),
    ...gaps.map((gap) => ({
      ...remark("question", uses),
      detail: gapText(host, gap),
      ...(canDiagnose(gap) && { diagnose: key }),
    })),
    ...activityGaps.map((gap) => ({
      ...remark("question", makers),
      detail: activityGapText(subscription, gap),
      ...(canDiagnoseActivity(gap) && { diagnose: key }),
    })),
  ];
}
