import { l10n } from "vscode";
import type { HostedSession, HostState } from "../../core/inventory/hostState.ts";
import type { Inventory } from "../../core/inventory/inventory.ts";
import { sessionByKey } from "../../core/inventory/sessionByKey.ts";
import type { TreeNode } from "../tree/treeNode.ts";
import { showInformationMessage } from "../ui/messages.ts";

/** A row as VS Code hands it to a command; `undefined` for anything else, such as another extension's argument. */
export function asNode(value: unknown): TreeNode | undefined {
  return typeof value === "object" && value !== null && "kind" in value && "id" in value
    ? (value as TreeNode)
    : undefined;
}

/**
 * Whether a command was called on rows of which some are missing: VS Code hands over nothing for a row that was on screen
 * while the tree was being fetched again. The user meant that row and no other, such as the selected one.
 */
export function isRowMissing(args: readonly unknown[]): boolean {
  const [row, rows] = args;
  const isMissing = (value: unknown) => value === undefined || value === null;
  return args.length > 0 && (isMissing(row) || (Array.isArray(rows) && rows.some(isMissing)));
}

/** Tells the user why nothing was done to a row that VS Code could not name. */
export function notifyRowMissing(): void {
  void showInformationMessage(l10n.t("Nothing was done because the view was updating. Select the row and try again."));
}

/** The rows that a command is meant for: all that are selected if the clicked one is among them, else that one. */
export function meantRows(row: unknown, rows: unknown): readonly TreeNode[] {
  const all = Array.isArray(rows) ? rows.flatMap((value) => asNode(value) ?? []) : [];
  const clicked = asNode(row);
  return all.length > 0 || !clicked ? all : [clicked];
}

/** The sessions among rows, as they are now; those that have ended meanwhile are left out. */
export function sessionsOf(inventory: Inventory, rows: readonly TreeNode[]): readonly HostedSession[] {
  return rows.flatMap((node) => {
    const host = node.kind === "session" ? inventory.host(node.hostKey) : undefined;
    const state = node.kind === "session" ? sessionByKey(host?.list, node.sessionKey) : undefined;
    return host && state ? [{ host, state }] : [];
  });
}

/** Every session of these hosts. */
export function sessionsOfHosts(hosts: Iterable<HostState>): readonly HostedSession[] {
  return [...hosts].flatMap((host) => (host.list?.sessions ?? []).map((state) => ({ host, state })));
}

/** Sessions that Azure can be asked to disconnect: it gave them an id, and nothing is being done to them. */
export function canDisconnect({ state }: HostedSession): boolean {
  return state.session.sessionId !== undefined && !state.work;
}
