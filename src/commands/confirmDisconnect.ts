import { l10n, window } from "vscode";
import { messageText } from "../model/plainText.ts";
import type { HostedSession } from "../views/hostedSession.ts";
import { duration, machine, protocol, sessionLine, user } from "./sessionText.ts";

/** Sessions that the confirmation lists by name; the rest is counted. */
const NAMED = 10;

/**
 * Asks whether to disconnect these sessions, naming whom it hits.
 * @param skipped sessions that were selected as well and cannot be disconnected
 */
export async function confirmDisconnect(sessions: readonly HostedSession[], skipped: number, now: number): Promise<boolean> {
  const [first] = sessions;
  if (!first) {
    return false;
  }
  const disconnect = l10n.t("Disconnect");
  const question =
    sessions.length === 1
      ? l10n.t("Disconnect {0} from {1}?", user(first), machine(first))
      : l10n.t("Disconnect {0} sessions?", sessions.length);
  const named = sessions.length === 1 ? fields(first, now) : list(sessions, now);
  const notHit =
    skipped === 0 ? [] : [skipped === 1 ? l10n.t("1 selected row cannot be disconnected and is left out.") : l10n.t("{0} selected rows cannot be disconnected and are left out.", skipped)];
  const consequence =
    sessions.length === 1
      ? l10n.t("The user sees Azure's “disconnected” notice and can connect again.")
      : l10n.t("The users see Azure's “disconnected” notice and can connect again.");
  const detail = [named.join("\n"), ...notHit, consequence].join("\n\n");
  return (await window.showWarningMessage(question, { modal: true, detail }, disconnect)) === disconnect;
}

function fields(session: HostedSession, now: number): string[] {
  return [
    l10n.t("User: {0}", user(session)),
    l10n.t("Target VM: {0}", machine(session)),
    l10n.t("Bastion host: {0}", messageText(session.host.host.name)),
    l10n.t("Protocol: {0}", protocol(session)),
    l10n.t("Duration: {0}", duration(session, now)),
  ];
}

function list(sessions: readonly HostedSession[], now: number): string[] {
  const rest = sessions.length - NAMED;
  return [
    ...sessions.slice(0, NAMED).map((session) => sessionLine(session, now)),
    ...(rest > 0 ? [rest === 1 ? l10n.t("and 1 more") : l10n.t("and {0} more", rest)] : []),
  ];
}
