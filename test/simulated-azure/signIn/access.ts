import { queryValue } from "../routes/paging.ts";
import type { ApiVersions, Call, Simulation } from "../simulation.ts";
import { armError, azureTimestamp, Refusal } from "../http/wire.ts";
import type { Role, SimulatedAccount, SimulatedHost, SimulatedSubscription } from "../world/worldTypes.ts";

/** On whose behalf a request is made. */
export interface Identity {
  readonly account: SimulatedAccount;
  readonly tenantId: string;
}

export const actions = {
  readSubscription: "Microsoft.Resources/subscriptions/read",
  read: "Microsoft.Network/bastionHosts/read",
  list: "Microsoft.Network/bastionHosts/getActiveSessions/action",
  disconnect: "Microsoft.Network/bastionHosts/disconnectActiveSessions/action",
  listLinks: "Microsoft.Network/bastionHosts/getShareableLinks/action",
  deleteLinks: "Microsoft.Network/bastionHosts/deleteShareableLinks/action",
  readMetrics: "Microsoft.Insights/metrics/read",
  readMachine: "Microsoft.Compute/virtualMachines/read",
  runCommand: "Microsoft.Compute/virtualMachines/runCommand/action",
  readAuditLog: "Microsoft.Insights/Logs/MicrosoftAzureBastionAuditLogs/Read",
  readActivityLog: "Microsoft.Insights/eventtypes/values/Read",
} as const;

/** Which token this is. @throws Refusal 401 where it is none, unknown, expired, or meant for somebody else. */
export function authenticate(simulation: Simulation, authorization: string | undefined): Identity {
  const check = simulation.tokens.check(authorization);
  switch (check.verdict) {
    case "missing":
      throw unauthorized(
        simulation,
        "AuthenticationFailed",
        "Authentication failed. The 'Authorization' header is missing.",
      );
    case "unknown":
      throw unauthorized(simulation, "InvalidAuthenticationToken", "The access token is invalid.");
    case "revoked":
      throw unauthorized(simulation, "InvalidAuthenticationToken", "The access token has been revoked.");
    case "expired": {
      const expiry = azureTimestamp(Math.min(check.token.expiresOn, simulation.clock.now()));
      const message = `The access token expiry UTC time '${expiry}' is earlier than current UTC time '${azureTimestamp(simulation.clock.now())}'.`;
      throw unauthorized(simulation, "ExpiredAuthenticationToken", message);
    }
    case "valid": {
      const { account: issuedTo, tenantId, scopes } = check.token;
      if (!scopes.includes(`${simulation.url}/.default`)) {
        throw unauthorized(
          simulation,
          "InvalidAuthenticationTokenAudience",
          `The access token has been obtained for wrong audience or resource. It should exactly match '${simulation.url}/'.`,
        );
      }
      const account = simulation.world.accounts.find(({ id }) => id === issuedTo.id);
      if (!account?.tenantIds.includes(tenantId)) {
        throw unauthorized(simulation, "InvalidAuthenticationToken", "The access token is invalid.");
      }
      return { account, tenantId };
    }
  }
}

function unauthorized(simulation: Simulation, code: string, message: string): Refusal {
  const challenge = `Bearer authorization_uri="${simulation.url}/_signin/", error="invalid_token", error_description="${message}"`;
  return new Refusal(armError(401, code, message, { headers: { "WWW-Authenticate": challenge } }));
}

/** @throws Refusal 400 where the api-version is missing or not known. */
export function checkApiVersion(simulation: Simulation, call: Call, provider: keyof ApiVersions, type: string): string {
  const version = queryValue(call.url, "api-version");
  if (version === undefined || version === "") {
    throw new Refusal(
      armError(
        400,
        "MissingApiVersionParameter",
        "The api-version query parameter (?api-version=) is required for all requests.",
      ),
    );
  }
  const known = simulation.apiVersions[provider];
  if (known.includes(version)) {
    return version;
  }
  const newestFirst = [...known].reverse();
  throw new Refusal(
    provider === "network"
      ? armError(
          400,
          "NoRegisteredProviderFound",
          `No registered resource provider found for location 'westeurope' and API version '${version}' for type '${type}'. The supported api-versions are '${newestFirst.join(", ")}'. The supported locations are 'westeurope, northeurope, eastus, koreacentral'.`,
        )
      : armError(
          400,
          "InvalidApiVersionParameter",
          `The api-version '${version}' is invalid. The supported versions are '${newestFirst.join(",")}'.`,
        ),
  );
}

/** The role that counts at a scope: of the assignments that cover it the longest, of several alike the last one made. */
function roleAt(simulation: Simulation, identity: Identity, scope: string): Role {
  const covering = simulation.world.roles.filter(
    (role) => role.accountId === identity.account.id && (scope === role.scope || scope.startsWith(`${role.scope}/`)),
  );
  return covering.sort((a, b) => b.scope.length - a.scope.length)[0]?.role ?? "operator";
}

const NOT_CONTRIBUTOR = [
  "Microsoft.Authorization/*/Delete",
  "Microsoft.Authorization/*/Write",
  "Microsoft.Authorization/elevateAccess/Action",
];
/** What an operator without logs may not read. */
const LOGS = ["Microsoft.Insights/Logs/", "Microsoft.Insights/eventtypes/"];

