/** VS Code's sign-in, which every load goes through, and which is neither Azure's nor ours. */
import type { Identities } from "../../src/core/inventory/identities.ts";

/** Milliseconds that the sign-in takes by itself: the accounts, the home tenant's token, then those of these tenants at once. */
export async function signInMs(source: Identities, tenantIds: readonly string[]): Promise<number> {
  const { signal } = new AbortController();
  const started = performance.now();
  for (const account of await source.accounts()) {
    await source.credential(account).getToken({ signal });
    await Promise.all(tenantIds.map((tenantId) => source.credential(account, tenantId).getToken({ signal })));
  }
  return performance.now() - started;
}

/** The same accounts and tokens, each asked for once: from then on the sign-in takes no time. */
export function tokensAtHand(source: Identities): Identities {
  const tokens = new Map<string, Promise<string>>();
  let accounts: ReturnType<Identities["accounts"]> | undefined;
  return {
    accounts: () => (accounts ??= source.accounts()),
    credential: (account, tenantId) => ({
      principal: account.id,
      getToken: (request) => {
        const key = JSON.stringify([account.id, tenantId]);
        const token = tokens.get(key) ?? source.credential(account, tenantId).getToken(request);
        tokens.set(key, token);
        return token;
      },
    }),
  };
}
