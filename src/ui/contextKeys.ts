import * as vscode from "vscode";

/** The context keys that package.json's `when` clauses read, and the values of each. */
interface ContextKeys {
  /** Which welcome the view shows when it has no rows; none while loading or ready. */
  "bastionSessions.state": "loading" | "ready" | "signedOut" | "empty" | "endpoint" | "workspaceCloud" | "invalidCloud";
}

export type ViewState = ContextKeys["bastionSessions.state"];

/** Sets a context key. VS Code answers when it has been told; nothing here depends on when that is. */
export function setContextKey<K extends keyof ContextKeys>(key: K, value: ContextKeys[K]): void {
  void vscode.commands.executeCommand("setContext", key, value);
}
