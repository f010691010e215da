import { EventEmitter } from "node:events";
import type { Arm } from "../azure/arm.ts";
import { errorOf, type AzureError } from "../azure/http/azureError.ts";
import type { Log } from "../model/log.ts";
import type { ArmKey } from "../model/armId.ts";
import type { Tenant } from "../model/bastionHost.ts";
import type { Clock } from "../model/clock.ts";
import { LatestRun } from "../model/latestRun.ts";
import type { Account } from "../model/identity.ts";
import { Directory } from "./directory.ts";
import {
  identitiesOf,
  selectedIds,
  visibleHosts,
  searchProblems,
  visibleSubscriptions,
  subscriptionsWithHosts,
  type Accounts,
  type IsHidden,
  type IsSelected,
  type SearchProblem,
  type VisibleSubscription,
  type SubscriptionState,
} from "./directoryState.ts";
import { ApproximateCounts } from "./metrics/approximateCounts.ts";
import { MetricsReader } from "./metrics/hostMetrics.ts";
import { Names } from "./names.ts";
import { People } from "./people/people.ts";
import { Hosts } from "./hosts.ts";
import type { HostState, SessionState } from "./hostState.ts";
import type { ConnectedCloud, Identities } from "./identities.ts";
import { listWhileSearching } from "./listWhileSearching.ts";
import { Loading } from "./loading.ts";
import { fromCache, keepAccounts, toCache, type HostCache } from "./hostCache.ts";

/** What is not as it was: everything, or only these hosts (their own rows and their sessions). */
export type Change = { readonly everything: true } | { readonly host: ArmKey };

/**
 * The one place that knows what is there now: who sees which hosts, their sessions, how fresh, what failed. It decides
 * what to ask Azure and when, and says what changed; reading it never waits.
 *
 * `change`: something that rows show is not as it was. `answered`: a list came or failed, whether or not that changed anything.
 */
export class Inventory extends EventEmitter<{ change: [Change]; answered: [] }> {
  readonly #directory: Directory;
  readonly #hosts: Hosts;
  /** Whose sessions are listed, and when. */
  readonly loading: Loading;
  /** What Azure Monitor and the audit log tell of hosts, requested only when it is read. */
  readonly metrics: MetricsReader;
  readonly counts: ApproximateCounts;
  readonly people: People;
  /** What everything is called, so that no two things are called alike. */
  readonly names = new Names(this);
  #arm: Arm | undefined;
  #cache: HostCache | undefined;
  #isSelected: IsSelected = () => true;
  #isHidden: IsHidden = () => false;
  /** Ends with the connection to this cloud. */
  readonly #life = new LatestRun();
  /** Ends with the next refresh. */
  readonly #run = new LatestRun();
  #enumerated = false;
  #accountsError: AzureError | undefined;
  /** Settles when the last search that was begun has ended, session lists apart. */
  #searching: Promise<void> = Promise.resolve();
  #subscriptions: readonly SubscriptionState[] | undefined;

