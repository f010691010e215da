import { EventEmitter, type Disposable } from "vscode";
import { ageMinutes, type HostState, type SessionState, type HostedSession } from "../../core/inventory/hostState.ts";
import type { Inventory } from "../../core/inventory/inventory.ts";
import { isAllFound, roughCountNow, sessionCountNow } from "../../core/inventory/sessionTotals.ts";
import type { ArmKey } from "../../core/model/armId.ts";
import type { BastionHost } from "../../core/model/bastionHost.ts";
import type { Clock } from "../../core/model/clock.ts";
import { asCertainAs, sumOf, UNKNOWN_COUNT, type Count } from "../../core/model/count.ts";
import { whoIs } from "../../core/inventory/people/sessionPeople.ts";
import { byName } from "../../core/model/order.ts";
import { momentOf, type Moment } from "../../core/model/time/moment.ts";
import { searchable, type SessionFilter } from "../../core/model/session/sessionFilter.ts";
import type { Grouping, HostOrder } from "../ui/settings.ts";
import { groupKey, type GroupNode } from "./treeNode.ts";

/** How the tree shows the inventory: what it is grouped and sorted by, and which sessions it leaves out. */
export class ViewOptions implements Disposable {
  readonly #inventory: Inventory;
  readonly #clock: Clock;
  readonly #emitter = new EventEmitter<void>();
  #groupBy: Grouping = "subscription";
  #sortHostsBy: HostOrder = "name";
  #filter: SessionFilter | undefined;
  readonly #groups = new Map<GroupNode["by"], ReadonlyMap<string, readonly HostedSession[]>>();
  /** What a group without sessions would count. */
  #elsewhere: Count | undefined;

  readonly onDidChange = this.#emitter.event;

  constructor(inventory: Inventory, clock: Clock) {
    this.#inventory = inventory;
    this.#clock = clock;
    inventory.on("change", this.forget);
  }

  /** Works out again what is shown: after a change, or when time has passed that a filter looks at. */
  readonly forget = (): void => {
    this.#groups.clear();
    this.#elsewhere = undefined;
  };

  #changed(): void {
    this.forget();
    this.#emitter.fire();
  }

  get groupBy(): Grouping {
    return this.#groupBy;
  }

  set groupBy(grouping: Grouping) {
    if (grouping !== this.#groupBy) {
      this.#groupBy = grouping;
      this.#changed();
    }
  }

  get sortHostsBy(): HostOrder {
    return this.#sortHostsBy;
  }

  set sortHostsBy(order: HostOrder) {
    if (order !== this.#sortHostsBy) {
      this.#sortHostsBy = order;
      this.#changed();
    }
  }

  get filter(): SessionFilter | undefined {
    return this.#filter;
  }

  set filter(filter: SessionFilter | undefined) {
    if (filter?.text !== this.#filter?.text) {
      this.#filter = filter;
      this.#changed();
    }
  }

  /** Whether rows are hosts with their sessions below, so that those of an unopened host aren't needed. */
  get isByHost(): boolean {
    return this.#groupBy === "subscription" || this.#groupBy === "host";
  }

  /** Whether the sessions of every host are needed for what is shown. */
  get needsAll(): boolean {
    return !this.isByHost || this.#filter !== undefined;
  }

  /** The sessions of a host that are shown. */
  sessions(state: HostState): readonly SessionState[] {
    const { host, list } = state;
    const filter = this.#filter;
    if (!list || !filter) {
      return list?.sessions ?? [];
    }
    const now = momentOf(this.#clock);
    const subscription = this.#inventory.subscriptions.find(
      ({ subscriptionId }) => subscriptionId === host.subscriptionId,
    );
    const subscriptionName = subscription?.subscription?.displayName ?? host.subscriptionId;
    return list.sessions.filter((one) => {
      const age = ageMinutes(one.session, list, now);
      const who = whoIs({ host: state, state: one });
      return filter.matches(searchable(one.session, who, host.name, subscriptionName, age, host));
    });
  }

  /** Hosts in the order of their rows. About none is no number to sort by: it comes after, by name, as unknown does. */
  inOrder(hosts: readonly BastionHost[]): readonly BastionHost[] {
    const now = momentOf(this.#clock);
    const sessions = new Map(
      (this.#sortHostsBy === "sessions" ? hosts : []).map(({ key }) => [key, this.#sessionsOf(key, now)]),
    );
    return hosts.toSorted(
      (a, b) => (sessions.get(b.key) ?? 0) - (sessions.get(a.key) ?? 0) || byName(a.name, b.name, a.key, b.key),
    );
  }

  #sessionsOf(key: ArmKey, now: Moment): number {
    const state = this.#inventory.host(key);
    const count = state ? roughCountNow(state, now) : UNKNOWN_COUNT;
    return count.kind === "unknown" ? 0 : count.value;
  }

  /** Whether a host has a row: with a filter, only where something matches, or where it is not known that nothing does. */
  isShown(state: HostState): boolean {
    return (
      !this.#filter ||
      !state.list ||
      state.problem !== undefined ||
      state.list.unreadable > 0 ||
      this.sessions(state).length > 0
    );
  }

  /** The sessions that are shown, by {@link groupKey}. */
  groups(by: GroupNode["by"]): ReadonlyMap<string, readonly HostedSession[]> {
    const known = this.#groups.get(by);
    if (known) {
      return known;
    }
    const sessions = [...this.#inventory.hosts].flatMap((host) =>
      this.sessions(host).map((state) => ({ host, state })),
    );
    const groups = Map.groupBy(sessions, (session) => groupKey(by, session));
    this.#groups.set(by, groups);
    return groups;
  }

  group({ by, key }: GroupNode): readonly HostedSession[] {
    return this.groups(by).get(key) ?? [];
  }

  /** How many sessions a group has: those that are shown, and any on hosts of which that isn't known now. */
  groupCount(node: GroupNode): Count {
    const now = momentOf(this.#clock);
    const byHost = Map.groupBy(this.group(node), ({ host }) => host);
    this.#elsewhere ??= sumOf([
      ...[...this.#inventory.hosts].map((host) => asCertainAs(sessionCountNow(host, now), 0)),
      ...(isAllFound(this.#inventory) ? [] : [UNKNOWN_COUNT]),
    ]);
    return sumOf([
      ...[...byHost].map(([host, sessions]) => asCertainAs(sessionCountNow(host, now), sessions.length)),
      this.#elsewhere,
    ]);
  }

  dispose(): void {
    this.#inventory.off("change", this.forget);
    this.#emitter.dispose();
  }
}
