import { l10n, type QuickPickItem } from "vscode";
import { ageMinutes, type HostedSession } from "../../core/inventory/hostState.ts";
import type { BastionSession } from "../../core/model/session.ts";
import { targetName } from "../../core/model/target.ts";
import { messageText } from "../../core/text/plainText.ts";
import { formatDuration, formatNumber, unknown, SEPARATOR } from "./format.ts";

/** Who is on what machine, for messages: `alice on vm-web-01`. */
export function whoOnWhat(session: BastionSession): string {
  return l10n.t("{0} on {1}", user(session), machine(session));
}

export function user({ userName }: BastionSession): string {
  return messageText(userName ?? unknown());
}

export function machine(session: BastionSession): string {
  return messageText(targetName(session) ?? unknown());
}

export function protocol({ protocol: name }: BastionSession): string {
  return messageText(name ?? unknown());
}

export function duration({ host, state: { session } }: HostedSession, now: number): string {
  return formatDuration(host.list && ageMinutes(session, host.list, now));
}

/** One session on one line: user, machine, protocol, duration, host. */
export function sessionLine(hosted: HostedSession, now: number): string {
  const { session } = hosted.state;
  return [whoOnWhat(session), protocol(session), duration(hosted, now), messageText(hosted.host.host.name)].join(
    SEPARATOR,
  );
}

/** A session as a quick pick shows it. */
export function sessionItem(hosted: HostedSession, now: number, remark?: string): QuickPickItem {
  const { session } = hosted.state;
  const facts = [machine(session), protocol(session), duration(hosted, now)];
  return {
    label: user(session),
    description: [...facts, ...(remark === undefined ? [] : [remark])].join(SEPARATOR),
    detail: messageText(hosted.host.host.name),
  };
}

/** How many sessions, in words. */
export function sessionCount(count: number): string {
  return count === 1 ? l10n.t("1 session") : l10n.t("{0} sessions", formatNumber(count));
}

/** As {@link sessionCount}, with a word for none. */
export function formatSessionCount(count: number): string {
  return count === 0 ? l10n.t("no sessions") : sessionCount(count);
}
