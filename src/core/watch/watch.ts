import { EventEmitter } from "node:events";
import { everyMinute } from "../model/clock.ts";
import type { Log } from "../model/log.ts";
import { evaluate, needsLog, type RuleEvaluation } from "./hits/evaluate.ts";
import type { SharedState } from "./sharedState.ts";
import { Teller } from "./teller.ts";
import { WatchReader, type WatchReaderParts } from "./reading/watchReader.ts";
import type { ParsedRule, WatchRule } from "./watchRule.ts";
import type { IdleReason, Notice, RuleState, Watching, WatchState } from "./watchState.ts";

export interface WatchParts extends WatchReaderParts {
  readonly log: Log;
  readonly shared: SharedState;
  readonly rules: () => readonly ParsedRule[];
  readonly isPaused: () => boolean;
}

/** Milliseconds in which lists that come are gathered before rules are evaluated again. */
const GATHER_MS = 1_000;

const NOTHING: RuleEvaluation = { hits: [], blind: [], hosts: 0, over: [] };

/**
 * Evaluates the user's watch rules once a minute and when something was listed. Only the window that leads asks Azure and
 * tells. It never disconnects.
 */
export class Watch extends EventEmitter<{ change: []; notice: [Notice] }> implements Watching {
  readonly #parts: WatchParts;
  readonly #reader: WatchReader;
  readonly #teller: Teller;
  readonly #end = new AbortController();
  #evaluations: ReadonlyMap<string, RuleEvaluation> = new Map();
  #running: Promise<void> | undefined;
  #isAgain = false;
  #isGathering = false;
  #face = "";
  /** Known until something is found or seen: each key has to be hashed, and there may be thousands. */
  #unseen: ReadonlySet<string> | undefined;

  constructor(parts: WatchParts) {
    super();
    this.#parts = parts;
    const { inventory, clock, shared } = parts;
    this.#reader = new WatchReader(parts);
    this.#teller = new Teller(shared, clock);
    inventory.on("answered", this.#onAnswered);
    shared.on("change", this.#onShared);
    void everyMinute(clock, this.look, this.#end.signal);
    void this.look();
  }

  /** Looks now: reads what is due if this window leads, evaluates, and tells. To be called when rules have changed. */
  readonly look = (): Promise<void> => {
    this.#isAgain = true;
    return (this.#running ??= this.#lookUntilDone().finally(() => (this.#running = undefined)));
  };

  get state(): WatchState {
    const { shared, isPaused, rules, clock } = this.#parts;
    const until = shared.snoozedUntil;
    const states = rules().map((parsed) => this.#stateOf(parsed));
    this.#unseen ??= new Set(
      states.flatMap(({ hits }) => hits.map(({ key }) => key)).filter((key) => !shared.isSeen(key)),
    );
    return {
      rules: states,
      isPaused: isPaused(),
      ...(until !== undefined && until > clock.wall().getTime() && { snoozedUntil: until }),
      unseen: this.#unseen,
    };
  }

  #stateOf({ index, name, rule, problems }: ParsedRule): RuleState {
    const { shared, isPaused } = this.#parts;
    const evaluated = rule && !isPaused() ? this.#evaluations.get(rule.key) : undefined;
    const { hits, blind, hosts } = evaluated ?? NOTHING;
    const idle = rule && !isPaused() && this.#evaluations.has(rule.key) ? this.#idleReason(hosts) : undefined;
    const led = rule && !shared.isLeader ? shared.published([rule.key])?.[0] : undefined;
    return {
      key: rule?.key ?? `problem:${index}`,
      index,
      name,
      problems,
      ...(rule && { rule }),
      hits,
      // What the window that leads reads isn't missing here.
      blind: led ? blind.filter(({ reason }) => reason !== "unread") : blind,
      hosts,
      ...(idle && { idle }),
      ...(led && { elsewhere: { hits: led.count, blind: led.blind } }),
    };
  }

  #idleReason(hosts: number): IdleReason | undefined {
    const { shared, inventory } = this.#parts;
    if (shared.problem && !shared.isLeader) {
      return "notShared";
    }
    if (hosts > 0 || !inventory.enumerated) {
      return undefined;
    }
    return inventory.searchProblems.length > 0 || inventory.accounts.size === 0 ? "notSearched" : "noHosts";
  }

  seen(keys: readonly string[]): void {
    const unseen = keys.filter((key) => !this.#parts.shared.isSeen(key));
    if (unseen.length > 0) {
      this.#parts.shared.markSeen(unseen).then(this.#onKnown, this.#warn);
    }
  }

  async snooze(until: number | undefined): Promise<void> {
    await this.#parts.shared.snooze(until);
    this.#emitIfChanged();
    void this.look();
  }

  readonly #onAnswered = (): void => {
    if (!this.#isGathering && this.#rules().length > 0) {
      this.#isGathering = true;
      void this.#parts.clock.pause(GATHER_MS, this.#end.signal).then(() => {
        this.#isGathering = false;
        void this.look();
      });
    }
  };

