import { l10n, ThemeColor, ThemeIcon, TreeItem, type MarkdownString } from "vscode";
import type { AzureError } from "../../core/azure/http/azureError.ts";
import { CommandId } from "../ids.ts";
import type { SearchProblem } from "../../core/inventory/directoryState.ts";
import type { Names } from "../../core/inventory/names.ts";
import { plainText } from "../../core/text/plainText.ts";
import { formatNumber, SEPARATOR } from "../../words/format.ts";
import { errorText } from "../../words/errorText.ts";
import { problemTooltip } from "./tooltip.ts";
import { forbiddenContext } from "./problemContext.ts";
import { problemNode, type SearchProblemNode } from "./treeNode.ts";
import { plural } from "../../words/plural.ts";

/** A row at the top: something to sign in to, or something that could not be read. */
export function problemItem(node: SearchProblemNode, names: Names): TreeItem {
  const item = contentOf(node, names);
  // By this word package.json's menus offer to hide the tenant.
  item.contextValue = [item.contextValue, ...("identity" in node.searchProblem ? ["tenant"] : [])].join(" ");
  return item;
}

function contentOf(node: SearchProblemNode, names: Names): TreeItem {
  const { searchProblem } = node;
  switch (searchProblem.kind) {
    case "allowAccess":
      return signInItem(node, l10n.t("Allow access…"), plainText(names.account(searchProblem.account)));
    case "signInToTenant":
      return signInItem(
        node,
        l10n.t("Sign in to {0}…", plainText(names.tenant(searchProblem.identity.tenant))),
        plainText(names.account(searchProblem.identity.account)),
      );
    case "unreadableTenants":
    case "unreadableRows":
      return unreadableItem(searchProblem.count, owner(searchProblem, names));
    default:
      return errorItem(node, searchProblem.error, names);
  }
}

/** The same as a text: what is in the way, and whom it concerns. */
export function searchProblemText(searchProblem: SearchProblem, names: Names): string {
  const { label, description } = problemItem(problemNode(searchProblem), names);
  return [label, description]
    .flatMap((part) => (typeof part === "string" && part !== "" ? [part] : []))
    .join(SEPARATOR);
}

/** Why a row is there, if its own text says it only briefly. */
export function problemItemTooltip(searchProblem: SearchProblem, names: Names): MarkdownString | undefined {
  switch (searchProblem.kind) {
    case "allowAccess":
    case "signInToTenant":
    case "unreadableTenants":
    case "unreadableRows":
      return undefined;
    default:
      return problemTooltip(
        searchProblem.error,
        names,
        "identity" in searchProblem ? searchProblem.identity : undefined,
      );
  }
}

function signInItem(node: SearchProblemNode, label: string, description: string): TreeItem {
  const item = new TreeItem(label);
  item.description = description;
  item.iconPath = new ThemeIcon("account");
  item.command = { command: CommandId.signInToTenant, title: label, arguments: [node] };
  item.contextValue = "signIn";
  return item;
}

function unreadableItem(count: number, where: string): TreeItem {
  const item = new TreeItem(
    count === 1
      ? l10n.t("1 entry in Azure's response couldn't be read")
      : plural("{0} entries in Azure's response couldn't be read", count, formatNumber(count)),
  );
  item.description = where;
  item.iconPath = new ThemeIcon("warning", new ThemeColor("list.warningForeground"));
  item.contextValue = "problem retryable";
  return item;
}

function errorItem(node: SearchProblemNode, error: AzureError, names: Names): TreeItem {
  const { searchProblem } = node;
  const item = new TreeItem(errorText(error).what);
  item.description = owner(searchProblem, names);
  item.iconPath = new ThemeIcon("error", new ThemeColor("list.errorForeground"));
  item.contextValue = `problem retryable${forbiddenContext(error)}`;
  if (error.kind === "signInNeeded") {
    item.command = { command: CommandId.signInToTenant, title: l10n.t("Sign In Again"), arguments: [node] };
  }
  return item;
}

function subscriptionsText(ids: readonly string[]): string {
  return ids.length === 1
    ? l10n.t("bastion hosts in subscription {0}", ids.join(""))
    : plural("bastion hosts in {0} subscriptions", ids.length, formatNumber(ids.length));
}

/** Whom a failure concerns: who asked, where, for what. */
function owner(searchProblem: SearchProblem, names: Names): string {
  const what = {
    accounts: l10n.t("VS Code accounts"),
    allowAccess: undefined,
    signInToTenant: undefined,
    tenants: l10n.t("tenants"),
    unreadableTenants: l10n.t("tenants"),
    hosts: l10n.t("bastion hosts"),
    unreadableRows: undefined,
    subscriptions: l10n.t("subscription names"),
    subscriptionHosts:
      "subscriptionIds" in searchProblem ? subscriptionsText(searchProblem.subscriptionIds) : undefined,
  }[searchProblem.kind];
  return [what, ...whoAsked(searchProblem, names)]
    .filter((part) => part !== undefined)
    .map((part) => plainText(part))
    .join(SEPARATOR);
}

function whoAsked(searchProblem: SearchProblem, names: Names): readonly string[] {
  if ("identity" in searchProblem) {
    return [names.tenant(searchProblem.identity.tenant), names.account(searchProblem.identity.account)];
  }
  return "account" in searchProblem ? [names.account(searchProblem.account)] : [];
}
