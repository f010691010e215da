import { l10n, window } from "vscode";
import { GROUPINGS, settings, writeSetting, type Grouping } from "../../ui/settings.ts";
import type { App } from "../app.ts";
import { ensureLoaded } from "./ensureLoaded.ts";

/** Asks what the tree is to be grouped by. */
export async function groupBy(app: Pick<App, "connection" | "inventory" | "viewOptions" | "load">): Promise<void> {
  const labels: Record<Grouping, string> = {
    subscription: l10n.t("Subscription and host"),
    host: l10n.t("Host"),
    targetVm: l10n.t("Target VM"),
    user: l10n.t("User"),
    person: l10n.t("Person"),
  };
  const items = GROUPINGS.filter((grouping) => grouping !== "person" || settings().people).map((grouping) => ({
    label: labels[grouping],
    ...(grouping === app.viewOptions.groupBy && { description: l10n.t("current") }),
    grouping,
  }));
  const chosen = await window.showQuickPick(items, { title: l10n.t("Group Sessions By") });
  if (!chosen) {
    return;
  }
  // The viewOptions follows the setting; it is not kept waiting for the file that VS Code writes.
  app.viewOptions.groupBy = chosen.grouping;
  await writeSetting("groupBy", chosen.grouping);
  if (app.viewOptions.needsAll && app.connection.ensureReady()) {
    await ensureLoaded(app);
  }
}
