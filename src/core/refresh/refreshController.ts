import { EventEmitter } from "node:events";
import type { Inventory } from "../inventory/inventory.ts";
import type { HostPredicate, Viewer, ViewerOptions } from "../inventory/loading.ts";
import type { Clock } from "../model/clock.ts";
import { AutoRefresh } from "./autoRefresh.ts";
import { DueReads } from "./dueReads.ts";
import { OfflineRecovery } from "./offlineRecovery.ts";
import { watchForSleep } from "./sleepWatch.ts";

interface Dependencies {
  readonly inventory: Inventory;
  readonly clock: Clock;
  /** Milliseconds between two refreshes; `undefined` while the user wants none. */
  readonly interval: () => number | undefined;
  /** Whether the user wants Azure Monitor's counts of hosts that aren't listed. */
  readonly wantsCounts: () => boolean;
  /** Whether the user wants to see the people behind sessions. */
  readonly wantsPeople: () => boolean;
  /** Shows that a refresh of everything is under way. */
  readonly showProgress: (work: () => Promise<void>) => Promise<void>;
}

/** A view, as far as refreshing is concerned. */
export interface RefreshViewerOptions extends ViewerOptions {
  /** Whether the view is in sight. */
  readonly isVisible: () => boolean;
  /** Whether a person looks at it; as {@link isVisible} unless told otherwise. */
  readonly isActive?: () => boolean;
  /** Hosts that have a row in sight, listed or not; none unless told otherwise. */
  readonly hasRow?: HostPredicate;
}

export interface RefreshViewer extends Viewer {
  /** To be called when the view or rows of it come in sight or leave it, or a person comes or goes. */
  visibilityChanged(): void;
}

/**
 * Decides when to ask Azure: the first search when a view is first seen, a refresh now and then while the user looks, one
 * after a sleep or when the network is back. Views register as viewers; nothing is asked before one is seen or a command
 * asks.
 *
 * `slowdown`: {@link RefreshController.slowdown} has changed.
 */
export class RefreshController extends EventEmitter<{ slowdown: [] }> {
  readonly #inventory: Inventory;
  readonly #showProgress: Dependencies["showProgress"];
  readonly #end = new AbortController();
  readonly #viewers = new Set<RefreshViewerOptions>();
  readonly #recovery: OfflineRecovery;
  readonly #autoRefresh: AutoRefresh;
  readonly #dueReads: readonly DueReads[];
  #isLoaded = false;

  constructor({ inventory, clock, interval, wantsCounts, wantsPeople, showProgress }: Dependencies) {
    super();
    this.#inventory = inventory;
    this.#showProgress = showProgress;
    const isWanted = () => [...this.#viewers].some(({ isVisible, isActive = isVisible }) => isActive());
    this.#recovery = new OfflineRecovery({ inventory, clock, refresh: this.refresh, isWanted });
    this.#autoRefresh = new AutoRefresh({
      clock,
      random: Math.random,
      interval,
      isWanted,
      refresh: () => inventory.loading.refresh(),
      search: () => this.#search("kept"),
      throttles: () => inventory.loading.throttles,
      changed: () => this.emit("slowdown"),
    });
    const hasRow: HostPredicate = (host) => [...this.#viewers].some((viewer) => viewer.hasRow?.(host));
    const reading = { inventory, clock, isSeen: () => this.#isSeen };
    this.#dueReads = [
      new DueReads({
        ...reading,
        isEnabled: wantsCounts,
        after: "found",
        readDue: () => inventory.counts.readDue(hasRow),
        clear: () => inventory.counts.clear(),
      }),
      new DueReads({
        ...reading,
        isEnabled: wantsPeople,
        after: "listed",
        readDue: () => inventory.people.readDue(),
        clear: () => inventory.people.clear(),
      }),
    ];
    void watchForSleep(clock, this.refreshIfLoaded, this.#end.signal);
  }

  /** Registers a view: what it shows is kept fresh while a person looks at any of the views. */
  addViewer(options: RefreshViewerOptions): RefreshViewer {
    const viewer = this.#inventory.loading.addViewer(options);
    this.#viewers.add(options);
    return {
      show: (wants: HostPredicate) => viewer.show(wants),
      visibilityChanged: () => this.update(),
      dispose: () => {
        this.#viewers.delete(options);
        viewer.dispose();
      },
    };
  }

  /** How many times the interval passes between two refreshes: more than one while Azure throttles. */
  get slowdown(): number {
    return this.#autoRefresh.slowdown;
  }

  /** Searches everything again, and shows its progress. */
  readonly refresh = async (): Promise<void> => {
    const refreshed = this.#search();
    await this.#showProgress(() => refreshed);
  };

  /** The same, where something was ever asked for: at once while a view is seen, else as soon as one is. */
  readonly refreshIfLoaded = (): void => {
    if (this.#isLoaded && this.#isSeen) {
      void this.refresh();
    } else {
      this.#isLoaded = false;
    }
  };

  /** Resolves when everything has been searched, which is begun if it was not yet; the lists of sessions may still come. */
  readonly load = async (): Promise<void> => {
    if (!this.#isLoaded) {
      void this.refresh();
    }
    await this.#inventory.whenSearched();
  };

  readonly #search = async (scope?: "kept"): Promise<void> => {
    this.#isLoaded = true;
    if (scope === undefined) {
      this.#inventory.counts.forget();
      this.#inventory.people.forget();
    }
    const refreshed = this.#inventory.refresh(scope);
    await this.#inventory.whenSearched();
    this.#autoRefresh.resetTimer();
    void this.#recovery.watch();
    await refreshed;
  };

  get #isSeen(): boolean {
    return [...this.#viewers].some(({ isVisible }) => isVisible());
  }

  /** To be called when the interval has changed. */
  update(): void {
    if (this.#isSeen) {
      void this.load();
      this.#inventory.loading.listUnknown();
    }
    this.#autoRefresh.update();
    this.#dueReads.forEach((reads) => reads.update());
  }

  dispose(): void {
    this.#end.abort();
    this.#recovery.dispose();
    this.#autoRefresh.dispose();
    this.#dueReads.forEach((reads) => reads.dispose());
    this.removeAllListeners();
  }
}
