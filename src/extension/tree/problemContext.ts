import type { AzureError } from "../../core/azure/http/azureError.ts";

/** The word by which package.json's menus offer a fresh token; empty where the account's tokens are not what is refused. */
export function forbiddenContext(error: AzureError | undefined): string {
  return error?.kind === "notAllowed" && error.reason !== "otherTenant" ? " forbidden" : "";
}
