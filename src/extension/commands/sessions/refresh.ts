import { l10n, window } from "vscode";
import { byName } from "../../../core/model/order.ts";
import { messageText } from "../../../core/text/plainText.ts";
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

/** Asks Azure's own list for the hosts of the row's subscription, else of one that the user picks: new hosts are there at once. */
export async function refreshSubscription(app: App, row?: unknown): Promise<void> {
  const node = asNode(row);
  const id = node?.kind === "subscription" ? node.subscriptionId : await pickSubscription(app);
  if (id !== undefined) {
    await withViewProgress(() => app.inventory.refreshSubscription(id));
  }
}

async function pickSubscription(app: App): Promise<string | undefined> {
  await app.load();
  const items = [...app.inventory.allSubscriptions].map(([id, { subscription }]) => ({
    label: messageText(subscription.displayName ?? id),
    description: id,
    id,
  }));
  const chosen = await window.showQuickPick(
    items.toSorted((a, b) => byName(a.label, b.label, a.id, b.id)),
    {
      title: l10n.t("Refresh Subscription"),
      placeHolder: l10n.t("Select a subscription to search for bastion hosts"),
      matchOnDescription: true,
    },
  );
  return chosen?.id;
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
