import { l10n, window } from "vscode";
import { hiddenIdentities } from "../../../core/inventory/directoryState.ts";
import { byName } from "../../../core/model/order.ts";
import { messageText } from "../../../core/text/plainText.ts";
import type { App } from "../app.ts";
import { meantRows, notifyRowMissing, problemOf } from "../commandRows.ts";
import { showInformationMessage } from "../../ui/messages.ts";

/** Takes the problems of the rows' tenants away from the top of the tree. */
export function hideTenant(app: Pick<App, "inventory" | "hiddenTenants">, row?: unknown, rows?: unknown): void {
  const identities = meantRows(row, rows).flatMap((node) => {
    const problem = node.kind === "searchProblem" ? problemOf(app.inventory, node) : undefined;
    return problem && "identity" in problem ? [problem.identity] : [];
  });
  if (identities.length === 0) {
    notifyRowMissing();
  } else {
    app.hiddenTenants.hide(identities);
  }
}

/** Asks which hidden tenants are to have their rows back. */
export async function showHiddenTenants(app: Pick<App, "inventory" | "hiddenTenants" | "load">): Promise<void> {
  await app.load();
  const { names } = app.inventory;
  const items = hiddenIdentities(app.inventory)
    .map((identity) => ({
      label: messageText(names.tenant(identity.tenant)),
      description: messageText(names.account(identity.account)),
      detail: messageText(identity.tenant.tenantId),
      identity,
    }))
    .toSorted((a, b) => byName(a.label, b.label, a.description + a.detail, b.description + b.detail));
  if (items.length === 0) {
    void showInformationMessage(l10n.t("No hidden tenants."));
    return;
  }
  const chosen = await window.showQuickPick(items, {
    canPickMany: true,
    matchOnDescription: true,
    matchOnDetail: true,
    title: l10n.t("Show Hidden Tenants"),
    placeHolder: l10n.t("Select the tenants whose rows to show again"),
  });
  if (chosen) {
    app.hiddenTenants.show(chosen.map(({ identity }) => identity));
  }
}
