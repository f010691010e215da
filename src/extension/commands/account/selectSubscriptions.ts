import { l10n, window } from "vscode";
import { byName } from "../../../core/model/order.ts";
import { messageText } from "../../../core/text/plainText.ts";
import type { App } from "../app.ts";
import { showInformationMessage } from "../../ui/messages.ts";

/** Asks which subscriptions the tree is to show. */
export async function selectSubscriptions(app: Pick<App, "inventory" | "load" | "selection">): Promise<void> {
  await app.load();
  const { inventory } = app;
  const sightings = [...inventory.allSubscriptions];
  const selected = inventory.selectedSubscriptions;
  const items = sightings
    .map(([subscriptionId, { identities }]) => ({
      label: messageText(inventory.names.subscription(subscriptionId)),
      description: messageText([...new Set(identities.map(({ tenant }) => inventory.names.tenant(tenant)))].join(", ")),
      detail: subscriptionId,
      picked: selected.has(subscriptionId),
      subscriptionId,
    }))
    .toSorted((a, b) => byName(a.label, b.label, a.subscriptionId, b.subscriptionId));
  if (items.length === 0) {
    void showInformationMessage(l10n.t("No known subscriptions. Use Search Details to see what was searched."));
    return;
  }
  const chosen = await window.showQuickPick(items, {
    canPickMany: true,
    matchOnDescription: true,
    matchOnDetail: true,
    title: l10n.t("Select Subscriptions"),
    placeHolder: l10n.t("Select the subscriptions to show bastion hosts from"),
  });
  if (chosen) {
    const seen = sightings.flatMap(([subscriptionId, { identities }]) =>
      identities.map((identity) => ({ identity, subscriptionId })),
    );
    await app.selection.choose(seen, new Set(chosen.map(({ subscriptionId }) => subscriptionId)));
  }
}
