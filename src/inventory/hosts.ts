import pLimit from "p-limit";
import type { Arm } from "../azure/arm.ts";
import { AzureError } from "../azure/azureError.ts";
import type { Log } from "../azure/log.ts";
import { disconnectSessions, listSessions } from "../azure/sessions.ts";
import type { ArmKey } from "../model/armId.ts";
import type { Clock } from "../model/clock.ts";
import { identityKey, type Identity } from "../model/identity.ts";
import type { SessionVerdict, Verdict } from "../model/session.ts";
import type { HostSighting } from "./directoryState.ts";
import { sessionStates, workOf, type HostState, type SessionWork } from "./hostState.ts";
import type { Identities } from "./identities.ts";
import { logFailure } from "./logFailure.ts";

/** Lists under way at once. Each is one POST, which Azure counts as a write: 200 at a burst, 10 a second after that. */
const LISTS_AT_ONCE = 64;

/** What became of a disconnect on one host. */
export interface HostOutcome {
  readonly host: HostState;
  readonly results: readonly SessionResult[];
  /** Why Azure gave no verdicts. */
  readonly error?: AzureError;
}

export interface SessionResult extends SessionVerdict {
  /** Where the verdict is unknown: what listing the host again has shown. Left out where that failed too. */
  readonly listedAfter?: boolean;
}

/** What may stop a disconnect: `request` the asking, at the user's word; `lifetime` also the listing after it. */
export interface DisconnectSignals {
  readonly request: AbortSignal;
  readonly lifetime: AbortSignal;
}

/** The bastion hosts that are there now, and the sessions of each. */
export class Hosts {
  readonly #identities: Identities;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #changed: (key: ArmKey) => void;
  readonly #states = new Map<ArmKey, HostState>();
  readonly #listings = new Map<ArmKey, AbortController>();
  readonly #limit = pLimit(LISTS_AT_ONCE);

  /** @param changed called with a host whose own row or sessions are not what they were */
  constructor(identities: Identities, clock: Clock, log: Log, changed: (key: ArmKey) => void) {
    this.#identities = identities;
    this.#clock = clock;
    this.#log = log;
    this.#changed = changed;
  }

  get states(): ReadonlyMap<ArmKey, HostState> {
    return this.#states;
  }

  /** Takes over which hosts there are and who sees them. A host that left takes its sessions and its requests with it. */
  sync(sightings: ReadonlyMap<ArmKey, HostSighting>): void {
    for (const key of this.#states.keys()) {
      if (!sightings.has(key)) {
        this.#listings.get(key)?.abort();
        this.#states.delete(key);
      }
    }
    for (const [key, { host, identities }] of sightings) {
      const before = this.#states.get(key);
      if (!before?.actor || isAmong(before.actor, identities)) {
        this.#states.set(key, { ...(before ?? { listing: false }), host, identities });
      } else {
        // What an identity saw that is signed out or no longer sees the host goes with it.
        this.#listings.get(key)?.abort();
        this.#states.set(key, { host, identities, listing: false });
      }
    }
  }

  /** Lists a host's sessions. A list still under way gives way: the newer question has the newer answer. */
  async list(arm: Arm, key: ArmKey, signal: AbortSignal): Promise<void> {
    this.#listings.get(key)?.abort();
    const listing = new AbortController();
    this.#listings.set(key, listing);
    this.#update(key, (state) => ({ ...state, listing: true }));
    const stop = AbortSignal.any([signal, listing.signal]);
    const apply = await this.#limit(() => this.#ask(arm, key, stop));
    if (this.#listings.get(key) === listing) {
      this.#listings.delete(key);
      this.#update(key, ({ waiting: _over, ...state }) => ({ ...(stop.aborted ? state : apply(state)), listing: false }));
    }
  }

  async #ask(arm: Arm, key: ArmKey, signal: AbortSignal): Promise<(state: HostState) => HostState> {
    const state = this.#states.get(key);
    if (!state || signal.aborted) {
      return (unchanged) => unchanged;
    }
    const onWait = ({ reason, delayMs }: { reason: "throttled" | "retrying"; delayMs: number }) => {
      const waiting = { reason, until: this.#clock.monotonic() + delayMs };
      this.#update(key, (before) => (signal.aborted ? before : { ...before, waiting }));
    };
    let refused: AzureError | undefined;
    const tried = new Set<string>();
    // Looked up anew each time: while one identity is refused, the search may find another that sees the host.
    for (let actor = this.#nextActor(key, tried); actor; actor = this.#nextActor(key, tried)) {
      const acting = actor;
      tried.add(identityKey(acting));
      try {
        const credential = this.#identities.credential(acting.account, acting.tenant.tenantId);
        const { sessions, unreadable } = await listSessions(arm, credential, state.host.id, { signal, onWait });
        const receivedAt = this.#clock.monotonic();
        const receivedAtWall = this.#clock.wall();
        return ({ problem: _over, ...before }) => ({
          ...before,
          actor: acting,
          list: { sessions: sessionStates(sessions, workOf(before)), unreadable, receivedAt, receivedAtWall },
        });
      } catch (error) {
        if (!(error instanceof AzureError)) {
          throw error;
        }
        logFailure(this.#log, `listing the sessions of ${key}`, error);
        // Another identity that sees the host may have the right that this one lacks; any other failure is not about who asks.
        if (error.kind !== "notAllowed") {
          return (before) => ({ ...before, problem: error });
        }
        refused ??= error;
      }
    }
    const problem = refused;
    return (before) => (problem ? { ...before, problem } : before);
  }

  #nextActor(key: ArmKey, tried: ReadonlySet<string>): Identity | undefined {
    const state = this.#states.get(key);
    return state && actors(state).find((identity) => !tried.has(identityKey(identity)));
  }

