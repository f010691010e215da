import type { Disposable, TreeView } from "vscode";
import { AutoRefresh } from "../../core/refresh/autoRefresh.ts";
import type { Inventory } from "../../core/inventory/inventory.ts";
import { Recovery } from "../../core/refresh/offlineRecovery.ts";
import { watchForSleep } from "../../core/refresh/sleepWatch.ts";
import { everyMinute, type Clock } from "../../core/model/clock.ts";
import { Attention } from "../ui/userActivity.ts";
import { onDidChangeSettings, settings } from "../ui/settings.ts";
import { withViewProgress } from "../ui/viewProgress.ts";
import type { Lens } from "./viewOptions.ts";
import type { SessionsTree } from "./sessionsTree.ts";
import type { TreeNode } from "./treeNode.ts";

interface Parts {
  readonly inventory: Inventory;
  readonly clock: Clock;
  readonly lens: Lens;
  readonly tree: SessionsTree;
  readonly view: TreeView<TreeNode>;
  /** Whether somebody looks at the sessions in another place than the view. */
  readonly isSeenElsewhere: () => boolean;
}

/**
 * Keeps the view up to date while somebody looks at it: the first search when it is first seen, a refresh now and then, one
 * after a sleep or when the network is back, and the ages that go on by themselves. Nothing is asked of Azure before the
 * view is seen or a command wants it.
 */
export class Upkeep implements Disposable {
  readonly #parts: Parts;
  readonly #end = new AbortController();
  readonly #attention: Attention;
  readonly #recovery: Recovery;
  readonly #autoRefresh: AutoRefresh;
  readonly #disposables: Disposable[];
  #isLoaded = false;

  /** @param changed called when {@link slowdown} is another */
  constructor(parts: Parts, changed: () => void) {
    const { inventory, clock, lens, tree, view } = parts;
    this.#parts = parts;
    this.#attention = new Attention(view, clock, () => this.follow());
    const isWanted = () => this.#attention.isGiven || parts.isSeenElsewhere();
    this.#recovery = new Recovery({ inventory, clock, refresh: this.refresh, isWanted });
    this.#autoRefresh = new AutoRefresh({
      clock,
      random: Math.random,
      interval: () => settings().refreshEveryMs,
      isWanted,
      refresh: () => inventory.loading.refresh(),
      search: () => this.#search("kept"),
      throttles: () => inventory.loading.throttles,
      changed,
    });
    this.#disposables = [lens.onDidChange(() => this.#followLens()), onDidChangeSettings(() => this.#followSettings())];
    void everyMinute(clock, () => view.visible && tree.tick(), this.#end.signal);
    void watchForSleep(clock, this.refreshIfLoaded, this.#end.signal);
  }

  /** Begins, once a cloud is connected. */
  start(): void {
    this.#followSettings();
  }

  /** How many times the interval passes between two refreshes: more than one while Azure throttles. */
  get slowdown(): number {
    return this.#autoRefresh.slowdown;
  }

  /** Searches everything anew, with VS Code's progress bar on the view. */
  readonly refresh = async (): Promise<void> => {
    const refreshed = this.#search();
    await withViewProgress(() => refreshed);
  };

  /** The same, where something was ever asked for: at once while anybody sees the sessions, else as soon as somebody does. */
  readonly refreshIfLoaded = (): void => {
    if (this.#isLoaded && this.#isSeen) {
      void this.refresh();
    } else {
      this.#isLoaded = false;
    }
  };

  /** Resolves when everything has been searched, which is begun where it was not yet; the lists of sessions may still come. */
  readonly load = async (): Promise<void> => {
    if (!this.#isLoaded) {
      void this.refresh();
    }
    await this.#parts.inventory.searched();
  };

  readonly #search = async (scope?: "kept"): Promise<void> => {
    const { inventory } = this.#parts;
    this.#isLoaded = true;
    const refreshed = inventory.refresh(scope);
    await inventory.searched();
    this.#autoRefresh.searched();
    void this.#recovery.watch();
    await refreshed;
  };

  get #isSeen(): boolean {
    return this.#parts.view.visible || this.#parts.isSeenElsewhere();
  }

  /** To be called when the sessions are seen, or not any more; or others of them. */
  follow(): void {
    const { inventory, tree, view } = this.#parts;
    if (this.#isSeen) {
      void this.load();
      inventory.loading.listUnknown();
    }
    if (view.visible) {
      tree.tick();
    }
    this.#autoRefresh.follow();
  }

  #followLens(): void {
    const { inventory, lens } = this.#parts;
    inventory.loading.setLoad(settings().load === "all" || lens.needsAll ? "all" : "watched");
  }

  #followSettings(): void {
    this.#parts.lens.groupBy = settings().groupBy;
    this.#followLens();
    this.follow();
  }

  dispose(): void {
    this.#end.abort();
    [...this.#disposables, this.#attention, this.#recovery, this.#autoRefresh].forEach(
      (disposable) => void disposable.dispose(),
    );
  }
}
