import type { Arm } from "../azure/arm.ts";
import { AzureError } from "../azure/http/azureError.ts";
import { listBastionHosts, listSubscriptionHosts } from "../azure/bastionHosts.ts";
import type { Log } from "../model/log.ts";
import { listSubscriptions } from "../azure/subscriptions.ts";
import { listTenants } from "../azure/tenants.ts";
import type { Tenant } from "../model/bastionHost.ts";
import { LatestRun } from "../model/latestRun.ts";
import { identityKey, type Account, type Identity } from "../model/identity.ts";
import {
  failedAccount,
  isCutOff,
  withHosts,
  withHostsOf,
  withSubscriptions,
  type Settled,
} from "./directoryAnswers.ts";
import { newAccount, newTenant, type Accounts, type AccountState, type TenantState } from "./directoryState.ts";
import type { Identities } from "./identities.ts";
import { logFailure } from "./logFailure.ts";

/**
 * Asks who can see what, each account and tenant on its own, so that one that is slow or fails holds up no other.
 * What was known stays until its successor is there; what an account or tenant no longer has goes at once.
 */
export class Directory {
  readonly #identities: Identities;
  readonly #log: Log;
  readonly #changed: () => void;
  readonly #recall: (account: Account) => AccountState | undefined;
  readonly #accounts = new Map<string, AccountState>();
  /** Searches under way, by account or identity: a newer one of the same takes the place of an older. */
  readonly #searches = new Map<string, LatestRun>();

  /**
   * @param parts.changed called after every answer
   * @param parts.recall what is remembered of an account from an earlier window
   */
  constructor(parts: {
    identities: Identities;
    log: Log;
    changed: () => void;
    recall: (account: Account) => AccountState | undefined;
  }) {
    this.#identities = parts.identities;
    this.#log = parts.log;
    this.#changed = parts.changed;
    this.#recall = parts.recall;
  }

  get accounts(): Accounts {
    return this.#accounts;
  }

  clear(): void {
    this.#accounts.clear();
    this.#searches.clear();
  }

  /** Whether no account reached Azure the last time. A single failing host or tenant doesn't count. */
  get isOffline(): boolean {
    const allowed = this.#allowed();
    return allowed.length > 0 && allowed.every(({ error }) => error !== undefined && isCutOff(error));
  }

  /** Whether Azure answers, whatever it says: asked as the first account that has allowed us to ask at all. */
  async isReachable(arm: Arm, signal: AbortSignal): Promise<boolean> {
    const [first] = this.#allowed();
    if (!first) {
      return false;
    }
    const { error } = await this.#settle(
      "looking whether Azure is there",
      listTenants(arm, this.#identities.credential(first.account), { signal }),
    );
    return error === undefined || !(isCutOff(error) || error.kind === "cancelled");
  }

  #allowed(): readonly AccountState[] {
    return [...this.#accounts.values()].filter(({ signInNeeded }) => signInNeeded === undefined);
  }