  /**
   * Disconnects sessions of one host: one request, never repeated. Sessions that Azure says are gone leave the list at
   * once; the host is listed again in any case, and waited for only where a verdict is missing.
   */
  async disconnect(arm: Arm, key: ArmKey, sessionIds: readonly string[], signals: DisconnectSignals): Promise<HostOutcome | undefined> {
    const state = this.#states.get(key);
    const actor = state && actors(state)[0];
    if (!state || !actor) {
      return undefined;
    }
    this.#setWork(key, sessionIds, "disconnecting");
    const answer = await this.#askToDisconnect(arm, actor, state, sessionIds, signals.request);
    const unknown = answer.results.filter(({ verdict }) => verdict === "unknown").map(({ sessionId }) => sessionId);
    this.#setWork(key, sessionIds, undefined);
    this.#setWork(key, unknown, "checking");
    this.#removeSessions(key, answer.results);
    // A list from before the disconnect must not bring the sessions back: listing anew drops it.
    const listed = this.list(arm, key, signals.lifetime);
    if (unknown.length === 0) {
      return answer;
    }
    await listed;
    this.#setWork(key, unknown, undefined);
    return { ...answer, results: answer.results.map((result) => this.#checked(key, result)) };
  }

  async #askToDisconnect(arm: Arm, actor: Identity, state: HostState, sessionIds: readonly string[], signal: AbortSignal): Promise<HostOutcome> {
    try {
      const credential = this.#identities.credential(actor.account, actor.tenant.tenantId);
      const { verdicts, requestId } = await disconnectSessions(arm, credential, state.host.id, sessionIds, { signal });
      const count = (verdict: Verdict) => verdicts.filter((result) => result.verdict === verdict).length;
      this.#log.info(
        `disconnecting ${verdicts.length} sessions of ${state.host.key}: ${count("disconnected")} disconnected, ${count("alreadyEnded")} had ended, ` +
          `${count("failed")} failed, ${count("unknown")} unknown, request ${requestId ?? "without id"}`,
      );
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

  #checked(key: ArmKey, result: SessionResult): SessionResult {
    const state = this.#states.get(key);
    if (result.verdict !== "unknown" || !state?.list || state.problem) {
      return result;
    }
    return { ...result, listedAfter: state.list.sessions.some(({ session }) => session.sessionId === result.sessionId) };
  }

  #removeSessions(key: ArmKey, results: readonly SessionResult[]): void {
    const gone = new Set(results.filter(({ verdict }) => verdict === "disconnected" || verdict === "alreadyEnded").map(({ sessionId }) => sessionId));
    this.#updateSessions(key, (sessions) => sessions.filter(({ session }) => session.sessionId === undefined || !gone.has(session.sessionId)));
  }

  #setWork(key: ArmKey, sessionIds: readonly string[], work: SessionWork | undefined): void {
    const concerned = new Set(sessionIds);
    this.#updateSessions(key, (sessions) =>
      sessions.map((state) => {
        if (state.session.sessionId === undefined || !concerned.has(state.session.sessionId)) {
          return state;
        }
        return { key: state.key, session: state.session, ...(work && { work }) };
      }),
    );
  }

  #updateSessions(key: ArmKey, change: (sessions: NonNullable<HostState["list"]>["sessions"]) => NonNullable<HostState["list"]>["sessions"]): void {
    this.#update(key, (state) => (state.list ? { ...state, list: { ...state.list, sessions: change(state.list.sessions) } } : state));
  }

  #update(key: ArmKey, change: (state: HostState) => HostState): void {
    const before = this.#states.get(key);
    if (!before) {
      return;
    }
    const after = change(before);
    if (after !== before) {
      this.#states.set(key, after);
      this.#changed(key);
    }
  }
}

/** Who to ask, in order: the identity that got the last list, then the others that see the host. */
function actors({ actor, identities }: HostState): readonly Identity[] {
  return actor ? [actor, ...identities.filter((identity) => identityKey(identity) !== identityKey(actor))] : identities;
}

function isAmong(identity: Identity, identities: readonly Identity[]): boolean {
  return identities.some((other) => identityKey(other) === identityKey(identity));
}
