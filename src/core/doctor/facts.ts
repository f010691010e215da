import type { WireFacts } from "../azure/arm.ts";
import type { AzureError } from "../azure/http/azureError.ts";
import type { BastionHost } from "../model/bastionHost.ts";
import type { SubnetId, Subnet } from "./network.ts";
import type { Permissions } from "./permissions.ts";
import type { RoleInstance } from "./eligibleRoles.ts";
import type { DenyAssignment, Lock, ReadList } from "./restrictions.ts";
import type { SecurityGroup } from "./securityGroup.ts";

/** What was read, or why it could not be. */
export type Read<T> = { readonly value: T; readonly error?: undefined } | { readonly error: AzureError };

/** A host as Resource Manager describes it, with what the inventory has no use for. */
export interface HostDetails {
  readonly host: BastionHost;
  readonly zones: readonly string[];
  readonly isPrivateOnly: boolean;
  /** Whether all sessions through the host are recorded. */
  readonly isRecording: boolean;
  /** The subnets of all its IP configurations, each once; none for the Developer SKU. */
  readonly subnetIds: readonly (string | undefined)[];
}

export interface ListCall {
  /** Left out where Azure completed the call without a list. */
  readonly list?: { readonly sessions: number; readonly unreadable: number };
  readonly requestId?: string;
  readonly wire: WireFacts;
}

export interface DiagnosticSetting {
  readonly name: string;
  readonly workspaceId?: string;
  readonly storageAccountId?: string;
  /** Whether `BastionAuditLogs` is among what it sends. */
  readonly hasAuditLogs: boolean;
}

/** What the audit log has of a host in the last 30 days, by a query for its newest record. */
export interface LogCall {
  readonly hasRecord: boolean;
  /** When the newest record was written, in milliseconds of the date. */
  readonly newest?: number;
  /** Azure said that a part of the answer is missing. */
  readonly isPartial: boolean;
  /** Azure left out the host's records, since the account may not read them. */
  readonly isLeftOut: boolean;
  /** Whether the newest record can't be read. */
  readonly isUnreadable: boolean;
}

/** Of the listed sessions that are old enough to be in the audit log, how many it has no record of. */
export interface SessionRecords {
  readonly sessions: number;
  readonly withoutRecord: number;
}

/** A role that the caller is eligible for at a scope which the host is in. */
export interface EligibleRole extends RoleInstance {
  readonly isActive: boolean;
  readonly permissions: Read<Permissions>;
}

export interface EligibleRoles {
  readonly roles: readonly EligibleRole[];
  readonly unreadable: number;
}

/** One subnet that the host is in, and what is attached to it. */
export interface SubnetFacts {
  /** As Azure wrote it. */
  readonly id?: string;
  readonly parsed?: SubnetId;
  readonly subnet: Read<Subnet>;
  /** The address space of its network and of the networks peered with it, as prefixes; left out where the subnet is not known. */
  readonly networkPrefixes?: Read<readonly string[]>;
  readonly securityGroup?: Read<SecurityGroup>;
  /** One line for each route. */
  readonly routes?: Read<readonly string[]>;
}

/** Everything that the doctor has looked at. */
export interface Facts {
  readonly hostId: string;
  readonly subscription: Read<{ readonly state?: string; readonly tenantId?: string }>;
  readonly provider: Read<{ readonly state?: string }>;
  readonly host: Read<HostDetails>;
  /** Where recordings are stored, without a container where the host names none; left out for a host that doesn't record. */
  readonly recording?: Read<{ readonly container?: string }>;
  readonly permissions: Read<Permissions>;
  readonly subscriptionPermissions: Read<Permissions>;
  readonly locks: Read<ReadList<Lock>>;
  readonly denyAssignments: Read<ReadList<DenyAssignment>>;
  readonly eligibleRoles: Read<EligibleRoles>;
  readonly list: Read<ListCall>;
  /** Milliseconds that the list call took, however it ended. */
  readonly listMs: number;
  /** The api-version of Microsoft.Network that this cloud is asked with. */
  readonly apiVersion: string;
  readonly diagnostics: Read<readonly DiagnosticSetting[]>;
  readonly auditLog: Read<LogCall>;
  /** When it was looked at, in milliseconds of the date. */
  readonly at: number;
  readonly subnets: readonly SubnetFacts[];
  /** Subnets that were not looked at, since no real host has so many. */
  readonly subnetsLeftOut: number;
}
