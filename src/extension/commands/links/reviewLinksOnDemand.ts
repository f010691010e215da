import type { App, Handler } from "../app.ts";
import { onDemandActions } from "../onDemand.ts";
import type { LinkScope } from "./linkScope.ts";

/** Shows the shareable links of what the rows stand for, once the user agrees that they are read. Loaded when it's needed. */
export const reviewShareableLinks: Handler = async (app, row, rows) => {
  const { reviewLinks, meantScopes } = await onDemandActions();
  const scopes = await meantScopes(app, row, rows);
  await (scopes.length > 0 && reviewLinks(app, scopes));
};

/** The same for hosts, or for some of their VMs, that something else names, such as the outcome of a disconnect. */
export async function reviewLinksOf(app: App, scopes: readonly LinkScope[]): Promise<void> {
  const { reviewLinks } = await onDemandActions();
  await reviewLinks(app, scopes);
}
