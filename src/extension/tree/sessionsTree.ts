import * as vscode from "vscode";
import { isFullyKnown } from "../../core/inventory/hostState.ts";
import type { Change, Inventory } from "../../core/inventory/inventory.ts";
import { shownProblems } from "../../core/inventory/directoryState.ts";
import type { ArmKey } from "../../core/model/armId.ts";
import type { BastionHost } from "../../core/model/bastionHost.ts";
import { byName } from "../../core/model/order.ts";
import type { Expansion } from "./expansion.ts";
import { NodeCache } from "./nodeCache.ts";
import type { ViewOptions } from "./viewOptions.ts";
import { sessionByKey } from "../../core/inventory/sessionByKey.ts";
import { groupName } from "./rowTexts.ts";
import type { TreeItems } from "./treeItems.ts";
import { outlineOf } from "./treeOutline.ts";
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
import { isSignedOut } from "./viewState.ts";

/**
 * VS Code gathers changes until there was none for 200 ms. Notified in longer steps, it shows also those that never
 * pause, and never gathers two.
 */
const STEP_MS = 250;
/** More open hosts than this that change at once are updated together, with the whole tree: one by one would take too long. */
const MANY = 8;
/** More rows than this below one row are drawn again together with it. */
const MANY_ROWS = 200;

/**
 * The rows, read off the inventory as the viewOptions shows it: subscription → bastion host → session unless the user groups them
 * otherwise. Nothing here waits: VS Code holds back every row for the slowest answer.
 */
