import { randomUUID } from "node:crypto";
import * as fs from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import type { Clock } from "../model/clock.ts";
import { asAmount, asObject, asText } from "../text/json.ts";

/** How long a lease is good for after it was last renewed, by the wall clock: a machine that slept has given it up. */
export const LEASE_TERM_MS = 25_000;
/** Leaves room for two renewals that fail, as where a virus scanner holds the file. */
const RENEW_MS = 8_000;

const ENDING = ".lease";

/** What stands in the file of a lease. */
interface LeaseFacts {
  readonly host: string;
  readonly pid: number;
  /** Milliseconds since 1970. */
  readonly renewedAt: number;
}

/**
 * A sign, in a folder that processes share, that this process is alive: a small file that is renewed until the process
 * ends. Only its owner writes a lease, and each lease has a file of its own that is never used again, so an owner that
 * slept through its term can't take back what others have taken over meanwhile.
 */
export class Lease implements AsyncDisposable {
  /** Different for each lease. */
  readonly id = `${process.pid}-${randomUUID().slice(0, 8)}`;
  /** The name of its file. */
  readonly file: string;
  readonly #path: string;
  readonly #clock: Clock;
  readonly #end = new AbortController();
  #renewedAt = -Infinity;
  #renewals: Promise<void> = Promise.resolve();

  private constructor(folder: string, name: string, clock: Clock) {
    this.file = `${name}.${this.id}${ENDING}`;
    this.#path = join(folder, this.file);
    this.#clock = clock;
  }

  /**
   * Takes a lease beside those that other processes may have.
   * @param name without a dot
   * @throws Error of the file system
   */
  static async acquireShared(folder: string, name: string, clock: Clock): Promise<Lease> {
    const lease = new Lease(folder, name, clock);
    await lease.#write();
    lease.#renewals = lease.#keepRenewing();
    return lease;
  }

  /**
   * Takes the only lease of that name, or gives `undefined` while another process holds it. Each writes first and looks for
   * others afterwards, so of two that try at once never both get it; it may be neither, so try again after a random pause.
   * @param name without a dot
   * @throws Error of the file system
   */
  static async acquireExclusive(folder: string, name: string, clock: Clock): Promise<Lease | undefined> {
    if ((await liveLeases(folder, name, clock)).length > 0) {
      return undefined;
    }
    const lease = await Lease.acquireShared(folder, name, clock);
    try {
      const live = await liveLeases(folder, name, clock);
      if (lease.isHeld && live.every((file) => file === lease.file)) {
        return lease;
      }
    } catch (error) {
      await lease[Symbol.asyncDispose]();
      throw error;
    }
    await lease[Symbol.asyncDispose]();
    return undefined;
  }

  /** Whether this process still has the lease. Once it hasn't, it never has again: acquire another one. */
  get isHeld(): boolean {
    return !this.#end.signal.aborted && isInTerm(this.#renewedAt, this.#clock);
  }

  /** Aborted when the lease was released, or turned out to be lost. Ask {@link isHeld} before what must not happen twice. */
  get signal(): AbortSignal {
    return this.#end.signal;
  }

  async #keepRenewing(): Promise<void> {
    do {
      await this.#clock.pause(RENEW_MS, this.signal);
    } while (this.isHeld && (await this.#renew()));
    this.#end.abort();
    await fs.rm(this.#path, { force: true }).catch(() => undefined);
  }

  /** Whether the lease is still held. */
  async #renew(): Promise<boolean> {
    try {
      await fs.access(this.#path);
      await this.#write();
    } catch (error) {
      // Missing: others have seen it expire and deleted it. Any other failure may pass before the term does.
      return !isMissing(error);
    }
    return this.isHeld;
  }

  async #write(): Promise<void> {
    const facts: LeaseFacts = {
      host: await thisHost(),
      pid: process.pid,
      renewedAt: this.#clock.wall().getTime(),
    };
    await fs.writeFile(`${this.#path}.tmp`, JSON.stringify(facts), { mode: 0o600 });
    await fs.rename(`${this.#path}.tmp`, this.#path);
    // Where the machine slept while it was written, the earlier term is over anyway.
    if (this.#renewedAt === -Infinity || this.isHeld) {
      this.#renewedAt = facts.renewedAt;
    }
  }

  /** Gives the lease up. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#end.abort();
    await this.#renewals;
  }
}

/**
 * The files of all leases of that name whose owners are alive, as far as this process can tell. The other files are deleted if possible.
 * @throws Error of the file system
 */
export async function liveLeases(folder: string, name: string, clock: Clock): Promise<readonly string[]> {
  const terms = await termsOf(folder, name, clock);
  const dead = terms.filter(({ left }) => left <= 0).flatMap(({ file }) => [file, `${file}.tmp`]);
  await Promise.all(dead.map((file) => fs.rm(join(folder, file), { force: true }).catch(() => undefined)));
  return terms.filter(({ left }) => left > 0).map(({ file }) => file);
}

/**
 * Milliseconds until all leases of that name will have run out if none is renewed; 0 where there is none.
 * @throws Error of the file system
 */
export async function longestTerm(folder: string, name: string, clock: Clock): Promise<number> {
  return Math.max(0, ...(await termsOf(folder, name, clock)).map(({ left }) => left));
}

/** How long the leases of that name are still good for, in milliseconds; 0 for those that are over. */
async function termsOf(
  folder: string,
  name: string,
  clock: Clock,
): Promise<readonly { readonly file: string; readonly left: number }[]> {
  const all = await fs
    .readdir(folder)
    .catch((error: unknown) => (isMissing(error) ? [] : Promise.reject(error as Error)));
  const files = all.filter((file) => file.startsWith(`${name}.`) && file.endsWith(ENDING));
  return Promise.all(files.map(async (file) => ({ file, left: await termLeft(join(folder, file), clock) })));
}

async function termLeft(path: string, clock: Clock): Promise<number> {
  let text: string;
  try {
    text = await fs.readFile(path, "utf8");
  } catch (error) {
    return isMissing(error) ? 0 : LEASE_TERM_MS;
  }
  const facts = parseLease(text);
  if (!facts || !isInTerm(facts.renewedAt, clock)) {
    return 0;
  }
  // A process that runs proves nothing, since ids are used again. One that doesn't run, on this host, is gone at once.
  const isOver = facts.host === (await thisHost()) && isGone(facts.pid);
  return isOver ? 0 : Math.max(1, facts.renewedAt + LEASE_TERM_MS - clock.wall().getTime());
}

/** `undefined` for what an owner never leaves behind: a file that is empty since the power failed. */
function parseLease(text: string): LeaseFacts | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const fields = asObject(value);
  const [host, pid, renewedAt] = [asText(fields?.["host"]), asAmount(fields?.["pid"]), asAmount(fields?.["renewedAt"])];
  return host !== undefined && pid !== undefined && renewedAt !== undefined ? { host, pid, renewedAt } : undefined;
}

/** A clock that was set back ends a term too, which would otherwise last for any time. */
function isInTerm(renewedAt: number, clock: Clock): boolean {
  return Math.abs(clock.wall().getTime() - renewedAt) < LEASE_TERM_MS;
}

/** Whether that process of this host has certainly ended. */
function isGone(pid: number): boolean {
  try {
    return !process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ESRCH";
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

/** Where process ids mean the same: the machine and, on Linux, what a container sees of its processes. */
async function thisHost(): Promise<string> {
  const processes = await fs.readlink("/proc/self/ns/pid").catch(() => "");
  return `${hostname()} ${processes}`;
}
