/**
 * Two windows that watch one simulated Azure with faults, and an account of what they should tell: every planted event once.
 * Time is driven; requests and what windows share on disk are real.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ListBudget } from "../../../src/core/watch/hits/listPlan.ts";
import { SharedWatch } from "../../../src/core/watch/sharedWatch.ts";
import { Watch } from "../../../src/core/watch/watch.ts";
import type { Hit } from "../../../src/core/watch/hit.ts";
import type { Notice } from "../../../src/core/watch/watchState.ts";
import { startSimulatedAzure, type SimulatedAzure } from "../../simulated-azure/server.ts";
import { SeededRandom } from "../../simulated-azure/world/random.ts";
import type { SimulatedSession } from "../../simulated-azure/world/worldTypes.ts";
import { diskSettled } from "../diskSettled.ts";
import { inventoryBench, type InventoryBench } from "../inventoryBench.ts";
import { silent } from "../silentLog.ts";
import { VirtualTime } from "../virtualTime.ts";
import { ELSEWHERE, faults, HOME, LOGGED, nameOf, rules, SHORT_MINUTES, slowFaults, spec } from "./toldOnceWorld.ts";
import { ANN, BOB, MINUTE } from "./watchScene.ts";

/** What came of it. */
export interface ToldFigures {
  /** Events that are to be told, and how often that was done. */
  planted: number;
  told: number;
  lost: string[];
  twice: string[];
  invented: string[];
  notices: number;
  restarts: number;
  takeovers: number;
  faulty: number;
  requests: number;
  lists: number;
}

interface Window extends AsyncDisposable {
  readonly bench: InventoryBench;
  readonly shared: SharedWatch;
  readonly watch: Watch;
}

class Soak {
  readonly #random: SeededRandom;
  readonly #azure: SimulatedAzure;
  readonly #folder: string;
  readonly #time = new VirtualTime();
  readonly #faults: typeof faults;
  readonly #windows: Window[] = [];
  /** By rule and event: whether it has to be told; the others may be. */
  readonly #expected = new Map<string, boolean>();
  readonly #told = new Map<string, number>();
  readonly #ends: { readonly host: string; readonly id: string; readonly at: number }[] = [];
  readonly figures: ToldFigures = {
    planted: 0,
    told: 0,
    lost: [],
    twice: [],
    invented: [],
    notices: 0,
    restarts: 0,
    takeovers: 0,
    faulty: 0,
    requests: 0,
    lists: 0,
  };
  #leader: Window | undefined;
  #count = 0;

  constructor(azure: SimulatedAzure, folder: string, seed: number, isSlow: boolean) {
    [this.#azure, this.#folder, this.#random] = [azure, folder, new SeededRandom(seed)];
    this.#faults = isSlow ? [...faults, ...slowFaults] : faults;
  }

  async run(steps: number): Promise<void> {
    await this.#open();
    await this.#open();
    await this.#pass(10);
    for (let step = 0; step < steps; step++) {
      this.#plant();
      this.#disturb();
      await this.#pass(this.#random.int(1, 9));
      if (this.#random.next() < 0.06) {
        await this.#restart();
      }
    }
    this.#calm();
    // Until the last row has come, the last long session was listed, and what was refused is asked again.
    for (let quarter = 0; quarter < 14; quarter++) {
      await this.#pass(15);
    }
    this.#settleUp();
  }

  async close(): Promise<void> {
    await Promise.all(this.#windows.map((window) => window[Symbol.asyncDispose]()));
  }

  async #open(): Promise<void> {
    const bench = await inventoryBench(this.#azure, { requestDeadlineMs: 1_000 });
    bench.watchAll(false);
    bench.clock.ms = this.#time.now;
    bench.clock.asleep = this.#azure.clock.now();
    const pause = (ms: number, signal: AbortSignal) => this.#time.sleep(ms, signal).catch(() => undefined);
    const wall = () => new Date(this.#azure.clock.now());
    const shared = await SharedWatch.open(this.#folder, { monotonic: () => this.#time.now, wall, pause });
    const watch = new Watch({
      inventory: bench.inventory,
      clock: { monotonic: () => bench.clock.ms, wall: () => new Date(bench.clock.asleep), pause },
      log: silent,
      shared,
      budget: new ListBudget(),
      rules: () => Object.values(rules),
      isPaused: () => false,
      disconnected: () => Promise.resolve([]),
    });
    watch.on("notice", (notice) => this.#hear(notice, bench));
    this.#windows.push({
      bench,
      shared,
      watch,
      async [Symbol.asyncDispose]() {
        watch.dispose();
        await shared[Symbol.asyncDispose]();
        await bench[Symbol.asyncDispose]();
      },
    });
  }

  /** One of the windows is closed, and another opened. */
  async #restart(): Promise<void> {
    const [window] = this.#windows.splice(this.#random.int(0, this.#windows.length - 1), 1);
    await window?.[Symbol.asyncDispose]();
    await this.#open();
    this.figures.restarts++;
  }

  async #pass(minutes: number): Promise<void> {
    // Most of it at once, as where a machine sleeps; then so that one of the windows leads.
    const steps = [Math.max(0, minutes * MINUTE - 48_000), ...Array.from({ length: 6 }, () => 8_000)];
    for (const ms of steps) {
      this.#azure.clock.advance(ms);
      for (const { bench } of this.#windows) {
        bench.clock.ms += ms;
        bench.clock.asleep += ms;
      }
      this.#time.pass(ms);
      await diskSettled();
    }
    const due = this.#ends.filter(({ at }) => at <= this.#azure.clock.now());
    due.forEach((one) => this.#ends.splice(this.#ends.indexOf(one), 1));
    due.forEach(({ host, id }) => this.#azure.world.endSession(host, id));
    await Promise.all(this.#windows.map(({ watch }) => watch.look()));
    const leader = this.#windows.find(({ shared }) => shared.isLeader);
    this.figures.takeovers += leader && this.#leader && leader !== this.#leader ? 1 : 0;
    this.#leader = leader ?? this.#leader;
  }

  #plant(): void {
    const what = this.#random.next();
    if (what < 0.55) {
      this.#connect();
    } else if (what < 0.8) {
      this.#fail();
    }
  }

  #connect(): void {
    const host = this.#random.pick([...LOGGED, "bas-unlogged"]);
    const isLogged = host !== "bas-unlogged";
    const isAnn = this.#random.next() < 0.5;
    const isLink = this.#random.next() < 0.2;
    const address = this.#random.pick([HOME, ELSEWHERE]);
    const session: SimulatedSession = this.#azure.world.addSession(host, {
      userName: isAnn ? "azureuser" : "root",
      person: isAnn ? ANN : BOB,
      clientAddress: address,
      resourceType: isLink ? "BSL" : "VM",
      ageMinutes: 0,
    });
    const isLong = this.#random.next() < 0.2;
    const { sessionId: id } = session;
    const at = this.#azure.clock.now() + this.#random.int(1, SHORT_MINUTES) * MINUTE;
    if (!isLong) {
      this.#ends.push({ host, id, at });
    }
    // Where nothing is logged, only lists tell of it, if there happen to be some.
    this.#expect("connects", id, isLogged);
    if (isAnn && !isLink) {
      this.#expect("ann", id, isLogged);
    }
    if (address === ELSEWHERE && isLogged) {
      this.#expect("elsewhere", id, true);
    }
    if (isLink) {
      this.#expect("link", id, isLogged);
    }
    if (isLong) {
      this.#expect("long", id, true);
    }
  }

