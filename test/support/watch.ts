import type { HostState, SessionState } from "../../src/inventory/hostState.ts";
import type { HostOutcome } from "../../src/inventory/disconnects.ts";
import type { Inventory } from "../../src/inventory/inventory.ts";
import type { ArmKey } from "../../src/model/armId.ts";
import type { Ledger } from "./ledger.ts";
import { sessionKey, tagOf } from "./recordedWorld.ts";
import type { RecordedWorld, Snapshot } from "./recordedWorld.ts";

/** A disconnect that was asked for and has not been answered yet. */
interface Running {
  readonly hostKey: string;
  readonly sessionIds: ReadonlySet<string>;
}

/**
 * Looks at an inventory whenever it changes, and writes down whatever is not true of the world or of what was asked: see
 * each rule below.
 */
export class Watch {
  readonly violations: string[] = [];
  /** Sessions that Azure has confirmed to have disconnected, by host and id. */
  readonly confirmed = new Set<string>();
  readonly #inventory: Inventory;
  readonly #world: RecordedWorld;
  readonly #ledger: Ledger;
  readonly #running = new Set<Running>();
  /** How often each session was to be disconnected, by host and id. */
  readonly #named = new Map<string, number>();
  /** Sessions that will never be listed again, by host and id. */
  readonly #gone = new Set<string>();
  /** Rows that may be missing since somebody said that their sessions are gone: addresses by host. */
  readonly #saidGone = new Map<string, Set<string>>();
  readonly #shownAt = new Map<string, number>();
  readonly #answers = new Map<string, Set<Date>>();
  #calls = 0;

