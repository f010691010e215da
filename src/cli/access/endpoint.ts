/** Which cloud is asked, and that the user wants it to be. */
import * as l10n from "@vscode/l10n";
import { cloudFromSettings, CloudSettingError, isPrivate, type Cloud } from "../../core/model/cloud.ts";
import { CommandError, EXIT } from "../exitCode.ts";
import type { Runtime } from "../runtime.ts";
import { audienceOf, isMicrosoftAudience } from "./accessToken.ts";
import type { AzureCli } from "./azureCli.ts";
import { isTrusted, trust } from "./trustedEndpoints.ts";

/** The clouds that `--cloud` names: by our names and those of the Azure CLI. */
export const CLOUDS: Readonly<Record<string, string | undefined>> = {
  public: undefined,
  china: "ChinaCloud",
  usGovernment: "USGovernment",
  AzureCloud: undefined,
  AzureChinaCloud: "ChinaCloud",
  AzureUSGovernment: "USGovernment",
};

/** What the user said of the endpoint. */
export interface EndpointOptions {
  readonly cloud?: string;
  readonly trustEndpoint?: string;
}

const URL_VARIABLE = "AZURE_RESOURCE_MANAGER_URL";
const AUDIENCE_VARIABLE = "AZURE_RESOURCE_MANAGER_AUDIENCE";

/**
 * The cloud to ask. A workspace can set variables, so an endpoint that isn't one of Microsoft's is used only if the user has
 * confirmed it, once at the terminal or by naming its origin in this call. Sends nothing, whatever it returns.
 *
 * @throws CommandError for an endpoint that can't be used or isn't confirmed
 */
export async function chooseCloud(options: EndpointOptions, runtime: Runtime, az: AzureCli): Promise<Cloud> {
  if (options.cloud !== undefined) {
    return builtInCloud(options.cloud);
  }
  const url = runtime.env[URL_VARIABLE]?.trim() ?? "";
  if (url === "") {
    return builtInCloud("public");
  }
  const endpoint = parseEndpoint(url, runtime.env);
  const builtIn = Object.keys(CLOUDS)
    .map(builtInCloud)
    .find(({ resourceManagerUrl }) => resourceManagerUrl.origin === endpoint.origin);
  return builtIn ?? customCloud(endpoint, options, runtime, az);
}

function builtInCloud(name: string): Cloud {
  if (!Object.hasOwn(CLOUDS, name)) {
    throw new CommandError(EXIT.usage, l10n.t("Unknown cloud: {0}. Use public, china, or usGovernment.", name));
  }
  return cloudFromSettings(CLOUDS[name], undefined);
}

function parseEndpoint(text: string, env: Runtime["env"]): URL {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/u.test(url.protocol) || url.username + url.password + url.search + url.hash !== "") {
    throw new CommandError(EXIT.usage, l10n.t("{0} isn't a valid address of a resource manager.", URL_VARIABLE));
  }
  if (!isPrivate(url) || (url.protocol === "http:" && hasProxy(env))) {
    throw new CommandError(EXIT.usage, l10n.t("{0} must use https, or http on this machine only.", URL_VARIABLE));
  }
  return url;
}

/** Whether Node.js sends plain http through a proxy, which then sees tokens, also on the way to this machine. */
function hasProxy(env: Runtime["env"]): boolean {
  const isUsed = (env["NODE_USE_ENV_PROXY"] ?? "") !== "" || /--use[-_]env[-_]proxy/u.test(env["NODE_OPTIONS"] ?? "");
  return isUsed && [env["HTTP_PROXY"], env["http_proxy"]].some((proxy = "") => proxy !== "");
}

async function customCloud(url: URL, options: EndpointOptions, runtime: Runtime, az: AzureCli): Promise<Cloud> {
  const named = runtime.env[AUDIENCE_VARIABLE]?.trim() ?? "";
  const audience = named === "" ? url.origin : named;
  if (isMicrosoftAudience(audience)) {
    throw new CommandError(
      EXIT.signIn,
      l10n.t("Tokens for {0} belong to Microsoft's clouds and are never sent to {1}.", audience, url.origin),
    );
  }
  const cloud = makeCustom(url, audience, await signInOf(runtime, az));
  if (!(await isConfirmed(cloud, options, runtime))) {
    throw new CommandError(
      EXIT.signIn,
      l10n.t(
        "{0} names the endpoint {1}, which you haven't confirmed. If you trust it, add --trust-endpoint {1}",
        URL_VARIABLE,
        url.origin,
      ),
    );
  }
  return cloud;
}

function makeCustom(url: URL, audience: string, signIn: string | undefined): Cloud {
  try {
    return cloudFromSettings("custom", {
      resourceManagerEndpointUrl: url.href,
      managementEndpointUrl: audience,
      portalUrl: url.origin,
      ...(signIn !== undefined && { activeDirectoryEndpointUrl: signIn }),
    });
  } catch (error) {
    if (error instanceof CloudSettingError) {
      throw new CommandError(EXIT.usage, l10n.t("{0} can't be used with these settings.", URL_VARIABLE));
    }
    throw error;
  }
}

/** Where a sign-in goes, which is the Azure CLI's matter; nowhere with a token at hand. */
async function signInOf({ env }: Runtime, az: AzureCli): Promise<string | undefined> {
  const answer = env["AZURE_ACCESS_TOKEN"] === undefined ? await az.signInUrl() : undefined;
  return answer && "value" in answer ? answer.value : undefined;
}

async function isConfirmed(cloud: Cloud, { trustEndpoint }: EndpointOptions, runtime: Runtime): Promise<boolean> {
  const { origin } = cloud.resourceManagerUrl;
  if (trustEndpoint !== undefined && URL.parse(trustEndpoint)?.origin === origin) {
    return true;
  }
  const { trustFolder, terminal } = runtime;
  if (trustFolder !== undefined && (await isTrusted(trustFolder, cloud))) {
    return true;
  }
  return terminal.isInteractive && (await ask(cloud, runtime));
}

async function ask(cloud: Cloud, { terminal, signal, trustFolder }: Runtime): Promise<boolean> {
  const { origin, host } = cloud.resourceManagerUrl;
  terminal.say(l10n.t("{0} names an endpoint that isn't Microsoft's: {1}", URL_VARIABLE, origin));
  terminal.say(l10n.t("Tokens for {0} would be sent to it.", audienceOf(cloud)));
  if (cloud.signInUrl) {
    terminal.say(l10n.t("The Azure CLI signs in at {0}.", cloud.signInUrl.href));
  }
  const answer = await terminal.ask(l10n.t("To trust it from now on, type {0}:", host), signal);
  if (answer !== host) {
    return false;
  }
  if (trustFolder !== undefined) {
    // Where it can't be remembered, it is asked again the next time.
    await trust(trustFolder, cloud).catch(() => undefined);
  }
  return true;
}
