import { EventEmitter } from "node:events";
import * as fs from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "../model/clock.ts";
import { HashedKeys, type HashedKeysFs } from "./shared/hashedKeys.ts";
import { keyHashOf, type KeyHash } from "./shared/keySalt.ts";
import { Leadership } from "./shared/leadership.ts";
import { PublishedCounts, type PublishedCount } from "./shared/publishedCounts.ts";
import { SharedSnooze } from "./shared/sharedSnooze.ts";

const POLL_MS = 15_000;

/** What a test replaces. */
export interface SharedWatchOptions {
  /** From 0 up to 1. */
  readonly random?: () => number;
  /** Where what was told and seen is kept. */
  readonly fs?: HashedKeysFs;
}

/**
 * What all windows of one scope share about watching, in a folder on disk: which of them leads, what was told and seen, until
 * when nothing is told, and what the leader has found. Nothing on disk is a name or an ID, only salted hashes and counts.
 *
 * `change`: any of that is not as it was; within 15 s where another window changed it.
 */
export class SharedWatch extends EventEmitter<{ change: [] }> implements AsyncDisposable {
  readonly #folder: string;
  readonly #clock: Clock;
  readonly #end = new AbortController();
  readonly #leadership: Leadership;
  readonly #told: HashedKeys;
  readonly #seen: HashedKeys;
  readonly #snooze: SharedSnooze;
  readonly #counts: PublishedCounts;
  #hashOf: KeyHash | undefined;
  /** Counts what was newly seen. */
  #seenVersion = 0;
  #problem: Error | undefined;
  /** What was true at the last `change`. */
  #face = "";
  #polls: Promise<void> = Promise.resolve();

  private constructor(folder: string, clock: Clock, leadership: Leadership, keysFs: HashedKeysFs | undefined) {
    super();
    this.#folder = folder;
    this.#clock = clock;
    this.#leadership = leadership;
    this.#told = new HashedKeys(join(folder, "told"), clock, keysFs);
    this.#seen = new HashedKeys(join(folder, "seen"), clock, keysFs);
    this.#snooze = new SharedSnooze(folder, clock);
    this.#counts = new PublishedCounts(folder, clock);
    leadership.on("change", () => {
      if (!leadership.isLeader) {
        this.#counts.own = undefined;
      }
      this.#emitIfChanged();
    });
  }

  /**
   * Joins the windows that share this folder, and creates it if it is missing. Never throws: where the folder can't be
   * written to no window leads, see {@link problem}, and {@link tellNew} rejects.
   */
  static async open(folder: string, clock: Clock, options: SharedWatchOptions = {}): Promise<SharedWatch> {
    const leadership = await Leadership.start(folder, clock, options.random ?? Math.random);
    const watch = new SharedWatch(folder, clock, leadership, options.fs);
    await watch.refresh();
    watch.#polls = watch.#poll();
    return watch;
  }

  /** Whether this window leads. Ask before anything that must not happen twice: a machine that sleeps loses the lead without notice. */
  get isLeader(): boolean {
    return !this.#end.signal.aborted && this.#leadership.isLeader;
  }

  /** Why no window can lead, or why others don't hear of this one: the file system's last error. */
  get problem(): Error | undefined {
    return this.#leadership.problem ?? this.#problem;
  }

