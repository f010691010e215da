import type { BastionHost } from "./bastionHost.ts";

/**
 * Whether VMs may have shareable links on a host, by its own properties; not whether there are any.
 * - `off`: the feature is turned off
 * - `notInSku`: Basic and Developer hosts don't have it
 * - `unknown`: Azure didn't say, which isn't `off`
 */
export type LinkSupport = "possible" | "off" | "notInSku" | "unknown";

const WITHOUT_LINKS: ReadonlySet<string | undefined> = new Set(["basic", "developer"]);

export function linkSupport({ shareableLink, sku }: Pick<BastionHost, "shareableLink" | "sku">): LinkSupport {
  if (shareableLink === true) {
    return "possible";
  }
  if (WITHOUT_LINKS.has(sku?.toLowerCase())) {
    return "notInSku";
  }
  return shareableLink === undefined ? "unknown" : "off";
}
