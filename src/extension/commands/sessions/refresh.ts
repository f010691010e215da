import { l10n, window } from "vscode";
import { isHostArgument } from "../../../core/model/hostArgument.ts";
import type { ArmKey } from "../../../core/model/armId.ts";
import { messageText } from "../../../core/text/plainText.ts";
import { withViewProgress } from "../../ui/viewProgress.ts";
import type { App } from "../app.ts";
import { argumentKey } from "../requireHostArgument.ts";
import { asNode } from "../commandRows.ts";

/** Searches everything anew. */
export async function refresh(app: App): Promise<void> {
  if (app.connection.isReady()) {
    await app.refresh();
  }
}

/** Lists one host's sessions again: that of the row, else of the selected row, else one that the user picks. */
export async function refreshHost(app: App, row?: unknown): Promise<void> {
  if (!app.connection.isReady()) {
    return;
  }
  const node = asNode(row) ?? app.selected.now[0];
  const key = isHostArgument(row) ? argumentKey(row) : node && "hostKey" in node ? node.hostKey : await pickHost(app);
  if (key !== undefined) {
    await withViewProgress(() => app.inventory.refreshHost(key));
  }
}

async function pickHost(app: App): Promise<ArmKey | undefined> {
  await app.load();
  const items = [...app.inventory.hosts].map(({ host }) => ({
    label: messageText(host.name),
    description: messageText(host.resourceGroup),
    key: host.key,
  }));
  const chosen = await window.showQuickPick(items, {
    title: l10n.t("Refresh Host"),
    placeHolder: l10n.t("Bastion host to list the sessions of"),
    matchOnDescription: true,
  });
  return chosen?.key;
}

/** Asks again for what a problem's row says could not be read. */
export async function retry(app: App, row?: unknown): Promise<void> {
  const node = asNode(row);
  if (node?.kind !== "obstacle") {
    await refreshHost(app, row);
    return;
  }
  const { obstacle } = node;
  if ("identity" in obstacle) {
    await withViewProgress(() => app.inventory.searchAgain(obstacle.identity.account, obstacle.identity.tenant));
  } else if ("account" in obstacle) {
    await withViewProgress(() => app.inventory.searchAgain(obstacle.account));
  } else {
    await app.refresh();
  }
}
