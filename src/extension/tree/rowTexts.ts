/** What the rows of the tree say, as functions of what is known. */
import { l10n } from "vscode";
import { outdatedSince } from "../../core/inventory/freshness.ts";
import { isSuspect } from "../../core/inventory/hostLeftovers.ts";
import type { HostState, HostedSession, SessionList, SessionState } from "../../core/inventory/hostState.ts";
import { whoIs } from "../../core/inventory/people/sessionPeople.ts";
import type { Names } from "../../core/inventory/names.ts";
import type { ApproximateCount } from "../../core/inventory/metrics/approximateCount.ts";
import { sessionCountOf, shownApproximation } from "../../core/inventory/sessionTotals.ts";
import { parseTargetId } from "../../core/model/armId.ts";
import type { Clock } from "../../core/model/clock.ts";
import { momentOf } from "../../core/model/time/moment.ts";
import type { BastionSession } from "../../core/model/session/session.ts";
import type { Who } from "../../core/model/session/who.ts";
import { targetKey, targetName } from "../../core/model/session/target.ts";
import { looksOf } from "../../core/text/distinctNames.ts";
import { plainText } from "../../core/text/plainText.ts";
import { formatNumber, formatTime, unknown, SEPARATOR } from "../../words/format.ts";
import { approximationText, formatSessionCount, shortCount } from "../../words/sessionText.ts";
import type { GroupNode } from "./treeNode.ts";
import { plural } from "../../words/plural.ts";
import { stateTexts } from "../../words/stateTexts.ts";

/** What a group of sessions is called, after one of them. */
export function groupName(by: GroupNode["by"], hosted: HostedSession, names: Names): string {
  const { session } = hosted.state;
  switch (by) {
    case "user":
      return session.userName ?? unknown();
    case "person":
      return whoIs(hosted).person ?? unknown();
    case "targetVm":
      return names.machine(session) ?? unknown();
  }
}

/** By list, worked out when first asked for: the names that several of its target VMs have. */
const shared = new WeakMap<SessionList, ReadonlySet<string>>();

/** What a session's target VM is called below its host: only its name, unless another VM there has the same. */
export function machineBelow(list: SessionList, session: BastionSession, names: Names): string | undefined {
  let twins = shared.get(list);
  if (!twins) {
    const byKey = new Map(list.sessions.map((state) => [targetKey(state.session), targetName(state.session) ?? ""]));
    const alike = Map.groupBy(byKey.values(), looksOf);
    twins = new Set([...alike].flatMap(([name, { length }]) => (length > 1 ? [name] : [])));
    shared.set(list, twins);
  }
  const name = targetName(session);
  return name !== undefined && twins.has(looksOf(name)) ? names.machine(session) : name;
}

export function unreadableText(count: number): string {
  return count === 1
    ? l10n.t("1 list entry couldn't be read")
    : plural("{0} list entries couldn't be read", count, formatNumber(count));
}

/**
 * What a host's row says, the most important first: a narrow side bar cuts off the end.
 * @param matching how many sessions the filter lets through; `undefined` without a filter
 */
export function hostDescription(state: HostState, matching: number | undefined, clock: Clock): string {
  return hostFacts(state, matching, clock, ({ count }) => shortCount(count)).join(SEPARATOR);
}

/** The same in words, with what only the row's tooltip shows. */
export function hostLabel(state: HostState, name: string, matching: number | undefined, clock: Clock): string {
  const facts = hostFacts(state, matching, clock, (count) => approximationText(count, clock.wall()));
  const links = state.host.shareableLink === true ? [l10n.t("shareable links possible")] : [];
  return [l10n.t("Bastion host {0}", name), plainText(state.host.sku ?? unknown()), ...facts, ...links].join(", ");
}

function hostFacts(
  state: HostState,
  matching: number | undefined,
  clock: Clock,
  approximation: (count: ApproximateCount) => string,
): string[] {
  const { host, list, problem, waiting, listing, remembered } = state;
  const parts: string[] = [];
  const approximate = shownApproximation(state, momentOf(clock));
  if (list) {
    const all = formatSessionCount(sessionCountOf(state));
    const isCounted = matching !== undefined && list.sessions.length > 0;
    const count = isCounted ? l10n.t("{0} of {1}", formatNumber(matching), all) : all;
    const asOf = outdatedSince(state, momentOf(clock));
    parts.push(asOf ? l10n.t("{0} as of {1}", count, formatTime(asOf, clock.wall())) : count);
  } else if (approximate) {
    parts.push(approximation(approximate));
  }
  if (waiting) {
    parts.push(waiting.reason === "throttled" ? l10n.t("throttled, waiting") : l10n.t("retrying"));
  } else if (problem) {
    parts.push(list ? l10n.t("couldn't be refreshed") : l10n.t("sessions couldn't be listed"));
  } else if (listing && !list) {
    parts.push(l10n.t("listing sessions…"));
  }
  if (host.provisioningState !== "Succeeded") {
    parts.push(plainText(host.provisioningState ?? l10n.t("state unknown")));
  }
  if (remembered) {
    parts.push(l10n.t("cached host"));
  }
  return parts;
}

/** What there is to say of a session besides itself. */
export function sessionRemarks(host: HostState, { key, session, work }: SessionState, clock: Clock): string[] {
  const asOf = outdatedSince(host, momentOf(clock));
  const states = stateTexts();
  return [
    ...(work === "disconnecting" ? [states.disconnecting] : []),
    ...(work === "checking" ? [states.checking] : []),
    ...(session.sessionId === undefined ? [states.anonymous] : []),
    ...(isSuspect(host, key) ? [states.suspect] : []),
    ...(asOf ? [l10n.t("as of {0}", formatTime(asOf, clock.wall()))] : []),
  ];
}

/** @param who the person behind it, if any is known */
export function sessionContext({ session, work }: SessionState, { person }: Who): string {
  return [
    // A session without an id cannot be named to Azure, and one that is being disconnected is not to be hit twice.
    session.sessionId !== undefined && !work ? "session" : "other",
    ...(session.sessionId === undefined ? [] : ["sessionId"]),
    ...(session.targetIpAddress === undefined ? [] : ["targetIp"]),
    ...(session.targetResourceId === undefined ? [] : ["resourceId"]),
    ...(parseTargetId(session.targetResourceId) ? ["portal"] : []),
    ...(targetKey(session) === "" ? [] : ["targetVm"]),
    ...(session.userName === undefined ? [] : ["user"]),
    ...(person === undefined ? [] : ["person"]),
  ].join(" ");
}
