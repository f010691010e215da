/** What can keep an action from being done although a role grants it: management locks and deny assignments, as Azure lists them. */
import { asObject, asText } from "../text/json.ts";
import { parsePermissions, permits, type PermissionEntry } from "./permissions.ts";

/** A list of which some entries may be unreadable, so that what they say isn't known. */
export interface ReadList<T> {
  readonly items: readonly T[];
  readonly unreadable: number;
}

export function parseList<T>(values: readonly unknown[], parse: (value: unknown) => T | undefined): ReadList<T> {
  const items = values.map(parse).filter((item) => item !== undefined);
  return { items, unreadable: values.length - items.length };
}

/** A management lock on the host or on something that the host is in. */
export interface Lock {
  readonly name: string;
  /** `ReadOnly`, `CanNotDelete`, or another Azure term. */
  readonly level: string;
  readonly scope: string;
}

export function parseLock(value: unknown): Lock | undefined {
  const fields = asObject(value);
  const level = asText(asObject(fields?.["properties"])?.["level"]);
  const [, scope = "?", name = "?"] =
    /^(.*)\/providers\/Microsoft\.Authorization\/locks\/([^/]+)$/i.exec(asText(fields?.["id"]) ?? "") ?? [];
  return level === undefined ? undefined : { level, scope, name: asText(fields?.["name"]) ?? name };
}

/** What a deny assignment blocks, and for whom. */
export interface DenyAssignment {
  readonly name: string;
  readonly scope: string;
  readonly entries: readonly PermissionEntry[];
  /** Whether it is for all users, with no exceptions and no condition. Otherwise only Azure knows whom it is for. */
  readonly isForEveryone: boolean;
  readonly isForScopeOnly: boolean;
}

/** How Azure writes "everyone". */
const EVERYONE = "00000000-0000-0000-0000-000000000000";

export function parseDenyAssignment(value: unknown): DenyAssignment | undefined {
  const fields = asObject(value);
  const properties = asObject(fields?.["properties"]);
  const permissions = properties?.["permissions"];
  const read = Array.isArray(permissions) ? parsePermissions(permissions) : undefined;
  if (!properties || !read || read.unreadable > 0) {
    return undefined;
  }
  const principals = listIn(properties["principals"]);
  const isExcepted =
    listIn(properties["excludePrincipals"]).length > 0 || asText(properties["condition"]) !== undefined;
  return {
    name: asText(properties["denyAssignmentName"]) ?? asText(fields?.["name"]) ?? "?",
    scope: asText(properties["scope"]) ?? "?",
    entries: read.entries,
    isForEveryone: !isExcepted && principals.some((principal) => asText(asObject(principal)?.["id"]) === EVERYONE),
    isForScopeOnly: properties["doNotApplyToChildScopes"] === true,
  };
}

/** Whether a deny assignment is about an action on a resource, for any principal. */
export function denies(
  { entries, isForScopeOnly, scope }: DenyAssignment,
  action: string,
  resourceId: string,
): boolean {
  const isHere = !isForScopeOnly || scope.toLowerCase() === resourceId.toLowerCase();
  return isHere && permits(entries, action);
}

function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}
