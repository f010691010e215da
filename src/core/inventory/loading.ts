import type { Arm } from "../azure/arm.ts";
import type { AzureError } from "../azure/http/azureError.ts";
import type { ArmKey } from "../model/armId.ts";
import type { BastionHost } from "../model/bastionHost.ts";
import type { Clock } from "../model/clock.ts";
import { byName } from "../model/order.ts";
import type { Hosts } from "./hosts.ts";
import type { HostState } from "./hostState.ts";
import type { SubscriptionState } from "./inventory.ts";

/** Whose sessions a refresh lists: of the hosts that are watched, or of every host. */
export type Load = "watched" | "all";

/** Milliseconds after which a list is asked for again before anything is said on the strength of it. */
const FRESH_MS = 60_000;

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
 * Decides whose sessions are listed. No call of Azure's only counts, so a host that nobody looks at is not asked for its
 * sessions, unless everything is to be loaded.
 */
export class Loading {
  readonly #parts: Parts;
  #load: Load = "watched";
  #watched: ReadonlySet<ArmKey> = new Set();
  #isClaimed: (host: BastionHost) => boolean = () => false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Whose sessions refreshes list from now on; those that are missing are listed at once. */
  setLoad(load: Load): void {
    this.#load = load;
    if (load !== "all") {
      const { hosts } = this.#parts;
      [...hosts.states.keys()]
        .filter((key) => !this.#watched.has(key) && hosts.isListedInBackground(key))
        .forEach((key) => hosts.stopListing(key));
    }
    this.listUnknown();
  }

  /**
   * Which hosts somebody has on screen with their sessions, whether or not these hosts are known yet. What is missing or
   * old is listed at once; what is still missing of a host that nobody looks at any more is not waited for.
   */
  watch(watched: ReadonlySet<ArmKey>): void {
    const before = this.#watched;
    this.#watched = watched;
    if (this.#load !== "all") {
      const isLeft = (key: ArmKey) => {
        const state = this.#state(key);
        return !watched.has(key) && !(state && this.#isClaimed(state.host));
      };
      [...before].filter(isLeft).forEach((key) => this.#parts.hosts.stopListing(key));
    }
    for (const key of watched) {
      const state = before.has(key) ? undefined : this.#state(key);
      if (state && (!state.listing || this.#parts.hosts.isListedInBackground(key)) && !this.#isFresh(state)) {
        void this.list(key);
      }
    }
  }

  /** Keeps fresh what somebody needs besides what is watched, as long as they say so. To be followed by {@link listUnknown} when the answer changes. */
  claim(isClaimed: (host: BastionHost) => boolean): void {
    this.#isClaimed = isClaimed;
  }

  /** Hosts whose sessions a refresh lists: those on screen first, then in the order of the tree. */
  get loaded(): readonly HostState[] {
    return this.loadedThat(() => true);
  }

  /** Those of {@link loaded} of which that holds. Asked often while a search goes on, so nothing else is put in order. */
  loadedThat(isSo: (state: HostState) => boolean): readonly HostState[] {
    const found = [...this.#parts.hosts.states.values()].filter(
      (state) => (this.isKept(state) || state.list !== undefined) && isSo(state),
    );
    return found.length === 0 ? found : this.#inOrder(found);
  }

  /** Lists what is to be known and is not. */
  listUnknown(): void {
    const unknown = this.loadedThat(({ list, problem, listing }) => !list && !problem && !listing);
    unknown.forEach(({ host }) => void this.list(host.key));
  }

  /** Lists the sessions of everything that is kept fresh, apart from what is just being listed. */
  async refresh(): Promise<void> {
    const due = this.loadedThat((state) => this.isKept(state) && !state.listing);
    await Promise.all(due.map(({ host }) => this.list(host.key)));
  }

  /** Lists one host's sessions; behind everything else where the host is not on screen. */
  async list(key: ArmKey): Promise<void> {
    const { arm, signal } = this.#parts.run();
    if (arm) {
      await this.#parts.hosts.list(arm, key, { signal, background: !this.#watched.has(key) });
    }
  }

  /**
   * Sees to it that the sessions of these hosts are known, and no older than a minute: for whatever is said about all of them.
   * @param signal stops what was begun for this
   * @param progress called with how many hosts are done, of how many
   * @param maxAge milliseconds; 0 has every host listed anew
   * @returns the hosts whose sessions are not known now
   */
  async listAll(
    keys: readonly ArmKey[],
    signal: AbortSignal,
    progress: (done: number, total: number) => void = () => undefined,
    maxAge = FRESH_MS,
  ): Promise<readonly HostState[]> {
    const at = this.#parts.clock.monotonic();
    const due = keys.filter((key) => {
      const state = this.#state(key);
      return state !== undefined && !this.#isFresh(state, { maxAge });
    });
    const { promise: aborted, resolve: abort } = Promise.withResolvers<undefined>();
    signal.addEventListener("abort", () => abort(undefined), { once: true });
    let done = 0;
    if (due.length > 0) {
      progress(done, due.length);
    }
    const listOne = async (key: ArmKey): Promise<void> => {
      await Promise.race([this.#listOnce(key, { at, maxAge }, signal), aborted]);
      progress(++done, due.length);
    };
    await Promise.all(signal.aborted ? [] : due.map(listOne));
    return keys
      .flatMap((key) => this.#state(key) ?? [])
      .filter((state) => !this.#isFresh(state, { at, maxAge }) || state.list?.unreadable !== 0);
  }

  /** Lists a host in the foreground; again where a refresh, or another that lists it, got in between. */
  async #listOnce(
    key: ArmKey,
    fresh: { readonly at: number; readonly maxAge: number },
    signal: AbortSignal,
  ): Promise<void> {
    const { hosts, run } = this.#parts;
    const problem = this.#state(key)?.problem;
    const isOpen = (state: HostState | undefined) =>
      state !== undefined && state.problem === problem && !this.#isFresh({ ...state, problem: undefined }, fresh);
    for (let tries = 0; tries < MAX_TRIES && !signal.aborted && (tries === 0 || isOpen(this.#state(key))); tries++) {
      const { arm, signal: runSignal } = run();
      const underWay = hosts.isListedInBackground(key) ? undefined : hosts.whenListed(key);
      await (underWay ?? (arm && hosts.list(arm, key, { signal: AbortSignal.any([signal, runSignal]) })));
    }
  }

  #state(key: ArmKey): HostState | undefined {
    return this.#parts.hosts.states.get(key);
  }

  /** How often Azure has asked to wait so far. */
  get throttles(): number {
    return this.#parts.hosts.throttles;
  }

  /** Whether the host is kept fresh. One that was looked at once and is not any more shows what was known, with its time. */
  isKept({ host }: HostState): boolean {
    return this.#load === "all" || this.#watched.has(host.key) || this.#isClaimed(host);
  }

  /** Whether a list is no older than `maxAge`, in milliseconds: now, or at a moment of the monotonic clock; one that came since then is. */
  #isFresh(
    { list, problem }: Pick<HostState, "list"> & { readonly problem?: AzureError | undefined },
    { at = Infinity, maxAge = FRESH_MS } = {},
  ): boolean {
    const now = Math.min(at, this.#parts.clock.monotonic());
    return list !== undefined && !problem && (list.receivedAt >= at || now - list.receivedAt < maxAge);
  }

  #inOrder(hosts: readonly HostState[]): readonly HostState[] {
    const names = new Map(
      this.#parts
        .subscriptions()
        .map(({ subscriptionId, subscription }) => [subscriptionId, subscription?.displayName ?? subscriptionId]),
    );
    const nameOf = ({ host }: HostState) => names.get(host.subscriptionId) ?? host.subscriptionId;
    const rank = ({ host }: HostState) => Number(!this.#watched.has(host.key));
    return hosts.toSorted(
      (a, b) =>
        rank(a) - rank(b) ||
        byName(nameOf(a), nameOf(b), a.host.subscriptionId, b.host.subscriptionId) ||
        byName(a.host.name, b.host.name, a.host.key, b.host.key),
    );
  }
}
