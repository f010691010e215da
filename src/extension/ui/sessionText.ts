import { l10n } from "vscode";
import { ageMinutes } from "../../core/inventory/hostState.ts";
import { messageText } from "../../core/text/plainText.ts";
import { formatDuration, SEPARATOR, unknown } from "./format.ts";
import type { HostedSession } from "../../core/inventory/hostState.ts";

/** Who is on what machine, for messages: `alice on vm-web-01`. */
export function whoOnWhat(session: HostedSession): string {
  return l10n.t("{0} on {1}", user(session), machine(session));
}

export function user({ state: { session } }: HostedSession): string {
  return messageText(session.userName ?? unknown());
}

export function machine({ state: { session } }: HostedSession): string {
  return messageText(session.targetHostName ?? session.targetIpAddress ?? unknown());
}

export function protocol({ state: { session } }: HostedSession): string {
  return messageText(session.protocol ?? unknown());
}

export function duration({ host, state: { session } }: HostedSession, now: number): string {
  return formatDuration(host.list && ageMinutes(session, host.list, now));
}

/** One session on one line: user, machine, protocol, duration, host. */
export function sessionLine(session: HostedSession, now: number): string {
  return [whoOnWhat(session), protocol(session), duration(session, now), messageText(session.host.host.name)].join(
    SEPARATOR,
  );
}
