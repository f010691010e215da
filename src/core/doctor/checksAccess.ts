/** Checks of who asks: sign-in, subscription, provider, permissions, and the list call itself. */
import type { AzureError } from "../azure/http/azureError.ts";
import { noList } from "../azure/sessions.ts";
import type { ResourceId } from "../model/armId.ts";
import { resourcePath } from "../model/armId.ts";
import type { Facts, Read } from "./facts.ts";
import { errorEvidence, evidence } from "./finding.ts";
import type { Finding, Remedy } from "./finding.ts";
import { idText } from "./network.ts";
import { permits, roleDefinition, WANTED_ACTIONS } from "./permissions.ts";
import type { Permissions, RoleDefinition, WantedAction } from "./permissions.ts";
import { az } from "../text/shell.ts";
import type { CheckVerdict } from "./verdict.ts";

/** The checks of access, in the order of the report. */
export function accessFindings(facts: Facts, host: ResourceId): readonly Finding[] {
  return [
    signIn(facts),
    subscription(facts, host),
    provider(facts, host),
    ...toldOnce(permissions(facts, host), list(facts)),
  ];
}

/** A missing permission and the refusal that it causes are one finding: the permission's, with what Azure answered. */
function toldOnce(permitted: readonly Finding[], listed: Finding): readonly Finding[] {
  const refused = listed.error?.kind === "notAllowed" ? listed.error.facts.action?.toLowerCase() : undefined;
  const isCause = (finding: Finding) =>
    finding.about === "action" && finding.verdict === "error" && finding.action.toLowerCase() === refused;
  if (!permitted.some(isCause)) {
    return [...permitted, listed];
  }
  const answered = ({ evidence: known }: Finding) =>
    listed.evidence.filter(({ what }) => !known.some((one) => one.what === what));
  return permitted.map((finding) =>
    isCause(finding)
      ? {
          ...finding,
          evidence: [...finding.evidence, ...answered(finding)],
          ...(listed.error && { error: listed.error }),
        }
      : finding,
  );
}

/** A finding for what could not be read. */
export function unchecked<S extends { readonly about: Finding["about"] }>(
  statement: S,
  error: AzureError,
): S & Pick<Finding, "verdict" | "evidence" | "remedies" | "error"> {
  const remedies: readonly Remedy[] = error.kind === "notAllowed" ? [{ kind: "askForRead", commands: [] }] : [];
  return { ...statement, verdict: "unchecked", evidence: errorEvidence(error), remedies, error };
}

/** Whether Azure knows who asks: any answer but a 401 says so. */
function signIn({
  subscription: first,
  provider: second,
  host,
  permissions: third,
  list: last,
  diagnostics,
}: Facts): Finding {
  const reads: readonly Read<unknown>[] = [first, second, host, third, last, diagnostics];
  const errors = reads.flatMap(({ error }) => error ?? []);
  const isKnown =
    errors.length < reads.length || errors.some(({ kind }) => kind === "notAllowed" || kind === "notFound");
  const [refused] = errors.filter(({ kind }) => kind === "signInNeeded");
  const [any] = errors;
  if (isKnown || !any) {
    return { about: "signIn", verdict: "ok", evidence: [], remedies: [] };
  }
  return refused
    ? { about: "signIn", verdict: "error", evidence: errorEvidence(refused), remedies: [], error: refused }
    : unchecked({ about: "signIn" }, any);
}

const SUBSCRIPTION_VERDICTS: Readonly<Record<string, CheckVerdict>> = {
  enabled: "ok",
  warned: "warning",
  pastdue: "warning",
  disabled: "error",
  deleted: "error",
};

function subscription({ subscription: read }: Facts, { subscriptionId }: ResourceId): Finding {
  if (read.error) {
    return unchecked({ about: "subscription" }, read.error);
  }
  const { state, tenantId } = read.value;
  const verdict = verdictOf(SUBSCRIPTION_VERDICTS, state);
  const remedies: readonly Remedy[] =
    verdict === "ok" || verdict === "unchecked"
      ? []
      : [{ kind: "subscriptionOwner", commands: [], portal: `/subscriptions/${subscriptionId}` }];
  return {
    about: "subscription",
    ...(state !== undefined && { state }),
    verdict,
    evidence: [...evidence("state", state), ...evidence("tenant", tenantId)],
    remedies,
  };
}

const PROVIDER_VERDICTS: Readonly<Record<string, CheckVerdict>> = {
  registered: "ok",
  registering: "warning",
  notregistered: "error",
  unregistered: "error",
  unregistering: "error",
};

function provider({ provider: read }: Facts, { subscriptionId }: ResourceId): Finding {
  if (read.error) {
    return unchecked({ about: "provider" }, read.error);
  }
  const verdict = verdictOf(PROVIDER_VERDICTS, read.value.state);
  const register: Remedy = {
    kind: "registerProvider",
    commands: [az("provider register", { subscription: subscriptionId, namespace: "Microsoft.Network" })],
  };
  const { state } = read.value;
  return {
    about: "provider",
    ...(state !== undefined && { state }),
    verdict,
    evidence: evidence("state", state),
    remedies: verdict === "error" ? [register] : [],
  };
}

/** By Azure's word, whatever its case; an unknown word is not `ok`. */
export function verdictOf(verdicts: Readonly<Record<string, CheckVerdict>>, word: string | undefined): CheckVerdict {
  const key = word?.toLowerCase() ?? "";
  return (Object.hasOwn(verdicts, key) ? verdicts[key] : undefined) ?? "unchecked";
}

