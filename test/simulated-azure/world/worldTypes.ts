import type { DisconnectVariant, ListVariant, OperationTiming } from "../faults/variants.ts";
import type {
  ClientSpec,
  FailedSignInSpec,
  HistorySpec,
  LogSpec,
  PersonSpec,
  SessionLogSpec,
} from "./logs/logTypes.ts";
import type { LinkSpec } from "./linkTypes.ts";
import type { SimulatedTarget } from "./targets.ts";

/** A person who can sign in. */
export interface SimulatedAccount {
  readonly id: string;
  /** What VS Code shows: the sign-in name. */
  readonly label: string;
  readonly homeTenantId: string;
  /** Every tenant that the account is a member or a guest of, the home tenant first. */
  readonly tenantIds: readonly string[];
}

export interface SimulatedTenant {
  readonly tenantId: string;
  readonly displayName: string;
  readonly defaultDomain: string;
  /** A silent token request for this tenant is refused until the account has signed in to it interactively. */
  readonly needsOwnSignIn: boolean;
}

export interface SimulatedSubscription {
  /** The bare GUID. */
  readonly subscriptionId: string;
  readonly displayName: string;
  /** Enabled, Disabled, Warned, PastDue or Deleted. */
  readonly state: string;
  readonly tenantId: string;
  /** Tenants that see the subscription as their own (Azure Lighthouse). */
  readonly managedByTenantIds: readonly string[];
  /** Whether Microsoft.Network is registered: Registered, Registering, NotRegistered, … */
  readonly networkProvider: string;
}

export type Sku = "Developer" | "Basic" | "Standard" | "Premium";

/** What a host says of itself and of access to it beside the usual; as it should be, where left out. */
export interface HostSurroundings {
  readonly zones?: readonly string[];
  /** The account's permissions and the diagnostic settings as they go over the wire; made from roles, and right, where left out. */
  readonly permissions?: readonly unknown[];
  readonly diagnostics?: readonly unknown[];
  /** Its audit log has been kept for so long only; always, where left out. */
  readonly loggedForMinutes?: number;
  /** What its audit log has from before the world began; nothing where left out. */
  readonly history?: HistorySpec;
  /** Sessions are recorded, into this container, or into none that is known. */
  readonly recording?: { readonly container?: string };
  readonly locks?: readonly LockSpec[];
  /** As they go over the wire. */
  readonly denyAssignments?: readonly unknown[];
  /** Roles that the account may activate, at the host's resource group. */
  readonly eligibleRoles?: readonly EligibleRoleSpec[];
}

export interface LockSpec {
  readonly name: string;
  readonly level: string;
  /** At the resource group rather than at the host. */
  readonly ofGroup?: boolean;
}

export interface EligibleRoleSpec {
  readonly name: string;
  readonly actions: readonly string[];
  readonly active?: boolean;
}

export interface SimulatedHost extends HostSurroundings {
  /** The ARM id. */
  readonly id: string;
  /** {@link id} in lower case. */
  readonly key: string;
  readonly name: string;
  readonly subscriptionId: string;
  readonly tenantId: string;
  readonly resourceGroup: string;
  readonly location: string;
  readonly sku: Sku;
  readonly provisioningState: string;
  readonly scaleUnits?: number;
  readonly tags?: Readonly<Record<string, string>>;
  /** How the host answers where no behaviour says otherwise. */
  readonly list: ListVariant;
  readonly disconnect: DisconnectVariant;
  readonly listLinks: ListVariant;
  readonly deleteLinks: DisconnectVariant;
  readonly operation: OperationTiming;
  /** One for each IP configuration; none for Developer. */
  readonly networks: readonly SimulatedNetwork[];
  readonly privateOnly: boolean;
  readonly switches: Readonly<Record<string, boolean | null>>;
}

/** A subnet and what is around it. */
export interface SimulatedNetwork extends NetworkSpec {
  readonly networkId: string;
  readonly subnetId: string;
  readonly groupId: string | undefined;
  readonly routeTableId: string | undefined;
}

export interface SimulatedSession extends SimulatedTarget {
  readonly sessionId: string;
  readonly hostKey: string;
  readonly userName: string;
  readonly protocol: string;
  /** Milliseconds since 1970, by the world's clock. */
  readonly startedAt: number;
  readonly targetResourceGroup: string;
  readonly targetSubscriptionId: string;
  /** Fields left out of the answer. */
  readonly omit: readonly string[];
  /** Laid over the answer's fields: values of any type, for what Azure should not send but might. */
  readonly wire: Readonly<Record<string, unknown>>;
  /** Disconnecting this session answers Failed with this message, and the session stays. */
  readonly undisconnectable?: string;
  /** Disconnecting this session answers Disconnected, and the session stays. */
  readonly ghost: boolean;
  /** Disconnecting this session answers NotFound, and the session stays listed (RDS-Templates#273, #540). */
  readonly unfindable: boolean;
  /** What becomes of a message on its target VM: it is shown, the command is missing, or the script says nothing. */
  readonly message: "shown" | "noCommand" | "silent";
  /** Its user, once disconnected, is back on the same machine at once, through a new session. */
  readonly reconnects: boolean;
  /** Who is really behind it, which only the audit log tells. */
  readonly client: Required<ClientSpec>;
  readonly log: SessionLogSpec;
}

