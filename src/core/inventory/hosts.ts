import pLimit from "p-limit";
import { AzureError } from "../azure/http/azureError.ts";
import type { Arm, Wait } from "../azure/arm.ts";
import type { Log } from "../model/log.ts";
import { listSessions } from "../azure/sessions.ts";
import type { ArmKey } from "../model/armId.ts";
import type { Clock } from "../model/clock.ts";
import { withCredibleTimes } from "../model/credibleTimes.ts";
import { identityKey, type Identity } from "../model/identity.ts";
import { askAsFirstAllowed } from "./firstAllowed.ts";
import type { VisibleHost } from "./directoryState.ts";
import { goneSessions, renewedStates, workOf, type HostState, type SessionState } from "./hostState.ts";
import type { Identities } from "./identities.ts";
import { logFailure } from "./logFailure.ts";
import type { ApproximateCount } from "./metrics/approximateCount.ts";
import type { HostLog } from "./people/hostLog.ts";
import { looksSame } from "./visibleChange.ts";

/** Lists under way at once; the session client paces them by what Azure admits. */
const LISTS_AT_ONCE = 128;
/** The same for background lists: fewer, but a fleet of forty hosts does not wait for its operations in rounds. */
const IN_BACKGROUND_AT_ONCE = 64;

export interface ListOptions {
  readonly signal: AbortSignal;
  /** In the background: it goes behind everything else. */
  readonly background?: boolean;
}

interface Listing {
  readonly isInBackground: boolean;
  readonly controller: AbortController;
  readonly done: Promise<void>;
}

/** The bastion hosts that are there now, and the sessions of each. */
export class Hosts {
  readonly #identities: Identities;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #changed: (key: ArmKey) => void;
  readonly #answered: () => void;
  readonly #states = new Map<ArmKey, HostState>();
  readonly #listings = new Map<ArmKey, Listing>();
  readonly #limit = pLimit(LISTS_AT_ONCE);
  #throttles = 0;
  readonly #backgroundLimit = pLimit(IN_BACKGROUND_AT_ONCE);

  /**
   * @param tell.changed called with a host whose own row or sessions are not what they were
   * @param tell.answered called after every list, whether or not it brought anything new
   */
  constructor(
    identities: Identities,
    clock: Clock,
    log: Log,
    tell: { readonly changed: (key: ArmKey) => void; readonly answered: () => void },
  ) {
    this.#identities = identities;
    this.#clock = clock;
    this.#log = log;
    this.#changed = tell.changed;
    this.#answered = tell.answered;
  }

  get states(): ReadonlyMap<ArmKey, HostState> {
    return this.#states;
  }

