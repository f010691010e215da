import type { FastifyInstance } from "fastify";
import { addRoute } from "../http/serve.ts";
import type { Manners } from "../http/serve.ts";
import type { Call, Simulation } from "../simulation.ts";
import type { Answer } from "../http/wire.ts";
import type { TokenSpec } from "./tokens.ts";

/** What the companion extension sends to `POST /_signin/token`. */
export interface TokenRequest {
  readonly accountId: string;
  /** The home tenant where it is left out and no scope `VSCODE_TENANT:…` names another. */
  readonly tenantId?: string;
  readonly scopes: readonly string[];
  /** The user clicks: what a silent request is refused is granted. */
  readonly interactive?: boolean;
  /** The WWW-Authenticate header of a claims challenge, or its claims. */
  readonly challenge?: string;
  /** A token that says what it is, as Microsoft Entra's do. */
  readonly jwt?: TokenSpec;
}

/** What it gets. `expiresOn` is in milliseconds since 1970. */
export interface TokenAnswer {
  readonly accessToken: string;
  readonly expiresOn: number;
  readonly tenantId: string;
}

const TENANT_SCOPE = "VSCODE_TENANT:";

const refused = (status: number, error: string): Answer => ({ status, body: { error } });

/** The stand-in for Microsoft's sign-in, for the companion extension that replaces VS Code's own. */
export function addSignIn(app: FastifyInstance, simulation: Simulation, manners: Manners): void {
  addRoute(app, simulation, manners, "signIn", "GET", "/_signin/accounts", () => ({
    status: 200,
    body: simulation.world.accounts.map(({ id, label }) => ({ id, label })),
  }));
  addRoute(app, simulation, manners, "signIn", "POST", "/_signin/token", (call) => issueToken(simulation, call));
  app.get("/_signin/tokens", async (_request, reply) => {
    await reply.send(simulation.tokens.issued.map(({ accessToken }) => accessToken));
  });
}

function issueToken(simulation: Simulation, call: Call): Answer {
  const request = readRequest(call.body);
  if (!request) {
    return refused(400, "invalid_request");
  }
  const { scopes, interactive = false } = request;
  const account = simulation.world.accounts.find(({ id }) => id === request.accountId);
  if (!account) {
    return refused(403, "unknown_account");
  }
  const asked = request.tenantId ?? scopes.find((scope) => scope.startsWith(TENANT_SCOPE))?.slice(TENANT_SCOPE.length);
  const tenantId = asked?.toLowerCase() ?? account.homeTenantId;
  if (!account.tenantIds.includes(tenantId)) {
    return refused(403, "not_a_member");
  }
  const key = `${account.id}/${tenantId}`;
  if (simulation.world.tenant(tenantId).needsOwnSignIn && !interactive && !simulation.signedIn.has(key)) {
    return refused(401, "interaction_required");
  }
  const challenged = request.challenge === undefined ? undefined : simulation.challenges.read(request.challenge);
  if (request.challenge !== undefined && !challenged) {
    return refused(400, "unknown_claims");
  }
  // As in MSAL's cache: once the user has answered a challenge, silent tokens carry the claims too.
  const satisfied = simulation.satisfiedClaims.get(key);
  if (challenged && !challenged.silent && !interactive && challenged.claims !== satisfied) {
    return refused(401, "interaction_required");
  }
  if (interactive) {
    simulation.signedIn.add(key);
  }
  if (interactive && challenged) {
    simulation.satisfiedClaims.set(key, challenged.claims);
  }
  const resources = scopes.filter((scope) => !scope.startsWith(TENANT_SCOPE));
  const claims = challenged?.claims ?? satisfied;
  const { accessToken, expiresOn } = simulation.tokens.issue(account, tenantId, resources, {
    ...(claims !== undefined && { claims }),
    isAfterClick: simulation.signedIn.has(key),
    jwt: request.jwt,
  });
  const answer: TokenAnswer = { accessToken, expiresOn, tenantId };
  return { status: 200, body: answer };
}

function readRequest(body: string): TokenRequest | undefined {
  try {
    const request = JSON.parse(body) as Partial<TokenRequest> | null;
    const valid = typeof request?.accountId === "string" && Array.isArray(request.scopes);
    return valid ? (request as TokenRequest) : undefined;
  } catch {
    return undefined;
  }
}
