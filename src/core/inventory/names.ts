import type { BastionHost, Tenant } from "../model/bastionHost.ts";
import { distinctNames } from "../text/distinctNames.ts";
import { tenantName, type Account } from "../model/identity.ts";
import type { BastionSession } from "../model/session/session.ts";
import { targetKey, targetName, targetResourceGroup, targetSubscription } from "../model/session/target.ts";
import { personKey, whoOf } from "../model/session/who.ts";
import type { Accounts, VisibleSubscription } from "./directoryState.ts";
import type { HostState } from "./hostState.ts";
import { attributionsOf } from "./people/sessionPeople.ts";

/** All that is known, of which no two different things may be called alike. */
interface Known {
  readonly hosts: Iterable<HostState>;
  readonly accounts: Accounts;
  readonly allSubscriptions: ReadonlyMap<string, VisibleSubscription>;
}

/**
 * What hosts, target VMs, accounts, tenants and subscriptions are called among all that are known: by name where that is unique,
 * else with what tells them apart. The texts are as Azure sent them, and are to be shown as text.
 */
export class Names {
  readonly #known: Known;
  #hosts: ReadonlyMap<string, string> | undefined;
  #machines: ReadonlyMap<string, string> | undefined;
  #tenants: ReadonlyMap<string, string> | undefined;
  #accounts: ReadonlyMap<string, string> | undefined;
  #subscriptions: ReadonlyMap<string, string> | undefined;
  #people: ReadonlyMap<string, number> | undefined;

  constructor(known: Known) {
    this.#known = known;
  }

  /** To be called when something is known that was not. */
  forget(): void {
    this.#hosts = this.#machines = this.#tenants = this.#accounts = this.#subscriptions = this.#people = undefined;
  }

  host({ key, name }: Pick<BastionHost, "key" | "name">): string {
    this.#hosts ??= distinctNames(
      [...this.#known.hosts].map(({ host }) => ({
        key: host.key,
        name: host.name,
        details: [this.#displayName(host.subscriptionId), host.resourceGroup, host.subscriptionId, host.id],
      })),
    );
    return this.#hosts.get(key) ?? name;
  }

  /** A session's target VM; `undefined` if Azure named none. */
  machine(session: BastionSession): string | undefined {
    this.#machines ??= distinctNames(
      [...this.#known.hosts].flatMap(({ host, list }) =>
        (list?.sessions ?? []).flatMap(({ session: one }) => {
          const [key, name] = [targetKey(one), targetName(one)];
          return key === "" || name === undefined
            ? []
            : [
                {
                  key,
                  name,
                  details: [
                    this.#displayName(targetSubscription(one) ?? host.subscriptionId),
                    targetResourceGroup(one),
                    one.targetIpAddress,
                    one.via && this.host(host),
                    key,
                  ],
                },
              ];
        }),
      ),
    );
    return this.#machines.get(targetKey(session)) ?? targetName(session);
  }

  /** A person behind a session, without the domain if no other person is called so. @param person a sign-in name */
  person(person: string): string {
    if (!this.#people) {
      const attributed = [...this.#known.hosts].flatMap((host) => [...attributionsOf(host).values()]);
      const people = new Set(attributed.map((attribution) => personKey(whoOf(attribution).person)));
      const alike = Map.groupBy(people, withoutDomain);
      this.#people = new Map([...alike].map(([name, { length }]) => [name, length]));
    }
    const name = withoutDomain(person.trim());
    return name !== "" && this.#people.get(name.toLowerCase()) === 1 ? name : person;
  }

  tenant(tenant: Tenant): string {
    this.#tenants ??= distinctNames(
      [...this.#known.accounts.values()]
        .flatMap(({ tenants }) => [...tenants.values()].map(({ identity }) => identity.tenant))
        .map((one) => ({ key: one.tenantId, name: tenantName(one), details: [one.defaultDomain, one.tenantId] })),
    );
    return this.#tenants.get(tenant.tenantId) ?? tenantName(tenant);
  }

  /** Several accounts may have one e-mail address: a work account and a personal one. */
  account({ id, label }: Account): string {
    this.#accounts ??= distinctNames(
      [...this.#known.accounts.values()].map(({ account: one }) => ({
        key: one.id,
        name: one.label,
        details: [one.id],
      })),
    );
    return this.#accounts.get(id) ?? label;
  }

  /** @param subscriptionId in lower case */
  subscription(subscriptionId: string): string {
    this.#subscriptions ??= distinctNames(
      [...this.#known.allSubscriptions].map(([id, { identities }]) => ({
        key: id,
        name: this.#displayName(id),
        details: [...identities.slice(0, 1).map(({ tenant }) => this.tenant(tenant)), id],
      })),
    );
    return this.#subscriptions.get(subscriptionId) ?? subscriptionId;
  }

  /** The names by which a filter finds a host. */
  ofHost(host: Pick<BastionHost, "key" | "name" | "subscriptionId">): {
    readonly host: string;
    readonly subscription: string;
  } {
    return { host: this.host(host), subscription: this.subscription(host.subscriptionId) };
  }

  #displayName(subscriptionId: string): string {
    return this.#known.allSubscriptions.get(subscriptionId)?.subscription.displayName ?? subscriptionId;
  }
}

function withoutDomain(signInName: string): string {
  return signInName.split("@", 1).join("");
}
