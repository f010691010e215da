import type { Arm } from "../azure/arm.ts";
import type { ArmKey } from "../model/armId.ts";
import type { BastionHost } from "../model/bastionHost.ts";
import type { Clock } from "../model/clock.ts";
import { momentOf } from "../model/time/moment.ts";
import { byName } from "../model/order.ts";
import type { Hosts } from "./hosts.ts";
import { FRESH_MS, isFresh } from "./freshness.ts";
import { isFullyKnown, type HostState } from "./hostState.ts";
import type { SubscriptionState } from "./directoryState.ts";

/** Which hosts are meant; asked often, so it must be quick. */
export type HostPredicate = (host: BastionHost) => boolean;

export interface ViewerOptions {
  /** Its hosts are on screen with their sessions: they are listed first. The others are listed behind everything else. */
  readonly isOnScreen?: boolean;
}

/** A viewer of hosts, whose sessions are kept fresh while it looks. */
export interface Viewer {
  /** Looks at these hosts from now on, whether or not they are known yet. */
  show(wants: HostPredicate): void;
  dispose(): void;
}

interface ViewerState extends Required<ViewerOptions> {
  wants: HostPredicate;
}

/** Lists of one host that are begun at most, where others get in between. */
const MAX_TRIES = 5;

interface Parts {
  readonly hosts: Hosts;
  readonly clock: Clock;
  readonly subscriptions: () => readonly SubscriptionState[];
  /** The cloud that is asked now, and what stops it with the next refresh. */
  readonly run: () => { readonly arm: Arm | undefined; readonly signal: AbortSignal };
}

/**
 * Decides whose sessions are listed: of the hosts that a viewer shows. No call of Azure's only counts, so a host that
 * no viewer looks at is not asked for its sessions.
 */
export class Loading {
  readonly #parts: Parts;
  readonly #viewers = new Set<ViewerState>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Adds a viewer of hosts, of none until it says which. */
  addViewer({ isOnScreen = false }: ViewerOptions = {}): Viewer {
    const viewer: ViewerState = { isOnScreen, wants: () => false };
    this.#viewers.add(viewer);
    return {
      show: (wants) => this.#show(viewer, wants),
      dispose: () => {
        this.#show(viewer, () => false);
        this.#viewers.delete(viewer);
      },
    };
  }

