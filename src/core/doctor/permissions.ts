import type { ResourceId } from "../model/armId.ts";
import { asObject } from "../text/json.ts";

/** What one role assignment, or several of one role, permits at a scope, in the form of Azure's list of permissions. */
export interface PermissionEntry {
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
}

export interface Permissions {
  readonly entries: readonly PermissionEntry[];
  /** Entries that could not be read: what they permit is not known. */
  readonly unreadable: number;
}

/** Reads the items of `…/providers/Microsoft.Authorization/permissions`. */
export function parsePermissions(items: readonly unknown[]): Permissions {
  const entries = items.map(parseEntry).filter((entry) => entry !== undefined);
  return { entries, unreadable: items.length - entries.length };
}

function parseEntry(value: unknown): PermissionEntry | undefined {
  const fields = asObject(value);
  const [actions, notActions] = [texts(fields?.["actions"]), texts(fields?.["notActions"])];
  return fields && actions && notActions ? { actions, notActions } : undefined;
}

function texts(value: unknown): readonly string[] | undefined {
  const list: unknown = value ?? [];
  return Array.isArray(list) && list.every((item) => typeof item === "string") ? list : undefined;
}

/**
 * Whether an action is permitted: by any entry whose actions name it and whose notActions do not. What one role leaves
 * out another may grant (Azure: NotActions is no deny).
 */
export function permits(entries: readonly PermissionEntry[], action: string): boolean {
  return entries.some(
    ({ actions, notActions }) =>
      actions.some((pattern) => matches(pattern, action)) && !notActions.some((pattern) => matches(pattern, action)),
  );
}

/** `*` stands for any characters, slashes included; case does not count. Takes time in proportion to both lengths, whatever the pattern. */
export function matches(pattern: string, action: string): boolean {
  const [first = "", ...rest] = pattern.toLowerCase().split("*");
  const text = action.toLowerCase();
  const last = rest.pop();
  if (last === undefined) {
    return text === first;
  }
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) {
    return false;
  }
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found < 0) {
      return false;
    }
    at = found + part.length;
  }
  return at <= text.length - last.length;
}

/** Why an action is wanted. */
export type ActionPurpose =
  | "seeHosts"
  | "listSessions"
  | "disconnect"
  | "metrics"
  | "auditLog"
  | "activityLog"
  | "runCommand"
  | "readLinks"
  | "deleteLinks";

export interface WantedAction {
  readonly action: string;
  readonly purpose: ActionPurpose;
  /** How bad it is to be without it. */
  readonly missing: "error" | "warning" | "note";
  /**
   * Whether a role that the doctor proposes may grant it. Running commands on machines differs from looking at
   * who is connected, and is granted at the machines, of which the permissions on the host do not tell.
   */
  readonly isProposed: boolean;
  /**
   * Judged only on a host where shareable links are possible, and in a role only if the user adds it: with one of these
   * actions an account reads credentials, with the other it takes away other people's access.
   */
  readonly isOfLinks?: true;
}

/** Granted where roles count at the resource, which is how workspaces are made. */
export const AUDIT_LOG_ACTION = "Microsoft.Insights/Logs/MicrosoftAzureBastionAuditLogs/Read";

/** What this extension wants to do to a host. */
export const WANTED_ACTIONS: readonly WantedAction[] = [
  { action: "Microsoft.Network/bastionHosts/read", purpose: "seeHosts", missing: "error", isProposed: true },
  {
    action: "Microsoft.Network/bastionHosts/getactivesessions/action",
    purpose: "listSessions",
    missing: "error",
    isProposed: true,
  },
  {
    action: "Microsoft.Network/bastionHosts/disconnectactivesessions/action",
    purpose: "disconnect",
    missing: "warning",
    isProposed: true,
  },
  { action: "Microsoft.Insights/metrics/read", purpose: "metrics", missing: "note", isProposed: true },
  { action: AUDIT_LOG_ACTION, purpose: "auditLog", missing: "note", isProposed: true },
  { action: "Microsoft.Insights/eventtypes/values/Read", purpose: "activityLog", missing: "note", isProposed: true },
  {
    action: "Microsoft.Compute/virtualMachines/runCommand/action",
    purpose: "runCommand",
    missing: "note",
    isProposed: false,
  },
  {
    action: "Microsoft.Network/bastionHosts/getShareableLinks/action",
    purpose: "readLinks",
    missing: "note",
    isProposed: false,
    isOfLinks: true,
  },
  {
    action: "Microsoft.Network/bastionHosts/deleteShareableLinks/action",
    purpose: "deleteLinks",
    missing: "note",
    isProposed: false,
    isOfLinks: true,
  },
];

/** A custom role as `az role definition create` takes it. */
export interface RoleDefinition {
  readonly Name: string;
  readonly IsCustom: true;
  readonly Description: string;
  readonly Actions: readonly string[];
  readonly NotActions: readonly string[];
  readonly AssignableScopes: readonly string[];
}

/**
 * A role with exactly these actions, to be assigned within the host's subscription. A tenant has each name once, so it says
 * for which host the role is, among all of that name, and what it's for.
 */
export function roleDefinition(wanted: readonly WantedAction[], host: ResourceId): RoleDefinition {
  const purposes = wanted.map(({ purpose }) => purpose).join(" ");
  return {
    Name: `Bastion Sessions ${purposes} on ${host.name} in ${host.resourceGroup} of ${host.subscriptionId}`,
    IsCustom: true,
    Description: "What was missing to see and disconnect the sessions of an Azure Bastion host.",
    Actions: wanted.map(({ action }) => action),
    NotActions: [],
    AssignableScopes: [`/subscriptions/${host.subscriptionId}`],
  };
}

/**
 * The role with actions that the user has added. It keeps its name, since the proposed commands assign it by that; where
 * nothing else is missing, it's a role with these only.
 */
export function withActions(
  role: RoleDefinition | undefined,
  added: readonly WantedAction[],
  host: ResourceId,
): RoleDefinition {
  return role
    ? { ...role, Actions: [...role.Actions, ...added.map(({ action }) => action)] }
    : roleDefinition(added, host);
}
