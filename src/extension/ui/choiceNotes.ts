import { l10n } from "vscode";
import type { Inventory } from "../../core/inventory/inventory.ts";
import { hiddenIdentities } from "../../core/inventory/directoryState.ts";
import { countNotes } from "../../words/format.ts";
import { plural } from "../../words/plural.ts";

/** What an answer about all sessions leaves out by the user's own choice: notes on subscriptions and tenants. */
export function choiceNotes(
  inventory: Pick<Inventory, "allSubscriptions" | "selectedSubscriptions" | "searchProblems">,
): readonly string[] {
  const deselected = countNotes(
    inventory.allSubscriptions.size - inventory.selectedSubscriptions.size,
    () => l10n.t("1 subscription isn't selected. Sessions on its hosts aren't included."),
    (number, text) =>
      plural("{0} subscriptions aren't selected. Sessions on their hosts aren't included.", number, text),
  );
  return [...deselected, ...hiddenNotes(inventory)];
}

/** A note on tenants that couldn't be searched completely and that the user has hidden. */
export function hiddenNotes(inventory: Pick<Inventory, "searchProblems">): readonly string[] {
  const tenants = new Set(hiddenIdentities(inventory).map(({ tenant }) => tenant.tenantId));
  return countNotes(
    tenants.size,
    () => l10n.t("1 tenant hidden by you: sessions may be missing."),
    (number, text) => plural("{0} tenants hidden by you: sessions may be missing.", number, text),
  );
}
