import { find } from "./find.ts";
import { SimulatedClock } from "./clock.ts";
import { SessionChurn } from "./sessionChurn.ts";
import { surroundingsOf } from "./surroundings.ts";
import type { Stage } from "./sessionChurn.ts";
import { inventSession } from "./names.ts";
import { inventNetwork } from "./networks.ts";
import { SeededRandom } from "./random.ts";
import { defaultTiming } from "../faults/variants.ts";
import type {
  AccountRef,
  AccountSpec,
  HostRef,
  HostSpec,
  Role,
  RoleAssignment,
  SessionSpec,
  SimulatedAccount,
  SimulatedHost,
  SimulatedSession,
  SimulatedSubscription,
  SimulatedTenant,
  SubscriptionRef,
  SubscriptionSpec,
  TenantRef,
  TenantSpec,
  WorldSpec,
} from "./worldTypes.ts";

const DEVELOPER_OR_BASIC = new Set(["Developer", "Basic"]);

/**
 * What there is: tenants, accounts, subscriptions, hosts and live sessions. Built by `add…`, which make up whatever is
 * left out, always the same for the same seed and order. What they return is plain data and never changes.
 */
export class World {
  readonly seed: number;
  readonly clock: SimulatedClock;
  /** `host's key session's id` of each session that a disconnect was answered NotFound for, which may be there all the same. */
  readonly saidNotFound = new Set<string>();
  readonly #random: SeededRandom;
  readonly #tenants: SimulatedTenant[] = [];
  readonly #accounts: SimulatedAccount[] = [];
  readonly #subscriptions: SimulatedSubscription[] = [];
  readonly #hosts = new Map<string, SimulatedHost>();
  readonly #sessions = new Map<string, Map<string, SimulatedSession>>();
  readonly #roles: RoleAssignment[] = [];
  readonly #churn: SessionChurn;

  constructor(options: { seed?: number; clock?: SimulatedClock } = {}) {
    this.seed = options.seed ?? 1;
    this.clock = options.clock ?? SimulatedClock.real();
    this.#random = new SeededRandom(this.seed);
    this.#churn = new SessionChurn(this.seed, this.clock, this.#stage());
  }

  static fromSpec(spec: WorldSpec, clock?: SimulatedClock): World {
    const world = new World({ ...(spec.seed !== undefined && { seed: spec.seed }), ...(clock && { clock }) });
    spec.tenants?.forEach((tenant) => world.addTenant(tenant));
    spec.accounts?.forEach((account) => world.addAccount(account));
    spec.subscriptions?.forEach((subscription) => world.addSubscription(subscription));
    spec.hosts?.forEach((host) => world.addHost(host));
    spec.roles?.forEach(({ account, scope, role }) => world.setRole(account, scope, role));
    return world;
  }

  /** Whether sessions arrive and end by themselves as time passes. */
  get sessionChurn(): boolean {
    return this.#churn.on;
  }

  set sessionChurn(on: boolean) {
    this.#churn.turn(on);
  }

  get tenants(): readonly SimulatedTenant[] {
    return this.#tenants;
  }

  get accounts(): readonly SimulatedAccount[] {
    return this.#accounts;
  }

  get subscriptions(): readonly SimulatedSubscription[] {
    return this.#subscriptions;
  }

  get roles(): readonly RoleAssignment[] {
    return this.#roles;
  }

