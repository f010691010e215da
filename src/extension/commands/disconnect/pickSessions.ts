import { l10n, window, type QuickPickItem } from "vscode";
import type { Moment } from "../../../core/model/time/moment.ts";
import type { HostedSession } from "../../../core/inventory/hostState.ts";
import type { Names } from "../../../core/inventory/names.ts";
import { SEPARATOR } from "../../../words/format.ts";
import { sessionItem } from "../../../words/sessionText.ts";

/**
 * Lets the user choose among sessions; none if they cancel.
 * @param missing what the list leaves out, in words; empty where it leaves out nothing
 */
export async function pickSessions(
  sessions: readonly HostedSession[],
  now: Moment,
  names: Names,
  missing: string,
): Promise<readonly HostedSession[]> {
  const items = sessions.map((session): QuickPickItem & { session: HostedSession } => ({
    ...sessionItem(session, now, names),
    session,
  }));
  const chosen = await window.showQuickPick(items, {
    canPickMany: true,
    matchOnDescription: true,
    matchOnDetail: true,
    title: l10n.t("Delete Session"),
    placeHolder: [l10n.t("Select sessions to disconnect"), ...(missing === "" ? [] : [missing])].join(SEPARATOR),
  });
  return (chosen ?? []).map(({ session }) => session);
}
