import { l10n } from "vscode";
import { leftoversOf } from "../../../core/inventory/hostLeftovers.ts";
import type { Handler } from "../app.ts";
import { confirmAndDisconnect } from "./disconnect.ts";
import { reload, unreadNotes } from "../sessions/reload.ts";
import { canDisconnect, meantRows } from "../commandRows.ts";
import { choiceNotes } from "../../ui/choiceNotes.ts";
import { showInformationMessage } from "../../ui/messages.ts";

/** Lists sessions that may be leftovers, of the hosts of the rows or of all, with none of them checked: the user knows which are dead. */
export const cleanUpLeftovers: Handler = async (app, row, rows) => {
  const keys = new Set(meantRows(row, rows).flatMap((node) => ("hostKey" in node ? [node.hostKey] : [])));
  const loaded = await reload(app, keys.size > 0 ? [...keys] : undefined);
  if (!loaded) {
    return;
  }
  const sessions = loaded.hosts
    .flatMap((host) =>
      leftoversOf(host)
        .flat()
        .map((state) => ({ host, state })),
    )
    .filter(canDisconnect);
  const notes = [...unreadNotes(app, loaded), ...(keys.size > 0 ? [] : choiceNotes(app.inventory))];
  if (sessions.length === 0) {
    void showInformationMessage([l10n.t("No suspected leftovers found."), ...notes].join(" "));
    return;
  }
  const caveat = l10n.t(
    "Suspected leftovers: sessions from one user to the same target VM that started within seconds of each other. Live connections, such as Remote-SSH or scp, can look the same.",
  );
  await confirmAndDisconnect(app, { sessions, checked: () => false, notes: [caveat, ...notes] });
};
