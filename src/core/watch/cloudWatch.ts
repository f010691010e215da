import { EventEmitter } from "node:events";
import type { Change } from "../inventory/inventory.ts";
import { ListBudget } from "./hits/listPlan.ts";
import { SharedWatch } from "./sharedWatch.ts";
import { Watch, type WatchParts } from "./watch.ts";
import type { Notice, Watching, WatchState } from "./watchState.ts";

interface Parts extends Omit<WatchParts, "shared" | "budget"> {
  /** Where windows share the watch of the cloud that is connected; `undefined` where none is. */
  readonly folder: () => string | undefined;
}

/** The watch of the cloud that is connected. Without a rule there is none: nothing is asked, and nothing is written. */
export class CloudWatch extends EventEmitter<{ change: []; notice: [Notice] }> implements Watching {
  readonly #parts: Parts;
  readonly #budget = new ListBudget();
  /** One change of watches after the other. */
  #turn: Promise<void> = Promise.resolve();
  #folder: string | undefined;
  #shared: SharedWatch | undefined;
  #watch: Watch | undefined;
  #isDisposed = false;

  constructor(parts: Parts) {
    super();
    this.#parts = parts;
    parts.inventory.on("change", this.#onChange);
    this.update();
  }

  readonly #onChange = (change: Change): void => {
    if ("everything" in change && this.#wanted !== this.#folder) {
      this.update();
    }
  };

  readonly #warn = (error: unknown): void => {
    this.#parts.log.warn(`watching: ${error instanceof Error ? error.message : String(error)}`);
  };

  get #wanted(): string | undefined {
    const { rules, isPaused, folder } = this.#parts;
    const isWatching = !this.#isDisposed && !isPaused() && rules().some(({ rule }) => rule);
    return isWatching ? folder() : undefined;
  }

  /** To be called when rules have changed, or whether they are paused. */
  update(): void {
    this.#turn = this.#turn.then(() => this.#follow()).catch(this.#warn);
    this.emit("change");
  }

  async #follow(): Promise<void> {
    const folder = this.#wanted;
    if (folder === this.#folder) {
      void this.#watch?.look();
      return;
    }
    await this.#stop();
    this.#folder = folder;
    if (folder === undefined) {
      this.emit("change");
      return;
    }
    const shared = await SharedWatch.open(folder, this.#parts.clock);
    const watch = new Watch({ ...this.#parts, shared, budget: this.#budget });
    watch.on("change", () => this.emit("change"));
    watch.on("notice", (notice) => this.emit("notice", notice));
    [this.#shared, this.#watch] = [shared, watch];
  }

  async #stop(): Promise<void> {
    this.#watch?.dispose();
    this.#watch = undefined;
    const shared = this.#shared;
    this.#shared = undefined;
    await shared?.[Symbol.asyncDispose]();
  }

  get state(): WatchState {
    const { rules, isPaused } = this.#parts;
    const states = () =>
      rules().map(({ index, name, rule, problems }) => ({
        key: rule?.key ?? `problem:${index}`,
        index,
        name,
        problems,
        ...(rule && { rule }),
        hits: [],
        blind: [],
        hosts: 0,
      }));
    return this.#watch?.state ?? { rules: states(), isPaused: isPaused(), unseen: new Set() };
  }

  seen(keys: readonly string[]): void {
    this.#watch?.seen(keys);
  }

  async snooze(until: number | undefined): Promise<void> {
    await this.#watch?.snooze(until);
  }

  /** Ends the watch, and gives up what other windows wait for. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#isDisposed = true;
    this.#parts.inventory.off("change", this.#onChange);
    this.removeAllListeners();
    this.#turn = this.#turn.then(() => this.#stop());
    await this.#turn;
  }
}
