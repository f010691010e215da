import { l10n } from "vscode";
import type { Inventory } from "../../core/inventory/inventory.ts";
import { sessionByKey } from "../../core/inventory/sessionByKey.ts";
import type { ArmKey } from "../../core/model/armId.ts";
import type { ViewOptions } from "./viewOptions.ts";
import { showInformationMessage } from "../ui/messages.ts";

/** Shows the row of a session in the tree if it is still listed, and clears a filter that hides it. */
export async function revealSession(
  inventory: Inventory,
  viewOptions: ViewOptions,
  reveal: (hostKey: ArmKey, sessionKey: string) => Promise<void>,
  [hostKey, sessionKey]: readonly [ArmKey, string],
): Promise<void> {
  const host = inventory.host(hostKey);
  const listed = sessionByKey(host?.list, sessionKey);
  if (!host || !listed) {
    void showInformationMessage(l10n.t("The session has already ended."));
    return;
  }
  if (!viewOptions.sessions(host).includes(listed)) {
    viewOptions.filter = undefined;
  }
  await reveal(hostKey, sessionKey);
}
