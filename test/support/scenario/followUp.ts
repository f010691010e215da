import type { DisconnectWatch, SessionResult } from "../../../src/core/disconnect/disconnects.ts";
import type { Inventory } from "../../../src/core/inventory/inventory.ts";
import type { ArmKey } from "../../../src/core/model/armId.ts";
import type { Identity } from "../../../src/core/model/identity.ts";
import type { Oracle, Violation } from "./oracle.ts";

/** Azure's word on a session isn't taken for the truth: for so long, in milliseconds, its host is listed until it lacks it. */
const VERIFIED_MS = 60_000;

interface Parts {
  readonly key: ArmKey;
  readonly inventory: Inventory;
  readonly oracle: Oracle;
  readonly now: (() => number) | undefined;
  readonly report: (violation: Violation | undefined) => void;
  readonly answered: (results: readonly SessionResult[], actor?: Identity) => void;
  readonly stillListed: (count: number) => void;
}

/** Follows one host's disconnect after Azure's answer, and checks what is said of the sessions that should be gone. */
export class FollowUp implements DisconnectWatch {
  readonly #parts: Parts;
  readonly #sessionIds: string[] = [];
  #listed: ReadonlyMap<string, boolean> = new Map();
  /** When Azure answered last, and the host's list at that time. */
  #answeredAt = 0;
  #listBefore: Date | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  readonly onAnswer = (results: readonly SessionResult[], actor?: Identity): void => {
    const { key, inventory, now, answered } = this.#parts;
    const isOpen = ({ verdict }: SessionResult): boolean => verdict !== "failed" && verdict !== "notSent";
    this.#sessionIds.push(...results.filter(isOpen).map(({ sessionId }) => sessionId));
    this.#answeredAt = now?.() ?? 0;
    this.#listBefore = inventory.host(key)?.list?.receivedAtWall;
    answered(results, actor);
  };

  readonly onListed = (listed: ReadonlyMap<string, boolean>): void => {
    const { key, oracle, report } = this.#parts;
    this.#listed = new Map(listed);
    listed.forEach((isListed, sessionId) => report(oracle.checkListed({ hostKey: key, sessionId, isListed })));
  };

  readonly onLooked = (isOver: boolean): void => {
    const { key, inventory, now, report, stillListed } = this.#parts;
    const state = inventory.host(key);
    if (!isOver || !state) {
      return;
    }
    const { list, problem } = state;
    const isNewer = list !== undefined && list.receivedAtWall !== this.#listBefore && !problem;
    const shown = new Set(isNewer ? list.sessions.map(({ session }) => session.sessionId) : []);
    const silent = this.#sessionIds.find((id) => shown.has(id) && this.#listed.get(id) !== true);
    const isGone = this.#sessionIds.every((id) => this.#listed.get(id) === false);
    const took = (now?.() ?? Infinity) - this.#answeredAt;
    if (silent !== undefined) {
      report({ of: "disconnects", text: `${silent} on ${key} is still listed, and that is not said` });
    }
    if (!isGone && took < VERIFIED_MS) {
      report({ of: "disconnects", text: `${key} was looked at for ${took} ms, and not all sessions are gone` });
    }
    stillListed(this.#sessionIds.filter((id) => this.#listed.get(id) === true).length);
  };
}
