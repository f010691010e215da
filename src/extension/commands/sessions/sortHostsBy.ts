import { l10n, window } from "vscode";
import { writeSetting, type HostOrder } from "../../ui/settings.ts";
import type { App } from "../app.ts";

/** Asks what the hosts in the tree are to be sorted by. */
export async function sortHostsBy({ viewOptions }: Pick<App, "viewOptions">): Promise<void> {
  const labels: Record<HostOrder, string> = { name: l10n.t("Name"), sessions: l10n.t("Sessions, most first") };
  const items = (["name", "sessions"] as const).map((order) => ({
    label: labels[order],
    ...(order === viewOptions.sortHostsBy && { description: l10n.t("current") }),
    order,
  }));
  const chosen = await window.showQuickPick(items, { title: l10n.t("Sort Hosts By") });
  if (chosen) {
    viewOptions.sortHostsBy = chosen.order;
    await writeSetting("sortHostsBy", chosen.order);
  }
}