  readonly #onShared = (): void => {
    this.#onKnown();
    void this.look();
  };

  readonly #onKnown = (): void => {
    this.#unseen = undefined;
    this.#emitIfChanged();
  };

  #rules(): readonly WatchRule[] {
    const { rules, isPaused } = this.#parts;
    return isPaused() ? [] : rules().flatMap(({ rule }) => rule ?? []);
  }

  async #lookUntilDone(): Promise<void> {
    while (this.#isAgain && !this.#end.signal.aborted) {
      this.#isAgain = false;
      try {
        await this.#lookOnce();
      } catch (error) {
        this.#warn(error);
      }
    }
  }

  async #lookOnce(): Promise<void> {
    const rules = this.#rules();
    const { inventory, shared } = this.#parts;
    const isLeading = () => rules.length > 0 && shared.isLeader && inventory.cloud !== undefined;
    if (isLeading()) {
      await this.#reader.readDue(rules, this.#end.signal);
      this.#reader.listDue(rules);
    } else if (inventory.cloud) {
      await this.#readElsewhere();
    }
    this.#evaluate();
    if (isLeading()) {
      await this.#tell();
    }
  }

  /** Another window leads and says how much it has found: this one reads what the log tells of it itself. */
  async #readElsewhere(): Promise<void> {
    const lacking = this.state.rules.flatMap(({ rule, hits, elsewhere }) =>
      rule && needsLog(rule) && (elsewhere?.hits ?? 0) > hits.length ? [rule] : [],
    );
    await (lacking.length > 0 && this.#reader.readDue(lacking, this.#end.signal));
  }

  #evaluate(): void {
    const facts = this.#reader.facts();
    this.#evaluations = new Map(this.#rules().map((rule) => [rule.key, evaluate(rule, facts)]));
    this.#onKnown();
  }

  async #tell(): Promise<void> {
    const { rules } = this.state;
    await this.#parts.shared.publish(
      rules.flatMap(({ rule, hits, blind }) =>
        rule ? [{ ruleKey: rule.key, count: hits.length, blind: blind.length }] : [],
      ),
    );
    const over = [...this.#evaluations.values()].flatMap((evaluation) => evaluation.over);
    const notice = await this.#teller.due(rules, over);
    if (notice && !this.#end.signal.aborted) {
      this.emit("notice", notice);
    }
  }

  readonly #emitIfChanged = (): void => {
    const { rules, isPaused, snoozedUntil, unseen } = this.state;
    const face = JSON.stringify([rules.map(faceOf), isPaused, snoozedUntil, [...unseen]]);
    if (face !== this.#face && !this.#end.signal.aborted) {
      this.#face = face;
      this.emit("change");
    }
  };

  /** Failures of watching are never told as notifications. */
  readonly #warn = (error: unknown): void => {
    this.#parts.log.warn(`watching: ${error instanceof Error ? error.message : String(error)}`);
  };

  dispose(): void {
    this.#end.abort();
    this.#parts.inventory.off("answered", this.#onAnswered);
    this.#parts.shared.off("change", this.#onShared);
    this.removeAllListeners();
  }
}

/** What tells one state of a rule from another. */
function faceOf({ key, name, problems, hits, blind, hosts, idle, elsewhere }: RuleState): unknown {
  const found = hits.map((hit) => [hit.key, hit.subject.kind === "count" ? hit.subject.count : hit.parts?.length]);
  return [key, name, problems, found, blind.map(({ hostKey, reason }) => [hostKey, reason]), hosts, idle, elsewhere];
}