/** What an operator without links may not do. */
const LINKS: readonly string[] = [actions.listLinks, actions.deleteLinks];

/** What a role permits, as Azure's list of permissions has it: Reader, or Contributor. */
export function permissionsAt(simulation: Simulation, identity: Identity, scope: string): readonly unknown[] {
  const none = { dataActions: [], notDataActions: [] };
  switch (roleAt(simulation, identity, scope)) {
    case "none":
      return [];
    case "reader":
      return [{ actions: ["*/read"], notActions: [], ...none }];
    case "lister":
      return [{ actions: ["*/read", actions.list], notActions: [], ...none }];
    case "operator":
      return [{ actions: ["*"], notActions: NOT_CONTRIBUTOR, ...none }];
    case "operatorWithoutLogs":
      return [{ actions: ["*"], notActions: [...NOT_CONTRIBUTOR, ...LOGS.map((log) => `${log}*`)], ...none }];
    case "operatorWithoutLinks":
      return [{ actions: ["*"], notActions: [...NOT_CONTRIBUTOR, ...LINKS], ...none }];
  }
}

function sees(identity: Identity, subscription: SimulatedSubscription): boolean {
  return subscription.tenantId === identity.tenantId || subscription.managedByTenantIds.includes(identity.tenantId);
}

/** The subscriptions that a token sees: those of its tenant, and those that its tenant manages, where the account has any role. */
export function visibleSubscriptions(simulation: Simulation, identity: Identity): readonly SimulatedSubscription[] {
  return simulation.world.subscriptions.filter((subscription) => {
    const scope = `/subscriptions/${subscription.subscriptionId.toLowerCase()}`;
    const inside = simulation.world.roles.some(
      (role) => role.accountId === identity.account.id && role.role !== "none" && role.scope.startsWith(`${scope}/`),
    );
    return sees(identity, subscription) && (inside || roleAt(simulation, identity, scope) !== "none");
  });
}

export function visibleHosts(simulation: Simulation, identity: Identity): readonly SimulatedHost[] {
  const subscriptions = new Set(visibleSubscriptions(simulation, identity).map(({ subscriptionId }) => subscriptionId));
  return simulation.world.hosts.filter(
    (host) => subscriptions.has(host.subscriptionId) && roleAt(simulation, identity, host.key) !== "none",
  );
}

/**
 * The subscription that a path names, if the token is for a tenant that has to do with it.
 * @throws Refusal 400, 404, or 401 for a token of another tenant
 */
export function requireSubscription(
  simulation: Simulation,
  identity: Identity,
  subscriptionId: string,
): SimulatedSubscription {
  if (!/^[0-9a-f-]{36}$/i.test(subscriptionId)) {
    throw new Refusal(
      armError(
        400,
        "InvalidSubscriptionId",
        `The provided subscription identifier '${subscriptionId}' is malformed or invalid.`,
      ),
    );
  }
  const subscription = simulation.world.subscriptions.find(
    (candidate) => candidate.subscriptionId.toLowerCase() === subscriptionId.toLowerCase(),
  );
  if (!subscription) {
    throw new Refusal(
      armError(404, "SubscriptionNotFound", `The subscription '${subscriptionId}' could not be found.`),
    );
  }
  if (!sees(identity, subscription)) {
    const issuer = (tenantId: string) => `https://sts.windows.net/${tenantId}/`;
    throw unauthorized(
      simulation,
      "InvalidAuthenticationTokenTenant",
      `The access token is from the wrong issuer '${issuer(identity.tenantId)}'. It must match the tenant '${issuer(subscription.tenantId)}' associated with this subscription.`,
    );
  }
  return subscription;
}

/** Whether the account's role at a scope permits an action. */
export function mayDo(simulation: Simulation, identity: Identity, action: string, scope: string): boolean {
  const isRead = /\/read$/i.test(action);
  switch (roleAt(simulation, identity, scope.toLowerCase())) {
    case "none":
      return false;
    case "reader":
      return isRead;
    case "lister":
      return isRead || action === actions.list;
    case "operator":
      return true;
    case "operatorWithoutLogs":
      return !LOGS.some((log) => action.startsWith(log));
    case "operatorWithoutLinks":
      return !LINKS.includes(action);
  }
}

/** @throws Refusal 403, whose message names the action and the scope as Azure's does. */
export function requireAction(simulation: Simulation, identity: Identity, action: string, scope: string): void {
  if (!mayDo(simulation, identity, action, scope)) {
    const { label, id } = identity.account;
    throw new Refusal(
      armError(
        403,
        "AuthorizationFailed",
        `The client '${label}' with object id '${id}' does not have authorization to perform action '${action}' over scope '${scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
      ),
    );
  }
}

/** The host that a path names. @throws Refusal 404 */
export function requireHost(
  simulation: Simulation,
  subscription: SimulatedSubscription,
  resourceGroup: string,
  name: string,
): SimulatedHost {
  const id = `/subscriptions/${subscription.subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.Network/bastionHosts/${name}`;
  const host = simulation.world.hosts.find(({ key }) => key === id.toLowerCase());
  if (!host) {
    throw new Refusal(
      armError(
        404,
        "ResourceNotFound",
        `The Resource 'Microsoft.Network/bastionHosts/${name}' under resource group '${resourceGroup}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
      ),
    );
  }
  return host;
}
