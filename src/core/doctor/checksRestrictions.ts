/** Checks of what decides about access beside roles in force: locks, deny assignments, and roles that aren't active. */
import type { ResourceId } from "../model/armId.ts";
import { resourcePath } from "../model/armId.ts";
import { unchecked, verdictOf } from "./checksAccess.ts";
import type { EligibleRole, Facts } from "./facts.ts";
import { evidence } from "./finding.ts";
import type { Finding } from "./finding.ts";
import { permits, WANTED_ACTIONS, type WantedAction } from "./permissions.ts";
import { denies, type DenyAssignment, type Lock } from "./restrictions.ts";
import { CHECK_VERDICTS, type CheckVerdict } from "./verdict.ts";

/** What is wanted of the host itself. Commands run on target VMs, of which nothing was read; links are optional. */
const WANTED = WANTED_ACTIONS.filter(({ isProposed }) => isProposed);
const LIST_ACTION = "Microsoft.Network/bastionHosts/getactivesessions/action";

export function restrictionFindings(facts: Facts, host: ResourceId): readonly Finding[] {
  return [...lockFindings(facts, host), ...denyFindings(facts, host), ...eligibleFindings(facts)];
}

/** A read-only lock refuses every action but reads (Microsoft's page on locks: POST too); one against deletion none of ours. */
const LOCK_VERDICTS: Readonly<Record<string, CheckVerdict>> = { readonly: "error", cannotdelete: "ok" };

function lockFindings({ locks: read, list }: Facts, host: ResourceId): readonly Finding[] {
  if (read.error) {
    return [unchecked({ about: "locks" }, read.error)];
  }
  const { items, unreadable } = read.value;
  return [
    ...(items.length === 0 || unreadable > 0 ? [summary("locks", unreadable)] : []),
    ...items.map((lock) => lockFinding(lock, list.error === undefined, host)),
  ];
}

function lockFinding({ name, level, scope }: Lock, isListed: boolean, host: ResourceId): Finding {
  const known = verdictOf(LOCK_VERDICTS, level);
  // Azure has just let a POST through, so what the lock keeps from is not certain.
  const verdict = known === "error" && isListed ? "warning" : known;
  return {
    about: "lock",
    level,
    name,
    isListed,
    verdict,
    evidence: [...evidence("lock", name), ...evidence("state", level), ...evidence("scope", scope)],
    remedies: verdict === "ok" ? [] : [{ kind: "removeLock", commands: [], portal: `${resourcePath(host)}/locks` }],
  };
}

/** None, or some that couldn't be read. */
function summary(about: "locks" | "denyAssignments" | "eligibleRoles", unreadable: number): Finding {
  return { about, verdict: unreadable > 0 ? "unchecked" : "ok", evidence: [], remedies: [] };
}

function denyFindings(facts: Facts, host: ResourceId): readonly Finding[] {
  const { denyAssignments: read, hostId } = facts;
  if (read.error) {
    return [unchecked({ about: "denyAssignments" }, read.error)];
  }
  const { items, unreadable } = read.value;
  const found = items.flatMap((denied) => {
    const blocked = WANTED.filter(({ action }) => denies(denied, action, hostId));
    return blocked.length > 0 ? [denyFinding(denied, blocked, facts, host)] : [];
  });
  return [...(found.length === 0 || unreadable > 0 ? [summary("denyAssignments", unreadable)] : []), ...found];
}

function denyFinding(
  denied: DenyAssignment,
  blocked: readonly WantedAction[],
  { list }: Facts,
  host: ResourceId,
): Finding {
  const { name, scope } = denied;
  const isSpared = !list.error && blocked.some(({ action }) => action === LIST_ACTION);
  const { code = "", azureMessage = "" } = list.error?.facts ?? {};
  const isNamed = /deny/i.test(code) && azureMessage.includes(name);
  const worst = CHECK_VERDICTS.find((verdict) => blocked.some(({ missing }) => missing === verdict)) ?? "error";
  const verdict = denied.isForEveryone || isNamed ? worst : "unchecked";
  return {
    about: "denyAssignment",
    name,
    isSpared,
    verdict: isSpared ? "note" : verdict,
    evidence: [
      ...evidence("denyAssignment", name),
      ...evidence("scope", scope),
      ...blocked.flatMap(({ action }) => evidence("action", action)),
    ],
    remedies: isSpared ? [] : [{ kind: "lookAtDeny", commands: [], portal: `${resourcePath(host)}/users` }],
  };
}

/** Roles that would grant what is missing, once active. */
function eligibleFindings({ eligibleRoles: read, permissions }: Facts): readonly Finding[] {
  if (read.error) {
    return [unchecked({ about: "eligibleRoles" }, read.error)];
  }
  const { roles, unreadable } = read.value;
  // Where it isn't known what the account has, any of it may be missing.
  const entries = permissions.error ? [] : permissions.value.entries;
  const missing = WANTED.filter(({ action }) => !permits(entries, action));
  const found = roles.flatMap((role) => eligibleFinding(role, missing));
  return [...(found.length === 0 || unreadable > 0 ? [summary("eligibleRoles", unreadable)] : []), ...found];
}

function eligibleFinding(role: EligibleRole, missing: readonly WantedAction[]): readonly Finding[] {
  const { roleName, scope, isActive, permissions: read } = role;
  const about = { about: "eligibleRole", roleName, scope, isActive } as const;
  if (missing.length === 0) {
    return [];
  }
  if (read.error) {
    return [unchecked(about, read.error)];
  }
  const { entries, unreadable } = read.value;
  const granted = missing.filter(({ action }) => permits(entries, action));
  if (granted.length === 0 && unreadable === 0) {
    return [];
  }
  return [
    {
      ...about,
      verdict: granted.length === 0 ? "unchecked" : "warning",
      evidence: [
        ...evidence("role", roleName),
        ...evidence("scope", scope),
        ...granted.flatMap(({ action }) => evidence("action", action)),
      ],
      remedies: granted.length === 0 ? [] : [{ kind: isActive ? "freshToken" : "activateRole", commands: [] }],
    },
  ];
}
