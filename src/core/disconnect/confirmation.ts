import type { HostedSession, HostState } from "../inventory/hostState.ts";
import { identityKey, type Identity } from "../model/identity.ts";
import type { Moment } from "../model/time/moment.ts";
import type { Own } from "../model/session/userName.ts";
import { messageText } from "../text/plainText.ts";
import { ownOf, summarize, type Summary } from "./summary.ts";

/** Items that a confirmation lists one by one; more sessions are reviewed first, in a list that scrolls. */
export const LISTED = 10;

/** What is to be disconnected, if the user confirms it. */
export interface DisconnectRequest {
  readonly sessions: readonly HostedSession[];
  /** The host of which these are all sessions, if that is what was asked for. */
  readonly wholeHost?: HostState;
  /** What else there is to say, such as what is left out and which hosts could not be read. */
  readonly notes?: readonly string[];
  /** Sessions that may be meant as well: the review offers them unchecked, and is then never skipped. */
  readonly lookAlikes?: readonly LookAlike[];
  /** Which of the sessions are checked in the review, which is then never skipped; all by default. */
  readonly checked?: (session: HostedSession) => boolean;
  /** The identity that the user chose to act; each host's own by default. */
  readonly as?: Identity;
  /** Who asks for it, as in the journal: an extension's ID, or a language model; the user by default. */
  readonly by?: string;
  /** Aborted when the one who asks gives up: then nothing is sent, whatever the user answers. */
  readonly signal?: AbortSignal;
}

/**
 * A session that isn't certainly meant. `name`: its user's name is similar; `address`: its target VM has the same address;
 * `person`: by the audit log it may be the person's.
 */
export interface LookAlike {
  readonly session: HostedSession;
  readonly why: "name" | "address" | "person";
}

export interface ConfirmationContext {
  /** Names of the signed-in accounts that may be used. */
  readonly accounts: readonly string[];
  readonly now: Moment;
  /** Up to so many sessions are confirmed by a button; more by typing. */
  readonly typeAbove: number;
}

/** Whose a session certainly is, or may be. */
export type MaybeMine = Exclude<Own, "no">;

/** The words, in the user's language. */
export interface ConfirmationTexts {
  /** A host's name among all hosts, as Azure sent it. */
  hostName(host: HostState): string;
  /** Who acts. */
  actingAs(identities: readonly Identity[]): string;
  lookAlikeRemark(why: LookAlike["why"]): string;
  lookAlikesLeftOut(count: number): string;
  titleOfOne(session: HostedSession): string;
  titleOfMany(count: number): string;
  /** A session in full, a field on each line. */
  fields(session: HostedSession, now: Moment): readonly string[];
  line(session: HostedSession, now: Moment): string;
  /** As of when hosts are whose lists may no longer be true; for where no line of a session says it. */
  outdated(sessions: readonly HostedSession[], now: Moment): readonly string[];
  summary(summary: Summary): string;
  /** Says that the only session is the user's own, or may be. */
  onlyIsOwn(own: MaybeMine): string;
  someAreOwn(count: number, own: MaybeMine): string;
  consequence(isSingle: boolean): string;
  button(): string;
  typingPrompt(expected: string, count: number): string;
  reviewTitle(count: number): string;
  reviewHint(): string;
  /** A word on one session in the review. */
  ownRemark(own: MaybeMine): string;
}

/** A list from which the user takes out what is not meant, before the confirmation. */
export interface Review {
  readonly title: string;
  /** What the list is for, and what it leaves out. */
  readonly hints: readonly string[];
  readonly rows: readonly ReviewRow[];
}

export interface ReviewRow {
  readonly session: HostedSession;
  readonly isChecked: boolean;
  readonly remark?: string;
}

/** What the user is asked before something is changed in Azure, whatever shows it. */
export interface Question {
  readonly title: string;
  /** The fields of a single item, or a line for each; empty if there are too many. */
  readonly list: readonly string[];
  /** All of them in numbers; absent for a single one whose fields are listed. */
  readonly summary?: string;
  /** Whether the user's own sessions are among them. */
  readonly own: readonly string[];
  /** Who acts, where several accounts could. */
  readonly actor?: string;
  readonly notes: readonly string[];
  readonly consequence: string;
  readonly answer: ConfirmationAnswer;
}

/** What the user is asked before anything is disconnected. */
export interface Confirmation extends Question {
  /** Whom it hits: exactly these. */
  readonly sessions: readonly HostedSession[];
  /** The host, if these are all of its sessions and all of it is meant. */
  readonly wholeHost?: HostState;
}

/** How the user says yes: by a button, or by typing what is expected, see {@link isExpected}. */
export type ConfirmationAnswer =
  | { readonly kind: "button"; readonly label: string }
  | { readonly kind: "typed"; readonly expected: string; readonly prompt: string };

