import { env, l10n, Uri, window } from "vscode";
import { parseTargetId, resourcePath } from "../../../core/model/armId.ts";
import type { App } from "../app.ts";
import { meantRows, sessionsOf } from "../commandRows.ts";

/** Opens a bastion host, or the target VM of a session, in the portal of the cloud that is connected. */
export async function openInPortal(app: Pick<App, "connection" | "inventory">, row?: unknown): Promise<void> {
  const { setting } = app.connection;
  const nodes = meantRows(row, undefined);
  const [node] = nodes;
  const resourceId =
    node?.kind === "host"
      ? app.inventory.host(node.hostKey)?.host.id
      : sessionsOf(app.inventory, nodes)[0]?.state.session.targetResourceId;
  const id = parseTargetId(resourceId);
  if (!id || setting.state !== "ready") {
    void window.showWarningMessage(
      l10n.t("Nothing to open: Azure didn't provide a resource that the Azure portal can show."),
    );
    return;
  }
  await env.openExternal(Uri.parse(`${setting.cloud.portalUrl.origin}/#resource${resourcePath(id)}`, true));
}
