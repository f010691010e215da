import { window } from "vscode";
import { SESSIONS_VIEW } from "../ids.ts";

/** Work with VS Code's progress bar on the view. */
export async function withViewProgress(work: () => Promise<void>): Promise<void> {
  await window.withProgress({ location: { viewId: SESSIONS_VIEW } }, work);
}
