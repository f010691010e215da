/** The same load with Microsoft's own clients. */
import { NetworkManagementClient } from "@azure/arm-network";
import { SubscriptionClient } from "@azure/arm-resources-subscriptions";
import { bearerTokenAuthenticationPolicyName } from "@azure/core-rest-pipeline";
import type { Pipeline } from "@azure/core-rest-pipeline";
import type { BenchSetup } from "./benchSetup.ts";

interface SdkGround extends Pick<BenchSetup, "identities"> {
  readonly azure: { readonly url: string };
}

/** How a level of the enumeration is gone through. */
type Each = <T>(items: readonly T[], work: (item: T) => Promise<void>) => Promise<void>;

/** As Microsoft's library for VS Code enumerates: tenants, their subscriptions, their hosts, each in its turn. */
export const oneAfterAnother: Each = async (items, work) => {
  for (const item of items) {
    await work(item);
  }
};

/** Every level at once, which no client of Microsoft's does by itself. */
export const allAtOnce: Each = async (items, work) => {
  await Promise.all(items.map(work));
};

const noCredential = { getToken: () => Promise.resolve(null) };

/**
 * Lists every session and returns how many there are.
 *
 * A tenant's token is asked for once. By Microsoft's own policy no token goes over plain http; one that knows the loopback
 * address takes its place.
 *
 * @param atMost hosts of which sessions are listed; the others are only found
 */
export async function sdkLoad({ azure, identities }: SdkGround, each: Each, atMost = Infinity): Promise<number> {
  const options = { endpoint: azure.url, allowInsecureConnection: true };
  const source = identities();
  const { signal } = new AbortController();
  let sessions = 0;
  let hosts = 0;
  await each(await source.accounts(), async (account) => {
    const tokens = new Map<string, Promise<string>>();
    const authorize = (pipeline: Pipeline, tenantId?: string): void => {
      const key = tenantId ?? "";
      pipeline.removePolicy({ name: bearerTokenAuthenticationPolicyName });
      pipeline.addPolicy({
        name: "loopbackToken",
        async sendRequest(request, next) {
          const token = tokens.get(key) ?? source.credential(account, tenantId).getToken({ signal });
          tokens.set(key, token);
          request.allowInsecureConnection = true;
          request.headers.set("Authorization", `Bearer ${await token}`);
          return next(request);
        },
      });
    };
    const home = new SubscriptionClient(noCredential, options);
    authorize(home.pipeline);
    const tenantIds = (await all(home.tenants.list())).map(({ tenantId }) => tenantId ?? "");
    await each(tenantIds, async (tenantId) => {
      const client = new SubscriptionClient(noCredential, options);
      authorize(client.pipeline, tenantId);
      const subscriptionIds = (await all(client.subscriptions.list())).map(
        ({ subscriptionId }) => subscriptionId ?? "",
      );
      await each(subscriptionIds, async (subscriptionId) => {
        const network = new NetworkManagementClient(noCredential, subscriptionId, options);
        authorize(network.pipeline, tenantId);
        await each(await all(network.bastionHosts.list()), async ({ id = "", name = "" }) => {
          if (++hosts <= atMost) {
            const [, resourceGroup = ""] = /\/resourceGroups\/([^/]+)\//i.exec(id) ?? [];
            const listed = await all(network.beginListActiveSessionsAndWait(resourceGroup, name));
            sessions += listed.length;
          }
        });
      });
    });
  });
  return sessions;
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) {
    list.push(item);
  }
  return list;
}
