import type { TextDocument } from "vscode";
import { WATCH_RULES } from "../ids.ts";

/** VS Code opens the user's settings, those of a profile too, by the first scheme; from a disk or a server's they are files. */
export const SETTINGS_SCHEMES: readonly string[] = ["vscode-userdata", "file"];

/** Whether a document is a user's settings file with watch rules. In a workspace's own settings VS Code ignores them. */
export function hasRules(document: TextDocument): boolean {
  const { scheme, path } = document.uri;
  return (
    SETTINGS_SCHEMES.includes(scheme) &&
    path.endsWith("/settings.json") &&
    !path.endsWith("/.vscode/settings.json") &&
    document.getText().includes(`"${WATCH_RULES}"`)
  );
}
