import type { Disconnects, HostOutcome } from "../../../src/core/disconnect/disconnects.ts";
import type { HostState, SessionState } from "../../../src/core/inventory/hostState.ts";
import type { Inventory } from "../../../src/core/inventory/inventory.ts";
import type { ArmKey } from "../../../src/core/model/armId.ts";
import { identityKey, type Identity } from "../../../src/core/model/identity.ts";
import { FollowUp } from "./followUp.ts";
import type { Oracle, ShownHost, Violation } from "./oracle.ts";
import type { RequestRecorder, SentRequest } from "./requestRecorder.ts";
import { sessionKey, tagOf } from "./recordedWorld.ts";

/** A disconnect that was asked for and has not been answered yet. */
interface Running {
  readonly hostKey: string;
  readonly sessionIds: ReadonlySet<string>;
  /** Who acts, see identityKey. */
  readonly as: string;
}

/**
 * Looks at an inventory whenever it changes, and reports what breaks one of the rules below or is not true of the world.
 */
export class Invariants {
  readonly #inventory: Inventory;
  readonly #disconnects: Disconnects;
  readonly #recorder: RequestRecorder;
  readonly #oracle: Oracle;
  readonly #report: (violation: Violation) => void;
  readonly #identityOf: ((token: string) => string | undefined) | undefined;
  readonly #now: (() => number) | undefined;
  readonly #running = new Set<Running>();
  /** How often each session was to be disconnected, by host and id. */
  readonly #named = new Map<string, number>();
  /** Sessions that are told to be gone, by host. */
  readonly #saidGone = new Map<string, Set<string>>();
  readonly #answers = new Map<string, { count: number; last: Date | undefined }>();
  #calls = 0;
  /** Sessions that were said to be still listed when their host was looked at for the last time. */
  stillListed = 0;

  /**
   * @param parts.identityOf who a token was issued to, see identityKey; left out where that isn't known
   * @param parts.now milliseconds, by a clock on which every wait takes its time; left out where there is none
   */
  constructor(parts: {
    inventory: Inventory;
    disconnects: Disconnects;
    recorder: RequestRecorder;
    oracle: Oracle;
    report: (violation: Violation) => void;
    identityOf?: (token: string) => string | undefined;
    now?: () => number;
  }) {
    this.#inventory = parts.inventory;
    this.#disconnects = parts.disconnects;
    this.#recorder = parts.recorder;
    this.#oracle = parts.oracle;
    this.#report = parts.report;
    this.#identityOf = parts.identityOf;
    this.#now = parts.now;
    this.#recorder.listeners.push((sent) => this.#lookAtSent(sent));
    this.#inventory.on("change", (change) => ("host" in change ? this.#lookAtKey(change.host) : this.look()));
  }

