import { AzureError } from "../../../src/core/azure/http/azureError.ts";
import type { Disconnects } from "../../../src/core/disconnect/disconnects.ts";
import type { Identities } from "../../../src/core/inventory/identities.ts";
import type { Inventory } from "../../../src/core/inventory/inventory.ts";
import type { Clock } from "../../../src/core/model/clock.ts";
import type { Account } from "../../../src/core/model/identity.ts";
import type { Behaviour, Where } from "../../simulated-azure/faults/behaviours.ts";
import type { RequestRecorder } from "./requestRecorder.ts";
import type { RecordedWorld } from "./recordedWorld.ts";
import type { SimulatedAccount } from "../../simulated-azure/world/worldTypes.ts";
import type { Product } from "./product.ts";

/** Where a scenario plays: an inventory, and the simulated Azure that it asks. */
export interface Scene extends AsyncDisposable {
  readonly product: Product;
  readonly clock: Clock;
  readonly world: RecordedWorld;
  readonly recorder: RequestRecorder;
  readonly inventory: Inventory;
  readonly disconnects: Disconnects;
  readonly identities: FickleIdentities;
  /** Connects the inventory again. */
  connect(): void;
  behave(where: Where, behaviour: Behaviour): void;
  clearBehaviours(): void;
  setOnline(online: boolean): Promise<void>;
  expireTokens(): void;
  revokeTokens(): void;
  /** Lets something arrive that is on its way. */
  release(place: number): Promise<void>;
  elapse(ms: number): Promise<void>;
  /** Ends all faults, also for requests that were given up and may still arrive. */
  settleDown(): Promise<void>;
  /** Lets everything finish that the scenario began; `ended` resolves then. @throws Error if something never finishes */
  rest(ended: Promise<unknown>): Promise<void>;
}

/** An account, and the tenant that a token of it is for. */
interface Issued {
  readonly accountId: string;
  readonly tenantId: string;
}

/** Accounts that can be signed out, be without leave, and fail to be read. */
export class FickleIdentities implements Identities {
  readonly signedIn: Set<string>;
  readonly allowed: Set<string>;
  /** How many of the next readings fail. */
  failures = 0;
  readonly #inner: Identities;
  readonly #accounts: readonly SimulatedAccount[];
  /** Who each token was issued to. */
  readonly #issued = new Map<string, Issued>();
  readonly #pass: <T>(value: T) => Promise<T>;

  /** @param pass delivers the accounts to the caller, when the test lets it */
  constructor(inner: Identities, accounts: readonly SimulatedAccount[], pass: <T>(value: T) => Promise<T>) {
    this.#inner = inner;
    this.#accounts = accounts;
    this.#pass = pass;
    this.signedIn = new Set(accounts.map(({ label }) => label));
    this.allowed = new Set(this.signedIn);
  }

  async accounts(): Promise<readonly Account[]> {
    const isFailure = this.failures > 0;
    this.failures = Math.max(0, this.failures - 1);
    const accounts = await this.#pass(this.#accounts.filter(({ label }) => this.signedIn.has(label)));
    if (isFailure) {
      throw new AzureError({ kind: "failed", detail: "the accounts could not be read", maybeReceived: false });
    }
    return accounts;
  }

  /** Who a token was issued to. */
  issuedTo(token: string): Issued | undefined {
    return this.#issued.get(token);
  }

  credential(account: Account, tenantId?: string): ReturnType<Identities["credential"]> {
    const credential = this.#inner.credential(account, tenantId);
    return {
      principal: credential.principal,
      getToken: async (request) => {
        if (!this.signedIn.has(account.label) || !this.allowed.has(account.label)) {
          throw new AzureError({ kind: "signInNeeded", detail: "no token without the user", maybeReceived: false });
        }
        const token = await credential.getToken(request);
        const { homeTenantId } = this.#accounts.find(({ id }) => id === account.id)!;
        this.#issued.set(token, { accountId: account.id, tenantId: tenantId ?? homeTenantId });
        return token;
      },
    };
  }
}
