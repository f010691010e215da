import { find } from "./find.ts";
import { SimulatedClock } from "./clock.ts";
import { SessionChurn } from "./sessionChurn.ts";
import type { Stage } from "./sessionChurn.ts";
import { ActivityLog } from "./logs/activityLog.ts";
import { AuditLog } from "./logs/auditLog.ts";
import type { ActivitySpec, FailedSignInSpec, LogSpec, PersonSpec, SimulatedPerson } from "./logs/logTypes.ts";
import { Links } from "./links.ts";
import { inventHostOf } from "./hosts.ts";
import { inventPerson } from "./logs/people.ts";
import { SeededRandom } from "./random.ts";
import { inventSessionOf } from "./sessions.ts";
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

/**
 * What there is: tenants, accounts, subscriptions, hosts and live sessions. Built by `add…`, which make up whatever is
 * left out, always the same for the same seed and order. What they return is plain data and never changes.
 */
export class World {
  readonly seed: number;
  readonly clock: SimulatedClock;
  /** `host's key session's id` of each session that a disconnect was answered NotFound for, which may be there all the same. */
  readonly saidNotFound = new Set<string>();
  readonly auditLog: AuditLog;
  readonly activityLog: ActivityLog;
  readonly links: Links;
  readonly #random: SeededRandom;
  readonly #tenants: SimulatedTenant[] = [];
  readonly #accounts: SimulatedAccount[] = [];
  readonly #subscriptions: SimulatedSubscription[] = [];
  readonly #hosts = new Map<string, SimulatedHost>();
  readonly #sessions = new Map<string, Map<string, SimulatedSession>>();
  readonly #roles: RoleAssignment[] = [];
  readonly #people: SimulatedPerson[] = [];
  readonly #churn: SessionChurn;

  constructor(options: { seed?: number; clock?: SimulatedClock; log?: LogSpec } = {}) {
    this.seed = options.seed ?? 1;
    this.clock = options.clock ?? SimulatedClock.real();
    this.auditLog = new AuditLog(this.seed, this.clock, options.log ?? {}, () => this.#people);
    this.activityLog = new ActivityLog(this);
    this.links = new Links(this);
    this.#random = new SeededRandom(this.seed);
    this.#churn = new SessionChurn(this.seed, this.clock, this.#stage());
  }

  static fromSpec(spec: WorldSpec, clock?: SimulatedClock): World {
    const { seed, log } = spec;
    const world = new World({ ...(seed !== undefined && { seed }), ...(clock && { clock }), ...(log && { log }) });
    spec.tenants?.forEach((tenant) => world.addTenant(tenant));
    spec.accounts?.forEach((account) => world.addAccount(account));
    spec.subscriptions?.forEach((subscription) => world.addSubscription(subscription));
    spec.people?.forEach((person) => world.addPerson(person));
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

  get people(): readonly SimulatedPerson[] {
    return this.#people;
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

  addPerson(spec: PersonSpec): SimulatedPerson {
    const person = inventPerson(spec);
    this.#people.push(person);
    return person;
  }

  addHost(spec: HostSpec = {}): SimulatedHost {
    const host = inventHostOf(spec, this.subscription(spec.subscription), this.#hosts.size + 1, (ref) =>
      this.subscription(ref),
    );
    if (this.#hosts.has(host.key)) {
      throw new Error(`There is a host ${host.id} already.`);
    }
    this.#hosts.set(host.key, host);
    this.#sessions.set(host.key, new Map());
    this.auditLog.addHost(host);
    const sessions =
      typeof spec.sessions === "number" ? Array.from({ length: spec.sessions }, () => ({})) : (spec.sessions ?? []);
    sessions.forEach((session) => this.addSession(host, session));
    spec.failedSignIns?.forEach((failed) => this.addFailedSignIn(host, failed));
    spec.links?.forEach((link) => this.links.add(host, link));
    return host;
  }

  /** @param caller who deletes it: the first account where left out */
  removeHost(ref: HostRef, caller?: string): void {
    const host = this.host(ref);
    const { key } = host;
    this.recordActivity(host, { operation: "delete", ...(caller !== undefined && { caller }) });
    this.#hosts.delete(key);
    this.#sessions.delete(key);
    this.auditLog.removeHost(key);
    this.links.removeHost(key);
  }

  addSession(host: HostRef, spec: SessionSpec = {}): SimulatedSession {
    const where = this.host(host);
    const session = inventSessionOf(where, spec, this.clock.now(), this.#random, this.#people);
    this.auditLog.begin(where.key, session);
    this.#sessionsOf(where.key).set(session.sessionId, session);
    return session;
  }

  /** Ends a session, as when its user logs off. Returns whether there was one. */
  endSession(host: HostRef, sessionId: string, minutesAgo = 0): boolean {
    const { key } = this.host(host);
    this.auditLog.end(key, sessionId, this.clock.now() - minutesAgo * 60_000);
    return this.#sessionsOf(key).delete(sessionId);
  }

  /** What somebody does to a host, by other ways than a request that is answered here. */
  recordActivity(host: HostRef, spec: ActivitySpec): void {
    this.activityLog.record(this.host(host), spec);
  }

  addFailedSignIn(host: HostRef, spec: FailedSignInSpec = {}): void {
    this.auditLog.fail(this.host(host).key, spec);
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
      end: (host, sessionId, minutesAgo) => void this.endSession(host, sessionId, minutesAgo),
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
