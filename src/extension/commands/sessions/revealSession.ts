import { l10n, window } from "vscode";
import type { ArmKey } from "../../../core/model/armId.ts";
import { sessionByKey } from "../../../core/inventory/sessionByKey.ts";
import type { App } from "../app.ts";

/** Shows the row of a session in the tree, where it is still listed, though the filter would hide it. */
export async function revealSession(
  { inventory, lens, reveal }: Pick<App, "inventory" | "lens" | "reveal">,
  hostKey: ArmKey,
  sessionKey: string,
): Promise<void> {
  const host = inventory.host(hostKey);
  const listed = sessionByKey(host?.list, sessionKey);
  if (!host || !listed) {
    void window.showInformationMessage(l10n.t("The session has ended meanwhile."));
    return;
  }
  if (!lens.sessions(host).includes(listed)) {
    lens.filter = undefined;
  }
  await reveal(hostKey, sessionKey);
}
