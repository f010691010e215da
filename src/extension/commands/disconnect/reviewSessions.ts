import { window, type QuickPickItem } from "vscode";
import type { Review } from "../../../core/disconnect/confirmation.ts";
import type { Moment } from "../../../core/model/time/moment.ts";
import type { HostedSession } from "../../../core/inventory/hostState.ts";
import type { Names } from "../../../core/inventory/names.ts";
import { SEPARATOR } from "../../../words/format.ts";
import { sessionItem } from "../../../words/sessionText.ts";

/** Lists everything that is to be disconnected, with single sessions to be taken out; none are left if the user cancels. */
export async function reviewSessions(
  { title, hints, rows }: Review,
  now: Moment,
  names: Names,
): Promise<readonly HostedSession[]> {
  const items = rows.map(({ session, isChecked, remark }): QuickPickItem & { session: HostedSession } => ({
    ...sessionItem(session, now, names, remark),
    picked: isChecked,
    session,
  }));
  const chosen = await window.showQuickPick(items, {
    canPickMany: true,
    matchOnDescription: true,
    matchOnDetail: true,
    ignoreFocusOut: true,
    title,
    placeHolder: hints.join(SEPARATOR),
  });
  return (chosen ?? []).map(({ session }) => session);
}
