import { l10n, window, type QuickPickItem } from "vscode";
import { messageText } from "../model/plainText.ts";
import { SEPARATOR } from "../ui/format.ts";
import type { HostedSession } from "../views/hostedSession.ts";
import { duration, machine, protocol, user } from "./sessionText.ts";

/**
 * Lets the user choose among sessions; none where they think better of it.
 * @param missing what the list leaves out, in words; empty where it leaves out nothing
 */
export async function pickSessions(sessions: readonly HostedSession[], now: number, missing: string): Promise<readonly HostedSession[]> {
  const items = sessions.map((session): QuickPickItem & { session: HostedSession } => ({
    label: user(session),
    description: [machine(session), protocol(session), duration(session, now)].join(SEPARATOR),
    detail: messageText(session.host.host.name),
    session,
  }));
  const chosen = await window.showQuickPick(items, {
    canPickMany: true,
    matchOnDescription: true,
    matchOnDetail: true,
    title: l10n.t("Delete Session"),
    placeHolder: [l10n.t("Sessions to disconnect"), ...(missing === "" ? [] : [missing])].join(SEPARATOR),
  });
  return (chosen ?? []).map(({ session }) => session);
}
