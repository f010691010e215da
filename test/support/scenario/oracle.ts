import type { SessionResult } from "../../../src/core/disconnect/disconnects.ts";
import { sessionKey, tagOf } from "./recordedWorld.ts";
import type { RecordedWorld, Snapshot } from "./recordedWorld.ts";

/** What is shown of a host at one moment. */
export interface ShownHost {
  readonly hostKey: string;
  /** By address, see tagOf; left out where no list is shown. */
  readonly shown?: readonly string[];
  /** Ids of sessions whose rows may be missing; left out where any row may be, since entries could not be read. */
  readonly mayLack?: readonly string[];
}

/** What a disconnect is said to have come to. */
export interface ClaimedOutcome {
  readonly hostKey: string;
  readonly result: Pick<SessionResult, "sessionId" | "verdict" | "listedAfter">;
  /** Whether no other disconnect of this session was requested. */
  readonly isOnly: boolean;
}

/** What is said of a session after its disconnect: whether its host still lists it. */
export interface ClaimedListing {
  readonly hostKey: string;
  readonly sessionId: string;
  readonly isListed: boolean;
}

/** What is wrong: rows that are missing or never were, or something that is told of a disconnect. */
export interface Violation {
  readonly of: "rows" | "disconnects" | "state";
  readonly text: string;
}

/** Knows what is and was true: a WorldOracle, or one in another process. */
export interface Oracle {
  checkShown(shownHost: ShownHost): Violation | undefined;
  checkOutcome(claimed: ClaimedOutcome): Violation | undefined;
  checkListed(claimed: ClaimedListing): Violation | undefined;
}

/**
 * Holds what is shown and told against what is and was. It may be asked late: sessions do not come back, so what was not
 * true when it was said is not true afterwards either.
 */
export class WorldOracle {
  readonly #world: RecordedWorld;
  readonly #shownAt = new Map<string, number>();
  /** Sessions that were told to be gone, and are; by address. */
  readonly #gone = new Set<string>();

  constructor(world: RecordedWorld) {
    this.#world = world;
  }

  /**
   * What is shown of a host is what was there at one moment, but for sessions that were disconnected since; and no moment
   * before the one that was shown last.
   */
  checkShown({ hostKey, shown, mayLack }: ShownHost): Violation | undefined {
    const states = this.#world.history(hostKey);
    if (states.length === 0) {
      return { of: "rows", text: `${hostKey} never was` };
    }
    if (!shown) {
      return undefined;
    }
    const back = shown.find((tag) => this.#gone.has(tag));
    if (back !== undefined) {
      return { of: "rows", text: `${back} on ${hostKey} is back` };
    }
    const rows = new Set(shown);
    const absent = mayLack && new Set(mayLack.map((sessionId) => this.#tagOf(hostKey, sessionId)));
    const from = this.#shownAt.get(hostKey) ?? 0;
    const at = states.findIndex((state, index) => index >= from && isShown(state, rows, absent));
    if (at === -1) {
      return {
        of: "rows",
        text: `${hostKey} shows ${[...rows].join()} and never was so since ${[...(states[from] ?? [])].join()}`,
      };
    }
    this.#shownAt.set(hostKey, at);
    return undefined;
  }

  /** Forgets what can be shown no more. */
  forgetPast(): void {
    for (const [hostKey, at] of this.#shownAt) {
      this.#world.forget(hostKey, at);
      this.#shownAt.set(hostKey, 0);
    }
  }

  /** What is told of a disconnect is so: nothing confirmed that did not happen, nothing denied that did. */
  checkOutcome({ hostKey, result, isOnly }: ClaimedOutcome): Violation | undefined {
    const { sessionId, verdict, listedAfter } = result;
    const session = this.#world.everKnown.get(sessionKey(hostKey, sessionId));
    const endings = this.#world.endings.get(sessionKey(hostKey, sessionId)) ?? [];
    if (
      !this.#isThere(hostKey, sessionId) &&
      (verdict === "disconnected" || verdict === "alreadyEnded" || listedAfter === false)
    ) {
      this.#gone.add(this.#tagOf(hostKey, sessionId));
    }
    const mustBe = (isTrue: boolean, claim: string): Violation | undefined =>
      isTrue ? undefined : { of: "disconnects", text: `${sessionId} on ${hostKey}: ${claim}` };
    switch (verdict) {
      case "disconnected":
        return mustBe(
          session?.ghost === true || (endings.length === 1 && endings[0] === "azure"),
          "disconnected, and it was not",
        );
      case "alreadyEnded":
        return mustBe(
          this.#world.saidNotFound.has(sessionKey(hostKey, sessionId)) || !this.#isThere(hostKey, sessionId),
          "already ended, and it is there",
        );
      case "failed":
      case "notSent":
        return mustBe(!isOnly || !endings.includes("azure"), "certainly not disconnected, and it was");
      case "unknown":
        return listedAfter === undefined ? undefined : this.checkListed({ hostKey, sessionId, isListed: listedAfter });
    }
  }

  /** A session that is said not to be listed after its disconnect is gone, and one that is said to be listed was there. */
  checkListed({ hostKey, sessionId, isListed }: ClaimedListing): Violation | undefined {
    const isSo = isListed
      ? this.#world.everKnown.has(sessionKey(hostKey, sessionId))
      : !this.#isThere(hostKey, sessionId);
    const claim = isListed ? "listed afterwards, and it never was" : "not listed afterwards, and it is there";
    return isSo ? undefined : { of: "disconnects", text: `${sessionId} on ${hostKey}: ${claim}` };
  }

  #isThere(hostKey: string, sessionId: string): boolean {
    const host = this.#world.findHost(hostKey);
    return host !== undefined && this.#world.sessions(host).some((session) => session.sessionId === sessionId);
  }

  #tagOf(hostKey: string, sessionId: string): string {
    return tagOf(this.#world.everKnown.get(sessionKey(hostKey, sessionId)) ?? { targetIpAddress: "unknown" });
  }
}

/** Whether `shown` is that state, but for what it may lack: anything, where that is left out. */
function isShown(state: Snapshot, shown: Snapshot, mayLack: Snapshot | undefined): boolean {
  return (
    [...shown].every((tag) => state.has(tag)) &&
    [...state].every((tag) => shown.has(tag) || !mayLack || mayLack.has(tag))
  );
}
