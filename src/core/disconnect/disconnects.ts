import pLimit from "p-limit";
import type { Arm } from "../azure/arm.ts";
import { AzureError } from "../azure/http/azureError.ts";
import type { Log } from "../model/log.ts";
import { showMessage, type MessageOutcome } from "../azure/runCommand.ts";
import { mayDisconnect } from "./permission.ts";
import { disconnectSessions } from "../azure/sessions.ts";
import type { ArmKey } from "../model/armId.ts";
import type { Clock } from "../model/clock.ts";
import { identityKey, type Identity } from "../model/identity.ts";
import type { SessionVerdict, Verdict } from "../model/session/session.ts";
import { actors, hostIsGone } from "../inventory/hosts.ts";
import type { HostState, SessionWork } from "../inventory/hostState.ts";
import type { Identities } from "../inventory/identities.ts";
import type { Inventory } from "../inventory/inventory.ts";
import { logFailure } from "../inventory/logFailure.ts";
import { sendInBatches } from "./batches.ts";
import { verifyGone } from "./verification.ts";

/** The outcome of a disconnect on one host. */
export interface HostOutcome {
  readonly host: HostState;
  readonly results: readonly SessionResult[];
}

export interface SessionResult extends Omit<SessionVerdict, "verdict"> {
  /** `notSent`: Azure was not asked, or certainly did not act, because of a cancellation. */
  readonly verdict: Verdict | "notSent";
  /** Why Azure gave no verdict. */
  readonly error?: AzureError;
  readonly requestId?: string;
  /** Where the verdict is unknown: what listing the host again has shown in the end. Left out where that failed too. */
  readonly listedAfter?: boolean;
}

/** Who wants to know how a disconnect gets on. */
export interface DisconnectWatch {
  /** The only identity that may be used: the one that was confirmed. Left out, it is the one that got the last list. */
  readonly actor?: Identity | undefined;
  /** Notified of every response as it comes, and last of what is not sent. */
  readonly onAnswer?: (results: readonly SessionResult[], actor: Identity) => void;
  /**
   * Told after every look what it has shown of the sessions that Azure says are disconnected, doesn't find, or says nothing
   * of: whether each is still listed, and when that list came. What could not be seen is left out.
   */
  readonly onListed?: (listed: ReadonlyMap<string, boolean>, at: Date) => void;
  /**
   * Called when verification has ended. May be long after the outcome.
   * @param isOver all are gone, or the last check is over; otherwise it was cut short
   */
  readonly onLooked?: (isOver: boolean) => void;
}

/** Disconnects under way at once, of as many hosts. Azure counts each as a write: 200 at a burst, 10 a second after that. */
const REQUESTS_AT_ONCE = 32;

/** The longest that permissions are read while the user waits for the outcome, in milliseconds. */
const PERMISSIONS_MS = 10_000;

export interface DisconnectDependencies {
  readonly inventory: Inventory;
  readonly identities: Identities;
  readonly clock: Clock;
  readonly log: Log;
}

/** Disconnects sessions, and finds out the outcome: the one place that changes something in Azure. */
export class Disconnects {
  readonly #inventory: Inventory;
  readonly #identities: Identities;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #limit = pLimit(REQUESTS_AT_ONCE);

  constructor({ inventory, identities, clock, log }: DisconnectDependencies) {
    this.#inventory = inventory;
    this.#identities = identities;
    this.#clock = clock;
    this.#log = log;
  }

  /**
   * Disconnects sessions of one host: one request for each batch, one after the other, which the session client repeats only
   * where it is certain that the first was not acted on. Sessions that Azure says are gone leave the list at once; the host
   * is listed again in any case, and looked at until those of which Azure's answer does not tell are known. Those that Azure
   * says are disconnected, or doesn't find, are looked for just as long, without anybody waiting for it: it has answered
   * NotFound for sessions that stay listed (RDS-Templates#273, #540).
   *
   * @param request stops the asking, at the user's word; what was sent stays sent, and its outcome is then unknown
   * @returns undefined where the host is not known any more, or not to the actor; nothing was sent then
   */
  async disconnect(
    key: ArmKey,
    ids: readonly string[],
    request: AbortSignal,
    watch: DisconnectWatch = {},
  ): Promise<HostOutcome | undefined> {
    // One result for each session, however often it was named.
    const sessionIds = [...new Set(ids)];
    const { cloud } = this.#inventory;
    const state = this.#inventory.host(key);
    const actor = actorOf(state, watch.actor);
    if (!cloud || !state || !actor) {
      return undefined;
    }
    const stop = AbortSignal.any([request, cloud.signal]);
    this.#setWork(key, sessionIds, "disconnecting");
    let listing: Promise<void> = Promise.resolve();
    const results = await sendInBatches<SessionResult>(sessionIds, {
      limit: this.#limit,
      stop,
      send: (batch) => this.#ask(cloud.arm, actor, state, batch, stop),
      unanswered: (sessionId, outcome) => ({ sessionId, ...outcome }),
      onFailure: (batch, error) =>
        logFailure(this.#log, `disconnecting ${batch.length} sessions of ${state.host.key}`, error),
      onAnswer: (answered) => {
        this.#setWork(
          key,
          answered.map(({ sessionId }) => sessionId),
          undefined,
        );
        this.#setWork(key, idsOf(answered, "unknown"), "checking");
        this.#removeEnded(key, answered);
        watch.onAnswer?.(answered, actor);
        if (!cloud.signal.aborted) {
          // A list from before the disconnect must not bring the sessions back: a newer one drops it.
          listing = this.#inventory.verifyHost(cloud, key);
        }
      },
    });
    const unknown = idsOf(results, "unknown");
    const known = Promise.withResolvers<ReadonlyMap<string, boolean>>();
    const looked = verifyGone([...unknown, ...idsOf(results, "disconnected"), ...idsOf(results, "alreadyEnded")], {
      clock: this.#clock,
      lifetime: cloud.signal,
      first: listing,
      host: () => this.#inventory.host(key),
      list: () => this.#inventory.verifyHost(cloud, key),
      onLook: (listed, at) => {
        watch.onListed?.(listed, at);
        if (unknown.every((sessionId) => listed.get(sessionId) === false)) {
          known.resolve(listed);
        }
      },
    });
    void looked.then(known.resolve, known.reject).finally(() => watch.onLooked?.(!cloud.signal.aborted));
    if (unknown.length === 0) {
      return { host: state, results };
    }
    const listed = await known.promise;
    this.#setWork(key, unknown, undefined);
    const isUnknown = new Set(unknown);
    const checked = results.map((result) => {
      const listedAfter = isUnknown.has(result.sessionId) ? listed.get(result.sessionId) : undefined;
      return listedAfter === undefined ? result : { ...result, listedAfter };
    });
    return { host: state, results: checked };
  }

