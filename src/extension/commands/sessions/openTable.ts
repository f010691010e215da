import type { Inventory } from "../../../core/inventory/inventory.ts";
import type { Scope } from "../../table/scope.ts";
import type { Action } from "../../table/protocol.ts";
import type { App, Handler } from "../app.ts";
import { asNode, isRowMissing, notifyRowMissing } from "../commandRows.ts";

/** Opens the table: of one host or subscription where it is called on its row, else of everything. */
export function openTable({ sessionsTable, inventory }: Pick<App, "sessionsTable" | "inventory">, row?: unknown): void {
  const scope = scopeOf(row);
  if ((row !== undefined && isRowMissing([row])) || (scope && !isKnown(scope, inventory))) {
    notifyRowMissing();
  } else {
    sessionsTable.open(scope);
  }
}

function isKnown(scope: Scope, inventory: Pick<Inventory, "host" | "subscriptions">): boolean {
  return "host" in scope
    ? inventory.host(scope.host) !== undefined
    : inventory.subscriptions.some(({ subscriptionId }) => subscriptionId === scope.subscription);
}

function scopeOf(row: unknown): Scope | undefined {
  const node = asNode(row);
  switch (node?.kind) {
    case "host":
      return { host: node.hostKey };
    case "subscription":
      return { subscription: node.subscriptionId };
    default:
      return undefined;
  }
}

/** An entry of the table's own menu: the page knows what is selected there. */
export function inTable(action: Action): Handler {
  return ({ sessionsTable }) => sessionsTable.do(action);
}
