import { parseFilter } from "../../../src/core/model/session/sessionFilter.ts";
import { ListBudget } from "../../../src/core/watch/hits/listPlan.ts";
import type { SharedState } from "../../../src/core/watch/sharedState.ts";
import { Watch } from "../../../src/core/watch/watch.ts";
import type { ParsedRule, Trigger } from "../../../src/core/watch/watchRule.ts";
import type { Notice } from "../../../src/core/watch/watchState.ts";
import type { DisconnectedSession } from "../../../src/core/watch/hits/watchFacts.ts";
import type { SessionSpec, WorldSpec } from "../../simulated-azure/world/worldTypes.ts";
import { inventoryBench, type InventoryBench } from "../inventoryBench.ts";
import { silent } from "../silentLog.ts";

export const MINUTE = 60_000;
export const ANN = "ann@contoso.example";
export const BOB = "bob@contoso.example";

export const world: WorldSpec = {
  tenants: [{ displayName: "Contoso" }],
  accounts: [{ label: "ops@contoso.example", home: "Contoso" }],
  subscriptions: [
    { displayName: "Production", tenant: "Contoso" },
    { displayName: "Test", tenant: "Contoso" },
  ],
  people: [
    { email: ANN, accounts: ["azureuser"] },
    { email: BOB, accounts: ["root"] },
  ],
  hosts: [
    { name: "bas-a", subscription: "Production", sku: "Standard", scaleUnits: 2, sessions: [] },
    { name: "bas-b", subscription: "Production", sku: "Standard", scaleUnits: 2, sessions: [] },
    { name: "bas-t", subscription: "Test", sku: "Standard", scaleUnits: 2, sessions: [], diagnostics: [] },
  ],
};

/** What windows share, in memory: what is told and seen outlasts a window. */
export class MemoryShared implements SharedState {
  isLeader = true;
  problem: Error | undefined;
  snoozedUntil: number | undefined;
  readonly told = new Set<string>();
  readonly #seen = new Set<string>();
  tellNew(keys: readonly string[]): Promise<readonly string[]> {
    const fresh = keys.filter((key) => !this.told.has(key));
    fresh.forEach((key) => this.told.add(key));
    return Promise.resolve(fresh);
  }
  forget(keys: readonly string[]): Promise<void> {
    keys.forEach((key) => this.told.delete(key));
    return Promise.resolve();
  }
  markSeen(keys: readonly string[]): Promise<void> {
    keys.forEach((key) => this.#seen.add(key));
    return Promise.resolve();
  }
  isSeen(key: string): boolean {
    return this.#seen.has(key);
  }
  snooze(until: number | undefined): Promise<void> {
    this.snoozedUntil = until;
    return Promise.resolve();
  }
  publish(): Promise<void> {
    return Promise.resolve();
  }
  published(): undefined {
    return undefined;
  }
  on(): unknown {
    return this;
  }
  off(): unknown {
    return this;
  }
}

/** A rule, as the setting would have it. */
export function ruleOf(trigger: Trigger, match?: string): ParsedRule {
  const filter = match === undefined ? undefined : parseFilter(match);
  const key = JSON.stringify([trigger, match]);
  const rule = { key, name: trigger.kind, trigger, ...(filter && { match: filter }) };
  return { index: 0, name: trigger.kind, rule, problems: [] };
}

/** A watch on a simulated Azure, over real HTTP, whose time is driven by hand. */
export interface Scene extends AsyncDisposable {
  readonly bench: InventoryBench;
  readonly shared: MemoryShared;
  readonly notices: Notice[];
  watch: Watch;
  rules: readonly ParsedRule[];
  isPaused: boolean;
  disconnected: readonly DisconnectedSession[];
  /** Lets time pass, and looks once at the end. */
  pass(minutes: number): Promise<void>;
  /** Ends the watch and begins another, as after a restart of VS Code. */
  restart(): Promise<void>;
  /** What was told since this was called last: names of rules, with the number of hits. */
  told(): readonly string[];
  count(route: string): number;
  /** How many timers of the watch run. */
  waits(): number;
}

export async function scene(rules: readonly ParsedRule[], spec: WorldSpec = world): Promise<Scene> {
  const bench = await inventoryBench(spec);
  bench.watchAll(false);
  bench.clock.asleep = bench.azure.clock.now();
  /** What waits, with when it is over. */
  const waits = new Map<() => void, number>();
  const clock = {
    monotonic: () => bench.clock.ms,
    wall: () => new Date(bench.clock.asleep),
    pause: (ms: number, signal: AbortSignal) =>
      new Promise<void>((resolve) => {
        const end = () => {
          waits.delete(end);
          signal.removeEventListener("abort", end);
          resolve();
        };
        waits.set(end, bench.clock.ms + ms);
        signal.addEventListener("abort", end, { once: true });
      }),
  };
  const budget = new ListBudget();
  const begin = () => {
    const watch = new Watch({
      inventory: bench.inventory,
      clock,
      log: silent,
      shared: made.shared,
      budget,
      rules: () => made.rules,
      isPaused: () => made.isPaused,
      disconnected: () => Promise.resolve(made.disconnected),
    });
    watch.on("notice", (notice) => made.notices.push(notice));
    return watch;
  };
  const made: Scene = {
    bench,
    shared: new MemoryShared(),
    notices: [],
    watch: undefined as unknown as Watch,
    rules,
    isPaused: false,
    disconnected: [],
    async pass(minutes) {
      bench.azure.clock.advance(minutes * MINUTE);
      bench.clock.asleep += minutes * MINUTE;
      bench.clock.ms += minutes * MINUTE;
      [...waits].filter(([, at]) => at <= bench.clock.ms).forEach(([end]) => end());
      await made.watch.look();
    },
    async restart() {
      made.watch.dispose();
      made.watch = begin();
      await made.watch.look();
    },
    told: () =>
      made.notices
        .splice(0)
        .flatMap(({ rules: told, isSummary }) =>
          told.map(({ rule, hits }) => `${isSummary ? "held already: " : ""}${rule.name} ${hits.length}`),
        ),
    waits: () => waits.size,
    count: (route) => bench.azure.requests.filter((request) => request.route === route).length,
    async [Symbol.asyncDispose]() {
      made.watch.dispose();
      await bench[Symbol.asyncDispose]();
    },
  };
  made.watch = begin();
  await made.watch.look();
  return made;
}

/** Connects someone now; Azure's log has it some minutes later. */
export function connect({ bench }: Scene, host = "bas-a", person = ANN, spec: Partial<SessionSpec> = {}): string {
  const userName = person === ANN ? "azureuser" : "root";
  return bench.azure.world.addSession(host, { userName, person, ageMinutes: 0, ...spec }).sessionId;
}
