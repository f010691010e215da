/** What a watch rule is: what the user wrote in the setting `bastionSessions.watch.rules`, understood. Plain data. */
import type { SessionFilter } from "../model/session/sessionFilter.ts";
import type { WeekHours } from "./weekHours.ts";

/** What a rule waits for. Times in minutes. */
export type Trigger =
  /** A session has lasted longer. */
  | { readonly kind: "longerThan"; readonly minutes: number }
  /** Someone connects. */
  | { readonly kind: "connects" }
  /** A host has more sessions than before. */
  | { readonly kind: "more" }
  /** Someone connects from an address that is in none of these blocks. */
  | { readonly kind: "clientNotIn"; readonly blocks: readonly [string, ...string[]] }
  /** A person connects from an address that they didn't use in the last 30 days. */
  | { readonly kind: "newAddress" }
  /** Someone connects outside of these hours. */
  | { readonly kind: "outside"; readonly hours: WeekHours }
  /** So many sign-ins from one address to one host failed within a time. */
  | { readonly kind: "failedSignIns"; readonly count: number; readonly withinMinutes: number }
  /** Someone connects through a shareable link. */
  | { readonly kind: "linkUsed" }
  /** A user whom this extension disconnected connects again within a time. */
  | { readonly kind: "returns"; readonly withinMinutes: number }
  /** A host has at least this percentage of the sessions that it can carry. */
  | { readonly kind: "fuller"; readonly percent: number };

export type TriggerKind = Trigger["kind"];

export interface WatchRule {
  /** The same as long as what the rule says is the same; its name and place may change. */
  readonly key: string;
  readonly name: string;
  /** Absent: everything. */
  readonly match?: SessionFilter;
  readonly trigger: Trigger;
}

/** What is wrong with a rule as it was written. `field`: the name in the setting. `text`: what was written, where that says more. */
export type RuleProblem =
  /** The whole setting is no list. */
  | { readonly kind: "notAList" }
  | { readonly kind: "notAnObject" }
  | { readonly kind: "tooMany"; readonly most: number }
  | { readonly kind: "noName" }
  | { readonly kind: "nameTaken" }
  | { readonly kind: "noTrigger" }
  | { readonly kind: "manyTriggers"; readonly fields: readonly string[] }
  | { readonly kind: "unknownField"; readonly field: string }
  | { readonly kind: "badValue"; readonly field: string; readonly text: string }
  /** A term of `match` that would otherwise be a text that matches nothing, such as `usr:ann`. */
  | { readonly kind: "unknownTerm"; readonly text: string }
  | { readonly kind: "badTerm"; readonly text: string }
  /** A term about sessions, where the trigger knows only hosts. */
  | { readonly kind: "termNeedsSessions"; readonly text: string }
  /** A term that is never true of what the trigger waits for: a length of time of someone who has just connected. */
  | { readonly kind: "termNotForTrigger"; readonly text: string };

/** A rule of the setting: understood, or with what is wrong with it. */
export interface ParsedRule {
  /** Its place in the setting. */
  readonly index: number;
  /** As the user wrote it; empty where it has none. */
  readonly name: string;
  readonly rule?: WatchRule;
  readonly problems: readonly RuleProblem[];
}