  /**
   * Those of these keys that no window has told before. They are on disk when it resolves, so no window tells them again
   * until they are forgotten: 40 days after a window last asked about them.
   * @throws Error if they can't be remembered; none of them is to be told, or it might be told again and again
   */
  async tellNew(keys: readonly string[]): Promise<readonly string[]> {
    const added = await this.#remember(this.#told, keys);
    const hashOf = this.#hashOf;
    await (hashOf && this.#seen.renew(keys.map(hashOf)));
    // Afterwards, so that what is current was renewed even where the date has jumped.
    await this.#sweep();
    return added;
  }

  /** These are over: when they come back they are told again, and unseen. Never throws. */
  async forget(keys: readonly string[]): Promise<void> {
    const hashOf = this.#hashOf;
    if (hashOf) {
      const hashes = keys.map(hashOf);
      await Promise.all([this.#told.forget(hashes), this.#seen.forget(hashes)]);
    }
  }

  /** Remembers that the user has seen these hits. @throws Error if that is not possible */
  async markSeen(keys: readonly string[]): Promise<void> {
    const added = await this.#remember(this.#seen, keys);
    this.#seenVersion += added.length;
    this.#emitIfChanged();
    await this.#sweep();
  }

  /** Whether the user has seen this hit, in any window. */
  isSeen(key: string): boolean {
    return this.#hashOf !== undefined && this.#seen.has(this.#hashOf(key));
  }

  /** Until when nothing is told, in milliseconds of the date; `undefined` once that is over. More than 31 days don't count. */
  get snoozedUntil(): number | undefined {
    return this.#snooze.until;
  }

  /** Tells nothing before that time, in all windows; `undefined`: tells again. @throws Error if that can't be remembered */
  async snooze(until: number | undefined): Promise<void> {
    this.#ensureOpen();
    try {
      await this.#snooze.set(until);
    } catch (error) {
      throw cantRemember(error);
    }
    this.#emitIfChanged();
  }

  /**
   * Tells the other windows what this one has found, until it publishes something else or no longer leads. Does nothing if it
   * doesn't lead. Never throws, see {@link problem}.
   */
  async publish(counts: readonly PublishedCount[]): Promise<void> {
    if (this.isLeader) {
      this.#counts.own = counts;
      this.#emitIfChanged();
      await this.#writeCounts();
    }
  }

  /**
   * What the leader has found for these rules; rules that it didn't name are left out. `undefined` where no leader has
   * published anything in the last three minutes, so that nothing is known.
   */
  published(ruleKeys: readonly string[]): readonly PublishedCount[] | undefined {
    return this.#hashOf && this.#counts.of(ruleKeys, this.#hashOf);
  }

  /** Reads now what other windows have written, as happens every 15 s. Never throws. */
  async refresh(): Promise<void> {
    await this.#loadHash().catch(() => undefined);
    const [isSeenChanged] = await Promise.all([this.#seen.load(), this.#snooze.load(), this.#counts.load()]);
    this.#seenVersion += isSeenChanged ? 1 : 0;
    this.#emitIfChanged();
  }

  async #poll(): Promise<void> {
    for (;;) {
      await this.#clock.pause(POLL_MS, this.#end.signal);
      if (this.#end.signal.aborted) {
        return;
      }
      await this.refresh();
      await this.#writeCounts();
    }
  }

  async #writeCounts(): Promise<void> {
    try {
      const hashOf = this.#hashOf ?? (await this.#loadHash());
      await this.#counts.write(hashOf, () => this.isLeader);
      this.#problem = undefined;
    } catch (error) {
      this.#problem = cantRemember(error);
    }
    this.#emitIfChanged();
  }

  /** Adds keys to those that are remembered; returns those that weren't, each once. */
  async #remember(remembered: HashedKeys, keys: readonly string[]): Promise<readonly string[]> {
    this.#ensureOpen();
    if (keys.length === 0) {
      return [];
    }
    try {
      const hashOf = await this.#loadHash();
      const byHash = new Map(keys.map((key) => [hashOf(key), key]));
      const added = new Set(await remembered.add([...byHash.keys()]));
      return [...byHash].filter(([hash]) => added.has(hash)).map(([, key]) => key);
    } catch (error) {
      throw cantRemember(error);
    }
  }

  /** Read each time: it is another one once the folder was deleted. */
  async #loadHash(): Promise<KeyHash> {
    await fs.mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const hashOf = await keyHashOf(this.#folder);
    this.#hashOf = hashOf;
    return hashOf;
  }

  async #sweep(): Promise<void> {
    if (this.isLeader) {
      await this.#told.sweep();
      await this.#seen.sweep();
    }
  }

  #emitIfChanged(): void {
    const face = JSON.stringify([
      this.isLeader,
      this.snoozedUntil,
      this.#seenVersion,
      this.#counts.face,
      this.problem?.message,
    ]);
    if (face !== this.#face && !this.#end.signal.aborted) {
      this.#face = face;
      this.emit("change");
    }
  }

  #ensureOpen(): void {
    if (this.#end.signal.aborted) {
      throw new Error("This watch has ended.");
    }
  }

  /** Gives the lead up. Resolves when nothing is under way. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#end.abort();
    this.removeAllListeners();
    await this.#leadership[Symbol.asyncDispose]();
    await Promise.all([this.#polls, this.#told.settled(), this.#seen.settled()]);
  }
}

function cantRemember(error: unknown): Error {
  const reason = error instanceof Error ? error.message : String(error);
  return new Error(`The watch can't write to its folder: ${reason}`, { cause: error });
}
