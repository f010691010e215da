import type { RunEvent } from "../../../src/core/disconnect/disconnectRun.ts";
import type { HostOutcome } from "../../../src/core/disconnect/disconnects.ts";
import type { HostedSession, HostState } from "../../../src/core/inventory/hostState.ts";
import { identityKey, type Identity } from "../../../src/core/model/identity.ts";
import { momentOf } from "../../../src/core/model/time/moment.ts";
import type { Invariants } from "./invariants.ts";
import { sessionKey } from "./recordedWorld.ts";
import type { Scene } from "./scene.ts";
import { roleOf } from "./setting.ts";

/** Milliseconds after which a list may no longer be true. */
const AGED_MS = 180_000;

type Report = (text: string) => void;

/** What the user is asked before a disconnect, and what comes of it, as the commands do it; checks both against the world. */
export class Questions {
  readonly #scene: Scene;
  readonly #invariants: Invariants;
  readonly #report: Report;
  /** Questions that are open, the oldest first. */
  readonly #open: (readonly HostedSession[])[] = [];

  constructor(scene: Scene, invariants: Invariants, report: Report) {
    this.#scene = scene;
    this.#invariants = invariants;
    this.#report = report;
  }

  /** A list that is old, or before a failure, is shown with its time. */
  lookAtAge(state: HostState): void {
    const { product, clock } = this.#scene;
    this.#rule(
      !this.#isOld(state) || product.outdatedSince(state, momentOf(clock)) !== undefined,
      `${state.host.key} is shown as of now, and its list is old`,
    );
  }

  /**
   * Asks about sessions. Resolves when the question is shown.
   * @param as the identity that the user chose to act
   */
  async ask(sessions: readonly HostedSession[], as?: Identity): Promise<void> {
    const { product, inventory, clock, recorder } = this.#scene;
    const { cloud } = inventory;
    const old = [...new Map(sessions.map(({ host }) => [host.host.key, inventory.host(host.host.key)])).values()]
      .filter((state) => state !== undefined && this.#isOld(state))
      .map((state) => ({ ...state!, begun: recorder.begunListsOf(state!.host.key) }));
    const answer = await product.askAgain(sessions, { inventory, clock, as });
    for (const { host, list, problem, begun, listing } of old) {
      const now = inventory.host(host.key);
      // A request that was under way already counts, also if a refresh then takes its place.
      const isAsked =
        listing ||
        now?.listing !== false ||
        now.problem !== problem ||
        now.list?.receivedAtWall !== list?.receivedAtWall ||
        recorder.begunListsOf(host.key) > begun;
      this.#rule(
        isAsked || cloud?.signal.aborted !== false,
        `${host.key} is old, and the question did not ask it again`,
      );
    }
    for (const session of sessions) {
      const now = answer.get(session);
      if (now) {
        this.#lookAtAsked(session, now, as);
      } else {
        this.#lookAtLeftOut(session);
      }
    }
    if (answer.size > 0) {
      this.#open.push([...answer.values()]);
    }
  }

  #lookAtAsked(session: HostedSession, { host, state }: HostedSession, as: Identity | undefined): void {
    const { key } = host.host;
    const list = this.#scene.inventory.host(key)?.list;
    this.lookAtAge(host);
    this.#rule(
      key === session.host.host.key && state.key === session.state.key,
      `${session.state.key} was to be asked about, and ${state.key} on ${key} is`,
    );
    this.#rule(
      list?.unreadable !== 0 || list.sessions.some((one) => one.key === state.key),
      `${state.key} on ${key} has ended, and the user is asked about it`,
    );
    this.#rule(
      as === undefined || (host.actor !== undefined && identityKey(host.actor) === identityKey(as)),
      `${key} is asked about as ${host.actor?.account.label ?? "nobody"}, and ${as?.account.label ?? ""} was chosen`,
    );
  }

  #lookAtLeftOut({ host, state }: HostedSession): void {
    const { world } = this.#scene;
    const { key } = host.host;
    const id = state.session.sessionId ?? "";
    const isThere = world.findHost(key) !== undefined && world.sessions(key).some(({ sessionId }) => sessionId === id);
    this.#rule(
      !isThere || this.#invariants.mayLack(key).includes(id),
      `${id} on ${key} is not asked about, and it is there`,
    );
  }

  /** Whether a host has a list that may no longer be true, by when Azure last gave one. */
  #isOld({ host, list, problem }: HostState): boolean {
    const { recorder, clock } = this.#scene;
    return list !== undefined && (problem !== undefined || clock.monotonic() - recorder.listedAt(host.key) > AGED_MS);
  }

  /** Confirms a question, the newest for 0; `undefined` if there is none. Resolves when there is nothing more to know. */
  confirm(place: number, request: AbortSignal): Promise<void> | undefined {
    const [sessions] = this.#open.splice(-1 - (place % Math.max(1, this.#open.length)), 1);
    return sessions && this.#run(sessions, request);
  }

  async #run(sessions: readonly HostedSession[], request: AbortSignal): Promise<void> {
    const { product, inventory, disconnects, clock, world } = this.#scene;
    const before = new Set(
      world.hosts.flatMap(({ key }) => world.sessions(key).map(({ sessionId }) => sessionKey(key, sessionId))),
    );
    const begun = new Map(
      [...Map.groupBy(sessions, ({ host }) => host.host.key)].map(([key, ofHost]) => {
        const ids = ofHost.flatMap(({ state }) => state.session.sessionId ?? []);
        return [key, this.#invariants.begin(key, ids, actorOf(ofHost[0]!))];
      }),
    );
    const onEvent = (event: RunEvent): void => {
      const followUp = begun.get(event.host.host.key)?.followUp;
      if (event.kind === "returned") {
        this.#lookAtReconnect(event, before);
      } else if (event.kind === "answered") {
        followUp?.onAnswer(event.results, event.actor);
      } else if (event.kind === "listed") {
        followUp?.onListed(event.listed);
      } else {
        followUp?.onLooked(true);
      }
    };
    const lifetime = new AbortController().signal;
    const run = product.runDisconnect(sessions, { inventory, disconnects, clock, onEvent, request, lifetime });
    let outcomes: readonly HostOutcome[] = [];
    try {
      outcomes = await run.outcomes;
    } finally {
      begun.forEach(({ end }, key) => end(outcomes.find(({ host }) => host.host.key === key)));
    }
    await Promise.all([run.looked, run.watched, ...outcomes.map((outcome) => this.#retryAsOther(sessions, outcome))]);
  }

  /** Asks again about what was refused because of who asked, as another account that may. */
  async #retryAsOther(sessions: readonly HostedSession[], { host: { host }, results }: HostOutcome): Promise<void> {
    const { disconnects, world } = this.#scene;
    const refused = new Set(
      results.flatMap(({ sessionId, verdict, error }) =>
        verdict === "failed" && (error?.kind === "notAllowed" || error?.kind === "signInNeeded") ? [sessionId] : [],
      ),
    );
    const again = sessions.filter(
      ({ host: of, state }) => of.host.key === host.key && refused.has(state.session.sessionId ?? ""),
    );
    const by = again[0] && actorOf(again[0]);
    const other = by && (await disconnects.findOtherActor(host.key, by));
    if (other) {
      const isAllowed = roleOf(world, other.account.id, host.key) === "operator";
      this.#rule(isAllowed, `${other.account.label} is offered for ${host.key}, and may not disconnect`);
      await this.ask(again, other);
    }
  }

  #lookAtReconnect(
    { left, host, through }: Extract<RunEvent, { kind: "returned" }>,
    before: ReadonlySet<string>,
  ): void {
    const { session } = left.state;
    const isCaseless = [session, through].every(
      ({ userName = "", protocol }) => /[\\@]/u.test(userName) || protocol === "RDP",
    );
    const [was, is] = [session, through].map(({ userName = "" }) => (isCaseless ? userName.toLowerCase() : userName));
    const isSameVm = session.targetResourceId?.toLowerCase() === through.targetResourceId?.toLowerCase();
    this.#rule(
      was === is && isSameVm && !before.has(sessionKey(host.host.key, through.sessionId ?? "")),
      `${was ?? ""} is said to be back as ${is ?? ""}, who is another user, on another VM, or was there before`,
    );
  }

  #rule(holds: boolean, text: string): void {
    if (!holds) {
      this.#report(text);
    }
  }
}

/** Who acts on a host, as the question says. */
function actorOf({ host: { actor, identities } }: HostedSession): Identity | undefined {
  return actor ?? identities[0];
}
