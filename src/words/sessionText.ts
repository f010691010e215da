import * as l10n from "@vscode/l10n";
import { listAge, outdatedSince } from "../core/inventory/freshness.ts";
import { ageMinutes, type HostedSession, type HostState } from "../core/inventory/hostState.ts";
import { attributionOf, whoIs } from "../core/inventory/people/sessionPeople.ts";
import type { ApproximateCount } from "../core/inventory/metrics/approximateCount.ts";
import type { Names } from "../core/inventory/names.ts";
import type { BastionHost } from "../core/model/bastionHost.ts";
import type { Count } from "../core/model/count.ts";
import { linkSupport } from "../core/model/linkSupport.ts";
import type { Moment } from "../core/model/time/moment.ts";
import type { BastionSession } from "../core/model/session/session.ts";
import { messageText } from "../core/text/plainText.ts";
import { formatDuration, formatNumber, formatTime, unknown, SEPARATOR } from "./format.ts";
import { plural } from "./plural.ts";

/** Who is on what machine, for messages: `alice on vm-web-01`. */
export function whoOnWhat(session: BastionSession, names: Names): string {
  return l10n.t("{0} on {1}", user(session), machine(session, names));
}

export function user({ userName }: BastionSession): string {
  return messageText(userName ?? unknown());
}

/** The person behind a session and where they came from, a line each; none where the audit log doesn't tell. */
export function personLines(hosted: HostedSession): readonly string[] {
  const { person, clientAddress } = whoIs(hosted);
  const isExact = attributionOf(hosted)?.confidence === "exact";
  const name = person === undefined ? undefined : messageText(person);
  return [
    ...(name === undefined ? [] : [l10n.t("Person: {0}", isExact ? name : l10n.t("probably {0}", name))]),
    ...(clientAddress === undefined ? [] : [l10n.t("Client address: {0}", messageText(clientAddress))]),
  ];
}

/** The person behind a session beside its account, such as `ann@contoso.com (azureuser)`; else only the account. */
function personAndUser(hosted: HostedSession): string {
  const { person } = whoIs(hosted);
  const account = user(hosted.state.session);
  return person === undefined ? account : l10n.t("{0} ({1})", messageText(person), account);
}

export function machine(session: BastionSession, names: Names): string {
  return messageText(names.machine(session) ?? unknown());
}

export function hostName({ host }: HostState, names: Names): string {
  return messageText(names.host(host));
}

export function protocol({ protocol: name }: BastionSession): string {
  return messageText(name ?? unknown());
}

export function duration({ host, state: { session } }: HostedSession, now: Moment): string {
  return formatDuration(host.list && ageMinutes(session, host.list, now));
}

/** As of when a host was listed, and how long ago, if that may no longer be true; none for a list that still is. */
export function asOf(host: HostState, now: Moment): string[] {
  const since = outdatedSince(host, now);
  return since && host.list
    ? [l10n.t("as of {0} ({1} ago)", formatTime(since, now.wall), formatDuration(listAge(host.list, now) / 60_000))]
    : [];
}

/** One session on one line: person and user, machine, protocol, duration, host, and as of when if that may no longer be true. */
export function sessionLine(hosted: HostedSession, now: Moment, names: Names): string {
  const { session } = hosted.state;
  return [
    l10n.t("{0} on {1}", personAndUser(hosted), machine(session, names)),
    protocol(session),
    duration(hosted, now),
    hostName(hosted.host, names),
    ...asOf(hosted.host, now),
  ].join(SEPARATOR);
}

/** A session as a quick pick shows it. */
export function sessionItem(
  hosted: HostedSession,
  now: Moment,
  names: Names,
  remark?: string,
): { readonly label: string; readonly description: string; readonly detail: string } {
  const { session } = hosted.state;
  const facts = [machine(session, names), protocol(session), duration(hosted, now), ...asOf(hosted.host, now)];
  return {
    label: personAndUser(hosted),
    description: [...facts, ...(remark === undefined ? [] : [remark])].join(SEPARATOR),
    detail: hostName(hosted.host, names),
  };
}

/** How many sessions, in words, as far as that is known. */
export function formatSessionCount(count: Count): string {
  switch (count.kind) {
    case "exact":
      return count.value === 0 ? l10n.t("no sessions") : numberOfSessions(count.value);
    case "atLeast":
      return l10n.t("at least {0}", numberOfSessions(count.value));
    case "about":
      return l10n.t("about {0}", numberOfSessions(count.value));
    case "atLeastAbout":
      return l10n.t("at least about {0}", numberOfSessions(count.value));
    case "unknown":
      return l10n.t("sessions: unknown");
  }
}

/** The same for a row: `≈ 11` where it is about so many; empty where nothing is known. */
export function shortCount(count: Count): string {
  switch (count.kind) {
    case "about":
      return l10n.t("≈ {0}", formatNumber(count.value));
    case "atLeastAbout":
      return l10n.t("at least ≈ {0}", formatNumber(count.value));
    case "unknown":
      return "";
    default:
      return formatSessionCount(count);
  }
}

/** What Azure Monitor says, and when: `about 11 sessions at 12:25 PM, from Azure Monitor`. */
export function approximationText({ count, at }: ApproximateCount, now: Date): string {
  return l10n.t("{0} at {1}, from Azure Monitor", formatSessionCount(count), formatTime(at, now));
}

/** None is a number too: only what is exactly so can be called "no sessions". */
function numberOfSessions(count: number): string {
  return count === 1 ? l10n.t("1 session") : plural("{0} sessions", count, formatNumber(count));
}

/** How many bastion hosts. */
export function hostCount(count: number): string {
  return count === 1 ? l10n.t("1 bastion host") : plural("{0} bastion hosts", count, formatNumber(count));
}

/** How many target VMs. */
export function machineCount(count: number): string {
  return count === 1 ? l10n.t("1 target VM") : plural("{0} target VMs", count, formatNumber(count));
}

/** Whether VMs may have shareable links on a host: a word behind "Shareable links". */
export function linkSupportText(host: Pick<BastionHost, "shareableLink" | "sku">): string {
  return {
    possible: l10n.t({ message: "possible", args: [], comment: ["of shareable links"] }),
    off: l10n.t("off"),
    notInSku: l10n.t("not available in this SKU"),
    unknown: unknown(),
  }[linkSupport(host)];
}
