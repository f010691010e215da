import type { AzureError } from "./http/azureError.ts";

/** The versions of a provider's API that this client can speak: what it reads and sends is the same in all of them. */
interface Versions {
  readonly preferred: string;
  readonly oldest: string;
  readonly newest: string;
}

/**
 * By namespace in lower case, or by namespace and type where its types differ. `microsoft.resources` stands for what is
 * Resource Manager's own: tenants, subscriptions, and how providers are registered.
 */
const KNOWN: Readonly<Record<string, Versions>> = {
  // getActiveSessions came with 2019-09-01 and has not changed since.
  "microsoft.network": { preferred: "2024-05-01", oldest: "2019-09-01", newest: "2026-01-01" },
  // A query without subscriptions means the whole tenant since 2021-03-01.
  "microsoft.resourcegraph": { preferred: "2022-10-01", oldest: "2021-03-01", newest: "2024-04-01" },
  "microsoft.authorization": { preferred: "2022-04-01", oldest: "2015-07-01", newest: "2022-04-01" },
  // The stable version before it answers in another form.
  "microsoft.insights/diagnosticsettings": {
    preferred: "2021-05-01-preview",
    oldest: "2021-05-01-preview",
    newest: "2021-05-01-preview",
  },
  // Metrics of several dimensions and their namespaces came with 2018-01-01; what is asked and answered has not changed since.
  "microsoft.insights/metrics": { preferred: "2024-02-01", oldest: "2018-01-01", newest: "2024-02-01" },
  // runCommand came with 2017-03-30.
  "microsoft.compute": { preferred: "2024-07-01", oldest: "2017-03-30", newest: "2025-04-01" },
  "microsoft.resources": { preferred: "2022-12-01", oldest: "2016-06-01", newest: "2022-12-01" },
};

const UNKNOWN_VERSION = new Set(["InvalidApiVersionParameter", "NoRegisteredProviderFound", "InvalidResourceType"]);

/**
 * Which api-version to ask for. Sovereign clouds and Azure Stack lag behind; they refuse a version that they do not know
 * and name those that they do. What was learnt is kept for the life of this object, which serves one cloud.
 */
export class ApiVersions {
  readonly #chosen = new Map<string, string>();

  /** The version for a path, by the last provider and type in it. */
  for(path: string): string {
    const provider = providerOf(path);
    return this.#chosen.get(provider) ?? KNOWN[provider]?.preferred ?? "";
  }

  /**
   * After a refusal: the newest version that both sides know, remembered from now on; undefined where the error is not
   * about the version, or there is none in common.
   */
  fallBack(path: string, rejected: string, error: AzureError): string | undefined {
    const codes = [error.facts.code, ...(error.facts.detailCodes ?? [])];
    if (!codes.some((code) => code !== undefined && UNKNOWN_VERSION.has(code))) {
      return undefined;
    }
    const current = this.for(path);
    if (current !== rejected) {
      // Another call has learnt it while this one was on its way.
      return current;
    }
    const provider = providerOf(path);
    const known = KNOWN[provider];
    const common = supportedVersions(error.facts.azureMessage ?? "")
      .filter(
        (version) => known !== undefined && version >= known.oldest && version <= known.newest && version !== rejected,
      )
      .sort()
      .at(-1);
    if (common !== undefined) {
      this.#chosen.set(provider, common);
    }
    return common;
  }
}

/** The key of the last provider in a path. A path that ends with the provider's own name asks Resource Manager about it. */
function providerOf(path: string): string {
  const [, namespace = "microsoft.resources", type = ""] =
    /.*\/providers\/([^/]+)\/([^/]+)/i.exec(path.toLowerCase()) ?? [];
  return `${namespace}/${type}` in KNOWN ? `${namespace}/${type}` : namespace;
}

/** The stable versions in "… The supported (api-)versions are '2023-01-01, 2022-07-01, 2021-01-01-preview' …". */
function supportedVersions(message: string): string[] {
  const [, list = ""] = /supported (?:api-)?versions are\s*'?([^']*)/i.exec(message) ?? [];
  return list.split(/[\s,;.]+/).filter((version) => /^\d{4}-\d{2}-\d{2}$/.test(version));
}
