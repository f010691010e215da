import { join } from "node:path";
import type { Clock } from "../../model/clock.ts";
import { asAmount, asObject } from "../../text/json.ts";
import type { KeyHash } from "./keySalt.ts";
import { readSmallFile, writeSmallFile } from "./smallFile.ts";

/** What the window that leads tells the others about a rule. */
export interface PublishedCount {
  readonly ruleKey: string;
  /** How many hits it has. */
  readonly count: number;
  /** On how many hosts it can't be evaluated. */
  readonly blind: number;
}

/** Counts as they stand on disk: a rule's key may hold what the rule says, such as a name, so it is hashed. */
interface Publication {
  /** Milliseconds of the date. */
  readonly at: number;
  readonly counts: readonly (readonly [ruleHash: string, count: number, blind: number])[];
}

const FILE = "published.json";
/** Older than that it is from a leader that has gone. */
const STALE_MS = 180_000;
const REPEAT_MS = 60_000;
/** There are at most 50 rules. */
const MOST_COUNTS = 100;

/** What the window that leads has found, in numbers, kept in a folder that windows share. */
export class PublishedCounts {
  readonly #path: string;
  readonly #clock: Clock;
  /** As read. */
  #publication: Publication | undefined;
  /** What this window publishes. */
  #own: readonly PublishedCount[] | undefined;
  #writtenAt = -Infinity;
  /** One write after the other. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(folder: string, clock: Clock) {
    this.#path = join(folder, FILE);
    this.#clock = clock;
  }

  /** What this window publishes from now on, see {@link write}. `undefined`: it doesn't lead. */
  set own(counts: readonly PublishedCount[] | undefined) {
    this.#own = counts;
    this.#writtenAt = -Infinity;
  }

  /** Those of these rules; `undefined` where no leader has published anything in the last three minutes. */
  of(ruleKeys: readonly string[], hashOf: KeyHash): readonly PublishedCount[] | undefined {
    if (this.#own) {
      const own = new Map(this.#own.map((count) => [count.ruleKey, count]));
      return ruleKeys.map((ruleKey) => own.get(ruleKey)).filter((count) => count !== undefined);
    }
    const current = this.#current();
    const byHash = new Map(current?.counts.map(([hash, count, blind]) => [hash, { count, blind }]));
    const known = ruleKeys.flatMap((ruleKey) => {
      const counts = byHash.get(hashOf(ruleKey));
      return counts ? [{ ruleKey, ...counts }] : [];
    });
    return current && known;
  }

  /** Equal as long as the counts are. */
  get face(): unknown {
    return this.#own ?? this.#current()?.counts;
  }

  /** From a leader that lives, by the date: one from the future was dated by a wrong clock. */
  #current(): Publication | undefined {
    const age = this.#clock.wall().getTime() - (this.#publication?.at ?? -Infinity);
    return Math.abs(age) <= STALE_MS ? this.#publication : undefined;
  }

  /**
   * Writes what this window publishes, unless that was done less than a minute ago.
   * @param isLeader asked at the last moment, so that a window that slept doesn't replace what its successor has written
   * @throws Error of the file system
   */
  async write(hashOf: KeyHash, isLeader: () => boolean): Promise<void> {
    const written = this.#last.then(async () => {
      const now = this.#clock.wall().getTime();
      if (this.#own && Math.abs(now - this.#writtenAt) >= REPEAT_MS) {
        const counts = this.#own.map(({ ruleKey, count, blind }) => [hashOf(ruleKey), count, blind] as const);
        this.#writtenAt = now;
        try {
          await writeSmallFile(this.#path, { at: now, counts } satisfies Publication, isLeader);
        } catch (error) {
          this.#writtenAt = -Infinity;
          throw error;
        }
      }
    });
    this.#last = written.catch(() => undefined);
    await written;
  }

  /** Learns what another window has published. Never throws. */
  async load(): Promise<void> {
    this.#publication = parsePublication(await readSmallFile(this.#path));
  }
}

/** `undefined` for what no leader has written. Counts that can't be read are left out. */
function parsePublication(value: unknown): Publication | undefined {
  const fields = asObject(value);
  const at = asAmount(fields?.["at"]);
  const list: unknown = fields?.["counts"];
  if (at === undefined || !Array.isArray(list)) {
    return undefined;
  }
  const counts = (list as readonly unknown[]).slice(0, MOST_COUNTS).flatMap((item) => {
    const [hash, ...numbers] = Array.isArray(item) ? (item as readonly unknown[]) : [];
    const [count, blind] = numbers.map((number) => (Number.isSafeInteger(number) ? asAmount(number) : undefined));
    return typeof hash === "string" && count !== undefined && blind !== undefined
      ? [[hash, count, blind] as const]
      : [];
  });
  return { at, counts };
}
