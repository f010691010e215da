/** The endpoints of an Azure cloud, from the settings that Microsoft's own extensions honour. */

export interface Cloud {
  readonly name: "public" | "china" | "usGovernment" | "custom";
  /** The `vscode.authentication` provider that signs in to this cloud. */
  readonly authenticationProviderId: "microsoft" | "microsoft-sovereign-cloud";
  /** The only origin that may see a token. */
  readonly resourceManagerUrl: URL;
  readonly portalUrl: URL;
  /** `<managementEndpointUrl>/.default`, with exactly one slash between. */
  readonly scope: string;
  /** Of a custom cloud: where VS Code's sign-in asks for a password; left out where the setting names none. */
  readonly signInUrl?: URL;
}

/**
 * Equal for clouds whose consent is one: a token of the same audience, got from the same sign-in, goes to the same resource
 * manager.
 */
export function consentKey({ resourceManagerUrl, scope, signInUrl }: Cloud): string {
  return JSON.stringify([resourceManagerUrl.origin, scope, signInUrl?.href ?? null]);
}

/** The custom environment cannot be used as it is set. Holds codes, not sentences. */
export class CloudSettingError extends Error {
  override readonly name = "CloudSettingError";
  /** `insecure`: neither TLS nor a loopback address. */
  readonly problem: "missing" | "malformed" | "insecure";
  /** The key at fault, such as `customEnvironment.resourceManagerEndpointUrl`. */
  readonly setting: string;

  constructor(problem: CloudSettingError["problem"], setting: string) {
    super(`${setting}: ${problem}`);
    this.problem = problem;
    this.setting = setting;
  }
}

const SOVEREIGN = "microsoft-sovereign-cloud";
/** What VS Code's own sign-in reads; everything else here it leaves to us. */
const SIGN_IN = "activeDirectoryEndpointUrl";

/**
 * The cloud that VS Code is set to.
 *
 * @param environment value of `microsoft-sovereign-cloud.environment`: nothing, `ChinaCloud`, `USGovernment`, `custom`
 * @param customEnvironment value of `microsoft-sovereign-cloud.customEnvironment`, read only for `custom`
 * @throws CloudSettingError
 */
export function cloudFromSettings(environment: unknown, customEnvironment: unknown): Cloud {
  switch (environment) {
    case undefined:
    case null:
    case "":
      return builtIn(
        "public",
        "https://management.azure.com",
        "https://portal.azure.com",
        "https://management.core.windows.net",
      );
    case "ChinaCloud":
      return builtIn(
        "china",
        "https://management.chinacloudapi.cn",
        "https://portal.azure.cn",
        "https://management.core.chinacloudapi.cn",
      );
    case "USGovernment":
      return builtIn(
        "usGovernment",
        "https://management.usgovcloudapi.net",
        "https://portal.azure.us",
        "https://management.core.usgovcloudapi.net",
      );
    case "custom":
      return custom(customEnvironment);
    default:
      // Not taken for the public cloud: the user meant another one.
      throw new CloudSettingError("malformed", "environment");
  }
}

/** Whether this is a name of the machine itself, to which plain http is as private as TLS. */
export function isLoopback(url: URL): boolean {
  return url.hostname === "localhost" || url.hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(url.hostname);
}

/** TLS, or this machine. */
export function isPrivate(url: URL): boolean {
  return url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url));
}

function builtIn(
  name: "public" | "china" | "usGovernment",
  resourceManager: string,
  portal: string,
  management: string,
): Cloud {
  return {
    name,
    authenticationProviderId: name === "public" ? "microsoft" : SOVEREIGN,
    resourceManagerUrl: new URL(resourceManager),
    portalUrl: new URL(portal),
    scope: scopeOf(management),
  };
}

function custom(settings: unknown): Cloud {
  if (settings === undefined || settings === null) {
    throw new CloudSettingError("missing", "customEnvironment");
  }
  if (typeof settings !== "object" || Array.isArray(settings)) {
    throw new CloudSettingError("malformed", "customEnvironment");
  }
  const values = settings as Readonly<Record<string, unknown>>;
  const management = textSetting(values, "managementEndpointUrl");
  // An audience, to which nothing is ever sent: it only has to be a URL.
  parseUrl(management, "managementEndpointUrl");
  return {
    name: "custom",
    authenticationProviderId: SOVEREIGN,
    resourceManagerUrl: endpoint(values, "resourceManagerEndpointUrl"),
    portalUrl: endpoint(values, "portalUrl"),
    scope: scopeOf(management),
    ...(values[SIGN_IN] !== undefined && { signInUrl: endpoint(values, SIGN_IN) }),
  };
}

function endpoint(values: Readonly<Record<string, unknown>>, key: string): URL {
  const url = parseUrl(textSetting(values, key), key);
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") {
    throw new CloudSettingError("malformed", `customEnvironment.${key}`);
  }
  if (!isPrivate(url)) {
    throw new CloudSettingError("insecure", `customEnvironment.${key}`);
  }
  return url;
}

function textSetting(values: Readonly<Record<string, unknown>>, key: string): string {
  const value = values[key];
  if (value === undefined || value === null || value === "") {
    throw new CloudSettingError("missing", `customEnvironment.${key}`);
  }
  if (typeof value !== "string") {
    throw new CloudSettingError("malformed", `customEnvironment.${key}`);
  }
  return value.trim();
}

function parseUrl(text: string, key: string): URL {
  const url = URL.parse(text);
  if (url === null || (url.protocol !== "https:" && url.protocol !== "http:")) {
    throw new CloudSettingError("malformed", `customEnvironment.${key}`);
  }
  return url;
}

function scopeOf(managementEndpointUrl: string): string {
  return `${managementEndpointUrl.replace(/\/+$/, "")}/.default`;
}
