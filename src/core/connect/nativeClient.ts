import type { BastionHost } from "../model/bastionHost.ts";

/**
 * Whether the Azure CLI may connect through a host. `sku`: such a host can't allow it; `off`: it could, and doesn't;
 * `unknown`: Azure did not say.
 */
export type NativeClientSupport = "on" | "off" | "sku" | "unknown";

type Features = Pick<BastionHost, "sku" | "nativeClient" | "ipConnect">;

/** The SKUs that neither native clients nor connections by IP address can be enabled for; SKUs are an open set. */
const TOO_SMALL: readonly (string | undefined)[] = ["developer", "basic"];

/** Whether the Azure CLI may connect through a host, as far as Azure said. */
export function nativeClientSupport({ sku, nativeClient }: Features): NativeClientSupport {
  if (TOO_SMALL.includes(sku?.toLowerCase())) {
    return "sku";
  }
  const isOn = nativeClient === true ? "on" : "off";
  return nativeClient === undefined ? "unknown" : isOn;
}

/** Whether target VMs may be named by their IP address; `undefined` if Azure did not say. */
export function allowsAddress({ sku, ipConnect }: Features): boolean | undefined {
  return TOO_SMALL.includes(sku?.toLowerCase()) ? false : ipConnect;
}
