import { Arm } from "../../src/core/azure/arm.ts";
import type { Cloud } from "../../src/core/model/cloud.ts";
import { AutoRefresh } from "../../src/core/refresh/autoRefresh.ts";
import { Inventory } from "../../src/core/inventory/inventory.ts";
import type { Change } from "../../src/core/inventory/inventory.ts";
import { armKey } from "../../src/core/model/armId.ts";
import { settle, VirtualTime } from "../support/virtualTime.ts";
import { CannedAzure, cannedIdentities } from "./cannedAzure.ts";
import { silent } from "../support/silentLog.ts";
import type { Fleet } from "./worlds.ts";

const INTERVAL_MS = 60_000;

/** What passes between two automatic refreshes: the interval, and half of what may be added to it. */
export const REFRESH_MS = INTERVAL_MS * 1.05;
/** So many refreshes after a search for hosts there is another one: it comes every ten minutes. */
export const REFRESHES_OF_A_SEARCH = 10;

/** What the inventory told while something was done, and what that took of Azure. */
export interface InventoryEvents {
  readonly requests: number;
  readonly events: number;
  /** Keys of the different hosts that events named. */
  readonly hosts: ReadonlySet<string>;
}

/** A window whose view is open, over hours that take no time. */
export class Watching implements Disposable {
  readonly azure: CannedAzure;
  readonly inventory: Inventory;
  /** Whether anybody sees the view. */
  #isVisible = true;
  readonly #time = new VirtualTime();
  readonly #autoRefresh: AutoRefresh;
  /** What the automatic refresh began last. */
  #asking: Promise<void> = Promise.resolve();

  constructor(cloud: Cloud, fleet: Fleet) {
    const time = this.#time;
    const azure = (this.azure = new CannedAzure(fleet));
    const clock = {
      monotonic: () => time.now,
      wall: () => new Date(time.now),
      pause: (ms: number, signal: AbortSignal) => time.sleep(ms, signal).catch(() => undefined),
    };
    const inventory = (this.inventory = new Inventory(cannedIdentities, clock, silent));
    inventory.connect(new Arm({ cloud, log: silent, userAgent: "bench", httpClient: azure, timing: { clock } }));
    this.#autoRefresh = new AutoRefresh({
      clock,
      random: () => 0.5,
      interval: () => INTERVAL_MS,
      isWanted: () => this.#isVisible,
      refresh: () => (this.#asking = inventory.loading.refresh()),
      search: () => (this.#asking = inventory.refresh()),
      throttles: () => inventory.loading.throttles,
      changed: () => undefined,
    });
  }

  /** Searches everything, with the first so many hosts open, or with every host loaded, and watches it from then on. */
  async begin(open: number | "all"): Promise<void> {
    const { inventory, azure } = this;
    if (open === "all") {
      inventory.loading.addViewer().show(() => true);
    } else {
      const onScreen = new Set(azure.world.hosts.slice(0, open).map(({ id }) => armKey(id)));
      inventory.loading.addViewer({ isOnScreen: true }).show(({ key }) => onScreen.has(key));
    }
    await inventory.refresh();
    this.#autoRefresh.resetTimer();
    await this.#settled();
  }

  hide(): void {
    this.#isVisible = false;
    this.#autoRefresh.update();
  }

  /** Lets time pass, and all that the window does in it. */
  async pass(ms: number): Promise<void> {
    const time = this.#time;
    const until = time.now + ms;
    for (let goesOn = true; goesOn;) {
      await this.#settled();
      const from = time.now;
      goesOn = time.step(until);
      if (!goesOn) {
        time.pass(until - from);
      }
      this.azure.pass(time.now - from);
    }
  }

  /** What is told while that is done. */
  async listen(work: () => Promise<void>): Promise<InventoryEvents> {
    const { azure, inventory } = this;
    const before = azure.requests;
    const hosts = new Set<string>();
    let events = 0;
    const count = (change: Change): void => {
      events++;
      if ("host" in change) {
        hosts.add(change.host);
      }
    };
    inventory.on("change", count);
    await work();
    inventory.off("change", count);
    return { requests: azure.requests - before, events, hosts };
  }

  async #settled(): Promise<void> {
    await settle();
    for (let last: unknown; last !== this.#asking;) {
      last = this.#asking;
      await this.#asking;
      await settle();
    }
  }

  [Symbol.dispose](): void {
    this.#autoRefresh.dispose();
    this.inventory.dispose();
  }
}
