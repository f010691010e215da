import type { ArmKey } from "../model/armId.ts";
import type { Clock } from "../model/clock.ts";
import type { Identity } from "../model/identity.ts";
import { actors, hostIsGone } from "../inventory/hosts.ts";
import type { Disconnects, HostOutcome, SessionResult } from "./disconnects.ts";
import type { HostedSession, HostState } from "../inventory/hostState.ts";
import type { Inventory } from "../inventory/inventory.ts";
import { watchForReconnects, type Reconnect } from "./reconnects.ts";

/** What becomes known of a confirmed disconnect, in the order in which it does. */
export type RunEvent =
  | {
      readonly kind: "answered";
      readonly host: HostState;
      readonly actor?: Identity;
      readonly results: readonly SessionResult[];
    }
  | {
      readonly kind: "listed";
      readonly host: HostState;
      readonly listed: ReadonlyMap<string, boolean>;
      /** When that list came. */
      readonly at: Date;
    }
  /** The host has been listed for as long as it is: what is still listed now, stays. Left out where that was cut short. */
  | { readonly kind: "verified"; readonly host: HostState }
  | ({ readonly kind: "returned" } & Reconnect);

export interface Run {
  /** Resolves when it is known of every session what Azure says, as far as that can be known. */
  readonly outcomes: Promise<readonly HostOutcome[]>;
  /** Resolves when verification of the sessions has ended. Never rejects. */
  readonly looked: Promise<void>;
  /** Resolves when the watch for reconnects has ended. Never rejects. */
  readonly watched: Promise<void>;
}

interface Parts {
  readonly inventory: Inventory;
  readonly disconnects: Disconnects;
  readonly clock: Clock;
  readonly onEvent: (event: RunEvent) => void;
  /** Stops the asking, at the user's word: what is not sent by then stays so. */
  readonly request: AbortSignal;
  /** Stops all looking. */
  readonly lifetime: AbortSignal;
}

/** Disconnects exactly these sessions, all hosts at once, and tells what becomes of each for as long as there is more to know. */
export function runDisconnect(sessions: readonly HostedSession[], parts: Parts): Run {
  const { disconnects, onEvent, request } = parts;
  const returns = watchForReconnects(sessions, {
    ...parts,
    onReturn: (event) => onEvent({ kind: "returned", ...event }),
  });
  const looks: Promise<void>[] = [];
  const disconnectOn = async (ofHost: readonly HostedSession[], { host }: HostedSession): Promise<HostOutcome> => {
    const looked = Promise.withResolvers<undefined>();
    looks.push(looked.promise);
    const onAnswer = (results: readonly SessionResult[], actor?: Identity) => {
      returns.watchFor(
        host,
        results.filter(({ verdict }) => verdict === "disconnected").map(({ sessionId }) => sessionId),
      );
      onEvent({ kind: "answered", host, results, ...(actor && { actor }) });
    };
    const onListed = (listed: ReadonlyMap<string, boolean>, at: Date) => onEvent({ kind: "listed", host, listed, at });
    const ids = [...new Set(ofHost.flatMap(({ state }) => state.session.sessionId ?? []))];
    const outcome = await disconnects.disconnect(host.host.key, ids, request, {
      // As it was confirmed: if another account got a newer list meanwhile, it doesn't act in its place.
      actor: actors(host)[0],
      onAnswer,
      onListed,
      onLooked: (isOver) => {
        if (isOver) {
          onEvent({ kind: "verified", host });
        }
        looked.resolve(undefined);
      },
    });
    if (outcome) {
      return outcome;
    }
    looked.resolve(undefined);
    const error = hostIsGone();
    const results: readonly SessionResult[] = ids.map((sessionId) => ({ sessionId, verdict: "notSent", error }));
    onAnswer(results);
    return { host, results };
  };
  const outcomes = Promise.all(groupByHost(sessions).map((ofHost) => disconnectOn(ofHost, ofHost[0])));
  return {
    outcomes,
    looked: Promise.all(looks).then(() => undefined),
    watched: outcomes.then(
      () => returns.whenOver(),
      () => returns.whenOver(),
    ),
  };
}

/** Sessions by their host; no group is empty. */
export function groupByHost(
  sessions: readonly HostedSession[],
): readonly (readonly [HostedSession, ...HostedSession[]])[] {
  const groups = new Map<ArmKey, [HostedSession, ...HostedSession[]]>();
  for (const session of sessions) {
    const { key } = session.host.host;
    const group = groups.get(key);
    if (group) {
      group.push(session);
    } else {
      groups.set(key, [session]);
    }
  }
  return [...groups.values()];
}
