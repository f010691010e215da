import { armKey, resourceKey, resourcePath, type ArmKey } from "../model/armId.ts";
import { SESSION_TEXTS, type BastionSession, type SessionVerdict, type Verdict } from "../model/session/session.ts";
import { targetKey } from "../model/session/target.ts";
import type { ArmPath } from "./apiVersions.ts";
import type { ActionResult, Arm, CallOptions } from "./arm.ts";
import { requireHostId } from "./bastionHosts.ts";
import { AzureError } from "./http/azureError.ts";
import type { Credential } from "./http/credential.ts";
import { asAmount, asObject, asText, present } from "../text/json.ts";

export interface ListedSessions {
  readonly sessions: readonly BastionSession[];
  /** Entries that are no sessions at all. */
  readonly unreadable: number;
  readonly requestId?: string;
}

/**
 * The live sessions of a host (`getActiveSessions`). It changes nothing, so it is repeated where that may help.
 *
 * An empty list is given only where Azure states one: `{"value":[]}` or `[]`, on a single page.
 *
 * @throws AzureError; `unreadable` with code `NoList` where Azure completed the call without a list, which usually means
 *   that there are no sessions, but is not certain
 */
export async function listSessions(
  arm: Arm,
  credential: Credential,
  hostId: string,
  options: CallOptions,
): Promise<ListedSessions> {
  const { items, requestId } = await requestSessions(arm, credential, hostId, options);
  if (items === undefined) {
    throw noList(requestId);
  }
  const via = armKey(hostId);
  const sessions = items.map((item) => parseSession(item, via)).filter((session) => session !== undefined);
  return { sessions: distinct(sessions), unreadable: items.length - sessions.length, ...present({ requestId }) };
}

/** The call that {@link listSessions} makes, with whatever came of it. @throws AzureError */
export function requestSessions(
  arm: Arm,
  credential: Credential,
  hostId: string,
  options: CallOptions,
): Promise<ActionResult> {
  return arm.action(credential, actionPath(hostId, "getActiveSessions"), undefined, { ...options, repeatable: true });
}

/** The error for a call that Azure completed without a list. */
export function noList(requestId: string | undefined): AzureError {
  return new AzureError({
    kind: "unreadable",
    detail: "the call completed without a list",
    code: "NoList",
    maybeReceived: true,
    ...present({ requestId }),
  });
}

/**
 * Disconnects sessions of a host (`disconnectActiveSessions`): one verdict for each id that is asked for, in that order.
 * `unknown` where Azure's answer has no clear word on it. Sent once (see Arm.action for the exceptions that are safe).
 *
 * @throws AzureError where there is no answer on the sessions at all; `maybeReceived` tells whether they may be gone
 */
export async function disconnectSessions(
  arm: Arm,
  credential: Credential,
  hostId: string,
  sessionIds: readonly string[],
  options: CallOptions,
): Promise<{ readonly verdicts: readonly SessionVerdict[]; readonly requestId?: string }> {
  const path = actionPath(hostId, "disconnectActiveSessions");
  const asked = [...new Set(sessionIds)];
  if (asked.length === 0) {
    return { verdicts: [] };
  }
  const { items = [], requestId } = await arm.action(
    credential,
    path,
    { sessionIds: asked },
    { ...options, repeatable: false },
  );
  const said = new Map<string, SaidVerdict>();
  for (const now of items.map(parseVerdict).filter((value) => value !== undefined)) {
    const { sessionId } = now.verdict;
    const earlier = said.get(sessionId);
    said.set(
      sessionId,
      earlier === undefined || earlier.verdict.verdict === now.verdict.verdict ? now : differing(earlier, now),
    );
  }
  const unasked = [...said.keys()].filter((sessionId) => !asked.includes(sessionId)).length;
  if (unasked > 0) {
    arm.log.warn(
      `ignored verdicts on ${unasked} sessions that weren't requested, request ${requestId ?? "without id"}`,
    );
  }
  return {
    verdicts: asked.map((sessionId) => said.get(sessionId)?.verdict ?? { sessionId, verdict: "unknown" }),
    ...present({ requestId }),
  };
}

/** An action of a host, at a path built again from an id that is certainly a host's. */
function actionPath(hostId: string, action: string): ArmPath {
  return { api: "Microsoft.Network", path: `${resourcePath(requireHostId(hostId))}/${action}` };
}

function parseSession(value: unknown, via: ArmKey): BastionSession | undefined {
  const fields = asObject(value);
  if (fields === undefined) {
    return undefined;
  }
  // Written so that thousands of them are read in a few milliseconds.
  const session: { -readonly [Field in keyof BastionSession]: BastionSession[Field] } = {};
  for (const name of SESSION_TEXTS) {
    const text = asText(fields[name]);
    if (text !== undefined) {
      session[name] = text;
    }
  }
  const durationMinutes = asAmount(fields["sessionDurationInMins"]);
  if (durationMinutes !== undefined) {
    session.durationMinutes = durationMinutes;
  }
  if (resourceKey(session.targetResourceId) === undefined && targetKey(session) !== "") {
    session.via = via;
  }
  return session;
}

/** Each session once, where it has an id to tell it by (two pages of a changing list may overlap). */
function distinct(sessions: readonly BastionSession[]): readonly BastionSession[] {
  const seen = new Set<string>();
  return sessions.filter(({ sessionId }) => {
    const isNew = sessionId === undefined || !seen.has(sessionId);
    if (sessionId !== undefined) {
      seen.add(sessionId);
    }
    return isNew;
  });
}

const VERDICTS: Readonly<Record<string, Verdict>> = {
  disconnected: "disconnected",
  notfound: "alreadyEnded",
  failed: "failed",
};

/** A verdict, and what Azure said in its own words. */
interface SaidVerdict {
  readonly verdict: SessionVerdict;
  readonly words: string;
}

/** A state that isn't known is no verdict, but still Azure's word. */
function parseVerdict(value: unknown): SaidVerdict | undefined {
  const fields = asObject(value);
  const sessionId = asText(fields?.["sessionId"]);
  const state = asText(fields?.["state"]);
  const message = asText(fields?.["message"]);
  const word = state?.toLowerCase() ?? "";
  const words = [state, message].filter((part) => part !== undefined).join(": ");
  if (sessionId === undefined) {
    return undefined;
  }
  const verdict = Object.hasOwn(VERDICTS, word) ? VERDICTS[word] : undefined;
  return verdict
    ? { verdict: { sessionId, verdict, ...present({ message }) }, words }
    : { verdict: { sessionId, verdict: "unknown", ...present({ message: asText(words) }) }, words };
}

/** Two words on one session that differ are no verdict. */
function differing(earlier: SaidVerdict, { verdict: { sessionId }, words }: SaidVerdict): SaidVerdict {
  const both = `${earlier.words}; ${words}`;
  return { verdict: { sessionId, verdict: "unknown", message: both }, words: both };
}
