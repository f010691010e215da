import { shownProblems } from "../../core/inventory/directoryState.ts";
import { isFullyKnown } from "../../core/inventory/hostState.ts";
import type { Inventory } from "../../core/inventory/inventory.ts";
import { sessionByKey } from "../../core/inventory/sessionByKey.ts";
import type { BastionHost } from "../../core/model/bastionHost.ts";
import { byName } from "../../core/model/order.ts";
import type { AttentionRows } from "./attention/attentionRows.ts";
import type { Expansion } from "./expansion.ts";
import { NodeCache } from "./nodeCache.ts";
import { groupName } from "./rowTexts.ts";
import {
  groupKey,
  groupNode,
  hostNode,
  hostNoteNode,
  problemNode,
  sessionNode,
  subscriptionNode,
  type HostNode,
  type TreeNode,
} from "./treeNode.ts";
import type { ViewOptions } from "./viewOptions.ts";
import { isSignedOut } from "./viewState.ts";

/**
 * Which rows there are, read off the inventory as the view's options show it: subscription → bastion host → session unless the
 * user groups them otherwise.
 */
export class TreeRows {
  readonly cache: NodeCache;
  readonly #inventory: Inventory;
  readonly #expansion: Expansion;
  readonly #attention: AttentionRows;
  readonly #viewOptions: ViewOptions;

  constructor(parts: {
    inventory: Inventory;
    expansion: Expansion;
    viewOptions: ViewOptions;
    attention: AttentionRows;
  }) {
    this.#inventory = parts.inventory;
    this.#expansion = parts.expansion;
    this.#attention = parts.attention;
    this.#viewOptions = parts.viewOptions;
    this.cache = new NodeCache(parts.viewOptions);
  }

  /** The rows below one, or all that are below none. */
  below(node?: TreeNode): TreeNode[] {
    switch (node?.kind) {
      case undefined:
        return this.#roots();
      case "subscription":
        return this.#hosts(
          this.#inventory.subscriptions.find(({ subscriptionId }) => subscriptionId === node.subscriptionId)?.hosts ??
            [],
        );
      case "group":
        return this.cache.below(
          node.id,
          this.#viewOptions.group(node).map(({ host, state }) => sessionNode(host.host.key, state.key)),
        );
      case "host":
        return this.#sessions(node);
      default:
        return (node && this.#attention.below(node)) ?? [];
    }
  }

  /** The row that a row is below. */
  parent(node: TreeNode): TreeNode | undefined {
    switch (node.kind) {
      case "session": {
        if (node.hit) {
          return this.#attention.parent(node);
        }
        const { groupBy } = this.#viewOptions;
        const host = this.#inventory.host(node.hostKey);
        const state = sessionByKey(host?.list, node.sessionKey);
        if (groupBy === "subscription" || groupBy === "host") {
          return this.cache.same(hostNode(node.hostKey));
        }
        return host && state && this.cache.same(groupNode(groupBy, groupKey(groupBy, { host, state })));
      }
      case "hostProblem":
      case "unreadableSessions":
        return this.cache.same(hostNode(node.hostKey));
      case "host": {
        const host = this.#inventory.host(node.hostKey)?.host;
        return host && this.#viewOptions.groupBy === "subscription" && !this.isFlat()
          ? this.cache.same(subscriptionNode(host.subscriptionId))
          : undefined;
      }
      default:
        return this.#attention.parent(node);
    }
  }

  #roots(): TreeNode[] {
    this.cache.forget((node) =>
      node.kind === "host"
        ? this.#inventory.host(node.hostKey) !== undefined
        : node.kind === "group" && this.#viewOptions.group(node).length > 0,
    );
    // While no account has allowed us anything, the welcome speaks instead of rows.
    if (isSignedOut(this.#inventory)) {
      return [];
    }
    const problems = shownProblems(this.#inventory).map((searchProblem) =>
      this.cache.renew(problemNode(searchProblem)),
    );
    const { root: attention } = this.#attention;
    return [...(attention ? [attention] : []), ...problems, ...this.#rootRows()];
  }

  #rootRows(): TreeNode[] {
    const { groupBy } = this.#viewOptions;
    const { subscriptions, names } = this.#inventory;
    const hosts = subscriptions.flatMap((subscription) => subscription.hosts);
    if (groupBy === "host" || (groupBy === "subscription" && this.isFlat())) {
      return this.#hosts(hosts);
    }
    if (groupBy === "subscription") {
      return subscriptions
        .filter((subscription) => this.#hosts(subscription.hosts).length > 0)
        .map(({ subscriptionId }) => ({ subscriptionId, name: names.subscription(subscriptionId) }))
        .toSorted((a, b) => byName(a.name, b.name, a.subscriptionId, b.subscriptionId))
        .map(({ subscriptionId }) => this.cache.same(subscriptionNode(subscriptionId)));
    }
    const groups = [...this.#viewOptions.groups(groupBy)].map(([key, [first]]) => ({
      key,
      name: first ? groupName(groupBy, first, names) : "",
    }));
    return [
      // What is missing from the groups: hosts whose sessions are not known.
      ...this.#hosts(hosts.filter(({ key }) => !isFullyKnown(this.#inventory.host(key) ?? {}))),
      ...groups
        .toSorted((a, b) => byName(a.name, b.name, a.key, b.key))
        .map(({ key }) => this.cache.same(groupNode(groupBy, key))),
    ];
  }

  #hosts(hosts: readonly BastionHost[]): TreeNode[] {
    const shown = hosts.filter(({ key }) => {
      const state = this.#inventory.host(key);
      return state && this.#viewOptions.isShown(state);
    });
    return this.#viewOptions.inOrder(shown).map(({ key }) => this.cache.same(hostNode(key)));
  }

  #sessions({ id, hostKey }: HostNode): TreeNode[] {
    const state = this.#inventory.host(hostKey);
    // VS Code asks for the rows of what is open. Those that are not there yet come by an event, as all do.
    this.#expansion.opened(hostKey);
    return this.cache.below(id, [
      ...(state?.problem ? [hostNoteNode("hostProblem", hostKey)] : []),
      ...(state?.list && state.list.unreadable > 0 ? [hostNoteNode("unreadableSessions", hostKey)] : []),
      ...(state && this.#viewOptions.isByHost ? this.#viewOptions.sessions(state) : []).map(({ key }) =>
        sessionNode(hostKey, key),
      ),
    ]);
  }

  /** With a single subscription there is nothing to tell apart; but only once it is known to be the only one. */
  isFlat(): boolean {
    return this.#inventory.enumerated && this.#inventory.subscriptions.length === 1;
  }
}
