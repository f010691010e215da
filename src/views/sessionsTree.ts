import * as vscode from "vscode";
import type { Change, Inventory } from "../inventory/inventory.ts";
import type { HostState } from "../inventory/hostState.ts";
import type { ArmKey } from "../model/armId.ts";
import { subscriptionName, type TreeItems } from "./treeItems.ts";
import { hostNode, hostNoteNode, obstacleNode, sessionNode, subscriptionNode, type TreeNode } from "./treeNode.ts";
import { isSignedOut } from "./viewState.ts";

/**
 * VS Code gathers changes until there was none for 200 ms. Told of them in longer steps, it shows also those that never
 * pause, and never gathers two.
 */
const STEP_MS = 250;

/**
 * Subscription → bastion host → session, read off the inventory. Nothing here waits: VS Code holds back every row for the
 * slowest answer.
 */
export class SessionsTree implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  readonly #inventory: Inventory;
  readonly #items: TreeItems;
  readonly #emitter = new vscode.EventEmitter<TreeNode | undefined>();
  /** The rows handed out, sessions apart, by id: VS Code knows a row again by the object. */
  readonly #nodes = new Map<string, TreeNode>();
  /** The same for the rows below each host; those of sessions that ended go with the next list. */
  readonly #rowsOfHost = new Map<ArmKey, ReadonlyMap<string, TreeNode>>();
  /** Hosts whose change VS Code has not been told of yet. */
  readonly #changed = new Set<ArmKey>();
  /** What VS Code was last told to be there, lists of sessions apart. */
  #outline = "";
  /** Runs until what is pending may be told. */
  #step: NodeJS.Timeout | undefined;

  readonly onDidChangeTreeData = this.#emitter.event;

  constructor(inventory: Inventory, items: TreeItems) {
    this.#inventory = inventory;
    this.#items = items;
    inventory.on("change", this.#onChange);
  }

  readonly #onChange = (change: Change): void => {
    if ("host" in change) {
      this.#changed.add(change.host);
    }
    this.#step ??= setTimeout(() => this.#tell(), 0);
  };

  /**
   * Tells VS Code what has changed. Of nothing where only the search went on: while VS Code fetches rows again, it cannot
   * say which ones a command is meant for. Of one host alone, or else of the whole tree: of several rows whose children
   * leave while the focus is on one of these, it shows some as they were ("Data tree node not found", seen in VS Code 1.139).
   */
  #tell(): void {
    this.#step = undefined;
    const outline = outlineOf(this.#inventory);
    const [only, ...others] = this.#changed;
    if (outline !== this.#outline || others.length > 0) {
      this.#emitter.fire(undefined);
    } else if (only !== undefined) {
      this.#emitter.fire(this.#nodes.get(hostNode(only).id));
    } else {
      return;
    }
    this.#outline = outline;
    this.#changed.clear();
    this.#step = setTimeout(() => this.#tell(), STEP_MS);
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    return this.#items.item(node);
  }

  /** VS Code asks for the tooltip of a row when it is about to show it. */
  resolveTreeItem(item: vscode.TreeItem, node: TreeNode): vscode.TreeItem {
    return this.#items.withTooltip(item, node);
  }

  getChildren(node?: TreeNode): TreeNode[] {
    switch (node?.kind) {
      case undefined:
        return this.#roots();
      case "subscription":
        return this.#hosts(this.#inventory.subscriptions.find(({ subscriptionId }) => subscriptionId === node.subscriptionId)?.hosts ?? []);
      case "host":
        return this.#sessions(node.hostKey);
      default:
        return [];
    }
  }

  getParent(node: TreeNode): TreeNode | undefined {
    switch (node.kind) {
      case "session":
      case "hostProblem":
      case "unreadableSessions":
        return this.#same(hostNode(node.hostKey));
      case "host": {
        const host = this.#inventory.host(node.hostKey)?.host;
        return host && !this.#isFlat() ? this.#same(subscriptionNode(host.subscriptionId)) : undefined;
      }
      default:
        return undefined;
    }
  }

  #roots(): TreeNode[] {
    for (const hostKey of this.#rowsOfHost.keys()) {
      if (!this.#inventory.host(hostKey)) {
        this.#rowsOfHost.delete(hostKey);
      }
    }
    // While no account has allowed us anything, the welcome speaks instead of rows.
    if (isSignedOut(this.#inventory)) {
      return [];
    }
    const problems = this.#inventory.obstacles.map((obstacle) => this.#renew(obstacleNode(obstacle)));
    const subscriptions = this.#inventory.subscriptions.toSorted((a, b) => byName(subscriptionName(a), subscriptionName(b), a.subscriptionId, b.subscriptionId));
    const [only] = subscriptions;
    const rows = only && this.#isFlat() ? this.#hosts(only.hosts) : subscriptions.map(({ subscriptionId }) => this.#same(subscriptionNode(subscriptionId)));
    return [...problems, ...rows];
  }

  #hosts(hosts: readonly HostState[]): TreeNode[] {
    return hosts
      .map(({ host }) => host)
      .toSorted((a, b) => byName(a.name, b.name, a.key, b.key))
      .map(({ key }) => this.#same(hostNode(key)));
  }

  #sessions(hostKey: ArmKey): TreeNode[] {
    const state = this.#inventory.host(hostKey);
    if (state?.stopped) {
      // VS Code asks for the rows of what is expanded, so somebody wants them again. They come by an event, as all do.
      void this.#inventory.listUnlisted(hostKey);
    }
    const before = this.#rowsOfHost.get(hostKey);
    const rows = [
      ...(state?.problem ? [hostNoteNode("hostProblem", hostKey)] : []),
      ...(state?.list && state.list.unreadable > 0 ? [hostNoteNode("unreadableSessions", hostKey)] : []),
      ...(state?.list?.sessions ?? []).map(({ key }) => sessionNode(hostKey, key)),
    ].map((node) => before?.get(node.id) ?? node);
    this.#rowsOfHost.set(hostKey, new Map(rows.map((node) => [node.id, node])));
    return rows;
  }

  /** With a single subscription there is nothing to tell apart; but only once it is known to be the only one. */
  #isFlat(): boolean {
    return this.#inventory.enumerated && this.#inventory.subscriptions.length === 1;
  }

  #same(node: TreeNode): TreeNode {
    const known = this.#nodes.get(node.id);
    return known ?? this.#renew(node);
  }

  #renew(node: TreeNode): TreeNode {
    this.#nodes.set(node.id, node);
    return node;
  }

  dispose(): void {
    this.#inventory.off("change", this.#onChange);
    clearTimeout(this.#step);
    this.#emitter.dispose();
  }
}

/** Everything that rows show but sessions, and what becomes of a host without an event of its own: that it lost its list. */
function outlineOf(inventory: Inventory): string {
  const subscriptions = inventory.subscriptions.map(({ hosts, ...subscription }) => [
    subscription,
    hosts.map(({ host, identities, list, problem }) => [host, identities, list !== undefined, problem !== undefined]),
  ]);
  return JSON.stringify([inventory.enumerated, isSignedOut(inventory), inventory.obstacles, subscriptions]);
}

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

/** By name, as people sort; among equal names by id, so that the order is always the same. */
function byName(nameA: string, nameB: string, idA: string, idB: string): number {
  return collator.compare(nameA, nameB) || (idA < idB ? -1 : 1);
}
