import type { Fault } from "./faults.ts";
import type { LogVariant } from "./logVariants.ts";
import { SeededRandom } from "../world/random.ts";
import { routeNames } from "../http/requestLog.ts";
import type { RouteName } from "../http/requestLog.ts";
import type { DisconnectVariant, ListVariant, OperationTiming } from "./variants.ts";
import type { World } from "../world/world.ts";

/** Which requests a behaviour is for: all those that fit everything that is named here. */
export interface Where {
  readonly route?: RouteName | readonly RouteName[];
  /** A host's name or ARM id. */
  readonly host?: string;
  readonly subscription?: string;
  /** The tenant or the account that the token is for, by name or id. */
  readonly tenant?: string;
  readonly account?: string;
}

/** Where in short: `"azure"` for every request but sign-in, a route, a host's name or id, or a subscription's name or id. */
export type Target = Where | string;

export interface Behaviour {
  readonly list?: ListVariant;
  readonly disconnect?: DisconnectVariant;
  readonly listLinks?: ListVariant;
  readonly deleteLinks?: DisconnectVariant;
  readonly operation?: Partial<OperationTiming>;
  readonly auditLog?: LogVariant;
  readonly fault?: Fault;
  /** For that many requests, and then never again; for ever where it is left out. */
  readonly times?: number;
  /** For that share of the requests (0 to 1), by chance, but the same chance for the same seed. */
  readonly chance?: number;
}

/** A behaviour in force. */
export interface ActiveBehaviour {
  readonly id: number;
  /** How many requests it was applied to. */
  readonly applied: number;
  remove(): void;
}

export interface RequestFacts {
  readonly route: RouteName;
  readonly hostKey: string | undefined;
  readonly subscriptionId: string | undefined;
  readonly tenantId: string | undefined;
  readonly account: string | undefined;
}

export interface Chosen {
  readonly list?: ListVariant;
  readonly disconnect?: DisconnectVariant;
  readonly listLinks?: ListVariant;
  readonly deleteLinks?: DisconnectVariant;
  readonly operation?: Partial<OperationTiming>;
  readonly auditLog?: LogVariant;
  readonly fault?: Fault;
  /** Names the fault's behaviour. */
  readonly faultId?: number;
}

interface Entry {
  readonly id: number;
  readonly where: Required<{ [Key in keyof Where]: Where[Key] | undefined }> & {
    readonly route: readonly RouteName[] | undefined;
  };
  readonly behaviour: Behaviour;
  applied: number;
}

const isRoute = (name: string): name is RouteName => (routeNames as readonly string[]).includes(name);

/** Those that may start a long-running operation. */
const isAction = (route: RouteName): boolean => ["list", "disconnect", "listLinks", "deleteLinks"].includes(route);

/** The behaviours in force. The newest that fits a request decides, for each aspect by itself. */
export class Behaviours {
  readonly #random: SeededRandom;
  #entries: Entry[] = [];
  #count = 0;

  constructor(seed: number) {
    this.#random = new SeededRandom(seed ^ 0x51ed270b);
  }

  /** @throws Error where the target names nothing in the world. */
  add(world: World, target: Target, behaviour: Behaviour): ActiveBehaviour {
    const entry: Entry = { id: ++this.#count, where: resolve(world, target), behaviour, applied: 0 };
    this.#entries.unshift(entry);
    return {
      id: entry.id,
      get applied() {
        return entry.applied;
      },
      remove: () => this.remove(entry.id),
    };
  }

  remove(id: number): void {
    this.#entries = this.#entries.filter((entry) => entry.id !== id);
  }

  clear(): void {
    this.#entries = [];
  }

  /** What holds for a request; asking counts as one application. */
  choose(request: RequestFacts): Chosen {
    let chosen: Chosen = {};
    for (const entry of this.#entries.filter(({ where }) => fits(where, request))) {
      const { list, disconnect, listLinks, deleteLinks, operation, auditLog, fault } = entry.behaviour;
      const adds: Chosen = {
        ...(request.route === "list" && list && !chosen.list && { list }),
        ...(request.route === "disconnect" && disconnect && !chosen.disconnect && { disconnect }),
        ...(request.route === "listLinks" && listLinks && !chosen.listLinks && { listLinks }),
        ...(request.route === "deleteLinks" && deleteLinks && !chosen.deleteLinks && { deleteLinks }),
        ...(isAction(request.route) && operation && !chosen.operation && { operation }),
        ...(request.route === "auditLog" && auditLog && !chosen.auditLog && { auditLog }),
        ...(fault &&
          !chosen.fault &&
          (request.route !== "signIn" || entry.where.route) && { fault, faultId: entry.id }),
      };
      if (Object.keys(adds).length > 0 && this.#takesPart(entry)) {
        chosen = { ...chosen, ...adds };
      }
    }
    return chosen;
  }

  #takesPart(entry: Entry): boolean {
    const { times, chance } = entry.behaviour;
    if ((chance !== undefined && this.#random.next() >= chance) || (times !== undefined && entry.applied >= times)) {
      return false;
    }
    entry.applied++;
    return true;
  }
}

function resolve(world: World, target: Target): Entry["where"] {
  if (typeof target === "string") {
    return resolve(world, shorthand(world, target));
  }
  const { route, host, subscription, tenant, account } = target;
  return {
    route: typeof route === "string" ? [route] : route,
    host: host === undefined ? undefined : world.host(host).key,
    subscription:
      subscription === undefined ? undefined : world.subscription(subscription).subscriptionId.toLowerCase(),
    tenant: tenant === undefined ? undefined : world.tenant(tenant).tenantId,
    account: account === undefined ? undefined : world.account(account).label,
  };
}

function shorthand(world: World, target: string): Where {
  if (target === "azure") {
    return {};
  }
  if (isRoute(target)) {
    return { route: target };
  }
  return world.findHost(target) ? { host: target } : { subscription: target };
}

function fits(where: Entry["where"], request: RequestFacts): boolean {
  return (
    (where.route === undefined || where.route.includes(request.route)) &&
    (where.host === undefined || where.host === request.hostKey) &&
    (where.subscription === undefined || where.subscription === request.subscriptionId) &&
    (where.tenant === undefined || where.tenant === request.tenantId) &&
    (where.account === undefined || where.account === request.account)
  );
}
