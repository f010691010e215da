import { EventEmitter, type Disposable, type TreeView } from "vscode";
import type { Inventory } from "../../core/inventory/inventory.ts";
import type { ArmKey } from "../../core/model/armId.ts";
import type { TreeNode } from "./treeNode.ts";

/**
 * Knows which hosts are open in the tree, so that only their sessions are listed. VS Code says that a row was opened or
 * closed by the user; of one that was open from the start it merely asks for the rows below.
 */
export class Expansion implements Disposable {
  readonly #inventory: Inventory;
  readonly #open = new Set<ArmKey>();
  /** Subscriptions that are closed: VS Code keeps what is below them as it was. */
  readonly #closed = new Set<string>();
  readonly #emitter = new EventEmitter<ReadonlySet<ArmKey>>();

  /** Fires with the hosts whose sessions are on screen. */
  readonly onDidChange = this.#emitter.event;

  constructor(inventory: Inventory) {
    this.#inventory = inventory;
  }

  /** To be called when VS Code wants the rows below a host. */
  opened(hostKey: ArmKey): void {
    if (!this.#open.has(hostKey)) {
      this.#open.add(hostKey);
      this.#fire();
    }
  }

  isOpen(hostKey: ArmKey): boolean {
    return this.#open.has(hostKey);
  }

  /** Whether the rows below a subscription are out of sight. */
  isClosed(subscriptionId: string): boolean {
    return this.#closed.has(subscriptionId);
  }

  /** Other rows take the place of all that there were; VS Code asks for those below the ones that are open. */
  clear(): void {
    // Below an empty host there is nothing that VS Code could ask for.
    const isEmpty = (key: ArmKey) => this.#inventory.host(key)?.list?.sessions.length === 0;
    [...this.#open].filter((key) => !isEmpty(key)).forEach((key) => this.#open.delete(key));
    this.#closed.clear();
    this.#fire();
  }

  /** Follows what the user opens and closes. */
  attach(view: TreeView<TreeNode>): Disposable[] {
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
    this.#fire();
  }

  #fire(): void {
    const isShown = (key: ArmKey) => !this.#closed.has(this.#inventory.host(key)?.host.subscriptionId ?? "");
    this.#emitter.fire(new Set([...this.#open].filter(isShown)));
  }

  dispose(): void {
    this.#emitter.dispose();
  }
}
