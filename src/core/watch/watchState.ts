/** What is shown of a watch. */
import type { EventEmitter } from "node:events";
import type { Blind, Hit } from "./hit.ts";
import type { RuleProblem, WatchRule } from "./watchRule.ts";

/** Why a rule watches nothing at all. */
export type IdleReason =
  /** No host that is known is what it concerns. */
  | "noHosts"
  /** The same, and not all hosts could be searched, as without a sign-in. */
  | "notSearched"
  /** The folder that windows share can't be written to, so that none leads. */
  | "notShared";

/** What a rule is at the moment. */
export interface RuleState {
  /** The rule's key; for a rule with problems its place. */
  readonly key: string;
  readonly index: number;
  readonly name: string;
  readonly problems: readonly RuleProblem[];
  readonly rule?: WatchRule;
  readonly hits: readonly Hit[];
  /** Hosts that the rule concerns and can't be evaluated on. */
  readonly blind: readonly Blind[];
  /** How many hosts the rule concerns. */
  readonly hosts: number;
  readonly idle?: IdleReason;
  /** What the window that leads has found, where it isn't this one: this one may not have read it. */
  readonly elsewhere?: { readonly hits: number; readonly blind: number };
}

/** Everything about watching that is shown. */
export interface WatchState {
  /** In the order of the setting. */
  readonly rules: readonly RuleState[];
  readonly isPaused: boolean;
  /** Milliseconds of the date until which nothing is told. */
  readonly snoozedUntil?: number;
  /** The keys of hits that the user hasn't seen. */
  readonly unseen: ReadonlySet<string>;
}

/** What is to be told in one notification: the hits of each rule that have not been told. */
export interface Notice {
  readonly rules: readonly { readonly rule: RuleState; readonly hits: readonly Hit[] }[];
  /** These held already when a rule or VS Code started: one summary. */
  readonly isSummary: boolean;
}

/**
 * A watch, as far as it is shown.
 *
 * `change`: the state is not as it was. `notice`: something is to be told, at most once in five minutes.
 */
export interface Watching extends EventEmitter<{ change: []; notice: [Notice] }> {
  readonly state: WatchState;
  /** To be called when the user has seen these hits. */
  seen(keys: readonly string[]): void;
  /** Tells nothing before that time, in milliseconds of the date; `undefined`: tells again. Survives a restart. */
  snooze(until: number | undefined): Promise<void>;
}
