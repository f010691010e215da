/** Azure Resource Graph: one query for the bastion hosts of a whole tenant. It lags what Resource Manager knows. */
import { asAmount, asObject, asText, present } from "../text/json.ts";
import { providerPath } from "./apiVersions.ts";
import type { Arm, CallOptions } from "./arm.ts";
import { AzureError } from "./http/azureError.ts";
import type { Credential } from "./http/credential.ts";
import { PageChain } from "./paging.ts";

const GRAPH = providerPath("", "Microsoft.ResourceGraph", "/resources");
const QUERY =
  "resources | where type =~ 'microsoft.network/bastionhosts' " +
  "| project id, name, type, location, resourceGroup, subscriptionId, tenantId, sku, properties, tags | order by id asc";
/** The most that a query takes. */
export const SUBSCRIPTIONS_PER_QUERY = 1_000;

/** Whether the graph said no, rather than nothing: then Resource Manager itself may still answer. */
export function isRefusedByGraph({ kind }: AzureError): boolean {
  return kind === "notAllowed" || kind === "notFound" || kind === "failed";
}

export function isTooMany({ facts }: AzureError): boolean {
  return [facts.code, ...(facts.detailCodes ?? [])].includes(TOO_MANY);
}

const TOO_MANY = "TooManySubscriptionsUnderScope";

/** Loops only on the token: `resultTruncated` is a text, and a token may come with "false". */
export async function queryGraph(
  arm: Arm,
  credential: Credential,
  subscriptions: readonly string[] | undefined,
  options: CallOptions,
): Promise<readonly unknown[]> {
  const chain = new PageChain();
  let token: string | undefined;
  do {
    const body = {
      query: QUERY,
      options: { $top: 1_000, resultFormat: "objectArray", ...present({ $skipToken: token }) },
      ...present({ subscriptions }),
    };
    const response = await arm.post(credential, GRAPH, body, options);
    const page = asObject(response.body);
    const rows: unknown = page?.["data"];
    const facts = { maybeReceived: true, status: response.status, ...present({ requestId: response.requestId }) };
    if (!Array.isArray(rows)) {
      throw new AzureError({
        kind: "unreadable",
        detail: "the Resource Graph response has no data",
        code: "NoList",
        ...facts,
      });
    }
    if (
      subscriptions === undefined &&
      response.headers.get("x-ms-tenant-subscription-limit-hit")?.toLowerCase() === "true"
    ) {
      // The answer covers a part of the tenant, and does not say which.
      throw new AzureError({
        kind: "failed",
        detail: "Resource Graph covered only part of the tenant",
        code: TOO_MANY,
        ...facts,
      });
    }
    token = asText(page?.["$skipToken"]);
    if (token === undefined && String(page?.["resultTruncated"]).toLowerCase() === "true") {
      throw new AzureError({
        kind: "failed",
        detail: "Resource Graph truncated its response",
        code: "Truncated",
        ...facts,
      });
    }
    chain.add(rows as readonly unknown[], token);
    const total = asAmount(page?.["totalRecords"]) ?? 0;
    if (token === undefined && chain.items.length < total) {
      throw new AzureError({
        kind: "failed",
        detail: `Resource Graph returned ${chain.items.length} of ${total} rows`,
        code: "Truncated",
        ...facts,
      });
    }
  } while (token !== undefined);
  return chain.items;
}