/**
 * What an account may do: nothing, only read, also list sessions, or everything; or all of that but read logs, or but
 * what is about links.
 */
export type Role = "none" | "reader" | "lister" | "operator" | "operatorWithoutLogs" | "operatorWithoutLinks";

export interface RoleAssignment {
  readonly accountId: string;
  /** An ARM id: of a subscription, a resource group or a host. The longest one that covers a resource counts. */
  readonly scope: string;
  readonly role: Role;
}

/** Names something that is already in the world: by the object, its name or its id. */
export type TenantRef = SimulatedTenant | string;
export type AccountRef = SimulatedAccount | string;
export type SubscriptionRef = SimulatedSubscription | string;
export type HostRef = SimulatedHost | string;

export interface TenantSpec {
  readonly displayName?: string;
  readonly tenantId?: string;
  readonly defaultDomain?: string;
  readonly needsOwnSignIn?: boolean;
}

export interface AccountSpec {
  readonly label?: string;
  readonly id?: string;
  /** The first tenant of the world where it is left out. */
  readonly home?: TenantRef;
  readonly guestOf?: readonly TenantRef[];
}

export interface SubscriptionSpec {
  readonly displayName?: string;
  readonly subscriptionId?: string;
  readonly tenant?: TenantRef;
  readonly managedBy?: readonly TenantRef[];
  readonly state?: string;
  readonly networkProvider?: string;
}

/** A rule's properties as they go over the wire; TCP in from anywhere to anywhere is allowed where nothing else is said. */
export interface SecurityRuleSpec {
  readonly name: string;
  readonly priority: number;
  readonly [property: string]: unknown;
}

export interface GroupSpec {
  readonly name?: string;
  readonly resourceGroup?: string;
  readonly subscription?: SubscriptionRef;
  /** Those of Microsoft's documentation where they are left out. */
  readonly rules?: readonly SecurityRuleSpec[];
  /** The answer has no defaultSecurityRules. */
  readonly withoutDefaults?: boolean;
  /** Laid over the group's properties: what Azure should not send but might. */
  readonly wire?: Readonly<Record<string, unknown>>;
}

export interface NetworkSpec {
  readonly subnetName?: string;
  readonly addressPrefix?: string;
  /** In place of {@link addressPrefix}. */
  readonly addressPrefixes?: readonly string[];
  readonly addressSpace?: readonly string[];
  /** Address spaces of networks that are peered with this one. */
  readonly peerings?: readonly string[];
  readonly group?: GroupSpec | "none";
  /** The subnet has a route table with these. */
  readonly routes?: readonly { readonly name: string; readonly addressPrefix: string; readonly nextHopType: string }[];
}

export interface HostSpec extends HostSurroundings {
  readonly name?: string;
  readonly sku?: Sku;
  /** The first subscription of the world where it is left out. */
  readonly subscription?: SubscriptionRef;
  readonly resourceGroup?: string;
  readonly location?: string;
  readonly provisioningState?: string;
  readonly scaleUnits?: number;
  readonly tags?: Readonly<Record<string, string>>;
  /** That many made-up sessions, or these. */
  readonly sessions?: number | readonly SessionSpec[];
  readonly failedSignIns?: readonly FailedSignInSpec[];
  /** Its shareable links, with which the host has the switch for them on. */
  readonly links?: readonly LinkSpec[];
  readonly list?: ListVariant;
  readonly disconnect?: DisconnectVariant;
  readonly listLinks?: ListVariant;
  readonly deleteLinks?: DisconnectVariant;
  readonly operation?: Partial<OperationTiming>;
  /** One that is right, where left out. */
  readonly networks?: readonly NetworkSpec[];
  readonly privateOnly?: boolean;
  /** Laid over the switches of its properties, such as `enableTunneling`; of what is null Azure says nothing. */
  readonly switches?: Readonly<Record<string, boolean | null>>;
}

export interface SessionSpec extends ClientSpec {
  readonly sessionId?: string;
  readonly userName?: string;
  readonly protocol?: string;
  /** How long ago it started. */
  readonly ageMinutes?: number;
  readonly targetHostName?: string;
  readonly targetIpAddress?: string;
  /** The user connected by address: the target carries a pseudo id. */
  readonly byAddress?: boolean;
  readonly omit?: readonly string[];
  readonly wire?: Readonly<Record<string, unknown>>;
  readonly undisconnectable?: string;
  readonly ghost?: boolean;
  readonly unfindable?: boolean;
  readonly message?: SimulatedSession["message"];
  readonly reconnects?: boolean;
  readonly log?: SessionLogSpec;
}

/** A whole world as plain data, so that it can be sent to a server in another process. */
export interface WorldSpec {
  readonly seed?: number;
  readonly tenants?: readonly TenantSpec[];
  readonly accounts?: readonly AccountSpec[];
  readonly subscriptions?: readonly SubscriptionSpec[];
  /** Who connects through the hosts; without any, the audit log names nobody. */
  readonly people?: readonly PersonSpec[];
  readonly log?: LogSpec;
  readonly hosts?: readonly HostSpec[];
  readonly roles?: readonly { readonly account: string; readonly scope: string; readonly role: Role }[];
}