export class SessionsTree implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  readonly #inventory: Inventory;
  readonly #items: TreeItems;
  readonly #expansion: Expansion;
  readonly #viewOptions: ViewOptions;
  #asked: PromiseWithResolvers<void> = Promise.withResolvers();
  readonly #lensChange: vscode.Disposable;
  readonly #emitter = new vscode.EventEmitter<TreeNode | TreeNode[] | undefined>();
  readonly #rows: NodeCache;
  /** Hosts whose change VS Code hasn't been notified of yet. */
  readonly #changed = new Set<ArmKey>();
  /** Which sessions a filter let through at the last look. */
  #matched = "";
  /** What VS Code was last told to be there, lists of sessions apart. */
  #outline = "";
  /** Runs until what is pending may be told. */
  #step: NodeJS.Timeout | undefined;

  readonly onDidChangeTreeData = this.#emitter.event;

  constructor(parts: { inventory: Inventory; items: TreeItems; expansion: Expansion; viewOptions: ViewOptions }) {
    this.#inventory = parts.inventory;
    this.#items = parts.items;
    this.#expansion = parts.expansion;
    this.#viewOptions = parts.viewOptions;
    this.#rows = new NodeCache(parts.viewOptions);
    this.#inventory.on("change", this.#onChange);
    this.#lensChange = this.#viewOptions.onDidChange(() => {
      this.#outline = "";
      this.#expansion.clear();
      this.#onChange({ everything: true });
    });
  }

  readonly #onChange = (change: Change): void => {
    if ("host" in change) {
      this.#changed.add(change.host);
    }
    this.#step ??= setTimeout(() => this.#tell(), 0);
  };

  /**
   * Tells VS Code what has changed. Of nothing where only the search went on: while VS Code fetches rows again, it cannot
   * say which ones a command is meant for. Otherwise of the hosts concerned alone; and of those that are open, of one at a
   * time: of several rows whose children leave while the focus is on one of these, VS Code shows some as they were ("Data
   * tree node not found", seen in VS Code 1.139). Where rows come and go with the sessions, of the whole tree.
   */
  #tell(): void {
    this.#step = undefined;
    const outline = outlineOf(this.#inventory, this.#viewOptions);
    const sums = this.#outdatedSums();
    const isBelowSum = (key: ArmKey) => sums.has(this.#inventory.host(key)?.host.subscriptionId ?? "");
    const below = [...this.#changed].filter(isBelowSum);
    const changed = [...this.#changed].filter((key) => !isBelowSum(key));
    const open = changed.filter((key) => this.#expansion.isOpen(key));
    const openBelow = below.filter((key) => this.#expansion.isOpen(key));
    if (
      outline !== this.#outline ||
      (this.#viewOptions.needsAll && this.#changed.size > 0) ||
      open.length > MANY ||
      openBelow.length > 1
    ) {
      this.#emitter.fire(undefined);
      this.#changed.clear();
    } else if (changed.length > 0 || sums.size > 0) {
      const now = [...changed.filter((key) => !open.includes(key)), ...open.slice(0, openBelow.length > 0 ? 0 : 1)];
      this.#emitter.fire([...sums.values(), ...now.flatMap((key) => this.#rows.find(hostNode(key)) ?? [])]);
      [...now, ...below].forEach((key) => this.#changed.delete(key));
    } else {
      return;
    }
    this.#outline = outline;
    this.#step = setTimeout(() => this.#tell(), STEP_MS);
  }

  /** Subscriptions whose rows would show another number of sessions now, by ID. What is below a row is drawn again with it. */
  #outdatedSums(): ReadonlyMap<string, TreeNode> {
    // Where all sessions are needed, the whole tree follows each change.
    const { groupBy, needsAll } = this.#viewOptions;
    const isShown = groupBy === "subscription" && !needsAll && !this.#isFlat();
    const rows = isShown ? this.#rows.outdated((node) => this.#items.item(node).description, "subscription") : [];
    return new Map(
      rows.flatMap((node) => (node.kind === "subscription" ? [[node.subscriptionId, node] as const] : [])),
    );
  }

  /** Draws the rows again whose text has changed: ages grow. */
  tick(): void {
    const matching = this.#viewOptions.filter ? this.#matching() : "";
    if (matching !== this.#matched) {
      // A filter such as `>4h` lets through what it did not a minute ago.
      this.#matched = matching;
      this.#viewOptions.forget();
      this.#emitter.fire(undefined);
      return;
    }
    const due = this.#rows.outdated((node) => this.#items.item(node).description);
    const byParent = Map.groupBy(due, (node) => (node.kind === "session" ? this.getParent(node) : undefined));
    // VS Code compares each changed row with each other one: thousands are fetched faster with the row above them.
    const told = [...byParent].flatMap(([parent, rows]) => (parent && rows.length > MANY_ROWS ? [parent] : rows));
    if (told.length > 0) {
      this.#emitter.fire(told);
    }
  }

  #matching(): string {
    return JSON.stringify(
      [...this.#inventory.hosts].map((host) => this.#viewOptions.sessions(host).map(({ key }) => key)),
    );
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    const item = this.#items.item(node);
    this.#rows.shown(node, item.description);
    return item;
  }

  /** VS Code asks for the tooltip of a row when it is about to show it. */
  resolveTreeItem(item: vscode.TreeItem, node: TreeNode): vscode.TreeItem {
    return this.#items.withTooltip(item, node);
  }

  /** Resolves when VS Code asks for all rows the next time. */
  get nextAsked(): Promise<void> {
    return this.#asked.promise;
  }

  getChildren(node?: TreeNode): TreeNode[] {
    switch (node?.kind) {
      case undefined: {
        const asked = this.#asked;
        this.#asked = Promise.withResolvers();
        asked.resolve();
        return this.#roots();
      }
      case "subscription":
        return this.#hosts(
          this.#inventory.subscriptions.find(({ subscriptionId }) => subscriptionId === node.subscriptionId)?.hosts ??
            [],
        );
      case "group":
        return this.#rows.below(
          node.id,
          this.#viewOptions.group(node).map(({ host, state }) => sessionNode(host.host.key, state.key)),
        );
      case "host":
        return this.#sessions(node);
      default:
        return [];
    }
  }

  getParent(node: TreeNode): TreeNode | undefined {
    switch (node.kind) {
      case "session": {
        const { groupBy } = this.#viewOptions;
        const host = this.#inventory.host(node.hostKey);
        const state = sessionByKey(host?.list, node.sessionKey);
        if (groupBy === "subscription" || groupBy === "host") {
          return this.#rows.same(hostNode(node.hostKey));
        }
        return host && state && this.#rows.same(groupNode(groupBy, groupKey(groupBy, { host, state })));
      }
      case "hostProblem":
      case "unreadableSessions":
        return this.#rows.same(hostNode(node.hostKey));
      case "host": {
        const host = this.#inventory.host(node.hostKey)?.host;
        return host && this.#viewOptions.groupBy === "subscription" && !this.#isFlat()
          ? this.#rows.same(subscriptionNode(host.subscriptionId))
          : undefined;
      }
      default:
        return undefined;
    }
  }

  /** The row of a session. */
  nodeOf(hostKey: ArmKey, sessionKey: string): TreeNode {
    return this.#rows.same(sessionNode(hostKey, sessionKey));
  }

  #roots(): TreeNode[] {
    this.#rows.forget((node) =>
      node.kind === "host"
        ? this.#inventory.host(node.hostKey) !== undefined
        : node.kind === "group" && this.#viewOptions.group(node).length > 0,
    );
    // While no account has allowed us anything, the welcome speaks instead of rows.
    if (isSignedOut(this.#inventory)) {
      return [];
    }
    const problems = shownProblems(this.#inventory).map((searchProblem) =>
      this.#rows.renew(problemNode(searchProblem)),
    );
    return [...problems, ...this.#rootRows()];
  }

  #rootRows(): TreeNode[] {
    const { groupBy } = this.#viewOptions;
    const { subscriptions, names } = this.#inventory;
    const hosts = subscriptions.flatMap((subscription) => subscription.hosts);
    if (groupBy === "host" || (groupBy === "subscription" && this.#isFlat())) {
      return this.#hosts(hosts);
    }
    if (groupBy === "subscription") {
      return subscriptions
        .filter((subscription) => this.#hosts(subscription.hosts).length > 0)
        .map(({ subscriptionId }) => ({ subscriptionId, name: names.subscription(subscriptionId) }))
        .toSorted((a, b) => byName(a.name, b.name, a.subscriptionId, b.subscriptionId))
        .map(({ subscriptionId }) => this.#rows.same(subscriptionNode(subscriptionId)));
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
        .map(({ key }) => this.#rows.same(groupNode(groupBy, key))),
    ];
  }

  #hosts(hosts: readonly BastionHost[]): TreeNode[] {
    const shown = hosts.filter(({ key }) => {
      const state = this.#inventory.host(key);
      return state && this.#viewOptions.isShown(state);
    });
    return this.#viewOptions.inOrder(shown).map(({ key }) => this.#rows.same(hostNode(key)));
  }

  #sessions({ id, hostKey }: HostNode): TreeNode[] {
    const state = this.#inventory.host(hostKey);
    // VS Code asks for the rows of what is open. Those that are not there yet come by an event, as all do.
    this.#expansion.opened(hostKey);
    return this.#rows.below(id, [
      ...(state?.problem ? [hostNoteNode("hostProblem", hostKey)] : []),
      ...(state?.list && state.list.unreadable > 0 ? [hostNoteNode("unreadableSessions", hostKey)] : []),
      ...(state && this.#viewOptions.isByHost ? this.#viewOptions.sessions(state) : []).map(({ key }) =>
        sessionNode(hostKey, key),
      ),
    ]);
  }

  /** With a single subscription there is nothing to tell apart; but only once it is known to be the only one. */
  #isFlat(): boolean {
    return this.#inventory.enumerated && this.#inventory.subscriptions.length === 1;
  }

  dispose(): void {
    this.#inventory.off("change", this.#onChange);
    this.#lensChange.dispose();
    clearTimeout(this.#step);
    this.#emitter.dispose();
  }
}
