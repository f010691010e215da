import { AzureError } from "../../../src/core/azure/http/azureError.ts";
import { cloudFromSettings } from "../../../src/core/model/cloud.ts";
import type { Identities } from "../../../src/core/inventory/identities.ts";
import { SimulatedClock } from "../../simulated-azure/world/clock.ts";
import type { Simulation } from "../../simulated-azure/simulation.ts";
import { ControlledTransport, isOnTheWire } from "./controlledTransport.ts";
import { InProcessAzure } from "./inProcessAzure.ts";
import { RequestRecorder } from "./requestRecorder.ts";
import { RecordedWorld } from "./recordedWorld.ts";
import { FickleIdentities } from "./scene.ts";
import { silent } from "../silentLog.ts";
import type { Product } from "./product.ts";
import type { Scene } from "./scene.ts";
import { furnish, type Setting } from "./setting.ts";
import { settle, VirtualTime } from "../virtualTime.ts";

/** More than any scenario takes: what goes on after that would go on for ever. */
const MOST_STEPS = 20_000;

/** Old versions, all of which the client can speak. */
const OLD = {
  resources: ["2016-06-01", "2019-06-01"],
  graph: ["2019-04-01", "2021-03-01"],
  network: ["2019-11-01", "2020-11-01"],
  compute: ["2019-07-01"],
};

/** One in-process Azure for many scenes, one after another: starting it takes longer than a scenario. */
export class ControlledScenes implements AsyncDisposable {
  readonly #product: Product;
  #azure: InProcessAzure | undefined;
  #played = 0;

  constructor(product: Product) {
    this.#product = product;
  }

  /** A scene in which every message and every timer waits until the scenario releases it. */
  async open(setting: Setting): Promise<Scene> {
    // What it remembers of every request would pile up.
    if (this.#azure && ++this.#played % 200 === 0) {
      await this[Symbol.asyncDispose]();
    }
    this.#azure ??= await InProcessAzure.start(new RecordedWorld({ clock: SimulatedClock.driven() }));
    return openScene(this.#product, this.#azure, setting);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const azure = this.#azure;
    this.#azure = undefined;
    await azure?.close();
  }
}

function openScene(product: Product, azure: InProcessAzure, setting: Setting): Scene {
  const { simulation } = azure;
  const world = new RecordedWorld({ clock: simulation.clock });
  furnish(world, setting);
  simulation.reset(world);
  const { pageSize: size } = setting;
  simulation.pageSizes = { ...simulation.pageSizes, tenants: size, subscriptions: size, hosts: size, graph: size };
  simulation.apiVersions = { ...simulation.apiVersions, ...(setting.lagsBehind && OLD) };

  const time = new VirtualTime();
  const installed = time.install();
  const transport = new ControlledTransport(azure, time);
  const recorder = new RequestRecorder(transport, () => time.now);
  const identities = new FickleIdentities(inProcessIdentities(simulation), world.accounts, (value) =>
    transport.hold(value),
  );
  const clock = {
    monotonic: () => time.now,
    wall: () => new Date(time.now),
    pause: (ms: number, signal: AbortSignal) => time.sleep(ms, signal).catch(() => undefined),
  };
  const inventory = new product.Inventory(identities, clock, silent);
  // A refresh listens until it has ended, and here many wait at once.
  inventory.setMaxListeners(0);
  const disconnects = new product.Disconnects({ inventory, identities, clock, log: silent });
  const url = simulation.url;
  const cloud = cloudFromSettings("custom", {
    portalUrl: url,
    managementEndpointUrl: url,
    resourceManagerEndpointUrl: url,
  });
  const timing = {
    clock: { ...clock, wall: () => new Date(simulation.clock.now()) },
    random: () => 0,
  };

  const step = async (until: number): Promise<boolean> => {
    const before = time.now;
    const isDue = time.step(until);
    simulation.clock.advance(time.now - before);
    await settle();
    return isDue;
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
      inventory.connect(new product.Arm({ cloud, log: silent, userAgent: "test", httpClient: recorder, timing })),
    behave: (where, behaviour) =>
      void (isOnTheWire(behaviour.fault) ? transport.behaviours : simulation.behaviours).add(world, where, behaviour),
    clearBehaviours: () => {
      transport.behaviours.clear();
      simulation.behaviours.clear();
    },
    setOnline: async (online) => {
      transport.online = online;
    },
    expireTokens: () => simulation.tokens.expireAll(),
    revokeTokens: () => simulation.tokens.revokeAll(),
    release: async (place) => {
      await transport.release(place);
      await settle();
    },
    elapse: async (ms) => {
      const until = time.now + ms;
      while (await step(until)) {
        // One after the other.
      }
      simulation.clock.advance(until - time.now);
      time.pass(until - time.now);
    },
    settleDown: async () => {
      transport.behaviours.clear();
      simulation.behaviours.clear();
      transport.online = true;
      await transport.releaseOrphans();
    },
    rest: async () => {
      for (let steps = 0; steps < MOST_STEPS; steps++) {
        await settle();
        if (transport.held > 0) {
          await transport.release(-1);
        } else if (!(await step(Infinity))) {
          return;
        }
      }
      throw new Error("it never comes to rest");
    },
    [Symbol.asyncDispose]: async () => {
      inventory.dispose();
      await settle();
      installed[Symbol.dispose]();
    },
  };
}

/** The simulated sign-in without HTTP: hands out a token again until it is rejected. */
function inProcessIdentities(simulation: Simulation): Identities {
  const tokens = new Map<string, string>();
  return {
    accounts: async () => simulation.world.accounts,
    credential: ({ id }, tenantId) => ({
      principal: id,
      getToken: async ({ challenge, rejected }) => {
        const account = simulation.world.account(id);
        const tenant = tenantId ?? account.homeTenantId;
        const key = `${id}/${tenant}`;
        const known = tokens.get(key);
        if (known !== undefined && rejected !== known) {
          return known;
        }
        const claims = challenge === undefined ? undefined : simulation.challenges.read(challenge);
        if (challenge !== undefined && claims?.silent !== true) {
          throw new AzureError({
            kind: "signInNeeded",
            detail: "no token without the user",
            status: 401,
            challenge,
            maybeReceived: false,
          });
        }
        const { accessToken } = simulation.tokens.issue(
          account,
          tenant,
          [`${simulation.url}/.default`],
          claims && { claims: claims.claims },
        );
        tokens.set(key, accessToken);
        return accessToken;
      },
    }),
  };
}
