/** What an access token says of itself. It is read to keep it from where it must not go, not to trust it. */
import { asAmount, asObject, asText, present } from "../../core/text/json.ts";
import type { Cloud } from "../../core/model/cloud.ts";

/** The claims of a token that decide where it may be used. */
export interface TokenClaims {
  /** For which API: `aud`. */
  readonly audience?: string;
  /** In which tenant, in lower case: `tid`. */
  readonly tenantId?: string;
  /** Milliseconds of the date: `exp`. */
  readonly expiresAt?: number;
  /** The user's, else the application's ID. */
  readonly principal?: string;
  /** The user's sign-in name: `upn` and its like. */
  readonly userName?: string;
  /** Whether a user has signed in: `scp`. An application has no sessions. */
  readonly isOfUser?: true;
}

/** Why a token is not used. */
export type TokenProblem = "unreadable" | "expired" | "otherAudience" | "otherTenant";

/** The claims of a JSON Web Token; `undefined` for any other text. */
export function readClaims(token: string): TokenClaims | undefined {
  const [, payload] = /^[\w-]+\.([\w-]+)\.[\w-]*$/u.exec(token) ?? [];
  const claims = payload === undefined ? undefined : parseObject(Buffer.from(payload, "base64url").toString("utf8"));
  const expires = asAmount(claims?.["exp"]);
  return (
    claims &&
    present({
      audience: asText(claims["aud"]),
      tenantId: asText(claims["tid"])?.toLowerCase(),
      expiresAt: expires === undefined ? undefined : expires * 1_000,
      principal: asText(claims["oid"]) ?? asText(claims["appid"]),
      userName: userNameOf(claims),
      isOfUser: asText(claims["scp"]) === undefined ? undefined : (true as const),
    })
  );
}

/** The name of a guest has the service that signed them in before a `#`, such as `live.com#ann@contoso.com`. */
function userNameOf(claims: Readonly<Record<string, unknown>>): string | undefined {
  const name = asText(claims["upn"]) ?? asText(claims["preferred_username"]) ?? asText(claims["unique_name"]);
  return name?.replace(/^[a-z.]+#(?=.*@)/iu, "");
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/**
 * Why a token must not be sent to a cloud; `undefined` if it may be. What a token doesn't say counts against it.
 * @param tenantId the tenant that is wanted, in lower case; any if left out
 */
export function tokenProblem(
  claims: TokenClaims | undefined,
  cloud: Cloud,
  now: Date,
  tenantId?: string,
): TokenProblem | undefined {
  if (claims?.tenantId === undefined || claims.audience === undefined || claims.expiresAt === undefined) {
    return "unreadable";
  }
  if (!isAudienceOf(claims.audience, cloud)) {
    return "otherAudience";
  }
  if (tenantId !== undefined && claims.tenantId !== tenantId) {
    return "otherTenant";
  }
  return claims.expiresAt <= now.getTime() ? "expired" : undefined;
}

/** What a token for a cloud is asked for, such as `https://management.core.windows.net`. */
export function audienceOf({ scope }: Pick<Cloud, "scope">): string {
  return withoutSlash(scope.replace(/\/\.default$/u, ""));
}

/** Microsoft's clouds take tokens for the resource manager's address too; a custom one only for the audience that was named. */
function isAudienceOf(audience: string, cloud: Cloud): boolean {
  const wanted = withoutSlash(audience).toLowerCase();
  const named = audienceOf(cloud).toLowerCase();
  return cloud.name === "custom"
    ? wanted === named && !isMicrosoftAudience(audience)
    : wanted === named || wanted === cloud.resourceManagerUrl.origin;
}

/** Domains of Microsoft's own APIs in all of its clouds. */
const MICROSOFT = [
  "azure.com",
  "azure.net",
  "azure.cn",
  "azure.us",
  "azure.de",
  "windows.net",
  "microsoft.com",
  "microsoft.us",
  "microsoftonline.com",
  "microsoftonline.us",
  "microsoftonline.cn",
  "office.com",
  "office365.com",
  "office365.us",
  "office.net",
  "sharepoint.com",
  "sharepoint.us",
  "sharepoint.cn",
  "visualstudio.com",
  "dynamics.com",
  "powerbi.com",
  "powerapps.com",
  "loganalytics.io",
  "loganalytics.us",
  "applicationinsights.io",
  "applicationinsights.us",
  "azuresynapse.net",
  "azuredatabricks.net",
  "azconfig.io",
  "azurecr.io",
  "azurecr.us",
  "azurecr.cn",
  "chinacloudapi.cn",
  "usgovcloudapi.net",
  "microsoftazure.de",
  "cloudapi.de",
];

/** Whether a token for this audience opens one of Microsoft's clouds: it never goes to an endpoint of another name. */
export function isMicrosoftAudience(audience: string): boolean {
  const url = URL.parse(audience);
  if (url === null || url.hostname === "") {
    // An application's ID, which may be that of Azure Resource Manager: it says nothing of the cloud.
    return true;
  }
  const host = url.hostname.toLowerCase().replace(/\.$/u, "");
  return MICROSOFT.some((domain) => host === domain || host.endsWith(`.${domain}`));
}

function withoutSlash(text: string): string {
  return text.replace(/\/+$/u, "");
}
