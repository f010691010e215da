import { env, l10n, Uri } from "vscode";
import { tenantOf } from "../../../core/inventory/hostState.ts";
import { parseTargetId, resourcePath } from "../../../core/model/armId.ts";
import type { App } from "../app.ts";
import { meantRows, sessionsOf } from "../commandRows.ts";
import { showWarningMessage } from "../../ui/messages.ts";
import { portalUrl } from "../../ui/portalUrl.ts";

/** Opens a bastion host, or the target VM of a session, in the portal of the cloud that is connected. */
export async function openInPortal(app: Pick<App, "connection" | "inventory">, row?: unknown): Promise<void> {
  const { setting } = app.connection;
  const nodes = meantRows(row, undefined);
  const [node] = nodes;
  const session = sessionsOf(app.inventory, nodes)[0];
  const host = node?.kind === "host" ? app.inventory.host(node.hostKey) : session?.host;
  const id = parseTargetId(node?.kind === "host" ? host?.host.id : session?.state.session.targetResourceId);
  if (!id || !host || setting.state !== "ready") {
    void showWarningMessage(l10n.t("Nothing to open: Azure didn't provide a resource that the Azure portal can show."));
    return;
  }
  const { subscription } = app.inventory.allSubscriptions.get(id.subscriptionId.toLowerCase()) ?? {};
  const tenantId = subscription?.tenantId ?? tenantOf(host);
  await env.openExternal(Uri.parse(portalUrl(setting.cloud, tenantId, resourcePath(id)), true));
}
