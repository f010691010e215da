import type { Arm } from "../azure/arm.ts";
import { AzureError } from "../azure/azureError.ts";
import type { Log } from "../azure/log.ts";
import { disconnectSessions } from "../azure/sessions.ts";
import type { ArmKey } from "../model/armId.ts";
import type { Clock } from "../model/clock.ts";
import type { Identity } from "../model/identity.ts";
import type { SessionVerdict, Verdict } from "../model/session.ts";
import { actors, type Hosts } from "./hosts.ts";
import type { HostState, SessionWork } from "./hostState.ts";
import type { Identities } from "./identities.ts";
import { logFailure } from "./logFailure.ts";

/** What became of a disconnect on one host. */
export interface HostOutcome {
  readonly host: HostState;
  readonly results: readonly SessionResult[];
  /** Why Azure gave no verdicts. */
  readonly error?: AzureError;
}

export interface SessionResult extends SessionVerdict {
  /** Where the verdict is unknown: what listing the host again has shown in the end. Left out where that failed too. */
  readonly listedAfter?: boolean;
}

/** What may stop a disconnect: `request` the asking, at the user's word; `lifetime` also the listing after it. */
export interface DisconnectSignals {
  readonly request: AbortSignal;
  readonly lifetime: AbortSignal;
}

/**
 * Milliseconds before each look at a host whose disconnect has an unknown outcome: a minute in all. Azure may still be
 * at work after its answer was lost, so a session that is listed at the first look may be gone at the next.
 */
const LOOKS_AFTER_MS = [0, 2_000, 4_000, 8_000, 16_000, 30_000];
/** The end of all looking, in milliseconds: a host that answers late must not keep the user from an answer. */
const LOOKING_MS = 75_000;

/** Disconnects sessions, and finds out what became of them. */
export class Disconnects {
  readonly #hosts: Hosts;
  readonly #identities: Identities;
  readonly #clock: Clock;
  readonly #log: Log;

  constructor(hosts: Hosts, identities: Identities, clock: Clock, log: Log) {
    this.#hosts = hosts;
    this.#identities = identities;
    this.#clock = clock;
    this.#log = log;
  }

  /**
   * Disconnects sessions of one host: one request, which the session client repeats only where it is certain that the
   * first was not acted on. Sessions that Azure says are gone leave the list at once; the host is listed again in any
   * case, and looked at until the outcome is known where Azure's answer does not tell.
   *
   * @returns undefined where the host is not known any more; nothing was sent then
   */
  async disconnect(arm: Arm, key: ArmKey, ids: readonly string[], signals: DisconnectSignals): Promise<HostOutcome | undefined> {
    // One result for each session, whoever named it twice.
    const sessionIds = [...new Set(ids)];
    const state = this.#hosts.states.get(key);
    const actor = state && actors(state)[0];
    if (!state || !actor) {
      return undefined;
    }
    this.#setWork(key, sessionIds, "disconnecting");
    const answer = await this.#ask(arm, actor, state, sessionIds, signals.request);
    const unknown = answer.results.filter(({ verdict }) => verdict === "unknown").map(({ sessionId }) => sessionId);
    this.#setWork(key, sessionIds, undefined);
    this.#setWork(key, unknown, "checking");
    this.#removeEnded(key, answer.results);
    if (unknown.length === 0) {
      // A list from before the disconnect must not bring the sessions back: listing anew drops it. Nobody waits for it.
      if (!signals.lifetime.aborted) {
        void this.#hosts.list(arm, key, { signal: signals.lifetime });
      }
      return answer;
    }
    const listed = await this.#look(arm, key, unknown, signals.lifetime);
    this.#setWork(key, unknown, undefined);
    const checked = answer.results.map((result) => {
      const listedAfter = listed.get(result.sessionId);
      return listedAfter === undefined ? result : { ...result, listedAfter };
    });
    return { ...answer, results: checked };
  }

  async #ask(arm: Arm, actor: Identity, state: HostState, sessionIds: readonly string[], signal: AbortSignal): Promise<HostOutcome> {
    try {
      const credential = this.#identities.credential(actor.account, actor.tenant.tenantId);
      const { verdicts, requestId } = await disconnectSessions(arm, credential, state.host.id, sessionIds, { signal });
      this.#log.info(`disconnecting ${verdicts.length} sessions of ${state.host.key}: ${countText(verdicts)}, request ${requestId ?? "without id"}`);
      return { host: state, results: verdicts };
    } catch (error) {
      if (!(error instanceof AzureError)) {
        throw error;
      }
      logFailure(this.#log, `disconnecting ${sessionIds.length} sessions of ${state.host.key}`, error);
      const verdict = error.facts.maybeReceived ? "unknown" : "failed";
      return { host: state, results: sessionIds.map((sessionId) => ({ sessionId, verdict })), error };
    }
  }

  /** Lists the host until none of the sessions is there any more, or the last look. Gives what the last list that could be read shows of each. */
  async #look(arm: Arm, key: ArmKey, sessionIds: readonly string[], lifetime: AbortSignal): Promise<ReadonlyMap<string, boolean>> {
    const listed = new Map<string, boolean>();
    const over = AbortSignal.any([lifetime, AbortSignal.timeout(LOOKING_MS)]);
    for (const wait of LOOKS_AFTER_MS) {
      await this.#clock.pause(wait, over);
      if (over.aborted) {
        break;
      }
      const before = this.#hosts.states.get(key)?.list?.receivedAt;
      await this.#hosts.list(arm, key, { signal: over });
      const { list, problem } = this.#hosts.states.get(key) ?? {};
      if (list && list.receivedAt !== before && !problem) {
        const there = new Set(list.sessions.map(({ session }) => session.sessionId));
        // One that is missing from a list that could not be read to its end may be there all the same.
        const known = sessionIds.filter((sessionId) => there.has(sessionId) || list.unreadable === 0);
        known.forEach((sessionId) => listed.set(sessionId, there.has(sessionId)));
      }
      const isDone = sessionIds.every((sessionId) => listed.get(sessionId) === false);
      if (isDone || !this.#hosts.states.has(key)) {
        break;
      }
    }
    return listed;
  }

  #removeEnded(key: ArmKey, results: readonly SessionResult[]): void {
    const ended = new Set(results.filter(({ verdict }) => verdict === "disconnected" || verdict === "alreadyEnded").map(({ sessionId }) => sessionId));
    this.#hosts.updateSessions(key, (sessions) => sessions.filter(({ session }) => session.sessionId === undefined || !ended.has(session.sessionId)));
  }

  #setWork(key: ArmKey, sessionIds: readonly string[], work: SessionWork | undefined): void {
    const concerned = new Set(sessionIds);
    this.#hosts.updateSessions(key, (sessions) =>
      sessions.map((state) => {
        const isConcerned = state.session.sessionId !== undefined && concerned.has(state.session.sessionId);
        return isConcerned ? { key: state.key, session: state.session, ...(work && { work }) } : state;
      }),
    );
  }
}

function countText(verdicts: readonly SessionVerdict[]): string {
  const count = (verdict: Verdict) => verdicts.filter((result) => result.verdict === verdict).length;
  return `${count("disconnected")} disconnected, ${count("alreadyEnded")} had ended, ${count("failed")} failed, ${count("unknown")} unknown`;
}
