import type { TreeItem } from "vscode";
import type { ViewOptions } from "./viewOptions.ts";
import type { TreeNode } from "./treeNode.ts";

type Description = TreeItem["description"];

/** Begins the id of a row of a filtered tree. */
const FILTERED = "filtered/";

/** The id that a row has without a filter. */
export function withoutFilter(id: string): string {
  return id.startsWith(FILTERED) ? id.slice(FILTERED.length) : id;
}

/** The rows that VS Code was handed, by id: it knows a row again by the object. */
export class NodeCache {
  readonly #viewOptions: Pick<ViewOptions, "filter">;
  readonly #lasting = new Map<string, TreeNode>();
  /** Sessions and notes, below their host or group; those that ended go with the next list. */
  readonly #below = new Map<string, ReadonlyMap<string, TreeNode>>();
  /** What was last shown beside the name of a row whose text changes with time. */
  readonly #shown = new Map<TreeNode, Description>();

  constructor(viewOptions: Pick<ViewOptions, "filter">) {
    this.#viewOptions = viewOptions;
  }

  find(node: TreeNode): TreeNode | undefined {
    const { id } = this.#named(node);
    return (
      this.#lasting.get(id) ?? [...this.#below.values()].map((rows) => rows.get(id)).find((row) => row !== undefined)
    );
  }

  /** The object that VS Code knows for this row, or this one from now on. */
  same(node: TreeNode): TreeNode {
    return this.find(node) ?? (node.kind === "session" ? this.#named(node) : this.renew(node));
  }

  /** Takes this object for the row from now on. */
  renew(node: TreeNode): TreeNode {
    const named = this.#named(node);
    this.#lasting.set(named.id, named);
    return named;
  }

  /** The rows below one. */
  below(id: string, nodes: readonly TreeNode[]): TreeNode[] {
    const before = this.#below.get(id);
    const rows = nodes.map((node) => this.#named(node)).map((node) => before?.get(node.id) ?? node);
    const after = new Map(rows.map((node) => [node.id, node]));
    before?.forEach((node) => after.has(node.id) || this.#shown.delete(node));
    this.#below.set(id, after);
    return rows;
  }

  /** Lets go of what is below rows that are no longer there. */
  forget(isThere: (node: TreeNode) => boolean): void {
    for (const [id, rows] of this.#below) {
      const node = this.#lasting.get(id);
      if (!node || !isThere(node)) {
        this.#below.delete(id);
        [node, ...rows.values()].forEach((row) => row && this.#shown.delete(row));
      }
    }
  }

  shown(node: TreeNode, description: Description): void {
    if (node.kind !== "searchProblem" && node.kind !== "hostProblem" && node.kind !== "unreadableSessions") {
      this.#shown.set(node, description);
    }
  }

  /** Rows that would show another text now, of all kinds or of one. */
  outdated(text: (node: TreeNode) => Description, kind?: TreeNode["kind"]): TreeNode[] {
    return [...this.#shown].flatMap(([node, description]) =>
      (kind !== undefined && node.kind !== kind) || text(node) === description ? [] : [node],
    );
  }

  /** Filtered rows are others than those without a filter: VS Code remembers which were open, and these are all open. */
  #named(node: TreeNode): TreeNode {
    return this.#viewOptions.filter ? { ...node, id: FILTERED + node.id } : node;
  }
}
