/** Decides what is told, and when: once, gathered, and not too often. */
import type { Clock } from "../model/clock.ts";
import { elapsed, momentOf, type Moment } from "../model/time/moment.ts";
import { partsOf } from "./hit.ts";
import type { SharedState } from "./sharedState.ts";
import type { Notice, RuleState } from "./watchState.ts";

/** Milliseconds between two notices at least. */
export const NOTICE_EVERY_MS = 300_000;

/** Milliseconds after which the disk is asked about everything again, which keeps what still holds from being forgotten there. */
const ASK_AGAIN_MS = 12 * 60 * 60_000;

export class Teller {
  readonly #shared: Pick<SharedState, "snoozedUntil" | "tellNew" | "forget">;
  readonly #clock: Clock;
  /** Rules that have been evaluated once on all that they need: what they find from then on is new. */
  readonly #settled = new Set<string>();
  /** Keys of what they had found by then and wasn't told yet: it held already. */
  readonly #held = new Set<string>();
  /** Parts of hits that were told, as far as they are needed to spare a look at the disk. */
  #told: ReadonlySet<string> = new Set();
  #askedAt: Moment | undefined;
  #over: ReadonlySet<string> = new Set();
  #noticedAt: Moment | undefined;

  constructor(shared: Pick<SharedState, "snoozedUntil" | "tellNew" | "forget">, clock: Clock) {
    this.#shared = shared;
    this.#clock = clock;
  }

  /**
   * What is to be told now; what it returns counts as told from then on.
   * @param over keys of hits that are surely over: they are told again when they come back
   * @throws Error if it can't be remembered; nothing is to be told then
   */
  async due(rules: readonly RuleState[], over: readonly string[]): Promise<Notice | undefined> {
    await this.#forget(over);
    this.#settle(rules);
    const settled = rules.filter(({ key }) => this.#settled.has(key));
    if (this.#isQuiet()) {
      return undefined;
    }
    const fresh = await this.#tellNew(settled.flatMap(({ hits }) => hits).flatMap(partsOf));
    const news = settled
      .map((rule) => ({ rule, hits: rule.hits.filter((hit) => partsOf(hit).every((part) => fresh.has(part))) }))
      .filter(({ hits }) => hits.length > 0);
    const isSummary = news.every(({ hits }) => hits.every(({ key }) => this.#held.has(key)));
    this.#held.clear();
    if (news.length === 0) {
      return undefined;
    }
    this.#noticedAt = momentOf(this.#clock);
    return { rules: news, isSummary };
  }

  /** A rule has been evaluated once there are hosts that it concerns, and all of them were read, or refused. */
  #settle(rules: readonly RuleState[]): void {
    const known = new Set(rules.map(({ key }) => key));
    [...this.#settled].filter((key) => !known.has(key)).forEach((key) => this.#settled.delete(key));
    for (const { key, rule, hits, blind, idle } of rules) {
      if (rule && !idle && !this.#settled.has(key) && !blind.some(({ reason }) => reason === "unread")) {
        this.#settled.add(key);
        hits.forEach((hit) => this.#held.add(hit.key));
      }
    }
  }

  #isQuiet(): boolean {
    const now = momentOf(this.#clock);
    const isSnoozed = (this.#shared.snoozedUntil ?? 0) > now.wall.getTime();
    return isSnoozed || (this.#noticedAt !== undefined && elapsed(this.#noticedAt, now) < NOTICE_EVERY_MS);
  }

  /** Those of these parts that weren't told before, by any window. */
  async #tellNew(parts: readonly string[]): Promise<ReadonlySet<string>> {
    const now = momentOf(this.#clock);
    if (this.#askedAt === undefined || elapsed(this.#askedAt, now) >= ASK_AGAIN_MS) {
      this.#askedAt = now;
      this.#told = new Set();
    }
    const untold = parts.filter((part) => !this.#told.has(part));
    const fresh = untold.length > 0 ? await this.#shared.tellNew([...new Set(untold)]) : [];
    // Only what still holds is remembered here; the rest is on disk.
    this.#told = new Set(parts);
    return new Set(fresh);
  }

  async #forget(over: readonly string[]): Promise<void> {
    const begun = over.filter((key) => !this.#over.has(key));
    await (begun.length > 0 && this.#shared.forget(begun));
    this.#told = new Set([...this.#told].filter((key) => !begun.includes(key)));
    this.#over = new Set(over);
  }
}
