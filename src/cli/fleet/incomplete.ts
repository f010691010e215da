/** What could not be read: for programs as data, for people in words. */
import * as l10n from "@vscode/l10n";
import type { AzureError, AzureErrorKind } from "../../core/azure/http/azureError.ts";
import type { SearchProblem } from "../../core/inventory/directoryState.ts";
import type { HostState } from "../../core/inventory/hostState.ts";
import type { HostLog } from "../../core/inventory/people/hostLog.ts";
import type { Names } from "../../core/inventory/names.ts";
import type { SignIn } from "../access/cliSignIn.ts";
import { errorText } from "../../words/errorText.ts";
import { unknown } from "../../words/format.ts";

/** Something that could not be read, or not completely: in no language. */
export interface Incomplete {
  readonly what: SearchProblem["kind"] | "sessions" | "people" | "history" | "journal" | "checks" | "links";
  readonly tenantId?: string;
  readonly subscriptionIds?: readonly string[];
  readonly hostId?: string;
  /** Why: the kind of failure, or what the log said. */
  readonly reason?: AzureErrorKind | (string & {});
  /** The permission that Azure says is missing. */
  readonly action?: string;
  /** How many entries of Azure's response could not be read. */
  readonly unreadable?: number;
}

/** A gap, and a line about it. */
export interface Gap {
  readonly incomplete: Incomplete;
  readonly words: string;
}

/** What kept the search from finding everything. */
export function searchGap(problem: SearchProblem, names: Names, { noTokenText }: Pick<SignIn, "noTokenText">): Gap {
  const tenant = "identity" in problem ? names.tenant(problem.identity.tenant) : l10n.t("tenants");
  const about = {
    what: problem.kind,
    ...("identity" in problem && { tenantId: problem.identity.tenant.tenantId }),
    ...("subscriptionIds" in problem && { subscriptionIds: problem.subscriptionIds }),
  };
  if (!("error" in problem)) {
    return {
      incomplete: { ...about, unreadable: problem.count },
      words: l10n.t("{0}: some entries in Azure's response couldn't be read ({1})", tenant, String(problem.count)),
    };
  }
  const { error } = problem;
  // A token that Azure refused has a status.
  const isWithoutToken = error.kind === "signInNeeded" && error.facts.status === undefined;
  const howTo = isWithoutToken && "identity" in problem ? noTokenText?.(problem.identity.tenant.tenantId) : undefined;
  return {
    incomplete: { ...about, ...reasonOf(error) },
    words: l10n.t("{0}: {1}", searchedText(problem, tenant), howTo ?? errorText(error).what),
  };
}

function searchedText(problem: SearchProblem, tenant: string): string {
  switch (problem.kind) {
    case "subscriptions":
      return l10n.t("subscriptions of {0}", tenant);
    case "hosts":
      return l10n.t("bastion hosts of {0}", tenant);
    case "subscriptionHosts":
      return l10n.t("bastion hosts of {0}", problem.subscriptionIds.join(", "));
    default:
      return tenant;
  }
}

/** Why the sessions of a host aren't known, or not to the last; none if they are. */
export function sessionGaps({ host, list, problem }: HostState, names: Names): readonly Gap[] {
  const about = { what: "sessions", hostId: host.id } as const;
  const name = names.host(host);
  if (problem) {
    return [
      { incomplete: { ...about, ...reasonOf(problem) }, words: l10n.t("{0}: {1}", name, errorText(problem).what) },
    ];
  }
  if (!list) {
    return [{ incomplete: { ...about, reason: "cancelled" }, words: l10n.t("{0}: {1}", name, l10n.t("not listed")) }];
  }
  return list.unreadable === 0
    ? []
    : [
        {
          incomplete: { ...about, unreadable: list.unreadable },
          words: l10n.t("{0}: some entries in Azure's response couldn't be read ({1})", name, String(list.unreadable)),
        },
      ];
}

/** Why the people behind a host's sessions aren't known; none if the log was read, or the host never writes one. */
export function peopleGaps({ host, list, log }: HostState, names: Names): readonly Gap[] {
  const isAsked = list !== undefined && list.sessions.length > 0;
  const reason = log?.state ?? "failed";
  return !isAsked || reason === "read" || reason === "notLoggedBySku"
    ? []
    : [
        {
          incomplete: { what: "people", hostId: host.id, reason },
          words: l10n.t("{0}: its audit log couldn't be read ({1})", names.host(host), unreadText(reason)),
        },
      ];
}

function unreadText(reason: Exclude<HostLog["state"], "read" | "notLoggedBySku">): string {
  return {
    notLogged: l10n.t("not logged"),
    notAllowed: l10n.t("no permission"),
    partial: l10n.t("incomplete"),
    failed: unknown(),
  }[reason];
}

/** The facts of a failure that programs may know: neither Azure's sentence nor a name. */
export function reasonOf({ kind, facts }: AzureError): Pick<Incomplete, "reason" | "action"> {
  return { reason: kind, ...(facts.action !== undefined && { action: facts.action }) };
}
