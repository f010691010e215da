import { parseDirectoryId } from "../model/armId.ts";
import type { Tenant } from "../model/bastionHost.ts";
import type { Arm, CallOptions } from "./arm.ts";
import type { Credential } from "./http/credential.ts";
import { asObject, asText, present } from "../text/json.ts";

/**
 * The tenants that an account can see (`GET /tenants`, with the token of any of them). `unreadable` counts entries without
 * a tenant id.
 *
 * @throws AzureError
 */
export async function listTenants(
  arm: Arm,
  credential: Credential,
  options: CallOptions,
): Promise<{ readonly tenants: readonly Tenant[]; readonly unreadable: number }> {
  const { items } = await arm.pages(credential, { api: "Microsoft.Resources", path: "/tenants" }, options);
  const tenants = items.map(parseTenant).filter((tenant) => tenant !== undefined);
  const distinct = new Map(tenants.map((tenant) => [tenant.tenantId, tenant]));
  return { tenants: [...distinct.values()], unreadable: items.length - tenants.length };
}

/** A tenant as Azure lists it; undefined for anything without a tenant id. */
export function parseTenant(value: unknown): Tenant | undefined {
  const fields = asObject(value);
  const tenantId = parseDirectoryId(fields?.["tenantId"]);
  return tenantId === undefined
    ? undefined
    : {
        tenantId,
        ...present({ displayName: asText(fields?.["displayName"]), defaultDomain: asText(fields?.["defaultDomain"]) }),
      };
}
