import { l10n } from "vscode";
import type { ArmKey } from "../../../core/model/armId.ts";
import { hitNode } from "../../tree/treeNode.ts";
import { showInformationMessage } from "../../ui/messages.ts";
import { unreadText } from "../../ui/unreadHosts.ts";
import type { App } from "../app.ts";
import { canDisconnect, distinctRows, meantRows, sessionsOf, type RowReference } from "../commandRows.ts";
import { endedNotes } from "./confirm.ts";
import { confirmAndDisconnect } from "./disconnect.ts";
import { leftOutNotes } from "../../../words/skippedNotes.ts";

/** Asks about the sessions that the rules of the rows have hit, and disconnects them: by the same question as always. */
export async function disconnectHits(app: App, row?: unknown, rows?: unknown): Promise<void> {
  const clicked = meantRows(row, rows);
  const hits = hitSessions(app, clicked.length > 0 ? clicked : app.treeSelection.now);
  const sessions = sessionsOf(app.inventory, hits);
  const possible = sessions.filter(canDisconnect);
  const notes = [...missingNotes(app, hits, sessions.length), ...leftOutNotes(sessions.length - possible.length)];
  if (possible.length > 0) {
    await confirmAndDisconnect(app, { sessions: possible, notes });
  } else {
    void showInformationMessage([l10n.t("No sessions to disconnect."), ...notes].join(" "));
  }
}

/** Every session that the rules have hit, also those without a row. */
function hitSessions(
  { attention }: App,
  rows: readonly RowReference[],
): readonly (RowReference & { kind: "session" })[] {
  const hits = rows.flatMap((node) =>
    node.kind === "watchRule"
      ? (attention.rule(node.ruleKey)?.hits ?? []).map((hit) => hitNode(node.ruleKey, hit))
      : [],
  );
  return distinctRows(hits).filter((node) => node.kind === "session");
}

/** Notes on sessions that aren't found: they ended, unless their host has no list. */
function missingNotes(
  { inventory }: App,
  hits: readonly { readonly hostKey: ArmKey }[],
  found: number,
): readonly string[] {
  const isListed = (hostKey: ArmKey) => inventory.host(hostKey)?.list !== undefined;
  const unlisted = [...new Set(hits.map(({ hostKey }) => hostKey))].filter((hostKey) => !isListed(hostKey));
  const unread = unreadText(
    unlisted.flatMap((hostKey) => inventory.host(hostKey) ?? []),
    inventory.names,
  );
  const ended = hits.filter(({ hostKey }) => isListed(hostKey)).length - found;
  return [...endedNotes(ended), ...(unread === "" ? [] : [unread])];
}