  /**
   * What is missing is listed at once, and so is what is old and comes on screen. What is still missing of a host that
   * no viewer wants any more is not waited for.
   */
  #show(viewer: ViewerState, wants: HostPredicate): void {
    const { hosts, clock } = this.#parts;
    const before = [...hosts.states.values()].map((state) => ({
      state,
      wasKept: this.isKept(state),
      wasOnScreen: this.#isOnScreen(state.host),
    }));
    viewer.wants = wants;
    const now = momentOf(clock);
    const due: HostState[] = [];
    for (const { state, wasKept, wasOnScreen } of before) {
      const isInBackground = hosts.isListedInBackground(state.host.key);
      if (wasKept && !this.isKept(state) && (viewer.isOnScreen || isInBackground)) {
        hosts.stopListing(state.host.key);
      } else if (!wasOnScreen && this.#isOnScreen(state.host)) {
        due.push(...((!state.listing || isInBackground) && !isFresh(state, now) ? [state] : []));
      } else if (!wasKept && this.isKept(state) && isUnknown(state)) {
        due.push(state);
      }
    }
    this.#inOrder(due).forEach(({ host }) => void this.list(host.key));
  }

  /** Hosts whose sessions a refresh lists: those on screen first, then in the order of the tree. */
  get loaded(): readonly HostState[] {
    return this.loadedWhere(() => true);
  }

  /** Those of {@link loaded} of which that holds. Asked often while a search goes on, so nothing else is put in order. */
  loadedWhere(isSo: (state: HostState) => boolean): readonly HostState[] {
    const found = [...this.#parts.hosts.states.values()].filter(
      (state) => (this.isKept(state) || state.list !== undefined) && isSo(state),
    );
    return found.length === 0 ? found : this.#inOrder(found);
  }

  /** Lists what is to be known and is not. */
  listUnknown(): void {
    const unknown = this.loadedWhere(isUnknown);
    unknown.forEach(({ host }) => void this.list(host.key));
  }

  /** Lists the sessions of everything that is kept fresh, apart from what is just being listed. */
  async refresh(): Promise<void> {
    const due = this.loadedWhere((state) => this.isKept(state) && !state.listing);
    await Promise.all(due.map(({ host }) => this.list(host.key)));
  }

  /** Lists one host's sessions; behind everything else where the host is not on screen. */
  async list(key: ArmKey): Promise<void> {
    const { arm, signal } = this.#parts.run();
    const host = this.#state(key)?.host;
    if (arm && host) {
      await this.#parts.hosts.list(arm, key, { signal, background: !this.#isOnScreen(host) });
    }
  }

  /**
   * Sees to it that the sessions of these hosts are known, and no older than a minute: for whatever is said about all of them.
   * @param signal stops what was begun for this
   * @param progress called with how many hosts are done, of how many
   * @param maxAge milliseconds; 0 has every host listed again
   * @returns the hosts whose sessions are not known now
   */
  async ensureListed(
    keys: readonly ArmKey[],
    signal: AbortSignal,
    progress: (done: number, total: number) => void = () => undefined,
    maxAge = FRESH_MS,
  ): Promise<readonly HostState[]> {
    const { clock } = this.#parts;
    const since = momentOf(clock);
    const isKnown = (state: Pick<HostState, "list" | "problem">) => isFresh(state, momentOf(clock), { maxAge, since });
    const due = keys.filter((key) => {
      const state = this.#state(key);
      return state !== undefined && !isFresh(state, since, { maxAge });
    });
    const { promise: aborted, resolve: abort } = Promise.withResolvers<undefined>();
    signal.addEventListener("abort", () => abort(undefined), { once: true });
    let done = 0;
    if (due.length > 0) {
      progress(done, due.length);
    }
    const listOne = async (key: ArmKey): Promise<void> => {
      await Promise.race([this.#listOnce(key, isKnown, signal), aborted]);
      progress(++done, due.length);
    };
    await Promise.all(signal.aborted ? [] : due.map(listOne));
    return keys.flatMap((key) => this.#state(key) ?? []).filter((state) => !isKnown(state) || !isFullyKnown(state));
  }

  /** Lists a host in the foreground; again where a refresh, or another that lists it, got in between. */
  async #listOnce(
    key: ArmKey,
    isKnown: (state: Pick<HostState, "list">) => boolean,
    signal: AbortSignal,
  ): Promise<void> {
    const { hosts, run } = this.#parts;
    const problem = this.#state(key)?.problem;
    const isOpen = (state: HostState | undefined) =>
      state !== undefined && state.problem === problem && !isKnown(state.list ? { list: state.list } : {});
    for (let tries = 0; tries < MAX_TRIES && !signal.aborted && (tries === 0 || isOpen(this.#state(key))); tries++) {
      const { arm, signal: runSignal } = run();
      const underWay = hosts.isListedInBackground(key) ? undefined : hosts.whenListed(key);
      await (underWay ?? (arm && hosts.list(arm, key, { signal: AbortSignal.any([signal, runSignal]) })));
    }
  }

  #state(key: ArmKey): HostState | undefined {
    return this.#parts.hosts.states.get(key);
  }

  /** How often Azure has throttled us so far. */
  get throttles(): number {
    return this.#parts.hosts.throttles;
  }

  /** Whether a viewer wants the host. One that was looked at and is not any more shows what was known, with its time. */
  isKept({ host }: HostState): boolean {
    return [...this.#viewers].some(({ wants }) => wants(host));
  }

  #isOnScreen(host: BastionHost): boolean {
    return [...this.#viewers].some((viewer) => viewer.isOnScreen && viewer.wants(host));
  }

  #inOrder(hosts: readonly HostState[]): readonly HostState[] {
    const names = new Map(
      this.#parts
        .subscriptions()
        .map(({ subscriptionId, subscription }) => [subscriptionId, subscription?.displayName ?? subscriptionId]),
    );
    const nameOf = ({ host }: HostState) => names.get(host.subscriptionId) ?? host.subscriptionId;
    const rank = ({ host }: HostState) => Number(!this.#isOnScreen(host));
    return hosts.toSorted(
      (a, b) =>
        rank(a) - rank(b) ||
        byName(nameOf(a), nameOf(b), a.host.subscriptionId, b.host.subscriptionId) ||
        byName(a.host.name, b.host.name, a.host.key, b.host.key),
    );
  }
}

function isUnknown({ list, problem, listing }: HostState): boolean {
  return !list && !problem && !listing;
}

/** Whether a host is to be listed, given as how many identities it was asked about in this search. */
export function isDue({ list, problem, listing, identities }: HostState, askedAs: number | undefined): boolean {
  if (askedAs === undefined) {
    return true;
  }
  // It lost its sessions with the account that had listed them, or an account was found that may be allowed to list it.
  const lost = list === undefined && problem === undefined;
  const mayBeAllowed = problem?.kind === "notAllowed" && identities.length > askedAs;
  return !listing && (lost || mayBeAllowed);
}
