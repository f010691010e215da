import { setImmediate as turn } from "node:timers/promises";
import type { HttpClient } from "@azure/core-rest-pipeline";
import { cloudFromSettings } from "../../../src/core/model/cloud.ts";
import { createNodeFetchHttpClient } from "../../../src/core/azure/http/nodeFetchHttpClient.ts";
import { SimulatedClock } from "../../simulated-azure/world/clock.ts";
import { startSimulatedAzure } from "../../simulated-azure/server.ts";
import { SimulatedIdentities } from "../simulatedIdentities.ts";
import { RequestRecorder } from "./requestRecorder.ts";
import { patience } from "../patience.ts";
import { RecordedWorld } from "./recordedWorld.ts";
import { FickleIdentities } from "./scene.ts";
import { silent } from "../silentLog.ts";
import type { Product } from "./product.ts";
import type { Scene } from "./scene.ts";
import { furnish, type Setting } from "./setting.ts";

/** Request timeout while faults are on: a request that never gets a response should not take long. */
const IMPATIENT_MS = 40;
const PATIENT_MS = patience(30_000);

/** A scene over real HTTP, in which things arrive when they arrive and every wait is over at once. */
export async function realScene(product: Product, setting: Setting): Promise<Scene> {
  const world = new RecordedWorld({ clock: SimulatedClock.driven() });
  furnish(world, setting);
  const azure = await startSimulatedAzure({ world });
  const { pageSize: size } = setting;
  Object.assign(azure.pageSizes, { tenants: size, subscriptions: size, hosts: size, graph: size });
  const settings = azure.settings();
  const cloud = cloudFromSettings(
    settings["microsoft-sovereign-cloud.environment"],
    settings["microsoft-sovereign-cloud.customEnvironment"],
  );

  let timeout = IMPATIENT_MS;
  const client = createNodeFetchHttpClient();
  const hurried: HttpClient = {
    sendRequest: (request) => {
      request.timeout = timeout;
      return client.sendRequest(request);
    },
  };
  const identities = new FickleIdentities(new SimulatedIdentities(azure), world.accounts, (value) =>
    Promise.resolve(value),
  );
  let waited = 0;
  const recorder = new RequestRecorder(hurried, () => waited);
  const wait = async (ms: number, signal: AbortSignal): Promise<void> => {
    waited += ms;
    await turn(undefined, { signal });
  };
  const clock = {
    monotonic: () => waited,
    wall: () => new Date(waited),
    pause: (ms: number, signal: AbortSignal) => wait(ms, signal).catch(() => undefined),
  };
  const inventory = new product.Inventory(identities, clock, silent);
  inventory.setMaxListeners(0);
  const disconnects = new product.Disconnects({ inventory, identities, clock, log: silent });
  let isOnline = true;
  const setOnline = async (online: boolean): Promise<void> => {
    if (online !== isOnline) {
      isOnline = online;
      await (online ? azure.goOnline() : azure.goOffline());
    }
  };
  return {
    product,
    clock,
    world,
    recorder,
    inventory,
    disconnects,
    identities,
    connect: () =>
      inventory.connect(
        new product.Arm({
          cloud,
          log: silent,
          userAgent: "test",
          httpClient: recorder,
          timing: { random: () => 0, clock: { ...clock, wall: () => new Date() } },
        }),
      ),
    behave: (where, behaviour) => void azure.behave(where, behaviour),
    clearBehaviours: () => azure.clearBehaviours(),
    setOnline,
    expireTokens: () => azure.expireTokens(),
    revokeTokens: () => azure.revokeTokens(),
    // Messages arrive on their own here; a few turns later more of them have arrived.
    release: async (place) => {
      for (let turns = 0; turns < place; turns++) {
        await turn();
      }
    },
    elapse: async (ms) => {
      waited += ms;
      azure.clock.advance(ms);
    },
    settleDown: async () => {
      azure.clearBehaviours();
      timeout = PATIENT_MS;
      await setOnline(true);
      // Requests that were given up may only now be arriving.
      await until(() => azure.requests.every(({ ended }) => ended));
    },
    rest: async (ended) => {
      await ended;
      await until(() => [...inventory.hosts].every(({ listing }) => !listing));
    },
    [Symbol.asyncDispose]: async () => {
      inventory.dispose();
      await azure.close();
    },
  };
}

/** Resolves once something has been so for some turns of the event loop. */
async function until(isSo: () => boolean): Promise<void> {
  for (let turns = 0; turns < 10; turns = isSo() ? turns + 1 : 0) {
    await turn();
  }
}