/** The review that comes first; `undefined` if the confirmation can list all sessions itself. */
export function reviewOf(
  { sessions, notes = [], checked, lookAlikes = [] }: DisconnectRequest,
  { accounts, typeAbove }: ConfirmationContext,
  texts: ConfirmationTexts,
): Review | undefined {
  if (sessions.length <= Math.min(LISTED, typeAbove) && checked === undefined && lookAlikes.length === 0) {
    return undefined;
  }
  return {
    title: texts.reviewTitle(sessions.length),
    hints: [texts.reviewHint(), ...notes],
    rows: [
      ...sessions.map((session) => {
        const own = ownOf(session, accounts);
        return {
          session,
          isChecked: checked?.(session) ?? true,
          ...(own !== "no" && { remark: texts.ownRemark(own) }),
        };
      }),
      ...lookAlikes.map(({ session, why }) => ({ session, isChecked: false, remark: texts.lookAlikeRemark(why) })),
    ],
  };
}

/** @param sessions those of the request that are left after the review */
export function confirmationOf(
  { sessions: all, wholeHost, notes = [], lookAlikes = [] }: DisconnectRequest,
  sessions: readonly HostedSession[],
  { accounts, now, typeAbove }: ConfirmationContext,
  texts: ConfirmationTexts,
): Confirmation {
  const isTyped = sessions.length > typeAbove;
  const keys = new Set(sessions.map(keyOf));
  const [single] = sessions.length === 1 ? sessions : [];
  const only = isTyped ? undefined : single;
  const host = sessions.length === all.length && all.every((one) => keys.has(keyOf(one))) ? wholeHost : undefined;
  const summary = summarize(sessions, accounts, now);
  const acting = sessions.map(({ host: on }) => ({ host: on, actor: on.actor ?? on.identities[0] }));
  const actors = actorsOn(acting, accounts);
  const leftOut = lookAlikes.filter(({ session }) => !keys.has(keyOf(session))).length;
  const list = only ? texts.fields(only, now) : linesOf(sessions, now, texts);
  // There is no room for a list where the answer is typed.
  const outdated = isTyped || list.length === 0 ? texts.outdated(sessions, now) : [];
  return {
    sessions,
    ...(host && { wholeHost: host }),
    title: single ? texts.titleOfOne(single) : texts.titleOfMany(sessions.length),
    list,
    ...(!only && { summary: texts.summary(summary) }),
    own: ownLines(summary, texts),
    ...(actors.length > 0 && { actor: texts.actingAs(actors) }),
    notes: [...notes, ...(leftOut > 0 ? [texts.lookAlikesLeftOut(leftOut)] : []), ...outdated],
    consequence: texts.consequence(single !== undefined),
    answer: answerOf(sessions.length, typeAbove, host, texts),
  };
}

/** Equal for the same session, though its host may have been listed again. */
function keyOf({ host, state }: HostedSession): string {
  return JSON.stringify([host.host.key, state.key]);
}

function linesOf(sessions: readonly HostedSession[], now: Moment, texts: ConfirmationTexts): readonly string[] {
  return sessions.length <= LISTED ? sessions.map((session) => texts.line(session, now)) : [];
}

/** What an answer needs of the words. */
export type AnswerTexts = Pick<ConfirmationTexts, "hostName" | "button" | "typingPrompt">;

/** A button, or typing above the limit: the host's name if all of it is meant, otherwise the number of what is confirmed. */
export function answerOf(
  count: number,
  typeAbove: number,
  host: HostState | undefined,
  texts: AnswerTexts,
): ConfirmationAnswer {
  if (count <= typeAbove) {
    return { kind: "button", label: texts.button() };
  }
  // A name with characters that are not shown could not be typed.
  const name = host && texts.hostName(host);
  const expected = name !== undefined && name === messageText(name) ? name : String(count);
  return { kind: "typed", expected, prompt: texts.typingPrompt(expected, count) };
}

/** Whether what was typed confirms it. */
export function isExpected(typed: string, expected: string): boolean {
  return typed.trim().toLowerCase() === expected.toLowerCase();
}

/** Who acts on these hosts; none where only one account could. */
export function actorsOn(
  acting: readonly { readonly host: HostState; readonly actor?: Identity | undefined }[],
  accounts: readonly string[],
): readonly Identity[] {
  const isOnlyOne = accounts.length <= 1 && acting.every(({ host }) => host.identities.length <= 1);
  const identities = acting.flatMap(({ actor }) => actor ?? []);
  return isOnlyOne ? [] : [...new Map(identities.map((identity) => [identityKey(identity), identity])).values()];
}

function ownLines({ sessions, own, maybeOwn }: Summary, texts: ConfirmationTexts): readonly string[] {
  const counts: readonly (readonly [number, MaybeMine])[] = [
    [own, "yes"],
    [maybeOwn, "maybe"],
  ];
  return counts.flatMap(([count, which]) => {
    if (count === 0) {
      return [];
    }
    return [sessions === 1 ? texts.onlyIsOwn(which) : texts.someAreOwn(count, which)];
  });
}
