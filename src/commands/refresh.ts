import { window } from "vscode";
import { SESSIONS_VIEW } from "../views/ids.ts";
import type { App } from "./app.ts";
import { asNode } from "./rows.ts";

/** Searches everything anew. */
export function refresh(app: App): Promise<void> {
  return app.refresh();
}

/** Lists one host's sessions again. */
export async function refreshHost(app: App, row?: unknown): Promise<void> {
  const node = asNode(row) ?? app.view.selection[0];
  if (node && "hostKey" in node) {
    await withViewProgress(() => app.inventory.refreshHost(node.hostKey));
  }
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

/** Work with VS Code's progress bar on the view. */
export async function withViewProgress(work: () => Promise<void>): Promise<void> {
  await window.withProgress({ location: { viewId: SESSIONS_VIEW } }, work);
}
