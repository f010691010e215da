import { EventEmitter } from "node:events";
import * as fs from "node:fs/promises";
import { Lease, longestTerm } from "../../lease/lease.ts";
import type { Clock } from "../../model/clock.ts";

const LEASE = "watch";

/**
 * Which of the windows that share a folder leads: the one that has the lease. The others try again every 10 to 20 s, and
 * within 4 s after the leader's term has run out, so that one of them leads 30 s after it was last alive.
 *
 * `change`: this window leads now, or doesn't lead any longer.
 */
export class Leadership extends EventEmitter<{ change: [] }> implements AsyncDisposable {
  readonly #folder: string;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #end = new AbortController();
  #lease: Lease | undefined;
  #problem: Error | undefined;
  #runs: Promise<void> = Promise.resolve();

  private constructor(folder: string, clock: Clock, random: () => number) {
    super();
    this.#folder = folder;
    this.#clock = clock;
    this.#random = random;
  }

  /** Tries once, and keeps trying until it is disposed of. Never throws, see {@link problem}. */
  static async start(folder: string, clock: Clock, random: () => number): Promise<Leadership> {
    const leadership = new Leadership(folder, clock, random);
    const first = await leadership.#try();
    leadership.#runs = leadership.#run(first);
    return leadership;
  }

  /** Ask before anything that must not happen twice: a window that slept has lost the lead before it hears of it. */
  get isLeader(): boolean {
    return this.#lease?.isHeld === true;
  }

  /** Why no window can lead, as where the folder can't be written to. */
  get problem(): Error | undefined {
    return this.#problem;
  }

  async #run(first: Lease | undefined): Promise<void> {
    let lease = first;
    for (;;) {
      await (lease && this.#lead(lease));
      await this.#clock.pause(await this.#pauseMs(), this.#end.signal);
      if (this.#end.signal.aborted) {
        return;
      }
      lease = await this.#try();
    }
  }

  async #try(): Promise<Lease | undefined> {
    try {
      await fs.mkdir(this.#folder, { recursive: true, mode: 0o700 });
      this.#lease = await Lease.acquireExclusive(this.#folder, LEASE, this.#clock);
      this.#problem = undefined;
    } catch (error) {
      this.#problem = error instanceof Error ? error : new Error(String(error));
    }
    return this.#lease;
  }

  /** Resolves when the lead is lost or given up. */
  async #lead(lease: Lease): Promise<void> {
    this.emit("change");
    await whenAborted(lease.signal, this.#end.signal);
    await lease[Symbol.asyncDispose]();
    this.#lease = undefined;
    this.emit("change");
  }

  async #pauseMs(): Promise<number> {
    const pause = 10_000 + this.#random() * 10_000;
    if (this.#problem) {
      return pause;
    }
    const left = await longestTerm(this.#folder, LEASE, this.#clock).catch(() => pause);
    // Where no window leads, several windows tried at the same moment, or the leader has just given up.
    return left === 0 ? 1_000 + this.#random() * 2_000 : Math.min(pause, left + this.#random() * 4_000);
  }

  /** Gives the lead up. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.removeAllListeners();
    this.#end.abort();
    await this.#runs;
  }
}

function whenAborted(...signals: readonly AbortSignal[]): Promise<void> {
  const any = AbortSignal.any([...signals]);
  return new Promise((resolve) => {
    any.addEventListener("abort", () => resolve(), { once: true });
    if (any.aborted) {
      resolve();
    }
  });
}
