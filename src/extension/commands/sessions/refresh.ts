import { l10n } from "vscode";
import { writeSetting } from "../../ui/settings.ts";
import { withViewProgress } from "../../ui/viewProgress.ts";
import type { App } from "../app.ts";
import { asNode, notifyRowMissing, problemOf } from "../commandRows.ts";
import { meantHost } from "../pickHost.ts";

/** Searches everything again. */
export function refresh(app: Pick<App, "refresh">): Promise<void> {
  return app.refresh();
}

/** Lists one host's sessions again: that of the row, else of the selected row, else one that the user picks. */
export async function refreshHost(app: App, row?: unknown): Promise<void> {
  const key = await meantHost(app, row, {
    title: l10n.t("Refresh Host"),
    placeHolder: l10n.t("Select a bastion host to refresh its sessions"),
  });
  if (key !== undefined) {
    await withViewProgress(() => app.inventory.refreshHost(key));
  }
}

/** Asks again for what a problem's row says could not be read. */
export async function retry(app: App, row?: unknown): Promise<void> {
  const node = asNode(row);
  if (node?.kind !== "searchProblem") {
    await (app.connection.ensureReady() && refreshHost(app, row));
    return;
  }
  const searchProblem = problemOf(app.inventory, node);
  if (!searchProblem) {
    notifyRowMissing();
  } else if ("identity" in searchProblem) {
    await withViewProgress(() =>
      app.inventory.searchAgain(searchProblem.identity.account, searchProblem.identity.tenant),
    );
  } else if ("account" in searchProblem) {
    await withViewProgress(() => app.inventory.searchAgain(searchProblem.account));
  } else {
    await app.refresh();
  }
}

export async function turnAutoRefreshOn(): Promise<void> {
  await writeSetting("autoRefresh.enabled", true);
}

export async function turnAutoRefreshOff(): Promise<void> {
  await writeSetting("autoRefresh.enabled", false);
}
