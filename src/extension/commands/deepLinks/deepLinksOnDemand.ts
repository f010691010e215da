import type { UriHandler } from "vscode";
import { reportError } from "../../ui/reportError.ts";
import type { App, Handler } from "../app.ts";

/** Copies a deep link to each row. What that takes isn't loaded until it's needed. */
export const copyLink: Handler = async (app, row, rows) => {
  const { copyLink: run } = await import("./deepLinkActions.ts");
  await run(app, row, rows);
};

/** Opens deep links. */
export function deepLinkHandler(app: App): UriHandler {
  return {
    handleUri: async (uri) => {
      try {
        const { openDeepLink } = await import("./deepLinkActions.ts");
        await openDeepLink(app, uri);
      } catch (error) {
        await reportError(app, "a deep link", error);
      }
    },
  };
}
