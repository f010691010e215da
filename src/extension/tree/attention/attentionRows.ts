import { EventEmitter } from "vscode";
import type { Hit } from "../../../core/watch/hit.ts";
import type { RuleState, Watching, WatchState } from "../../../core/watch/watchState.ts";
import { NodeCache } from "../nodeCache.ts";
import {
  attentionNode,
  hitNode,
  moreHitsNode,
  ruleRowKey,
  watchRuleNode,
  type HitReference,
  type MoreHitsNode,
  type TreeNode,
} from "../treeNode.ts";

/** Hits of a rule that get a row; the rest is counted. */
const MOST_ROWS = 50;

/** By key, and the latest first; made when first asked for: a rule may have thousands. */
interface OrderedHits {
  readonly latest: readonly Hit[];
  readonly byKey: ReadonlyMap<string, Hit>;
}
const ordered = new WeakMap<readonly Hit[], OrderedHits>();

function inOrder(hits: readonly Hit[]): OrderedHits {
  const known = ordered.get(hits) ?? {
    latest: hits.toSorted((a, b) => (b.at ?? 0) - (a.at ?? 0)),
    byKey: new Map(hits.map((hit) => [hit.key, hit])),
  };
  ordered.set(hits, known);
  return known;
}

/** Whether a rule has something to show. That a host hasn't been read yet is nothing: that passes. */
export function needsAttention({ hits, problems, blind, idle, elsewhere }: RuleState): boolean {
  const isHit = hits.length > 0 || (elsewhere?.hits ?? 0) > 0;
  return isHit || idle !== undefined || problems.length > 0 || blind.some(({ reason }) => reason !== "unread");
}

/** The rows of what watch rules have found: a group, its rules, and their hits. A filter of the tree leaves them as they are. */
export class AttentionRows {
  readonly cache = new NodeCache({ filter: undefined });
  readonly #changed = new EventEmitter<void>();
  #watching: Watching | undefined;
  #isOpen = false;
  /** What was new when the user opened the group: it stays marked while they look at it. */
  #looked: ReadonlySet<string> = new Set();

  /** Fires when other rows are to be shown, and when the group was opened. */
  readonly onDidChange = this.#changed.event;

  /** What is watched; `undefined` while there are no rules. */
  get watching(): Watching | undefined {
    return this.#watching;
  }

  /** Shows this watch from now on. */
  attach(watching: Watching | undefined): void {
    this.#watching?.off("change", this.#onChange);
    this.#watching = watching;
    watching?.on("change", this.#onChange);
    this.#onChange();
  }

  readonly #onChange = (): void => {
    if (!this.isShown) {
      this.close();
    }
    this.#changed.fire();
  };

  get state(): WatchState | undefined {
    return this.#watching?.state;
  }

  /** The rules that have a row. */
  get rules(): readonly RuleState[] {
    return this.state?.rules.filter(needsAttention) ?? [];
  }

  get isShown(): boolean {
    return this.rules.length > 0;
  }

  /** The group, where there is something to show. */
  get root(): TreeNode | undefined {
    return this.isShown ? this.cache.same(attentionNode()) : undefined;
  }

  /** Whether the rules are on screen when the view is. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** The row of a rule. */
  ruleNode(ruleKey: string): TreeNode {
    return this.cache.same(watchRuleNode(ruleKey));
  }

  /** The rows below one; `undefined` for a row of another kind. */
  below(node: TreeNode): TreeNode[] | undefined {
    switch (node.kind) {
      case "attention": {
        // VS Code asks for the rows of what is open.
        this.open();
        const rules = this.rules.map((rule) => this.ruleNode(ruleRowKey(rule)));
        const known = new Set(rules.map(({ id }) => id));
        this.cache.forget(({ kind, id }) => kind === "attention" || known.has(id));
        return rules;
      }
      case "watchRule": {
        const { latest } = inOrder(this.rule(node.ruleKey)?.hits ?? []);
        return this.cache.below(node.id, [
          ...latest.slice(0, MOST_ROWS).map((hit) => hitNode(node.ruleKey, hit)),
          ...(latest.length > MOST_ROWS ? [moreHitsNode(node.ruleKey)] : []),
        ]);
      }
      case "hit":
      case "moreHits":
        return [];
      default:
        return undefined;
    }
  }

  /** The row that a row of a rule or of a hit is below. */
  parent(node: TreeNode): TreeNode | undefined {
    switch (node.kind) {
      case "watchRule":
        return this.cache.same(attentionNode());
      case "hit":
      case "moreHits":
        return this.ruleNode(node.ruleKey);
      case "session":
        return node.hit && this.ruleNode(node.hit.ruleKey);
      default:
        return undefined;
    }
  }

  /** The rule of a row. */
  rule(ruleKey: string): RuleState | undefined {
    return this.state?.rules.find((rule) => ruleRowKey(rule) === ruleKey);
  }

  /** The hit of a row, if it still is one. */
  hit({ ruleKey, hitKey }: HitReference): Hit | undefined {
    return inOrder(this.rule(ruleKey)?.hits ?? []).byKey.get(hitKey);
  }

  /** How many hits have no row. */
  more({ ruleKey }: MoreHitsNode): number {
    return Math.max(0, (this.rule(ruleKey)?.hits.length ?? 0) - MOST_ROWS);
  }

  /** How many of these the user hasn't seen, or is just looking at for the first time. */
  newAmong(hits: readonly Hit[]): number {
    // Asked once: there may be thousands of hits.
    const { unseen } = this.state ?? {};
    return hits.filter(({ key }) => unseen?.has(key) === true || this.#looked.has(key)).length;
  }

  /** The user, or VS Code for them, opened the group. */
  open(): void {
    if (!this.#isOpen) {
      this.#isOpen = true;
      this.#changed.fire();
    }
  }

  /** The group is out of sight: what was seen is no longer new. */
  close(): void {
    this.#isOpen = false;
    this.lookAway();
  }

  /** The user sees what there is. */
  look(): void {
    const { unseen } = this.state ?? {};
    if (unseen && unseen.size > 0) {
      this.#looked = new Set([...this.#looked, ...unseen]);
      this.#watching?.seen([...unseen]);
    }
  }

  /** The user no longer sees it. */
  lookAway(): void {
    if (this.#looked.size > 0) {
      this.#looked = new Set();
      this.#changed.fire();
    }
  }
}