  get hosts(): readonly SimulatedHost[] {
    return [...this.#hosts.values()];
  }

  addTenant(spec: TenantSpec = {}): SimulatedTenant {
    const displayName = spec.displayName ?? `Tenant ${this.#tenants.length + 1}`;
    const tenant: SimulatedTenant = {
      tenantId: spec.tenantId ?? this.#random.guid(),
      displayName,
      defaultDomain: spec.defaultDomain ?? `${displayName.toLowerCase().replaceAll(/[^a-z0-9]/g, "")}.onmicrosoft.com`,
      needsOwnSignIn: spec.needsOwnSignIn ?? false,
    };
    this.#tenants.push(tenant);
    return tenant;
  }

  addAccount(spec: AccountSpec = {}): SimulatedAccount {
    const home = this.tenant(spec.home);
    const id = spec.id ?? this.#random.guid();
    const account: SimulatedAccount = {
      id,
      label: spec.label ?? `user${this.#accounts.length + 1}@${home.defaultDomain}`,
      homeTenantId: home.tenantId,
      tenantIds: [home.tenantId, ...(spec.guestOf ?? []).map((tenant) => this.tenant(tenant).tenantId)],
    };
    this.#accounts.push(account);
    return account;
  }

  addSubscription(spec: SubscriptionSpec = {}): SimulatedSubscription {
    const subscription: SimulatedSubscription = {
      subscriptionId: spec.subscriptionId ?? this.#random.guid(),
      displayName: spec.displayName ?? `Subscription ${this.#subscriptions.length + 1}`,
      state: spec.state ?? "Enabled",
      tenantId: this.tenant(spec.tenant).tenantId,
      managedByTenantIds: (spec.managedBy ?? []).map((tenant) => this.tenant(tenant).tenantId),
      networkProvider: spec.networkProvider ?? "Registered",
    };
    this.#subscriptions.push(subscription);
    return subscription;
  }

  addHost(spec: HostSpec = {}): SimulatedHost {
    const subscription = this.subscription(spec.subscription);
    const name = spec.name ?? `bas-${String(this.#hosts.size + 1).padStart(2, "0")}`;
    const resourceGroup = spec.resourceGroup ?? `rg-${name}`;
    const sku = spec.sku ?? "Standard";
    const id = `/subscriptions/${subscription.subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.Network/bastionHosts/${name}`;
    const scaleUnits = spec.scaleUnits ?? (sku === "Developer" ? undefined : 2);
    const networks = (spec.networks ?? (sku === "Developer" ? [] : [{}])).map((network, index) => {
      const groupSubscription = typeof network.group === "object" ? network.group.subscription : undefined;
      return inventNetwork(
        network,
        { name, resourceGroup, subscriptionId: subscription.subscriptionId },
        index,
        groupSubscription === undefined ? subscription : this.subscription(groupSubscription),
      );
    });
    const host: SimulatedHost = {
      id,
      key: id.toLowerCase(),
      name,
      subscriptionId: subscription.subscriptionId,
      tenantId: subscription.tenantId,
      resourceGroup,
      location: spec.location ?? "westeurope",
      sku,
      provisioningState: spec.provisioningState ?? "Succeeded",
      ...(scaleUnits !== undefined && { scaleUnits }),
      ...(spec.tags && { tags: spec.tags }),
      list: spec.list ?? "value",
      disconnect: spec.disconnect ?? "value",
      operation: { ...defaultTiming, ...spec.operation },
      networks,
      privateOnly: spec.privateOnly ?? false,
      switches: spec.switches ?? {},
      ...surroundingsOf(spec),
    };
    if (this.#hosts.has(host.key)) {
      throw new Error(`There is a host ${id} already.`);
    }
    this.#hosts.set(host.key, host);
    this.#sessions.set(host.key, new Map());
    const sessions =
      typeof spec.sessions === "number" ? Array.from({ length: spec.sessions }, () => ({})) : (spec.sessions ?? []);
    sessions.forEach((session) => this.addSession(host, session));
    return host;
  }

  removeHost(host: HostRef): void {
    const { key } = this.host(host);
    this.#hosts.delete(key);
    this.#sessions.delete(key);
  }

  addSession(host: HostRef, spec: SessionSpec = {}): SimulatedSession {
    const { key, ...where } = this.host(host);
    const invented = inventSession(this.#random, DEVELOPER_OR_BASIC.has(where.sku) ? "basic" : "full");
    const targetHostName = spec.targetHostName ?? invented.targetHostName;
    const targetIpAddress = spec.targetIpAddress ?? invented.targetIpAddress;
    const group = `/subscriptions/${where.subscriptionId}/resourceGroups/${where.resourceGroup}/providers`;
    const session: SimulatedSession = {
      sessionId: spec.sessionId ?? invented.sessionId,
      hostKey: key,
      userName: spec.userName ?? invented.userName,
      protocol: spec.protocol ?? invented.protocol,
      startedAt: this.clock.now() - (spec.ageMinutes ?? invented.ageMinutes) * 60_000,
      targetHostName: spec.byAddress ? targetIpAddress : targetHostName,
      targetIpAddress,
      targetResourceId: spec.byAddress
        ? `${group}/Microsoft.Network/bh-hostConnect/${targetIpAddress}`
        : `${group}/Microsoft.Compute/virtualMachines/${targetHostName}`,
      targetResourceGroup: where.resourceGroup,
      targetSubscriptionId: where.subscriptionId,
      omit: spec.omit ?? [],
      wire: spec.wire ?? {},
      ...(spec.undisconnectable !== undefined && { undisconnectable: spec.undisconnectable }),
      ghost: spec.ghost ?? false,
      message: spec.message ?? "shown",
      unfindable: spec.unfindable ?? false,
      reconnects: spec.reconnects ?? false,
    };
    this.#sessionsOf(key).set(session.sessionId, session);
    return session;
  }

  /** Ends a session, as when its user logs off. Returns whether there was one. */
  endSession(host: HostRef, sessionId: string): boolean {
    return this.#sessionsOf(this.host(host).key).delete(sessionId);
  }

  /** The sessions that are live now, in the order in which they began to be known. */
  sessions(host: HostRef): readonly SimulatedSession[] {
    const { key } = this.host(host);
    this.#churn.catchUp();
    return [...this.#sessionsOf(key).values()];
  }

  /** What an account may do at a scope (an ARM id, a host or a subscription). A member may do everything unless told otherwise here. */
  setRole(account: AccountRef, scope: SimulatedHost | SimulatedSubscription | string, role: Role): void {
    const path = this.#scopePath(scope);
    this.#roles.unshift({ accountId: this.account(account).id, scope: path, role });
  }

  tenant(ref?: TenantRef): SimulatedTenant {
    if (ref === undefined) {
      return this.#tenants[0] ?? this.addTenant();
    }
    return find(this.#tenants, ref, (tenant) => [tenant.tenantId, tenant.displayName], "tenant");
  }

  account(ref?: AccountRef): SimulatedAccount {
    if (ref === undefined) {
      return this.#accounts[0] ?? this.addAccount();
    }
    return find(this.#accounts, ref, (account) => [account.id, account.label], "account");
  }

  subscription(ref?: SubscriptionRef): SimulatedSubscription {
    if (ref === undefined) {
      return this.#subscriptions[0] ?? this.addSubscription();
    }
    return find(
      this.#subscriptions,
      ref,
      (subscription) => [subscription.subscriptionId, subscription.displayName],
      "subscription",
    );
  }

  /** A host by itself, its name or its ARM id in any case. @throws Error where there is none */
  host(ref: HostRef): SimulatedHost {
    const name = typeof ref === "string" ? ref : ref.id;
    // By its id at once: a world may have many hosts, and sessions are added one by one.
    return this.#hosts.get(name.toLowerCase()) ?? find(this.hosts, name, (host) => [host.name], "host");
  }

  /** As {@link host}, for a caller who does not know whether there is one. */
  findHost(ref: string): SimulatedHost | undefined {
    return this.#hosts.get(ref.toLowerCase()) ?? this.hosts.find((host) => host.name === ref);
  }

  #stage(): Stage {
    const hosts = this.#hosts;
    return {
      get hosts() {
        return [...hosts.values()];
      },
      present: ({ key }) => [...this.#sessionsOf(key).values()],
      arrive: (host, ageMinutes) => void this.addSession(host, { ageMinutes }),
      end: (host, sessionId) => void this.endSession(host, sessionId),
    };
  }

  #sessionsOf(key: string): Map<string, SimulatedSession> {
    const sessions = this.#sessions.get(key);
    if (!sessions) {
      throw new Error(`There is no host ${key}.`);
    }
    return sessions;
  }

  #scopePath(scope: SimulatedHost | SimulatedSubscription | string): string {
    if (typeof scope === "object") {
      return "id" in scope ? scope.key : `/subscriptions/${scope.subscriptionId.toLowerCase()}`;
    }
    return scope.startsWith("/") ? scope.toLowerCase() : this.host(scope).key;
  }
}
