import type { AzureError } from "./http/azureError.ts";

/** The versions of an API that this client can use: what it sends and reads is the same in all of them. */
interface Versions {
  readonly preferred: string;
  readonly oldest: string;
  readonly newest: string;
}

/**
 * By namespace, or by namespace and type where the types of one provider have versions of their own. `Microsoft.Resources`
 * stands for what Resource Manager itself answers: tenants, subscriptions, and how providers are registered.
 */
const VERSIONS = {
  // getActiveSessions came with 2019-09-01 and has not changed since.
  "Microsoft.Network": { preferred: "2024-05-01", oldest: "2019-09-01", newest: "2026-01-01" },
  // Where recordings of sessions are stored came with 2025-07-01.
  "Microsoft.Network/bastionHosts": { preferred: "2025-07-01", oldest: "2025-07-01", newest: "2026-01-01" },
  // A query without subscriptions means the whole tenant since 2021-03-01.
  "Microsoft.ResourceGraph": { preferred: "2022-10-01", oldest: "2021-03-01", newest: "2024-04-01" },
  "Microsoft.Authorization": { preferred: "2022-04-01", oldest: "2015-07-01", newest: "2022-04-01" },
  "Microsoft.Authorization/locks": { preferred: "2020-05-01", oldest: "2016-09-01", newest: "2020-05-01" },
  "Microsoft.Authorization/denyAssignments": { preferred: "2022-04-01", oldest: "2022-04-01", newest: "2022-04-01" },
  // Of Privileged Identity Management.
  "Microsoft.Authorization/roleEligibilityScheduleInstances": {
    preferred: "2020-10-01",
    oldest: "2020-10-01",
    newest: "2020-10-01",
  },
  "Microsoft.Authorization/roleAssignmentScheduleInstances": {
    preferred: "2020-10-01",
    oldest: "2020-10-01",
    newest: "2020-10-01",
  },
  // The stable version before it answers in another form.
  "Microsoft.Insights/diagnosticSettings": {
    preferred: "2021-05-01-preview",
    oldest: "2021-05-01-preview",
    newest: "2021-05-01-preview",
  },
  // Metrics of several dimensions and their namespaces came with 2018-01-01; what is asked and answered has not changed since.
  "Microsoft.Insights/metrics": { preferred: "2024-02-01", oldest: "2018-01-01", newest: "2024-02-01" },
  // Queries of Log Analytics through Resource Manager, and the Activity Log.
  "Microsoft.Insights/logs": {
    preferred: "2018-03-01-preview",
    oldest: "2018-03-01-preview",
    newest: "2018-03-01-preview",
  },
  "Microsoft.Insights/eventtypes": { preferred: "2015-04-01", oldest: "2015-04-01", newest: "2015-04-01" },
  // All hosts of a region by one request, which came later than the metrics of one resource.
  "Microsoft.Insights/metrics of a subscription": {
    preferred: "2023-10-01",
    oldest: "2021-05-01",
    newest: "2024-02-01",
  },
  // runCommand came with 2017-03-30.
  "Microsoft.Compute": { preferred: "2024-07-01", oldest: "2017-03-30", newest: "2025-04-01" },
  "Microsoft.Resources": { preferred: "2022-12-01", oldest: "2016-06-01", newest: "2022-12-01" },
} as const satisfies Readonly<Record<string, Versions>>;

/** An API that can be asked: one without versions above does not compile. */
export type Api = keyof typeof VERSIONS;

/** A path of Resource Manager, and the API that decides which versions it may be asked with. */
export interface ArmPath {
  readonly api: Api;
  /** Starts with a slash, has no query, and is encoded where a part comes from outside (resourcePath in model/armId.ts). */
  readonly path: string;
}

/** What a provider has at a scope, such as `{host id}/providers/Microsoft.Insights/metrics`. */
export function providerPath(scope: string, api: Api, rest = ""): ArmPath {
  return { api, path: `${scope}/providers/${api}${rest}` };
}

const UNKNOWN_VERSION = new Set(["InvalidApiVersionParameter", "NoRegisteredProviderFound", "InvalidResourceType"]);

/**
 * Which api-version to ask for. Sovereign clouds and Azure Stack lag behind; they reject a version that they do not know
 * and name those that they do. What was learned is kept as long as this object, which serves one cloud.
 */
export class ApiVersions {
  readonly #chosen = new Map<Api, string>();

  for(api: Api): string {
    return this.#chosen.get(api) ?? VERSIONS[api].preferred;
  }

  /**
   * After a rejection: the newest version that both sides know, used from now on; undefined when the error is not about the
   * version, or there is none in common.
   */
  fallBack(api: Api, rejected: string, error: AzureError): string | undefined {
    const codes = [error.facts.code, ...(error.facts.detailCodes ?? [])];
    if (!codes.some((code) => code !== undefined && UNKNOWN_VERSION.has(code))) {
      return undefined;
    }
    const current = this.for(api);
    if (current !== rejected) {
      // Another call has learned it while this one was on its way.
      return current;
    }
    const { oldest, newest } = VERSIONS[api];
    const common = supportedVersions(error.facts.azureMessage ?? "")
      .filter((version) => version >= oldest && version <= newest && version !== rejected)
      .sort()
      .at(-1);
    if (common !== undefined) {
      this.#chosen.set(api, common);
    }
    return common;
  }
}

/** The stable versions in "… The supported (api-)versions are '2023-01-01, 2022-07-01, 2021-01-01-preview' …". */
function supportedVersions(message: string): string[] {
  const [, list = ""] = /supported (?:api-)?versions are\s*'?([^']*)/i.exec(message) ?? [];
  return list.split(/[\s,;.]+/).filter((version) => /^\d{4}-\d{2}-\d{2}$/.test(version));
}
