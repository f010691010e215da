import { AzureError } from "../../src/core/azure/http/azureError.ts";
import type { Credential } from "../../src/core/azure/http/credential.ts";
import type { Identities } from "../../src/core/inventory/identities.ts";
import type { Account } from "../../src/core/model/identity.ts";
import type { SimulatedAzure } from "../simulated-azure/server.ts";

/** Accounts and tokens from the simulated sign-in, over HTTP, as VS Code would hand them out without asking the user. */
export class SimulatedIdentities implements Identities {
  readonly #azure: SimulatedAzure;
  /** Tokens that VS Code would still have. */
  readonly #tokens = new Map<string, string>();
  /** Labels of the accounts that are signed in, and of those among them that have allowed the extension. */
  readonly signedIn: Set<string>;
  readonly allowed: Set<string>;

  constructor(azure: SimulatedAzure) {
    this.#azure = azure;
    this.signedIn = new Set([...azure.world.accounts].map(({ label }) => label));
    this.allowed = new Set(this.signedIn);
  }

  accounts(): Promise<readonly Account[]> {
    return Promise.resolve(
      [...this.#azure.world.accounts]
        .filter(({ label }) => this.signedIn.has(label))
        .map(({ id, label }) => ({ id, label })),
    );
  }

  credential(account: Account, tenantId?: string): Credential {
    return {
      principal: account.id,
      getToken: async ({ challenge, rejected, signal }) => {
        if (!this.signedIn.has(account.label) || !this.allowed.has(account.label)) {
          throw signInNeeded();
        }
        const key = `${account.id}/${tenantId ?? ""}`;
        const kept = this.#tokens.get(key);
        if (kept !== undefined && kept !== rejected && challenge === undefined) {
          return kept;
        }
        const body = JSON.stringify({
          accountId: account.id,
          tenantId,
          scopes: [`${this.#azure.url}/.default`],
          challenge,
        });
        const answer = await fetch(`${this.#azure.url}/_signin/token`, {
          method: "POST",
          body,
          headers: { "content-type": "application/json" },
          signal,
        });
        if (!answer.ok) {
          throw signInNeeded(challenge, rejected);
        }
        const { accessToken } = (await answer.json()) as { readonly accessToken: string };
        this.#tokens.set(key, accessToken);
        return accessToken;
      },
    };
  }
}

function signInNeeded(challenge?: string, rejected?: string): AzureError {
  return new AzureError({
    kind: "signInNeeded",
    detail: "no token without the user",
    maybeReceived: false,
    ...(rejected !== undefined && { status: 401 }),
    ...(challenge !== undefined && { challenge }),
  });
}
