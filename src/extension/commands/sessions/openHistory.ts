import type { HostedSession } from "../../../core/inventory/hostState.ts";
import type { Inventory } from "../../../core/inventory/inventory.ts";
import { whoIs } from "../../../core/inventory/people/sessionPeople.ts";
import { filterTerm } from "../../../core/model/session/filterTerm.ts";
import { targetName } from "../../../core/model/session/target.ts";
import { hitsFilter } from "../../watch/hitHistory.ts";
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
  { sessionsTable, inventory, attention }: Pick<App, "sessionsTable" | "inventory" | "attention">,
  row?: unknown,
): void {
  const node = asNode(row);
  if (row !== undefined && (!node || isRowMissing([row]))) {
    notifyRowMissing();
  } else {
    const hit = node?.kind === "hit" ? attention.hit(node) : undefined;
    sessionsTable.openHistory(hit ? hitsFilter([hit], inventory) : node && historyFilter(node, inventory));
  }
}

/** The filter for the connections of what a row is about; `undefined` where it is about nothing that the log names. */
export function historyFilter(node: RowReference, inventory: Inventory): string | undefined {
  switch (node.kind) {
    case "host": {
      const state = inventory.host(node.hostKey);
      return filterTerm("host", state && inventory.names.host(state.host));
    }
    case "session": {
      const [hosted] = sessionsOf(inventory, [node]);
      return (
        hosted && (filterTerm("person", whoIs(hosted).person) ?? filterTerm("user", hosted.state.session.userName))
      );
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
      return filterTerm("user", session.userName);
    case "person":
      return filterTerm("person", whoIs(hosted).person);
    case "targetVm":
      return filterTerm("vm", targetName(session));
  }
}
