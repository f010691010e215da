/** Tokens of one sign-in: that of the Azure CLI, or a token that was handed to us. */
import * as l10n from "@vscode/l10n";
import { AzureError } from "../../core/azure/http/azureError.ts";
import type { Credential, TokenRequest } from "../../core/azure/http/credential.ts";
import type { Identities } from "../../core/inventory/identities.ts";
import type { Cloud } from "../../core/model/cloud.ts";
import type { Account } from "../../core/model/identity.ts";
import { CommandError, EXIT } from "../exitCode.ts";
import type { Runtime } from "../runtime.ts";
import { audienceOf, readClaims, tokenProblem, type TokenClaims, type TokenProblem } from "./accessToken.ts";
import type { AzProblem, AzureCli } from "./azureCli.ts";

const TOKEN_VARIABLE = "AZURE_ACCESS_TOKEN";

type Tokens = (tenantId: string | undefined) => Promise<string>;

/** Who asks, and in which tenants. */
export interface SignIn extends Identities {
  /** The only tenant that is searched, in lower case; all that the account sees if left out. */
  readonly tenantId?: string;
  /** The user's sign-in name; absent if the token names none. */
  readonly userName?: string;
  /** Whether a user has signed in whom the token doesn't name, so that their own sessions can't be told. */
  readonly isNameless: boolean;
  /** How to get a token for a tenant, where there is none: of the Azure CLI only. */
  readonly noTokenText?: (tenantId: string) => string;
}

/**
 * Signs in without asking the user, and gets a first token.
 * @param tenantId the only tenant that is meant, in lower case
 * @throws CommandError if there is no token that may be used
 */
export async function signIn(
  cloud: Cloud,
  runtime: Runtime,
  az: AzureCli,
  tenantId: string | undefined,
): Promise<SignIn> {
  const handed = runtime.env[TOKEN_VARIABLE];
  if (handed !== undefined) {
    return withToken(handed.trim(), cloud, runtime, tenantId);
  }
  const tokens = azTokens(cloud, runtime, az);
  const first = await tokens(tenantId);
  const claims = readClaims(first);
  const account = { id: claims?.principal ?? "az", label: claims?.userName ?? l10n.t("Azure CLI") };
  return {
    ...identitiesOf(account, claims, (wanted) => tokens(wanted ?? tenantId), tenantId),
    noTokenText: (wanted) => azText("failed", wanted),
  };
}

function withToken(token: string, cloud: Cloud, { clock }: Runtime, tenantId: string | undefined): SignIn {
  const claims = readClaims(token);
  const problem = tokenProblem(claims, cloud, clock.wall(), tenantId);
  if (problem || claims?.tenantId === undefined) {
    throw new CommandError(EXIT.signIn, tokenText(problem ?? "unreadable", TOKEN_VARIABLE, cloud));
  }
  const own = claims.tenantId;
  const tokens: Tokens = (wanted) =>
    wanted === undefined || wanted === own ? Promise.resolve(token) : Promise.reject(noToken());
  const account = { id: claims.principal ?? "token", label: claims.userName ?? TOKEN_VARIABLE };
  return identitiesOf(account, claims, tokens, own);
}

function identitiesOf(
  account: Account,
  claims: TokenClaims | undefined,
  tokens: Tokens,
  tenantId: string | undefined,
): SignIn {
  const userName = claims?.userName;
  return {
    ...(tenantId !== undefined && { tenantId }),
    ...(userName !== undefined && { userName }),
    isNameless: userName === undefined && claims?.isOfUser === true,
    accounts: () => Promise.resolve([account]),
    credential: (_account, wanted): Credential => ({
      principal: account.id,
      getToken: async ({ rejected, challenge }: TokenRequest) => {
        if (tenantId !== undefined && wanted !== undefined && wanted !== tenantId) {
          throw noToken();
        }
        const token = await tokens(wanted).catch(() => {
          throw noToken();
        });
        // Only the user can get another one.
        if (rejected === token || challenge !== undefined) {
          throw noToken(401);
        }
        return token;
      },
    }),
  };
}

/** Tokens of the Azure CLI, each asked for once; they are kept in memory only. */
function azTokens(cloud: Cloud, { clock }: Runtime, az: AzureCli): Tokens {
  const known = new Map<string | undefined, Promise<string>>();
  const ask = async (tenantId: string | undefined): Promise<string> => {
    const answer = await az.token(audienceOf(cloud), tenantId);
    if ("problem" in answer) {
      throw new CommandError(EXIT.signIn, azText(answer.problem, tenantId));
    }
    const problem = tokenProblem(readClaims(answer.value), cloud, clock.wall(), tenantId);
    if (problem) {
      throw new CommandError(EXIT.signIn, tokenText(problem, l10n.t("Azure CLI"), cloud));
    }
    return answer.value;
  };
  return async (tenantId) => {
    const asked = known.get(tenantId) ?? ask(tenantId);
    known.set(tenantId, asked);
    const token = await asked;
    // The first one is that of some tenant, too.
    known.set(readClaims(token)?.tenantId, asked);
    return token;
  };
}

function noToken(status?: 401): AzureError {
  return new AzureError({
    kind: "signInNeeded",
    detail: "no token without the user",
    ...(status !== undefined && { status }),
    maybeReceived: false,
  });
}

function azText(problem: AzProblem, tenantId: string | undefined): string {
  if (problem === "missing") {
    return l10n.t("The Azure CLI (az) wasn't found. Install it and sign in with az login, or set {0}.", TOKEN_VARIABLE);
  }
  return problem === "failed"
    ? l10n.t("The Azure CLI gave no token. Sign in: {0}", `az login${tenantId ? ` --tenant ${tenantId}` : ""}`)
    : l10n.t("The Azure CLI's response couldn't be read.");
}

function tokenText(problem: TokenProblem, source: string, cloud: Cloud): string {
  switch (problem) {
    case "expired":
      return l10n.t("{0}: the token has expired.", source);
    case "otherAudience":
      return l10n.t("{0}: the token isn't for {1}.", source, audienceOf(cloud));
    case "otherTenant":
      return l10n.t("{0}: the token is for another tenant.", source);
    case "unreadable":
      return l10n.t("{0}: the token's audience, tenant, and expiry can't be read, so it isn't used.", source);
  }
}
