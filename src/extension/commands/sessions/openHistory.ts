import type { HostedSession } from "../../../core/inventory/hostState.ts";
import type { Inventory } from "../../../core/inventory/inventory.ts";
import { whoIs } from "../../../core/inventory/people/sessionPeople.ts";
import { targetName } from "../../../core/model/session/target.ts";
import { groupKey } from "../../tree/treeNode.ts";
import type { App } from "../app.ts";
import {
  asNode,
  isRowMissing,
  notifyRowMissing,
  sessionsOf,
  sessionsOfHosts,
  type RowReference,
} from "../commandRows.ts";

/** Opens the history: filtered by what the row is about that it is called on, else of everything. */
export function openHistory(
  { sessionsTable, inventory }: Pick<App, "sessionsTable" | "inventory">,
  row?: unknown,
): void {
  const node = asNode(row);
  if (row !== undefined && (!node || isRowMissing([row]))) {
    notifyRowMissing();
  } else {
    sessionsTable.openHistory(node && historyFilter(node, inventory));
  }
}

/** The filter for the connections of what a row is about; `undefined` where it is about nothing that the log names. */
export function historyFilter(node: RowReference, inventory: Inventory): string | undefined {
  switch (node.kind) {
    case "host": {
      const state = inventory.host(node.hostKey);
      return term("host", state && inventory.names.host(state.host));
    }
    case "session": {
      const [hosted] = sessionsOf(inventory, [node]);
      return hosted && (term("person", whoIs(hosted).person) ?? term("user", hosted.state.session.userName));
    }
    case "group": {
      const hosted = sessionsOfHosts(inventory.hosts).find((session) => groupKey(node.by, session) === node.key);
      return hosted && groupFilter(node.by, hosted);
    }
    default:
      return undefined;
  }
}

function groupFilter(by: (RowReference & { kind: "group" })["by"], hosted: HostedSession): string | undefined {
  const { session } = hosted.state;
  switch (by) {
    case "user":
      return term("user", session.userName);
    case "person":
      return term("person", whoIs(hosted).person);
    case "targetVm":
      return term("vm", targetName(session));
  }
}

/** Quotes keep spaces together; one within a value can't be written. */
function term(field: string, value: string | undefined): string | undefined {
  const text = value?.replaceAll('"', "").trim();
  if (!text) {
    return undefined;
  }
  return /\s/u.test(text) ? `${field}:"${text}"` : `${field}:${text}`;
}