function permissions(facts: Facts, host: ResourceId): readonly Finding[] {
  if (facts.permissions.error) {
    return [unchecked({ about: "permissions" }, facts.permissions.error)];
  }
  const missing = missingActions(facts);
  let remedy: readonly Remedy[] = missing.length > 0 ? [grant(missing, host)] : [];
  return wantedOf(facts).map((wanted) => {
    const { action, purpose } = wanted;
    const about = { about: "action", action, purpose } as const;
    const read = permissionsFor(facts, wanted);
    if (read.error) {
      return unchecked(about, read.error);
    }
    const isPermitted = permits(read.value.entries, action);
    const otherwise = read.value.unreadable > 0 ? "unchecked" : wanted.missing;
    // One role has all that is missing: it is proposed once, at the first.
    const remedies = missing.includes(wanted) ? remedy : [];
    remedy = remedies.length > 0 ? [] : remedy;
    const scope = isOfSubscription(wanted) ? subscriptionScope(host) : idText(host);
    return {
      ...about,
      verdict: isPermitted ? "ok" : otherwise,
      evidence: [...evidence("action", action), ...evidence("scope", scope)],
      remedies,
    };
  });
}

/** What is wanted of this host: nothing that is about shareable links, unless it may have some. */
function wantedOf({ host }: Facts): readonly WantedAction[] {
  const hasLinks = !host.error && host.value.host.shareableLink === true;
  return WANTED_ACTIONS.filter(({ isOfLinks }) => isOfLinks !== true || hasLinks);
}

/** The permissions that decide about an action: those on the host, unless Azure asks for it on the subscription. */
function permissionsFor(facts: Facts, wanted: WantedAction): Read<Permissions> {
  return isOfSubscription(wanted) ? facts.subscriptionPermissions : facts.permissions;
}

/** The Activity Log is one of the whole subscription. */
function isOfSubscription({ purpose }: WantedAction): boolean {
  return purpose === "activityLog";
}

/** What a role is to grant, as far as it is certain to be missing. */
function missingActions(facts: Facts): readonly WantedAction[] {
  return certainlyMissing(facts, ({ isProposed }) => isProposed);
}

/** What the user may add to the role, as far as it is certain to be missing. */
export function optionalActions(facts: Facts): readonly WantedAction[] {
  return certainlyMissing(facts, ({ isOfLinks }) => isOfLinks === true);
}

function certainlyMissing(facts: Facts, isMeant: (wanted: WantedAction) => boolean): readonly WantedAction[] {
  if (facts.permissions.error || facts.permissions.value.unreadable > 0) {
    return [];
  }
  return wantedOf(facts).filter((wanted) => {
    const read = permissionsFor(facts, wanted);
    return isMeant(wanted) && !read.error && read.value.unreadable === 0 && !permits(read.value.entries, wanted.action);
  });
}

/** A role with exactly what is missing; `undefined` where nothing certainly is. */
export function missingRole(facts: Facts, host: ResourceId): RoleDefinition | undefined {
  const missing = missingActions(facts);
  return missing.length > 0 ? roleDefinition(missing, host) : undefined;
}

/** The placeholder in a command for the user who is to be given the role. */
const ASSIGNEE = "USER-OR-OBJECT-ID";

/** A role that only reads is proposed for the subscription if it has what counts there; any other for the host alone. */
function grant(missing: readonly WantedAction[], host: ResourceId): Remedy {
  const reading = missing.filter(({ action }) => action.startsWith("Microsoft.Insights/"));
  const isReading = reading.length === missing.length;
  const kind = reading.length === 0 ? "grantRole" : "grantBothRoles";
  const isForAll = isReading && missing.some(isOfSubscription);
  const create = az("role definition create", { "role-definition": "@role.json" });
  const assign = az("role assignment create", {
    role: roleDefinition(missing, host).Name,
    assignee: ASSIGNEE,
    scope: isForAll ? subscriptionScope(host) : idText(host),
  });
  return {
    kind: isReading ? "grantReadingRole" : kind,
    commands: [create, assign],
    portal: `${isForAll ? subscriptionScope(host) : resourcePath(host)}/users`,
  };
}

function subscriptionScope({ subscriptionId }: ResourceId): string {
  return `/subscriptions/${subscriptionId}`;
}

function list({ list: read, listMs, apiVersion, permissions: permitted }: Facts): Finding {
  const took = evidence("elapsed", `${Math.round(listMs)} ms`);
  if (read.error) {
    const { error } = read;
    const isPermitted =
      error.kind === "notAllowed" &&
      permitted.error === undefined &&
      permits(permitted.value.entries, "Microsoft.Network/bastionHosts/getactivesessions/action");
    const remedies: readonly Remedy[] =
      error.kind === "throttled" || error.kind === "unreachable" || error.kind === "timedOut"
        ? [{ kind: "retryLater", commands: [] }]
        : [];
    return {
      about: "list",
      verdict: "error",
      ...(isPermitted && { permitted: true }),
      evidence: [...errorEvidence(error), ...took, ...evidence("apiVersion", apiVersion)],
      remedies,
      error,
    };
  }
  const { list: known, requestId, wire } = read.value;
  const form = known ? `, ${wire.isBare ? "[…]" : '{"value":[…]}'}` : "";
  const facts = [
    ...evidence("httpStatus", String(wire.status)),
    ...evidence("answeredBy", `${wire.status}, ${wire.source}${form}`),
    ...evidence("requestId", requestId),
    ...took,
    ...evidence("apiVersion", wire.apiVersion),
  ];
  return known
    ? { about: "list", ...known, verdict: known.unreadable > 0 ? "warning" : "ok", evidence: facts, remedies: [] }
    : { about: "list", verdict: "error", evidence: facts, remedies: [], error: noList(requestId) };
}
