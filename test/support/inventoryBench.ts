import { Arm } from "../../src/core/azure/arm.ts";
import { cloudFromSettings } from "../../src/core/model/cloud.ts";
import type { Log } from "../../src/core/model/log.ts";
import { defaultTiming, type Timing } from "../../src/core/azure/http/timing.ts";
import { Disconnects } from "../../src/core/disconnect/disconnects.ts";
import { Inventory } from "../../src/core/inventory/inventory.ts";
import { systemClock, type Clock } from "../../src/core/model/clock.ts";
import type { HostCache } from "../../src/core/inventory/hostCache.ts";
import type { ArmKey } from "../../src/core/model/armId.ts";
import type { HostState } from "../../src/core/inventory/hostState.ts";
import { startSimulatedAzure, type SimulatedAzure } from "../simulated-azure/server.ts";
import type { WorldSpec } from "../simulated-azure/world/worldTypes.ts";
import { patience } from "./patience.ts";
import { silent } from "./silentLog.ts";
import { SimulatedIdentities } from "./simulatedIdentities.ts";

/** A wait is over at once, and the clock shows that it was waited for. */
function pass(clock: { ms: number }, ms: number): Promise<void> {
  clock.ms += ms;
  return Promise.resolve();
}

/** Waits that a test need not sit out: every one is over at once, so that what is tested is the order of things. */
const impatient: Partial<Timing> = {
  ...defaultTiming,
  requestDeadlineMs: patience(30_000),
  clock: { ...systemClock, pause: () => Promise.resolve() },
};

/** An inventory on a simulated Azure, over real HTTP. */
export interface InventoryBench extends AsyncDisposable {
  readonly azure: SimulatedAzure;
  readonly identities: SimulatedIdentities;
  readonly inventory: Inventory;
  readonly disconnects: Disconnects;
  /** Moved by hand: the monotonic clock, and by how much the date has gone on while that one stood still. */
  readonly clock: { ms: number; asleep: number };
  host(name: string): HostState;
  /** Whether a viewer wants every host, none of them on screen; so it is at first. */
  watchAll(isOn: boolean): void;
  /** Which hosts are on screen. */
  watch(keys: Iterable<ArmKey>): void;
  /** The users on a host, in the order of the rows. */
  users(name: string): (string | undefined)[];
  /** Resolves as soon as the inventory is so; looks again at every change and after every list. */
  until(isSo: () => boolean): Promise<void>;
}

/**
 * @param world a world of its own, or a simulated Azure that several look at; its owner closes that one
 * @param pause how the inventory waits; every wait is over at once unless told otherwise
 */
export async function inventoryBench(
  world: WorldSpec | SimulatedAzure,
  timing: Partial<Timing> = {},
  log: Log = silent,
  memory?: HostCache,
  pause?: Clock["pause"],
): Promise<InventoryBench> {
  const shared = "behave" in world ? world : undefined;
  const azure = shared ?? (await startSimulatedAzure({ world: world as WorldSpec }));
  const identities = new SimulatedIdentities(azure);
  const clock = { ms: 0, asleep: 0 };
  const driven: Clock = {
    monotonic: () => clock.ms,
    wall: () => new Date(clock.asleep),
    pause: pause ?? ((ms) => pass(clock, ms)),
  };
  const inventory = new Inventory(identities, driven, log);
  const disconnects = new Disconnects({ inventory, identities, clock: driven, log });
  const everything = inventory.loading.addViewer();
  everything.show(() => true);
  const screen = inventory.loading.addViewer({ isOnScreen: true });
  const settings = azure.settings();
  const cloud = cloudFromSettings(
    settings["microsoft-sovereign-cloud.environment"],
    settings["microsoft-sovereign-cloud.customEnvironment"],
  );
  inventory.connect(new Arm({ cloud, log, userAgent: "test", timing: { ...impatient, ...timing } }), memory);
  const host = (name: string) => {
    const found = [...inventory.hosts].find((state) => state.host.name === name);
    if (!found) {
      throw new Error(`no host ${name}`);
    }
    return found;
  };
  return {
    azure,
    identities,
    inventory,
    disconnects,
    clock,
    host,
    watchAll: (isOn) => everything.show(() => isOn),
    watch: (keys) => {
      const shown = new Set(keys);
      screen.show(({ key }) => shown.has(key));
    },
    users: (name) => (host(name).list?.sessions ?? []).map(({ session }) => session.userName),
    until: (isSo) =>
      new Promise((resolve) => {
        const look = () => {
          if (isSo()) {
            inventory.off("change", look);
            inventory.off("answered", look);
            resolve();
          }
        };
        inventory.on("change", look);
        inventory.on("answered", look);
        look();
      }),
    async [Symbol.asyncDispose]() {
      inventory.dispose();
      if (!shared) {
        await azure.close();
      }
    },
  };
}