  /** Takes over which hosts there are and who sees them. A host that left takes its sessions and its requests with it. */
  sync(sightings: ReadonlyMap<ArmKey, VisibleHost>): void {
    for (const key of this.#states.keys()) {
      if (!sightings.has(key)) {
        this.#listings.get(key)?.controller.abort();
        this.#states.delete(key);
      }
    }
    const seers = new Set([...sightings.values()].flatMap(({ identities }) => identities.map(identityKey)));
    for (const [key, sighting] of sightings) {
      const before = withoutAnswersToOthers(this.#states.get(key), seers);
      if (!before?.actor || isAmong(before.actor, sighting.identities)) {
        this.#states.set(key, { ...(before ?? { listing: false }), ...sighting });
      } else {
        // What an identity saw that is signed out or no longer sees the host goes with it.
        this.#listings.get(key)?.controller.abort();
        const { approximate, log } = before;
        this.#states.set(key, {
          ...sighting,
          ...(approximate && { approximate }),
          ...(log && { log }),
          listing: false,
        });
      }
    }
  }

  /** How often Azure has asked to wait so far. */
  get throttles(): number {
    return this.#throttles;
  }

  /** Resolves when a list that is under way has ended; `undefined` where none is. */
  whenListed(key: ArmKey): Promise<void> | undefined {
    return this.#listings.get(key)?.done;
  }

  /** Whether a list is in flight that was begun in the background. */
  isListedInBackground(key: ArmKey): boolean {
    return this.#listings.get(key)?.isInBackground === true;
  }

  /** Lists a host's sessions. A list still under way gives way: the newer question has the newer answer. */
  list(arm: Arm, key: ArmKey, options: ListOptions): Promise<void> {
    this.#listings.get(key)?.controller.abort();
    const controller = new AbortController();
    const done = this.#list(arm, key, controller, options);
    this.#listings.set(key, { controller, done, isInBackground: options.background === true });
    this.#update(key, (state) => ({ ...state, listing: true }));
    return done;
  }

  async #list(
    arm: Arm,
    key: ArmKey,
    controller: AbortController,
    { signal, background = false }: ListOptions,
  ): Promise<void> {
    const stop = AbortSignal.any([signal, controller.signal]);
    let apply = (state: HostState) => state;
    try {
      const limit = background ? this.#backgroundLimit : this.#limit;
      apply = await limit(() => this.#ask(arm, key, stop, background));
    } finally {
      if (this.#listings.get(key)?.controller === controller) {
        this.#listings.delete(key);
        this.#update(key, ({ waiting: _over, ...state }) => ({
          ...(stop.aborted ? state : apply(state)),
          listing: false,
        }));
        this.#answered();
      }
    }
  }

  async #ask(
    arm: Arm,
    key: ArmKey,
    signal: AbortSignal,
    background: boolean,
  ): Promise<(state: HostState) => HostState> {
    const state = this.#states.get(key);
    if (!state || signal.aborted) {
      return (unchanged) => unchanged;
    }
    const onWait = ({ reason, delayMs, attempt }: Wait) => {
      // Before the first attempt it is our own pacing that waits.
      this.#throttles += Number(reason === "throttled" && attempt > 1);
      const waiting = { reason, until: this.#clock.monotonic() + delayMs };
      this.#update(key, (before) => (signal.aborted ? before : { ...before, waiting }));
    };
    const asked = await askAsFirstAllowed({
      identities: () => actors(this.#states.get(key)),
      ask: (actor) => {
        const credential = this.#identities.credential(actor.account, actor.tenant.tenantId);
        return listSessions(arm, credential, state.host.id, { signal, onWait, ...(background && { background }) });
      },
      onFailure: (error) => {
        this.#throttles += Number(error.kind === "throttled");
        logFailure(this.#log, `listing the sessions of ${key}`, error);
      },
    });
    if (!asked) {
      return (unchanged) => unchanged;
    }
    if ("error" in asked) {
      return (before) => ({ ...before, problem: asked.error, failedAs: asked.actor });
    }
    const { unreadable } = asked.value;
    const receivedAt = this.#clock.monotonic();
    const receivedAtWall = this.#clock.wall();
    const sessions = asked.value.sessions.map((session) => withCredibleTimes(session, receivedAtWall));
    const corrected = sessions.filter((session, index) => session !== asked.value.sessions[index]).length;
    if (corrected > 0) {
      this.#log.info(`${corrected} sessions of ${key} have a start or a duration that can't be right: unknown`);
    }
    return ({ problem: _over, failedAs: _nobody, ...before }) => {
      const states = renewedStates(before.list?.sessions ?? [], sessions, workOf(before));
      const gone = goneSessions(before.list, states, receivedAt);
      return {
        ...before,
        actor: asked.actor,
        list: { sessions: states, ...(gone.length > 0 && { gone }), unreadable, receivedAt, receivedAtWall },
      };
    };
  }

  /** Takes over what Azure Monitor says of a host, or that it says nothing. */
  approximate(key: ArmKey, count: ApproximateCount | undefined): void {
    this.#update(key, ({ approximate: _before, ...state }) => ({ ...state, ...(count && { approximate: count }) }));
  }

  /** Takes over what the audit log has of a host, or that it is not read. */
  setLog(key: ArmKey, log: HostLog | undefined): void {
    this.#update(key, ({ log: _before, ...state }) => ({ ...state, ...(log && { log }) }));
  }

  /** Changes the sessions that are known of a host, where any are. */
  updateSessions(key: ArmKey, change: (sessions: readonly SessionState[]) => readonly SessionState[]): void {
    this.#update(key, (state) => {
      if (!state.list) {
        return state;
      }
      const { sessions: before, removed = [] } = state.list;
      const sessions = change(before);
      const kept = new Set(sessions.map((session) => session.key));
      const left = sessions.length < before.length ? before.filter((session) => !kept.has(session.key)) : [];
      return { ...state, list: { ...state.list, sessions, removed: [...removed, ...left] } };
    });
  }

  /** Stops listing a host of which nothing is known yet; one that shows something goes on, so that it does not age unseen. */
  stopListing(key: ArmKey): void {
    const listing = this.#listings.get(key);
    if (listing && this.#states.get(key)?.list === undefined) {
      listing.controller.abort();
      this.#listings.delete(key);
      this.#update(key, ({ waiting: _over, ...state }) => ({ ...state, listing: false }));
    }
  }

  #update(key: ArmKey, change: (state: HostState) => HostState): void {
    const before = this.#states.get(key);
    if (!before) {
      return;
    }
    const after = change(before);
    this.#states.set(key, after);
    if (!looksSame(before, after)) {
      this.#changed(key);
    }
  }
}

/** What an account was told that no longer sees any host goes with it. */
function withoutAnswersToOthers(state: HostState | undefined, seers: ReadonlySet<string>): HostState | undefined {
  if (!state) {
    return undefined;
  }
  const { approximate, log, ...rest } = state;
  const isToldTo = ({ actor }: { readonly actor?: Identity }) => !actor || seers.has(identityKey(actor));
  return {
    ...rest,
    ...(approximate && isToldTo(approximate) && { approximate }),
    ...(log && isToldTo(log) && { log }),
  };
}

/** Who is to be asked about a host, in order: the identity that got the last list, then the others that see the host. */
export function actors(state: HostState | undefined): readonly Identity[] {
  const { actor, identities = [] } = state ?? {};
  return actor ? [actor, ...identities.filter((identity) => identityKey(identity) !== identityKey(actor))] : identities;
}

function isAmong(identity: Identity, identities: readonly Identity[]): boolean {
  return identities.some((other) => identityKey(other) === identityKey(identity));
}

/** The account that saw the host was signed out while the confirmation was open, say. */
export function hostIsGone(): AzureError {
  return new AzureError({
    kind: "cancelled",
    detail: "the host is no longer known; nothing was sent",
    maybeReceived: false,
  });
}
