import type { Disposable, TreeView } from "vscode";
import type { Inventory } from "../../core/inventory/inventory.ts";
import type { ArmKey } from "../../core/model/armId.ts";
import type { TreeNode } from "./treeNode.ts";

/**
 * Knows which hosts are open in the tree, and tells the inventory, which lists the sessions of those alone. VS Code says
 * that a row was opened or closed by the user; of one that was open from the start it merely asks for the rows below.
 */
export class Expansion {
  readonly #inventory: Inventory;
  readonly #open = new Set<ArmKey>();
  /** Subscriptions that are closed: VS Code keeps what is below them as it was. */
  readonly #closed = new Set<string>();

  constructor(inventory: Inventory) {
    this.#inventory = inventory;
  }

  /** VS Code wants the rows below a host. */
  show(hostKey: ArmKey): void {
    if (!this.#open.has(hostKey)) {
      this.#open.add(hostKey);
      this.#tell();
    }
  }

  isOpen(hostKey: ArmKey): boolean {
    return this.#open.has(hostKey);
  }

  /** Other rows take the place of all that there were; VS Code asks for those below the ones that are open. */
  clear(): void {
    // Below an empty host there is nothing that VS Code could ask for.
    const isEmpty = (key: ArmKey) => this.#inventory.host(key)?.list?.sessions.length === 0;
    [...this.#open].filter((key) => !isEmpty(key)).forEach((key) => this.#open.delete(key));
    this.#closed.clear();
    this.#tell();
  }

  /** Follows what the user opens and closes. */
  follow(view: TreeView<TreeNode>): Disposable[] {
    return [
      view.onDidExpandElement(({ element }) => this.#set(element, true)),
      view.onDidCollapseElement(({ element }) => this.#set(element, false)),
    ];
  }

  #set(node: TreeNode, isOpen: boolean): void {
    if (node.kind === "host") {
      this.#open[isOpen ? "add" : "delete"](node.hostKey);
    } else if (node.kind === "subscription") {
      this.#closed[isOpen ? "delete" : "add"](node.subscriptionId);
    }
    this.#tell();
  }

  #tell(): void {
    const isShown = (key: ArmKey) => !this.#closed.has(this.#inventory.host(key)?.host.subscriptionId ?? "");
    this.#inventory.loading.watch(new Set([...this.#open].filter(isShown)));
  }
}
