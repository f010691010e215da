import { countFound, type Count } from "../model/count.ts";
import type { Moment } from "../model/time/moment.ts";
import { targetKey } from "../model/session/target.ts";
import { isOwn, userGroup, type Own } from "../model/session/userName.ts";
import { isPerson } from "../model/session/who.ts";
import { attributionOf } from "../inventory/people/sessionPeople.ts";
import { ageMinutes, type HostedSession } from "../inventory/hostState.ts";

/** What a set of sessions comes to, for the user who is asked whether to disconnect it. */
export interface Summary {
  readonly sessions: number;
  /** A user or a target VM that Azure doesn't name may be any of the others, or one more. */
  readonly users: Count;
  readonly machines: Count;
  readonly hosts: number;
  /** Minutes that the longest one has lasted; absent if Azure says it of none. */
  readonly longest?: number;
  /** Sessions that are certainly, and that may be, those of a signed-in account. */
  readonly own: number;
  readonly maybeOwn: number;
}

/**
 * Counts sessions, and the users, target VMs, and hosts among them.
 * @param labels names of the signed-in accounts
 */
export function summarize(sessions: readonly HostedSession[], labels: readonly string[], now: Moment): Summary {
  const distinct = (key: (session: HostedSession) => string) => {
    const keys = new Set(sessions.map(key));
    return countFound([...keys].filter((one) => one !== "").length, !keys.has(""));
  };
  const ages = sessions.flatMap(({ host, state }) => (host.list && ageMinutes(state.session, host.list, now)) ?? []);
  const own = sessions.map((session) => ownOf(session, labels));
  return {
    sessions: sessions.length,
    users: distinct(({ state }) => userGroup(state.session.userName)),
    machines: distinct(({ state }) => targetKey(state.session)),
    hosts: new Set(sessions.map(({ host }) => host.host.key)).size,
    ...(ages.length > 0 && { longest: ages.reduce((longest, age) => Math.max(longest, age)) }),
    own: own.filter((answer) => answer === "yes").length,
    maybeOwn: own.filter((answer) => answer === "maybe").length,
  };
}

/** Whether a session belongs to any of these accounts: certainly so if the audit log names one of them for it. */
export function ownOf(session: HostedSession, labels: readonly string[]): Own {
  const attribution = attributionOf(session);
  const isOfOne = attribution?.confidence === "exact" || attribution?.confidence === "matched";
  if (isOfOne && labels.some((label) => isPerson(attribution, label))) {
    return "yes";
  }
  const answers = labels.map((label) => isOwn(session.state.session.userName, label));
  return (["yes", "maybe"] as const).find((answer) => answers.includes(answer)) ?? "no";
}
