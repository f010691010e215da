import * as vscode from "vscode";
import type { Change, Inventory } from "../../core/inventory/inventory.ts";
import type { ArmKey } from "../../core/model/armId.ts";
import type { AttentionRows } from "./attention/attentionRows.ts";
import type { Expansion } from "./expansion.ts";
import type { ViewOptions } from "./viewOptions.ts";
import type { TreeItems } from "./treeItems.ts";
import { outlineOf } from "./treeOutline.ts";
import { hostNode, isAttention, type TreeNode } from "./treeNode.ts";
import { TreeRows } from "./treeRows.ts";

/**
 * VS Code gathers changes until there was none for 200 ms. Notified in longer steps, it shows also those that never
 * pause, and never gathers two.
 */
const STEP_MS = 250;
/** More open hosts than this that change at once are updated together, with the whole tree: one by one would take too long. */
const MANY = 8;
/** More rows than this below one row are drawn again together with it. */
const MANY_ROWS = 200;

/** Gives VS Code the rows, and tells it when they have changed. Nothing here waits: VS Code holds back every row for the slowest answer. */
export class SessionsTree implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  readonly #inventory: Inventory;
  readonly #items: TreeItems;
  readonly #expansion: Expansion;
  readonly #attention: AttentionRows;
  readonly #viewOptions: ViewOptions;
  #asked: PromiseWithResolvers<void> = Promise.withResolvers();
  readonly #lensChange: vscode.Disposable;
  readonly #attentionChange: vscode.Disposable;
  readonly #emitter = new vscode.EventEmitter<TreeNode | TreeNode[] | undefined>();
  readonly #rows: TreeRows;
  /** Hosts whose change VS Code hasn't been notified of yet. */
  readonly #changed = new Set<ArmKey>();
  /** Whether VS Code hasn't been notified of what watch rules have found. */
  #isAttentionChanged = false;
  /** Which sessions a filter let through at the last look. */
  #matched = "";
  /** What VS Code was last told to be there, lists of sessions apart. */
  #outline = "";
  /** Runs until what is pending may be told. */
  #step: NodeJS.Timeout | undefined;

  readonly onDidChangeTreeData = this.#emitter.event;

  constructor(parts: {
    inventory: Inventory;
    items: TreeItems;
    expansion: Expansion;
    viewOptions: ViewOptions;
    attention: AttentionRows;
  }) {
    this.#inventory = parts.inventory;
    this.#items = parts.items;
    this.#expansion = parts.expansion;
    this.#attention = parts.attention;
    this.#viewOptions = parts.viewOptions;
    this.#rows = new TreeRows(parts);
    this.#inventory.on("change", this.#onChange);
    this.#attentionChange = this.#attention.onDidChange(() => {
      this.#isAttentionChanged = true;
      this.#step ??= setTimeout(() => this.#tell(), 0);
    });
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
    const outline = outlineOf(this.#inventory, this.#viewOptions, this.#attention);
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
      this.#isAttentionChanged = false;
    } else if (this.#attention.root && this.#isAttentionDue()) {
      this.#isAttentionChanged = false;
      this.#emitter.fire(this.#attention.root);
    } else if (changed.length > 0 || sums.size > 0) {
      const now = [...changed.filter((key) => !open.includes(key)), ...open.slice(0, openBelow.length > 0 ? 0 : 1)];
      this.#emitter.fire([...sums.values(), ...now.flatMap((key) => this.#rows.cache.find(hostNode(key)) ?? [])]);
      [...now, ...below].forEach((key) => this.#changed.delete(key));
    } else {
      return;
    }
    this.#outline = outline;
    this.#step = setTimeout(() => this.#tell(), STEP_MS);
  }

  /** Whether what watch rules have found is no longer as it is shown: the sessions among it change as all do. */
  #isAttentionDue(): boolean {
    return (
      this.#isAttentionChanged ||
      this.#attention.cache.outdated((node) => this.#items.item(node).description).length > 0
    );
  }

  /** Subscriptions whose rows would show another number of sessions now, by ID. What is below a row is drawn again with it. */
  #outdatedSums(): ReadonlyMap<string, TreeNode> {
    // Where all sessions are needed, the whole tree follows each change.
    const { groupBy, needsAll } = this.#viewOptions;
    const isShown = groupBy === "subscription" && !needsAll && !this.#rows.isFlat();
    const rows = isShown ? this.#rows.cache.outdated((node) => this.#items.item(node).description, "subscription") : [];
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
    const due = this.#rows.cache.outdated((node) => this.#items.item(node).description);
    const byParent = Map.groupBy(due, (node) => (node.kind === "session" ? this.getParent(node) : undefined));
    // VS Code compares each changed row with each other one: thousands are fetched faster with the row above them.
    const told = [...byParent].flatMap(([parent, rows]) => (parent && rows.length > MANY_ROWS ? [parent] : rows));
    if (told.length > 0) {
      this.#emitter.fire(told);
    }
    if (this.#isAttentionDue()) {
      this.#onChange({ everything: true });
    }
  }

  #matching(): string {
    return JSON.stringify(
      [...this.#inventory.hosts].map((host) => this.#viewOptions.sessions(host).map(({ key }) => key)),
    );
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    const item = this.#items.item(node);
    const { cache } = isAttention(node) ? this.#attention : this.#rows;
    cache.shown(node, item.description);
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
    if (!node) {
      const asked = this.#asked;
      this.#asked = Promise.withResolvers();
      asked.resolve();
    }
    return this.#rows.below(node);
  }

  getParent(node: TreeNode): TreeNode | undefined {
    return this.#rows.parent(node);
  }

  /** The row that VS Code knows for this one. */
  nodeOf(node: TreeNode): TreeNode {
    return this.#rows.cache.same(node);
  }

  dispose(): void {
    this.#inventory.off("change", this.#onChange);
    this.#lensChange.dispose();
    this.#attentionChange.dispose();
    clearTimeout(this.#step);
    this.#emitter.dispose();
  }
}