  #fail(): void {
    const count = this.#random.int(1, 9);
    const clientAddress = `198.51.100.${++this.#count % 250}`;
    const isDisconnected = this.#random.next() < 0.5;
    const burst = { userName: "admin", clientAddress, count, everySeconds: this.#random.int(3, 60), isDisconnected };
    this.#azure.world.addFailedSignIn(this.#random.pick(LOGGED), burst);
    if (count >= 5) {
      this.#expect("failed", clientAddress, true);
    }
  }

  #expect(rule: string, event: string, isDue: boolean): void {
    this.#expected.set(`${rule} ${event}`, isDue);
  }

  /** A fault begins, ends, or neither. */
  #disturb(): void {
    const what = this.#random.next();
    if (what < 0.25) {
      const [where, behaviour] = this.#random.pick(this.#faults);
      this.#azure.behave(where, { chance: this.#random.pick([0.3, 0.7, 1]), ...behaviour });
    } else if (what < 0.5) {
      this.#calm();
    }
  }

  #calm(): void {
    this.figures.faulty = this.#azure.requests.filter(({ fault }) => fault !== undefined).length;
    this.#azure.clearBehaviours();
  }

  #hear({ rules: told }: Notice, { inventory }: InventoryBench): void {
    this.figures.notices++;
    for (const { rule, hits } of told) {
      for (const hit of hits) {
        const event = eventOf(hit, inventory);
        const name = nameOf.get(rule.key) ?? "?";
        const key = `${name} ${event}`;
        this.#told.set(key, (this.#told.get(key) ?? 0) + 1);
      }
    }
  }

  #settleUp(): void {
    const { figures } = this;
    const due = [...this.#expected].filter(([, isDue]) => isDue).map(([key]) => key);
    const told = [...this.#told].filter(([key]) => !key.startsWith("more "));
    figures.planted = due.length;
    figures.told = told.length;
    figures.lost = due.filter((key) => !this.#told.has(key));
    figures.twice = [...this.#told].filter(([, times]) => times > 1).map(([key]) => key);
    figures.invented = told.filter(([key]) => !this.#expected.has(key)).map(([key]) => key);
    figures.requests = this.#azure.requests.length;
    figures.lists = this.#azure.requests.filter(({ route }) => route === "list").length;
  }
}

function eventOf({ hostKey, subject, at }: Hit, inventory: InventoryBench["inventory"]): string {
  switch (subject.kind) {
    case "connection":
      return subject.connection.tunnelId ?? subject.connection.key;
    case "session": {
      const sessions = inventory.host(hostKey)?.list?.sessions ?? [];
      return sessions.find(({ key }) => key === subject.sessionKey)?.session.sessionId ?? subject.sessionKey;
    }
    case "failures":
      return subject.address ?? "?";
    case "count":
      return `${hostKey} ${at}`;
  }
}

/** Watches for so many steps of some minutes, and says what was told of what had been planted. */
export async function toldOnce(seed: number, steps: number, isSlow = false): Promise<ToldFigures> {
  const folder = await mkdtemp(join(tmpdir(), "bastion-sessions-told-"));
  const azure = await startSimulatedAzure({ world: { ...spec, seed } });
  azure.world.auditLog.spec = { lagMinutes: [3, 40], doubled: 0.1, isShuffled: true };
  const soak = new Soak(azure, join(folder, "watch"), seed, isSlow);
  try {
    await soak.run(steps);
    return soak.figures;
  } finally {
    await soak.close();
    await azure.close();
    await rm(folder, { recursive: true, force: true });
  }
}