  constructor(inventory: Inventory, world: RecordedWorld, ledger: Ledger) {
    this.#inventory = inventory;
    this.#world = world;
    this.#ledger = ledger;
    inventory.on("change", (change) => ("host" in change ? this.#lookAtKey(change.host) : this.look()));
  }

  /** Holds everything that is shown now against the rules. */
  look(): void {
    for (const state of this.#inventory.hosts) {
      this.#lookAt(state);
    }
  }

  /** Asks for a disconnect, and judges what comes of it. */
  async disconnect(key: ArmKey, sessionIds: readonly string[], signal: AbortSignal): Promise<HostOutcome | undefined> {
    const running: Running = { hostKey: key, sessionIds: new Set(sessionIds) };
    this.#running.add(running);
    this.#calls++;
    running.sessionIds.forEach((id) => this.#named.set(sessionKey(key, id), 1 + (this.#named.get(sessionKey(key, id)) ?? 0)));
    try {
      const outcome = await this.#inventory.disconnect(key, sessionIds, signal);
      this.#judge(running, outcome);
      return outcome;
    } finally {
      this.#running.delete(running);
      this.look();
    }
  }

  /** What was sent so far: no disconnect may have been repeated where Azure may have received it. */
  lookAtRequests(): void {
    for (const { hostKey, attempts } of this.#ledger.disconnects) {
      const repeated = attempts.slice(0, -1).find(({ outcome }) => outcome !== 401 && outcome !== 429 && outcome !== 400);
      if (repeated) {
        this.#report(`a disconnect on ${hostKey} was sent again after ${repeated.outcome}`);
      }
    }
    if (this.#ledger.disconnects.length > this.#calls) {
      this.#report(`${this.#ledger.disconnects.length} disconnects were sent and ${this.#calls} asked for`);
    }
  }

  #lookAtKey(key: ArmKey): void {
    const state = this.#inventory.host(key);
    if (state) {
      this.#lookAt(state);
    }
  }

  #lookAt(state: HostState): void {
    const { key } = state.host;
    if (this.#world.history(key).length === 0) {
      this.#report(`${key} never was`);
    }
    if (state.identities.some(({ account }) => !this.#inventory.accounts.has(account.id)) || (state.actor && !this.#inventory.accounts.has(state.actor.account.id))) {
      this.#report(`${key} is shown as somebody who is not there`);
    }
    if (state.waiting && !state.listing) {
      this.#report(`${key} waits for nothing`);
    }
    if (state.list) {
      const { sessions, receivedAtWall, unreadable } = state.list;
      this.#countAnswers(key, receivedAtWall);
      this.#compare(key, sessions, unreadable > 0);
      sessions.forEach((session) => this.#lookAtSession(key, session));
      if (new Set(sessions.map((session) => session.key)).size !== sessions.length) {
        this.#report(`${key} has two rows with one key`);
      }
    }
  }

  /** A list is shown only where Azure gave one: no failure passes for a list, an empty one least of all. */
  #countAnswers(key: string, receivedAt: Date): void {
    const seen = this.#answers.get(key) ?? new Set();
    if (!seen.has(receivedAt)) {
      this.#answers.set(key, seen.add(receivedAt));
      const given = this.#ledger.lists.filter(({ hostKey, latest }) => hostKey === key && typeof latest === "number" && latest < 300).length;
      if (seen.size > given) {
        this.#report(`${key} shows list ${seen.size} and Azure gave ${given}`);
      }
    }
  }

  /**
   * What is shown of a host is what was there at one moment, but for sessions that were disconnected since; and no moment
   * before the one that was shown last. Where entries could not be read, and the list says so, any may be missing.
   */
  #compare(key: string, sessions: readonly SessionState[], isPartial: boolean): void {
    const shown = new Set(sessions.map(({ session }) => tagOf(session)));
    const mayLack = isPartial ? undefined : this.#mayLack(key);
    const states = this.#world.history(key);
    const from = this.#shownAt.get(key) ?? 0;
    const at = states.findIndex((state, index) => index >= from && isShown(state, shown, mayLack));
    if (at === -1) {
      this.#report(`${key} shows ${[...shown].join()} and never was so since ${[...(states[from] ?? [])].join()}`);
    } else {
      this.#shownAt.set(key, at);
    }
  }

  #mayLack(key: string): Snapshot {
    const asked = [...this.#running].filter(({ hostKey }) => hostKey === key).flatMap(({ sessionIds }) => [...sessionIds]);
    const tags = asked.map((sessionId) => this.#tagOf(key, sessionId));
    return new Set([...tags, ...(this.#saidGone.get(key) ?? [])]);
  }

  #lookAtSession(key: string, { session: { sessionId }, work }: SessionState): void {
    if (sessionId !== undefined && this.#gone.has(sessionKey(key, sessionId))) {
      this.#report(`${sessionId} on ${key} is back`);
    }
    const isRunning = [...this.#running].some(({ hostKey, sessionIds }) => hostKey === key && sessionId !== undefined && sessionIds.has(sessionId));
    if (work !== undefined && !isRunning) {
      this.#report(`${sessionId ?? "nobody"} on ${key} is ${work}, and nobody does anything`);
    }
  }

  #judge({ hostKey, sessionIds }: Running, outcome: HostOutcome | undefined): void {
    if (!outcome) {
      return;
    }
    const answered = outcome.results.map(({ sessionId }) => sessionId);
    if (answered.length !== sessionIds.size || answered.some((id) => !sessionIds.has(id))) {
      this.#report(`asked for ${[...sessionIds].join()}, answered on ${answered.join()}`);
    }
    outcome.results.forEach((result) => this.#judgeResult(hostKey, result));
  }

  #judgeResult(hostKey: string, { sessionId, verdict, listedAfter }: HostOutcome["results"][number]): void {
    const key = sessionKey(hostKey, sessionId);
    const session = this.#world.everKnown.get(key);
    const isGhost = session?.ghost === true;
    const isThere = this.#isThere(hostKey, sessionId);
    const endings = this.#world.endings.filter((ending) => ending.hostKey === hostKey && ending.sessionId === sessionId);
    const mustBe = (isTrue: boolean, claim: string): void => {
      if (!isTrue) {
        this.#report(`${sessionId} on ${hostKey}: ${claim}`);
      }
    };
    switch (verdict) {
      case "disconnected":
        this.confirmed.add(key);
        mustBe(isGhost || (endings.length === 1 && endings[0]?.by === "azure"), "disconnected, and it was not");
        break;
      case "alreadyEnded":
        mustBe(!isThere, "already ended, and it is there");
        break;
      case "failed":
        mustBe((this.#named.get(key) ?? 0) > 1 || !endings.some(({ by }) => by === "azure"), "certainly not disconnected, and it was");
        break;
      case "unknown":
        mustBe(listedAfter !== false || !isThere, "not listed afterwards, and it is there");
        mustBe(listedAfter !== true || session !== undefined, "listed afterwards, and it never was");
        break;
    }
    if (verdict === "disconnected" || verdict === "alreadyEnded" || listedAfter === false) {
      this.#saidGone.set(hostKey, (this.#saidGone.get(hostKey) ?? new Set()).add(this.#tagOf(hostKey, sessionId)));
      if (!isGhost) {
        this.#gone.add(key);
      }
    }
  }

  #tagOf(hostKey: string, sessionId: string): string {
    return tagOf(this.#world.everKnown.get(sessionKey(hostKey, sessionId)) ?? {});
  }

  #isThere(hostKey: string, sessionId: string): boolean {
    const host = this.#world.findHost(hostKey);
    return host !== undefined && this.#world.sessions(host).some((session) => session.sessionId === sessionId);
  }

  #report(violation: string): void {
    if (!this.violations.includes(violation)) {
      this.violations.push(violation);
    }
  }
}

/** Whether `shown` is that state, but for what it may lack: anything, where that is left out. */
function isShown(state: Snapshot, shown: Snapshot, mayLack: Snapshot | undefined): boolean {
  return [...shown].every((tag) => state.has(tag)) && [...state].every((tag) => shown.has(tag) || !mayLack || mayLack.has(tag));
}
