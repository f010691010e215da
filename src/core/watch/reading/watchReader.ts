/** What a watch knows, and how it comes to know it. */
import type { HostState } from "../../inventory/hostState.ts";
import type { Inventory } from "../../inventory/inventory.ts";
import type { ArmKey } from "../../model/armId.ts";
import type { Clock } from "../../model/clock.ts";
import { elapsed, momentOf, type Moment } from "../../model/time/moment.ts";
import { present } from "../../text/json.ts";
import { needsCounts, needsLog } from "../hits/evaluate.ts";
import type { DisconnectedSession, WatchFacts, HostFacts } from "../hits/watchFacts.ts";
import { KnownAddresses } from "./knownAddresses.ts";
import { dueLists, type ListBudget } from "../hits/listPlan.ts";
import { Observations } from "./observations.ts";
import { hostsOf } from "../hits/ruleScope.ts";
import { WatchLog } from "./watchLog.ts";
import type { WatchRule } from "../watchRule.ts";

export interface WatchReaderParts {
  readonly inventory: Inventory;
  readonly clock: Clock;
  /** What it may list; it outlasts a watch that is paused. */
  readonly budget: ListBudget;
  /** The sessions that were disconnected in the last time, by the journal. */
  readonly disconnected: () => Promise<readonly DisconnectedSession[]>;
}

/** Milliseconds after which hosts are searched again. */
const SEARCH_EVERY_MS = 3_600_000;
/** The same while nothing is found. */
const SEARCH_AGAIN_MS = 300_000;

/** Reads by what is cheap: the log and the counts of Azure Monitor every five minutes, a list only where a rule needs it. */
export class WatchReader {
  readonly #parts: WatchReaderParts;
  readonly #log: WatchLog;
  readonly #addresses: KnownAddresses;
  readonly #observations = new Observations();
  readonly #listedAt = new Map<ArmKey, Moment>();
  #disconnected: readonly DisconnectedSession[] = [];
  #searchedAt: Moment | undefined;
  #isCounted = false;

  constructor(parts: WatchReaderParts) {
    this.#parts = parts;
    const { read } = parts.inventory.people.history;
    this.#log = new WatchLog(read, parts.clock);
    this.#addresses = new KnownAddresses(read, parts.clock);
  }

  /** What is known now. */
  facts(): WatchFacts {
    const { inventory, clock } = this.#parts;
    const now = momentOf(clock);
    const states = [...inventory.hosts];
    this.#observations.look(states, now.wall.getTime());
    const names = new Map(
      inventory.subscriptions.map(({ subscriptionId, subscription }) => [subscriptionId, subscription?.displayName]),
    );
    return {
      now,
      hosts: states.map((state) => this.#hostFacts(state, names.get(state.host.subscriptionId), now)),
      disconnected: this.#disconnected,
      isKnownAddress: (connection) =>
        this.#addresses.isKnown(connection, inventory.host(connection.hostKey)?.host.subscriptionId ?? ""),
    };
  }

  #hostFacts(state: HostState, subscriptionName: string | undefined, now: Moment): HostFacts {
    const { inventory, budget } = this.#parts;
    const { key, subscriptionId } = state.host;
    const log = this.#log.of(key);
    const { changes, newcomers } = this.#observations.of(key);
    const isPastKnown = this.#addresses.isWhole(subscriptionId);
    return {
      state,
      subscriptionName: subscriptionName ?? subscriptionId,
      ...(log && { log }),
      ...present({ isPastKnown }),
      countChanges: changes,
      newcomers,
      ...(this.#isCounted && { countBlind: inventory.counts.isRefused(state.host) ? "countNotAllowed" : "noCount" }),
      ...(!budget.allows(key, now) && { isListsUsedUp: true }),
    };
  }

  /** Reads what rules need and is due; failures end in the state of what they concern. Lists come afterwards, see {@link listDue}. */
  async readDue(rules: readonly WatchRule[], signal: AbortSignal): Promise<void> {
    const { inventory, disconnected } = this.#parts;
    await this.#searchIfDue();
    this.#disconnected = rules.some(({ trigger }) => trigger.kind === "returns") ? await disconnected() : [];
    const facts = this.facts();
    const concerned = (isNeeded: (rule: WatchRule) => boolean) => {
      const states = rules.filter(isNeeded).flatMap((rule) => hostsOf(rule, facts).map(({ state }) => state));
      return [...new Set(states)].map(({ host }) => host);
    };
    const counted = new Set(concerned(needsCounts).map(({ key }) => key));
    const known = concerned(({ trigger }) => trigger.kind === "newAddress");
    await Promise.all([
      this.#log.readDue(concerned(needsLog), signal),
      this.#addresses.readDue(known, signal),
      counted.size > 0 &&
        inventory.counts.readDue(
          ({ key }) => counted.has(key),
          ({ host }) => counted.has(host.key),
        ),
    ]);
    this.#isCounted ||= counted.size > 0;
    known.forEach(({ key }) => this.#addresses.learn(this.#log.of(key)?.connections ?? []));
  }

  /** Lists the hosts that rules need to be listed, as far as the budget goes. One that is slow holds up nothing: its list is an event. */
  listDue(rules: readonly WatchRule[]): void {
    const { inventory, clock, budget } = this.#parts;
    const now = momentOf(clock);
    const due = dueLists(rules, this.facts(), this.#listedAt).filter((key) => {
      const isAllowed = budget.allows(key, now);
      if (isAllowed) {
        budget.take(key, now);
        this.#listedAt.set(key, now);
      }
      return isAllowed;
    });
    due.forEach((key) => void inventory.loading.list(key));
  }

  /** Hosts that are new since the last search are watched too. */
  async #searchIfDue(): Promise<void> {
    const { inventory, clock } = this.#parts;
    await inventory.whenSearched();
    const now = momentOf(clock);
    // Without a host, VS Code may have started before the network, or before the user signed in.
    const every = [...inventory.hosts].length === 0 || inventory.isOffline ? SEARCH_AGAIN_MS : SEARCH_EVERY_MS;
    if (!inventory.enumerated || (this.#searchedAt && elapsed(this.#searchedAt, now) >= every)) {
      this.#searchedAt = now;
      await inventory.refresh("none");
      // Another search may have taken its place.
      await inventory.whenSearched();
    }
    this.#searchedAt ??= now;
  }
}
