import * as vscode from "vscode";

/** The context keys that package.json's `when` clauses read, and the values of each. */
interface ContextKeys {
  /** Which welcome the view shows when it has no rows; none while loading or ready. */
  "bastionSessions.state":
    | "loading"
    | "ready"
    | "signedOut"
    | "empty"
    | "noSubscriptions"
    | "noneSelected"
    | "endpoint"
    | "workspaceCloud"
    | "invalidCloud";
  /** Whether the tree leaves out what the user's filter does not match. */
  "bastionSessions.filtered": boolean;
  /** Whether a tenant that has a problem is hidden. */
  "bastionSessions.tenantsHidden": boolean;
  /** Whether there are watch rules. */
  "bastionSessions.watching": boolean;
  /** Whether notifications on watch hits are held for a while. */
  "bastionSessions.watchSnoozed": boolean;
  /** Paths of the documents on hosts on which shareable links are possible. */
  "bastionSessions.linkDocuments": readonly string[];
  /** Whether an account has allowed access. This and the keys below complete the steps of the walkthrough. */
  "bastionSessions.signedIn": true;
  /** Whether Azure has returned a list of sessions. */
  "bastionSessions.listedOnce": true;
  /** Whether a diagnosis has been shown. */
  "bastionSessions.diagnosedOnce": true;
  /** Whether the sessions table has been shown. */
  "bastionSessions.tableShownOnce": true;
}

export type ViewState = ContextKeys["bastionSessions.state"];

const current = new Map<string, unknown>();

/** Sets a context key if it has changed. VS Code answers when it has been told; nothing here depends on when that is. */
export function setContextKey<K extends keyof ContextKeys>(key: K, value: ContextKeys[K]): void {
  if (current.get(key) === value) {
    return;
  }
  current.set(key, value);
  void vscode.commands.executeCommand("setContext", key, value);
}
