import type { ArmKey } from "./armId.ts";

/** A bastion host, as Azure Resource Graph or Resource Manager describes it. Absent means that Azure did not say. */
export interface BastionHost {
  /** The resource id as Azure wrote it. */
  readonly id: string;
  /** Identity: {@link id} in lower case. */
  readonly key: ArmKey;
  readonly name: string;
  /** In lower case. */
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly tenantId?: string;
  readonly location?: string;
  /** Developer, Basic, Standard or Premium; an open set. */
  readonly sku?: string;
  readonly provisioningState?: string;
  /** Instances that the host runs on: 2 to 50 for Standard and Premium; a Developer host has none. */
  readonly scaleUnits?: number;
  /** Native clients, such as the Azure CLI, may connect through it: `enableTunneling`. */
  readonly nativeClient?: boolean;
  /** Target VMs may be named by their IP address: `enableIpConnect`. */
  readonly ipConnect?: boolean;
  /** VMs may have shareable links, which let a person connect without signing in to Azure: `enableShareableLink`. */
  readonly shareableLink?: boolean;
}

/** A subscription of a tenant, as `GET /subscriptions` lists it. */
export interface Subscription {
  /** The bare GUID in lower case. */
  readonly subscriptionId: string;
  /** The tenant that the subscription belongs to, in lower case. */
  readonly tenantId?: string;
  readonly displayName?: string;
  /** Enabled, Disabled, Warned, PastDue or Deleted; an open set. */
  readonly state?: string;
}

/** A Microsoft Entra tenant that an account can see. */
export interface Tenant {
  /** In lower case. */
  readonly tenantId: string;
  readonly displayName?: string;
  readonly defaultDomain?: string;
}
