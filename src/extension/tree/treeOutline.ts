import { shownProblems } from "../../core/inventory/directoryState.ts";
import type { Inventory } from "../../core/inventory/inventory.ts";
import type { AttentionRows } from "./attention/attentionRows.ts";
import type { ViewOptions } from "./viewOptions.ts";
import { isSignedOut } from "./viewState.ts";

/** Everything that rows show but sessions, and what becomes of a host without an event of its own: that it lost its list. */
export function outlineOf(
  inventory: Inventory,
  viewOptions: ViewOptions,
  attention: Pick<AttentionRows, "isShown">,
): string {
  const subscriptions = inventory.subscriptions.map(({ hosts, ...subscription }) => [
    subscription,
    viewOptions.inOrder(hosts).map((host) => {
      const { identities, remembered, list, problem } = inventory.host(host.key) ?? {};
      return [host, identities, remembered, list !== undefined, list?.unreadable, problem !== undefined];
    }),
  ]);
  return JSON.stringify([
    viewOptions.groupBy,
    viewOptions.filter?.text,
    viewOptions.sortHostsBy,
    inventory.enumerated,
    isSignedOut(inventory),
    attention.isShown,
    shownProblems(inventory),
    subscriptions,
  ]);
}