  /** Holds everything that is shown now against the rules. */
  look(): void {
    for (const state of this.#inventory.hosts) {
      this.#lookAt(state);
    }
    // No disconnect is repeated where Azure may have received it, and none is sent without being requested.
    this.#recorder.repeated.forEach((text) => this.#report({ of: "disconnects", text }));
    if (this.#recorder.disconnects > this.#calls) {
      this.#report({
        of: "disconnects",
        text: `${this.#recorder.disconnects} disconnects were sent and ${this.#calls} asked for`,
      });
    }
  }

  /** Requests a disconnect as the account that acts on the host now, and checks its outcome. */
  async disconnect(key: ArmKey, sessionIds: readonly string[], signal: AbortSignal): Promise<HostOutcome | undefined> {
    const { actor, identities = [] } = this.#inventory.host(key) ?? {};
    const begun = this.begin(key, sessionIds, actor ?? identities[0]);
    let outcome: HostOutcome | undefined;
    try {
      outcome = await this.#disconnects.disconnect(key, sessionIds, signal, begun.followUp);
      return outcome;
    } finally {
      begun.end(outcome);
    }
  }

  /**
   * Expects a disconnect of these sessions, sent as this identity and no other.
   * @returns what is to be notified of what becomes known, and what is to be called with the outcome
   */
  begin(
    key: ArmKey,
    sessionIds: readonly string[],
    as: Identity | undefined,
  ): { readonly followUp: FollowUp; readonly end: (outcome: HostOutcome | undefined) => void } {
    const running: Running = { hostKey: key, sessionIds: new Set(sessionIds), as: as ? identityKey(as) : "nobody" };
    this.#running.add(running);
    this.#calls++;
    running.sessionIds.forEach((id) =>
      this.#named.set(sessionKey(key, id), 1 + (this.#named.get(sessionKey(key, id)) ?? 0)),
    );
    const followUp = new FollowUp({
      key,
      inventory: this.#inventory,
      oracle: this.#oracle,
      now: this.#now,
      report: (violation) => violation && this.#report(violation),
      answered: (_results, actor) =>
        this.#rule(
          actor === undefined || identityKey(actor) === running.as,
          "disconnects",
          `a disconnect on ${key} is said to be by ${actor ? identityKey(actor) : ""}, and ${running.as} was confirmed`,
        ),
      stillListed: (count) => (this.stillListed += count),
    });
    const end = (outcome: HostOutcome | undefined): void => {
      if (outcome) {
        this.#checkOutcome(running, outcome);
      }
      this.#running.delete(running);
      this.look();
    };
    return { followUp, end };
  }

  /** What is sent was asked for: these sessions of this host, as the identity that was confirmed. */
  #lookAtSent({ token, disconnect }: SentRequest): void {
    if (disconnect) {
      const { hostKey, sessionIds } = disconnect;
      const asked = [...this.#running].filter(
        (running) => running.hostKey === hostKey && sessionIds.every((id) => running.sessionIds.has(id)),
      );
      this.#rule(
        asked.length > 0,
        "disconnects",
        `a disconnect of ${sessionIds.join()} on ${hostKey} was not asked for`,
      );
      const by = this.#identityOf?.(token);
      this.#rule(
        asked.length === 0 || by === undefined || asked.some(({ as }) => as === by),
        "disconnects",
        `a disconnect on ${hostKey} was sent as ${by ?? ""}, and ${asked.map(({ as }) => as).join()} was confirmed`,
      );
    }
  }

  /** Sessions that the host's rows may lack: they are being disconnected, or were said to be gone. */
  mayLack(key: string): readonly string[] {
    const running = [...this.#running]
      .filter(({ hostKey }) => hostKey === key)
      .flatMap(({ sessionIds }) => [...sessionIds]);
    return [...running, ...(this.#saidGone.get(key) ?? [])];
  }

  #lookAtKey(key: ArmKey): void {
    const state = this.#inventory.host(key);
    if (state) {
      this.#lookAt(state);
    }
  }

  #lookAt({ host: { key }, identities, actor, waiting, listing, list }: HostState): void {
    const isUnknown = identities.concat(actor ?? []).some(({ account }) => !this.#inventory.accounts.has(account.id));
    this.#rule(!isUnknown, "state", `${key} is shown as an account that is signed out`);
    this.#rule(listing || !waiting, "state", `${key} waits for nothing`);
    if (!list) {
      this.#ask({ hostKey: key });
      return;
    }
    const { sessions, receivedAtWall, unreadable } = list;
    this.#countAnswers(key, receivedAtWall);
    this.#rule(
      new Set(sessions.map((session) => session.key)).size === sessions.length,
      "rows",
      `${key} has two rows with one key`,
    );
    sessions.forEach((session) => this.#lookAtWork(key, session));
    const shown = sessions.map(({ session }) => tagOf(session));
    this.#ask({ hostKey: key, shown, ...(unreadable === 0 && { mayLack: this.mayLack(key) }) });
  }

  /** A list is shown only where Azure gave one: no failure passes for a list, an empty one least of all. */
  #countAnswers(key: string, receivedAt: Date): void {
    const answers = this.#answers.get(key) ?? { count: 0, last: undefined };
    if (answers.last !== receivedAt) {
      this.#answers.set(key, { count: answers.count + 1, last: receivedAt });
      const given = this.#recorder.listsOf(key);
      this.#rule(answers.count < given, "rows", `${key} shows list ${answers.count + 1} and Azure gave ${given}`);
    }
  }

  /** A row says that something is done to its session while it is, and no longer. */
  #lookAtWork(key: string, { session: { sessionId }, work }: SessionState): void {
    const isRunning = [...this.#running].some(
      ({ hostKey, sessionIds }) => hostKey === key && sessionId !== undefined && sessionIds.has(sessionId),
    );
    this.#rule(
      work === undefined || isRunning,
      "state",
      `${sessionId ?? "anonymous"} on ${key} is ${work ?? ""}, and nothing is running`,
    );
  }

  #checkOutcome({ hostKey, sessionIds }: Running, { results }: HostOutcome): void {
    const answered = results.map(({ sessionId }) => sessionId);
    const isEach = answered.length === sessionIds.size && answered.every((id) => sessionIds.has(id));
    this.#rule(isEach, "disconnects", `asked for ${[...sessionIds].join()}, answered on ${answered.join()}`);
    for (const result of results) {
      const { sessionId, verdict, listedAfter } = result;
      const violation = this.#oracle.checkOutcome({
        hostKey,
        result,
        isOnly: this.#named.get(sessionKey(hostKey, sessionId)) === 1,
      });
      if (violation) {
        this.#report(violation);
      }
      if (verdict === "disconnected" || verdict === "alreadyEnded" || listedAfter === false) {
        this.#saidGone.set(hostKey, (this.#saidGone.get(hostKey) ?? new Set()).add(sessionId));
      }
    }
  }

  #ask(shownHost: ShownHost): void {
    const violation = this.#oracle.checkShown(shownHost);
    if (violation) {
      this.#report(violation);
    }
  }

  #rule(holds: boolean, of: Violation["of"], text: string): void {
    if (!holds) {
      this.#report({ of, text });
    }
  }
}