  /**
   * Searches everything that every account can see. Failures end in the state, at the account or tenant they concern.
   * @throws whatever reading the accounts themselves throws
   */
  async search(arm: Arm, signal: AbortSignal): Promise<void> {
    arm.prepare();
    const accounts = await this.#identities.accounts();
    if (signal.aborted) {
      return;
    }
    const present = new Set(accounts.map((account) => account.id));
    for (const id of this.#accounts.keys()) {
      if (!present.has(id)) {
        this.#accounts.delete(id);
      }
    }
    for (const account of accounts) {
      this.#accounts.set(account.id, {
        ...(this.#accounts.get(account.id) ?? this.#recall(account) ?? newAccount(account)),
        account,
        searching: true,
      });
    }
    this.#changed();
    await Promise.all(accounts.map((account) => this.searchAccount(arm, account, signal)));
  }

  /** Searches one account's tenants, and all that they hold. */
  async searchAccount(arm: Arm, account: Account, run: AbortSignal): Promise<void> {
    const known = this.#accounts.get(account.id);
    if (!known) {
      return;
    }
    const signal = this.#begin(account.id, run);
    this.#setAccount({ ...known, searching: true });
    const answer = await this.#settle(
      "listing an account's tenants",
      listTenants(arm, this.#identities.credential(account), { signal }),
    );
    // What is known now, which may be more than before the answer, or nothing after a sign-out.
    const before = this.#accounts.get(account.id);
    if (!before || signal.aborted) {
      return;
    }
    if (answer.error) {
      const failed = failedAccount(before, answer.error);
      this.#setAccount(failed);
      // The tenants known from before are still worth asking.
      await this.#searchTenants(
        arm,
        account,
        [...failed.tenants.values()].map(({ identity }) => identity.tenant),
        signal,
      );
      return;
    }
    const { tenants, unreadable } = answer.value;
    // A tenant that is not in a list which is known to be incomplete may still be there.
    const kept = unreadable > 0 ? [...before.tenants.values()].map(({ identity }) => identity.tenant) : [];
    const all = new Map([...kept, ...tenants].map((tenant) => [tenant.tenantId, tenant]));
    this.#setAccount({
      account,
      searching: true,
      unreadable,
      tenants: new Map(
        [...all.values()].map((tenant) => [
          tenant.tenantId,
          before.tenants.get(tenant.tenantId) ?? newTenant(account, tenant),
        ]),
      ),
    });
    await this.#searchTenants(arm, account, [...all.values()], signal);
    this.#endSearch(account, signal);
  }

  #endSearch({ id }: Account, signal: AbortSignal): void {
    const state = this.#accounts.get(id);
    if (state && !signal.aborted) {
      this.#setAccount({ ...state, searching: false });
    }
  }

  async #searchTenants(arm: Arm, account: Account, tenants: readonly Tenant[], signal: AbortSignal): Promise<void> {
    await Promise.all(tenants.map((tenant) => this.searchTenant(arm, { account, tenant }, signal)));
  }

  /** Searches one tenant's subscriptions and hosts; each is shown as soon as it is known. */
  async searchTenant(arm: Arm, identity: Identity, run: AbortSignal): Promise<void> {
    const { account, tenant } = identity;
    const signal = this.#begin(identityKey(identity), run);
    const credential = this.#identities.credential(account, tenant.tenantId);
    const update = (change: (before: TenantState) => TenantState) => {
      const before = this.#tenant(identity);
      if (before && !signal.aborted) {
        this.#setTenant(change(before));
      }
    };
    update((before) => ({ ...before, identity, searching: true }));
    const subscriptions = this.#settle(
      `listing the subscriptions of tenant ${tenant.tenantId}`,
      listSubscriptions(arm, credential, { signal }),
    );
    const subscriptionIds = async () => {
      const answer = await subscriptions;
      if (answer.error) {
        throw answer.error;
      }
      return answer.value.subscriptions.map(({ subscriptionId }) => subscriptionId);
    };
    const known = () => this.#tenant(identity)?.hosts.known ?? [];
    const hosts = this.#settle(
      `listing the bastion hosts in tenant ${tenant.tenantId}`,
      listBastionHosts(arm, credential, { signal, subscriptionIds, known }),
    );
    await Promise.all([
      subscriptions.then((answer) => update((before) => withSubscriptions(before, answer))),
      hosts.then((answer) => {
        for (const { subscriptionId, error } of answer.error ? [] : answer.value.problems) {
          logFailure(this.#log, `listing the bastion hosts in subscription ${subscriptionId}`, error);
        }
        update((before) => withHosts(before, answer));
      }),
    ]);
    update((before) => ({ ...before, searching: false }));
  }

  /**
   * Asks Resource Manager itself for the hosts of one subscription, as everyone who sees it: Resource Graph learns of a new
   * host only minutes later.
   */
  async searchSubscription(
    arm: Arm,
    identities: readonly Identity[],
    subscriptionId: string,
    run: AbortSignal,
  ): Promise<void> {
    const searchAs = async (identity: Identity): Promise<void> => {
      const signal = this.#begin(`${identityKey(identity)} ${subscriptionId}`, run);
      const credential = this.#identities.credential(identity.account, identity.tenant.tenantId);
      const answer = await this.#settle(
        `listing the bastion hosts in subscription ${subscriptionId}`,
        listSubscriptionHosts(arm, credential, subscriptionId, { signal }),
      );
      const before = this.#tenant(identity);
      if (before && !signal.aborted && !answer.error) {
        this.#setTenant(withHostsOf(before, subscriptionId, answer.value));
      }
    };
    await Promise.all(identities.map(searchAs));
  }

  #begin(what: string, run: AbortSignal): AbortSignal {
    const search = this.#searches.get(what) ?? new LatestRun();
    this.#searches.set(what, search);
    return AbortSignal.any([run, search.begin()]);
  }

  /** The outcome as a value, and a failure in the log. An error that is not ours is a defect and goes on. */
  async #settle<T>(what: string, promise: Promise<T>): Promise<Settled<T>> {
    try {
      return { value: await promise };
    } catch (error) {
      if (error instanceof AzureError) {
        logFailure(this.#log, what, error);
        return { error };
      }
      throw error;
    }
  }

  #tenant(identity: Identity): TenantState | undefined {
    return this.#accounts.get(identity.account.id)?.tenants.get(identity.tenant.tenantId);
  }

  #setAccount(state: AccountState): void {
    this.#accounts.set(state.account.id, state);
    this.#changed();
  }

  #setTenant(state: TenantState): void {
    const account = this.#accounts.get(state.identity.account.id);
    if (account) {
      this.#setAccount({ ...account, tenants: new Map(account.tenants).set(state.identity.tenant.tenantId, state) });
    }
  }
}
