import { AzureError } from "../../src/core/azure/http/azureError.ts";
import type { Identities } from "../../src/core/inventory/identities.ts";
import type { Ready } from "./messages.ts";

/** Accounts and tokens of the simulated sign-in, over HTTP. A token is kept until Azure rejects it. */
export function identitiesAt({ url, accounts }: Ready): Identities {
  const tokens = new Map<string, string>();
  return {
    accounts: async () => accounts.map(({ id, label }) => ({ id, label })),
    credential: ({ id }, tenantId) => ({
      principal: id,
      getToken: async ({ rejected, signal }) => {
        const key = `${id}/${tenantId ?? ""}`;
        const known = tokens.get(key);
        if (known !== undefined && known !== rejected) {
          return known;
        }
        const body = JSON.stringify({ accountId: id, tenantId, scopes: [`${url}/.default`] });
        const answer = await fetch(`${url}/_signin/token`, {
          method: "POST",
          body,
          headers: { "content-type": "application/json" },
          signal,
        });
        if (!answer.ok) {
          throw new AzureError({ kind: "signInNeeded", detail: "no token", maybeReceived: false });
        }
        const { accessToken } = (await answer.json()) as { readonly accessToken: string };
        tokens.set(key, accessToken);
        return accessToken;
      },
    }),
  };
}
