import type { Subscription } from "../model/bastionHost.ts";
import type { Arm, CallOptions } from "./arm.ts";
import type { Credential } from "./http/credential.ts";
import { asObject, asText, present } from "../text/json.ts";

/**
 * The subscriptions of the token's tenant (`GET /subscriptions`), each once. `unreadable` counts entries without a
 * subscription id.
 *
 * @throws AzureError
 */
export async function listSubscriptions(
  arm: Arm,
  credential: Credential,
  options: CallOptions,
): Promise<{ readonly subscriptions: readonly Subscription[]; readonly unreadable: number }> {
  const { items } = await arm.pages(credential, { api: "Microsoft.Resources", path: "/subscriptions" }, options);
  const subscriptions = items.map(parseSubscription).filter((subscription) => subscription !== undefined);
  const distinct = new Map(subscriptions.map((subscription) => [subscription.subscriptionId, subscription]));
  return { subscriptions: [...distinct.values()], unreadable: items.length - subscriptions.length };
}

/** A subscription as Azure lists it; undefined for anything without a subscription id. */
export function parseSubscription(value: unknown): Subscription | undefined {
  const fields = asObject(value);
  const subscriptionId = asText(fields?.["subscriptionId"])?.toLowerCase();
  // It becomes part of a URL: the same set as in parseResourceId.
  return subscriptionId === undefined || !/^[0-9a-z-]{1,64}$/.test(subscriptionId)
    ? undefined
    : {
        subscriptionId,
        ...present({
          tenantId: asText(fields?.["tenantId"])?.toLowerCase(),
          displayName: asText(fields?.["displayName"]),
          state: asText(fields?.["state"]),
        }),
      };
}
