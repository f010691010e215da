import { l10n } from "vscode";
import type { SearchProblem } from "../../core/inventory/directoryState.ts";
import type { HostedSession, HostState } from "../../core/inventory/hostState.ts";
import type { Inventory } from "../../core/inventory/inventory.ts";
import { sessionByKey } from "../../core/inventory/sessionByKey.ts";
import { armKey, parseBastionHostId, type ArmKey } from "../../core/model/armId.ts";
import { asObject, asText } from "../../core/text/json.ts";
import { withoutFilter } from "../tree/nodeCache.ts";
import {
  attentionNode,
  groupNode,
  hitRowNode,
  hostNode,
  hostNoteNode,
  moreHitsNode,
  problemNode,
  sessionNode,
  subscriptionNode,
  type GroupNode,
  watchRuleNode,
  type SearchProblemNode,
  type TreeNode,
} from "../tree/treeNode.ts";
import { showInformationMessage } from "../ui/messages.ts";

/** A row by its keys alone. What else a row holds, such as the problem that it tells of, is looked up. */
export type RowReference = Exclude<TreeNode, SearchProblemNode> | Pick<SearchProblemNode, "kind" | "id">;

/**
 * A row as VS Code hands it to a command; `undefined` for anything else. Any extension can call a command with an object of
 * its own, so nothing but keys is taken over, and what they stand for is what the inventory knows under them.
 */
export function asNode(value: unknown): RowReference | undefined {
  const row = asObject(value);
  const subscriptionId = asText(row?.["subscriptionId"]);
  const [by, key] = [row?.["by"], row?.["key"]];
  const hostKey = hostKeyOf(row?.["hostKey"]);
  const [sessionKey, id] = [asText(row?.["sessionKey"]), asText(row?.["id"])];
  switch (row?.["kind"]) {
    case "subscription":
      return subscriptionId === undefined ? undefined : subscriptionNode(subscriptionId);
    case "group":
      return isGrouping(by) && typeof key === "string" ? groupNode(by, key) : undefined;
    case "host":
      return hostKey && hostNode(hostKey);
    case "session":
      return hostKey && sessionKey !== undefined ? sessionNode(hostKey, sessionKey) : undefined;
    case "hostProblem":
    case "unreadableSessions":
      return hostKey && hostNoteNode(row["kind"], hostKey);
    case "searchProblem":
      return id === undefined ? undefined : { kind: "searchProblem", id };
    case "attention":
    case "watchRule":
    case "hit":
    case "moreHits":
      return asAttentionNode(row["kind"], asText(row["ruleKey"]), asText(row["hitKey"]));
    default:
      return undefined;
  }
}

function isGrouping(by: unknown): by is GroupNode["by"] {
  return by === "targetVm" || by === "user" || by === "person";
}

function asAttentionNode(
  kind: "attention" | "watchRule" | "hit" | "moreHits",
  ruleKey: string | undefined,
  hitKey: string | undefined,
): RowReference | undefined {
  if (kind === "attention") {
    return attentionNode();
  }
  if (ruleKey === undefined) {
    return undefined;
  }
  if (kind === "hit") {
    return hitKey === undefined ? undefined : hitRowNode({ ruleKey, hitKey });
  }
  return kind === "watchRule" ? watchRuleNode(ruleKey) : moreHitsNode(ruleKey);
}

function hostKeyOf(value: unknown): ArmKey | undefined {
  return typeof value === "string" && parseBastionHostId(value) ? armKey(value) : undefined;
}

/** The problem that a row tells of, as it is known now; `undefined` if there is none any more. */
export function problemOf(
  { searchProblems }: Pick<Inventory, "searchProblems">,
  row: Pick<SearchProblemNode, "id">,
): SearchProblem | undefined {
  const id = withoutFilter(row.id);
  return searchProblems.find((problem) => problemNode(problem).id === id);
}

/**
 * Whether a command was called on rows of which some are missing: VS Code hands over nothing for a row that was on screen
 * while the tree was being fetched again. The user meant that row and no other, such as the selected one. An object that
 * only looks like a row stands for none either.
 */
export function isRowMissing(args: readonly unknown[]): boolean {
  const [row, rows] = args;
  const isMissing = (value: unknown) =>
    value === undefined || value === null || (asObject(value)?.["kind"] !== undefined && !asNode(value));
  return args.length > 0 && (isMissing(row) || (Array.isArray(rows) && rows.some(isMissing)));
}

/** Tells the user why nothing was done to a row that VS Code could not name. */
export function notifyRowMissing(): void {
  void showInformationMessage(l10n.t("Nothing was done because the view was updating. Select the row and try again."));
}

/** The rows that a command is meant for: all that are selected if the clicked one is among them, else that one. */
export function meantRows(row: unknown, rows: unknown): readonly RowReference[] {
  const all = Array.isArray(rows) ? rows.flatMap((value) => asNode(value) ?? []) : [];
  const clicked = asNode(row);
  return distinctRows(all.length > 0 || !clicked ? all : [clicked]);
}

/** Each row once, each session too: it may have several rows, one where it is and one for each watch rule that hit it. */
export function distinctRows<T extends RowReference>(rows: readonly T[]): readonly T[] {
  const idOf = (node: T) => (node.kind === "session" ? sessionNode(node.hostKey, node.sessionKey).id : node.id);
  return [...new Map(rows.map((node) => [idOf(node), node])).values()];
}

/** The sessions among rows, as they are now; those that have ended meanwhile are left out. */
export function sessionsOf(inventory: Inventory, rows: readonly RowReference[]): readonly HostedSession[] {
  return distinctRows(rows).flatMap((node) => {
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