  constructor(identities: Identities, clock: Clock, log: Log) {
    super();
    // Every disconnect looks on for two minutes, and every refresh until it has ended.
    this.setMaxListeners(0);
    this.#directory = new Directory({
      identities,
      log,
      changed: () => this.#sync(),
      recall: (account) => fromCache(this.#cache?.read(), account),
    });
    this.#hosts = new Hosts(identities, clock, log, {
      changed: (host) => this.#emitChange({ host }),
      answered: () => this.emit("answered"),
    });
    this.loading = new Loading({
      hosts: this.#hosts,
      clock,
      subscriptions: () => this.subscriptions,
      run: () => ({ arm: this.#arm, signal: this.#run.signal }),
    });
    const parts = { hosts: this.#hosts, identities, clock, log, cloud: () => this.cloud };
    this.metrics = new MetricsReader(parts);
    this.counts = new ApproximateCounts(parts);
    this.people = new People(parts);
  }

  /** Takes over what the directory knows. */
  #sync(): void {
    this.#hosts.sync(visibleHosts(this.#directory.accounts, this.#isSelected));
    this.metrics.prune();
    this.#emitChange({ everything: true });
  }

  #emitChange(change: Change): void {
    this.#subscriptions = undefined;
    this.names.forget();
    this.emit("change", change);
  }

  /** Whether everything was searched at least once, so that what is not here is known not to be, errors apart. */
  get enumerated(): boolean {
    return this.#enumerated;
  }

  get accounts(): Accounts {
    return this.#directory.accounts;
  }

  get searchProblems(): readonly SearchProblem[] {
    const accounts = searchProblems(this.#directory.accounts, this.#isSelected, this.#isHidden);
    return this.#accountsError ? [{ kind: "accounts", error: this.#accountsError }, ...accounts] : accounts;
  }

  host(key: ArmKey): HostState | undefined {
    return this.#hosts.states.get(key);
  }

  /** Every host, in no order. */
  get hosts(): Iterable<HostState> {
    return this.#hosts.states.values();
  }

  /** The subscriptions that have hosts, in no order; the same array until something changes. */
  get subscriptions(): readonly SubscriptionState[] {
    return (this.#subscriptions ??= subscriptionsWithHosts(
      this.#directory.accounts,
      [...this.#hosts.states.values()].map(({ host }) => host),
    ));
  }

  /** Every subscription that an identity sees, whether or not it is selected or has hosts, by its id in lower case. */
  get allSubscriptions(): ReadonlyMap<string, VisibleSubscription> {
    return visibleSubscriptions(this.#directory.accounts);
  }

  /** The IDs of the selected ones that at least one account can see. */
  get selectedSubscriptions(): ReadonlySet<string> {
    return selectedIds(this.allSubscriptions, this.#isSelected);
  }

  /** Shows only the hosts of these subscriptions, and lists those that are needed and not known yet. */
  select(isSelected: IsSelected): void {
    this.#isSelected = isSelected;
    this.#sync();
    this.loading.listUnknown();
  }

  /** Marks the problems of tenants that the user has hidden: these aren't shown. */
  hide(isHidden: IsHidden): void {
    this.#isHidden = isHidden;
    this.#emitChange({ everything: true });
  }

  /**
   * Forgets everything, stops all requests, and from now on asks this cloud; none where it is left out.
   * @param memory where the cloud's hosts are remembered between windows
   */
  connect(arm: Arm | undefined, memory?: HostCache): void {
    this.#life.begin();
    this.#run.begin();
    this.#arm = arm;
    this.#cache = memory;
    this.#enumerated = false;
    this.#accountsError = undefined;
    this.#directory.clear();
    this.counts.forget();
    this.people.forget();
    this.#sync();
  }

  /** Forgets what is remembered of every account but these. */
  forgetOthers(accounts: readonly Account[]): void {
    this.#cache?.write(keepAccounts(this.#cache.read(), accounts));
  }

  /**
   * Searches everything again and lists the sessions of loaded hosts. A refresh under way gives way. Failures end in the state.
   * @param scope `kept`: only of those that are kept fresh, not of all that were ever viewed. `none`: lists none, and stops nothing
   */
  async refresh(scope: "loaded" | "kept" | "none" = "loaded"): Promise<void> {
    const arm = this.#arm;
    if (!arm) {
      return;
    }
    if (scope !== "none") {
      this.#run.begin();
    }
    const search = async (signal: AbortSignal) => {
      const error = await errorOf(this.#directory.search(arm, signal));
      if (!signal.aborted) {
        this.#accountsError = error;
        this.#enumerated = true;
        if (!error) {
          this.#cache?.write(toCache(this.#directory.accounts));
        }
        this.#emitChange({ everything: true });
      }
    };
    await this.#searchAndList(search, new Map(), scope);
  }

  /** Resolves when everything has been searched, by the last refresh that was begun; the lists of sessions may still come. */
  async whenSearched(): Promise<void> {
    for (let last: unknown; last !== this.#searching;) {
      last = this.#searching;
      await this.#searching;
    }
  }

  /** Searches one account, or one tenant of it, again, and lists the hosts that this finds. */
  async searchAgain(account: Account, tenant?: Tenant): Promise<void> {
    const arm = this.#arm;
    if (arm) {
      const search = (signal: AbortSignal) =>
        tenant
          ? this.#directory.searchTenant(arm, { account, tenant }, signal)
          : this.#directory.searchAccount(arm, account, signal);
      const asked = [...this.#hosts.states].map(([key, { identities }]) => [key, identities.length] as const);
      await this.#searchAndList(search, new Map(asked));
    }
  }

  /** Asks Resource Manager itself for the hosts of a subscription, and lists those of them that are loaded again. */
  async refreshSubscription(subscriptionId: string): Promise<void> {
    const arm = this.#arm;
    if (arm) {
      const identities = identitiesOf(subscriptionId, this.allSubscriptions, this.#hosts.states.values());
      const others = [...this.#hosts.states.values()].filter(({ host }) => host.subscriptionId !== subscriptionId);
      await this.#searchAndList(
        (signal) => this.#directory.searchSubscription(arm, identities, subscriptionId, signal),
        new Map(others.map(({ host, identities: seenBy }) => [host.key, seenBy.length])),
      );
    }
  }

  /** Lists one host's sessions again. */
  async refreshHost(key: ArmKey): Promise<void> {
    await (this.#arm && this.#hosts.list(this.#arm, key, { signal: this.#run.signal }));
  }

  /** Whether no account reached Azure the last time. */
  get isOffline(): boolean {
    return this.#directory.isOffline;
  }

  /** Whether Azure answers now, whatever it says. */
  async isReachable(signal: AbortSignal): Promise<boolean> {
    const stop = AbortSignal.any([signal, this.#life.signal]);
    return this.#arm !== undefined && (await this.#directory.isReachable(this.#arm, stop));
  }

  /** The cloud that is connected, and what ends with the connection; `undefined` where none is. */
  get cloud(): ConnectedCloud | undefined {
    return this.#arm && { arm: this.#arm, signal: this.#life.signal };
  }

  /** Lists one host's sessions while the connection lasts: no refresh stops it. A list still under way gives way. */
  async verifyHost({ arm, signal }: ConnectedCloud, key: ArmKey): Promise<void> {
    await this.#hosts.list(arm, key, { signal });
  }

  /** Takes over what is known of a host's sessions from elsewhere: that some have ended, or that work is under way. */
  updateSessions(key: ArmKey, change: (sessions: readonly SessionState[]) => readonly SessionState[]): void {
    this.#hosts.updateSessions(key, change);
  }

  dispose(): void {
    this.removeAllListeners();
    this.connect(undefined);
  }

  #searchAndList(
    search: (signal: AbortSignal) => Promise<void>,
    asked: Map<ArmKey, number>,
    scope?: "kept" | "loaded" | "none",
  ): Promise<void> {
    const { signal } = this.#run;
    return listWhileSearching({
      signal,
      asked,
      isWanted: (state) => (scope === "kept" ? this.loading.isKept(state) : scope !== "none"),
      search: () => (this.#searching = search(signal)),
      loading: this.loading,
      watch: (onFound) => {
        const onChange = (change: Change) => "everything" in change && onFound();
        this.on("change", onChange);
        return () => void this.off("change", onChange);
      },
    });
  }
}
