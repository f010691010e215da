import { l10n, window, type QuickPickItem } from "vscode";
import type { HostedSession } from "../../../core/inventory/hostState.ts";
import { messageText } from "../../../core/text/plainText.ts";
import { SEPARATOR } from "../../ui/format.ts";
import type { DisconnectRequest } from "./confirm.ts";
import { duration, machine, protocol, user } from "../../ui/sessionText.ts";

/**
 * Lists everything that is to be disconnected, with single sessions to be taken out; none are left where the user thinks
 * better of it.
 * @param remark a word on a session, such as that it is the user's own
 */
export async function reviewSessions(
  { sessions, notes = [], checked = () => true }: DisconnectRequest,
  remark: (session: HostedSession) => string | undefined,
  now: number,
): Promise<readonly HostedSession[]> {
  const items = sessions.map((session): QuickPickItem & { session: HostedSession } => ({
    ...sessionItem(session, now, remark(session)),
    picked: checked(session),
    session,
  }));
  const chosen = await window.showQuickPick(items, {
    canPickMany: true,
    matchOnDescription: true,
    matchOnDetail: true,
    ignoreFocusOut: true,
    title: l10n.t("Disconnect: Review {0} Sessions", sessions.length),
    placeHolder: [l10n.t("Only what is checked is disconnected; you are asked once more"), ...notes].join(SEPARATOR),
  });
  return (chosen ?? []).map(({ session }) => session);
}

/** A session as a quick pick shows it. */
export function sessionItem(
  session: HostedSession,
  now: number,
  ...remarks: readonly (string | undefined)[]
): QuickPickItem {
  return {
    label: user(session),
    description: [machine(session), protocol(session), duration(session, now), ...remarks]
      .filter(Boolean)
      .join(SEPARATOR),
    detail: messageText(session.host.host.name),
  };
}