  async #ask(
    arm: Arm,
    actor: Identity,
    state: HostState,
    sessionIds: readonly string[],
    signal: AbortSignal,
  ): Promise<readonly SessionResult[]> {
    const credential = this.#identities.credential(actor.account, actor.tenant.tenantId);
    const { verdicts, requestId } = await disconnectSessions(arm, credential, state.host.id, sessionIds, { signal });
    this.#log.info(
      `disconnecting ${verdicts.length} sessions of ${state.host.key}: ${countText(verdicts)}, request ${requestId ?? "without id"}`,
    );
    return verdicts.map((verdict) => ({ ...verdict, ...(requestId !== undefined && { requestId }) }));
  }

  /**
   * Another identity than the refused one that sees a host and may disconnect its sessions, according to Azure's list of its
   * permissions. Nothing is sent as it: that is the user's decision. `undefined` if there is none, or if it can't be read.
   */
  async findOtherActor(key: ArmKey, refused: Identity): Promise<Identity | undefined> {
    const { cloud } = this.#inventory;
    const state = this.#inventory.host(key);
    const others = actors(state).filter((identity) => identityKey(identity) !== identityKey(refused));
    if (!cloud || !state) {
      return undefined;
    }
    const signal = AbortSignal.any([cloud.signal, AbortSignal.timeout(PERMISSIONS_MS)]);
    for (const { account, tenant } of others) {
      const credential = this.#identities.credential(account, tenant.tenantId);
      const may = mayDisconnect(cloud.arm, credential, state.host.id, { signal });
      const isAllowed = await may.catch((error: unknown) => {
        if (!(error instanceof AzureError)) {
          throw error;
        }
        logFailure(this.#log, `reading the permissions on ${key}`, error);
        return false;
      });
      if (isAllowed) {
        return { account, tenant };
      }
    }
    return undefined;
  }

  /**
   * Shows a message to everybody on a target VM.
   * @param wanted the only identity that may be used; the one that got the last list of the host if left out
   * @throws AzureError
   */
  async showMessage(
    key: ArmKey,
    targetId: string,
    text: string,
    signal: AbortSignal,
    wanted?: Identity,
  ): Promise<MessageOutcome> {
    const { cloud } = this.#inventory;
    const actor = actorOf(this.#inventory.host(key), wanted);
    if (!cloud || !actor) {
      throw hostIsGone();
    }
    const credential = this.#identities.credential(actor.account, actor.tenant.tenantId);
    return showMessage(cloud.arm, credential, targetId, text, { signal: AbortSignal.any([signal, cloud.signal]) });
  }

  #removeEnded(key: ArmKey, results: readonly SessionResult[]): void {
    const ended = new Set(
      results
        .filter(({ verdict }) => verdict === "disconnected" || verdict === "alreadyEnded")
        .map(({ sessionId }) => sessionId),
    );
    this.#inventory.updateSessions(key, (sessions) =>
      sessions.filter(({ session }) => session.sessionId === undefined || !ended.has(session.sessionId)),
    );
  }

  #setWork(key: ArmKey, sessionIds: readonly string[], work: SessionWork | undefined): void {
    const concerned = new Set(sessionIds);
    this.#inventory.updateSessions(key, (sessions) =>
      sessions.map((state) => {
        const isConcerned = state.session.sessionId !== undefined && concerned.has(state.session.sessionId);
        return isConcerned ? { key: state.key, session: state.session, ...(work && { work }) } : state;
      }),
    );
  }
}

/** The wanted identity if it sees the host; otherwise none, rather than another. */
export function actorOf(state: HostState | undefined, wanted: Identity | undefined): Identity | undefined {
  return actors(state).find((identity) => wanted === undefined || identityKey(identity) === identityKey(wanted));
}

function idsOf(results: readonly SessionResult[], verdict: SessionResult["verdict"]): string[] {
  return results.filter((result) => result.verdict === verdict).map(({ sessionId }) => sessionId);
}

function countText(verdicts: readonly SessionVerdict[]): string {
  const count = (verdict: Verdict) => verdicts.filter((result) => result.verdict === verdict).length;
  return `${count("disconnected")} disconnected, ${count("alreadyEnded")} had ended, ${count("failed")} failed, ${count("unknown")} unknown`;
}
