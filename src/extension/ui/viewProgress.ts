import { SESSIONS_VIEW } from "../ids.ts";
import { withProgress } from "./messages.ts";

/** Work with VS Code's progress bar on the view. */
export async function withViewProgress<T>(work: () => Promise<T>): Promise<T> {
  return withProgress({ location: { viewId: SESSIONS_VIEW } }, work);
}
