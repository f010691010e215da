import * as nodeFs from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "../../model/clock.ts";

/** What is needed of the file system: node:fs/promises, or in a test one that fails. */
export type HashedKeysFs = Pick<typeof nodeFs, "mkdir" | "open" | "readdir" | "rm" | "stat" | "utimes">;

/** Limits of what is remembered. */
export interface HashedKeysLimits {
  readonly most: number;
  readonly forMs: number;
}

const DAY_MS = 86_400_000;
/** Entries that this process adds before it looks again how many there are. */
const SWEEP_AFTER = 1_000;
const HASH = /^[0-9a-f]{32}$/u;

export const KEY_LIMITS: HashedKeysLimits = { most: 20_000, forMs: 40 * DAY_MS };

/**
 * Hashes of keys that all processes that share a folder remember: each is an empty file, named by the hash, whose time says
 * when it was last current. That a file is created by one process only is the one thing that every file system promises
 * under any interleaving, also with a process that was stopped for hours; and there is nothing that could be torn.
 */
export class HashedKeys {
  readonly #folder: string;
  readonly #clock: Clock;
  readonly #fs: HashedKeysFs;
  readonly #limits: HashedKeysLimits;
  /** The known ones, with the date on which this process last renewed them. */
  #renewed = new Map<string, number>();
  #added = 0;
  #sweptAt = -Infinity;
  /** One operation after the other. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(folder: string, clock: Clock, fs: HashedKeysFs = nodeFs, limits = KEY_LIMITS) {
    this.#folder = folder;
    this.#clock = clock;
    this.#fs = fs;
    this.#limits = limits;
  }

  /** Whether it was there when the folder was last read, or was added since. */
  has(hash: string): boolean {
    return this.#renewed.has(hash);
  }

  /** Learns what other processes have added and swept. Returns whether that changed anything; what can't be read doesn't. */
  load(): Promise<boolean> {
    return this.#queue(async () => {
      const names = await this.#names().catch(() => undefined);
      if (!names || (names.length === this.#renewed.size && names.every((name) => this.#renewed.has(name)))) {
        return false;
      }
      this.#renewed = new Map(names.map((name) => [name, this.#renewed.get(name) ?? -Infinity]));
      return true;
    });
  }

  /**
   * Adds those that no process has, and returns them once they are on disk. The others are renewed.
   * @throws Error of the file system; then none was added, as far as that can be undone
   */
  add(hashes: readonly string[]): Promise<readonly string[]> {
    return this.#queue(async () => {
      const added: string[] = [];
      try {
        await this.#fs.mkdir(this.#folder, { recursive: true, mode: 0o700 });
        for (const hash of hashes) {
          if (await this.#addOne(hash)) {
            added.push(hash);
          }
        }
      } catch (error) {
        await Promise.all(added.map((hash) => this.#forget(hash)));
        throw error;
      }
      this.#added += added.length;
      await (added.length > 0 && this.#syncFolder());
      return added;
    });
  }

  /** Whether it was not there. */
  async #addOne(hash: string): Promise<boolean> {
    // It may be swept between the two, once.
    for (let attempt = 0; attempt < 2; attempt++) {
      if (await this.#renewOne(hash)) {
        return false;
      }
      if (await this.#create(hash)) {
        return true;
      }
    }
    return false;
  }

  async #create(hash: string): Promise<boolean> {
    const now = this.#clock.wall();
    try {
      const file = await this.#fs.open(this.#path(hash), "wx", 0o600);
      // Where no time can be set, the one that the file got is as good.
      await file.utimes(now, now).catch(() => undefined);
      await file.close();
    } catch (error) {
      if (codeOf(error) === "EEXIST") {
        return false;
      }
      throw error;
    }
    this.#renewed.set(hash, now.getTime());
    return true;
  }

  /** Keeps those that are there from being forgotten. */
  renew(hashes: readonly string[]): Promise<void> {
    return this.#queue(async () => {
      for (const hash of hashes) {
        await (this.has(hash) && this.#renewOne(hash));
      }
    });
  }

  /** Whether it is there. Writes at most once a day. */
  async #renewOne(hash: string): Promise<boolean> {
    const now = this.#clock.wall();
    const before = this.#renewed.get(hash) ?? -Infinity;
    if (Math.abs(now.getTime() - before) < DAY_MS) {
      return true;
    }
    try {
      await this.#fs.utimes(this.#path(hash), now, now);
    } catch (error) {
      if (codeOf(error) === "ENOENT") {
        this.#renewed.delete(hash);
        return false;
      }
      // It is there, and can't be kept longer, as on a disk that is read-only now.
    }
    this.#renewed.set(hash, now.getTime());
    return true;
  }

  /** Forgets what is too old, and the oldest of too many, if that is due: once a day and after many additions. Never throws. */
  sweep(): Promise<void> {
    return this.#queue(async () => {
      const now = this.#clock.wall().getTime();
      if (Math.abs(now - this.#sweptAt) < DAY_MS && this.#added < SWEEP_AFTER) {
        return;
      }
      this.#sweptAt = now;
      this.#added = 0;
      const dated: { readonly name: string; readonly at: number }[] = [];
      for (const name of await this.#names().catch(() => [])) {
        const stats = await this.#fs.stat(this.#path(name)).catch(() => undefined);
        dated.push(...(stats ? [{ name, at: stats.mtimeMs }] : []));
      }
      dated.sort((one, other) => other.at - one.at);
      const { most, forMs } = this.#limits;
      // One from the future was dated by a wrong clock.
      const due = dated.filter(({ at }, index) => index >= most || Math.abs(now - at) > forMs);
      for (const { name } of due) {
        await this.#forget(name);
      }
    });
  }

  /** Forgets these in every process. What can't be deleted stays. */
  forget(hashes: readonly string[]): Promise<void> {
    return this.#queue(async () => {
      await Promise.all(hashes.map((hash) => this.#forget(hash)));
    });
  }

  async #forget(hash: string): Promise<void> {
    this.#renewed.delete(hash);
    await this.#fs.rm(this.#path(hash), { force: true }).catch(() => undefined);
  }

  /** Resolves once nothing is under way. */
  async settled(): Promise<void> {
    await this.#last;
  }

  async #names(): Promise<readonly string[]> {
    return (await this.#fs.readdir(this.#folder)).filter((name) => HASH.test(name));
  }

  #path(hash: string): string {
    return join(this.#folder, hash);
  }

  /** So that it is there after a power failure too. Not every system can; for the other processes it is there anyway. */
  async #syncFolder(): Promise<void> {
    try {
      const folder = await this.#fs.open(this.#folder, "r");
      await folder.sync().catch(() => undefined);
      await folder.close();
    } catch {
      // Windows opens no folders.
    }
  }

  #queue<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
