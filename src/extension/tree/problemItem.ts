import { l10n, ThemeColor, ThemeIcon, TreeItem, type MarkdownString } from "vscode";
import type { AzureError } from "../../core/azure/http/azureError.ts";
import { CommandId } from "../ids.ts";
import type { Obstacle } from "../../core/inventory/directoryState.ts";
import { tenantName } from "../../core/model/identity.ts";
import { plainText } from "../../core/text/plainText.ts";
import { SEPARATOR } from "../ui/format.ts";
import { errorText } from "../ui/errorText.ts";
import { problemTooltip } from "./tooltip.ts";
import { obstacleNode, type ObstacleNode } from "./treeNode.ts";

/** A row at the top: something to sign in to, or something that could not be read. */
export function obstacleItem(node: ObstacleNode): TreeItem {
  const { obstacle } = node;
  switch (obstacle.kind) {
    case "allowAccess":
      return signInItem(node, l10n.t("Allow access…"), plainText(obstacle.account.label));
    case "signInToTenant":
      return signInItem(
        node,
        l10n.t("Sign in to {0}…", plainText(tenantName(obstacle.identity.tenant))),
        plainText(obstacle.identity.account.label),
      );
    case "unreadableTenants":
    case "unreadableRows":
      return unreadableItem(obstacle.count, owner(obstacle));
    default:
      return errorItem(node, obstacle.error);
  }
}

/** The same as a text: what is in the way, and whom it concerns. */
export function obstacleText(obstacle: Obstacle): string {
  const { label, description } = obstacleItem(obstacleNode(obstacle));
  return [label, description]
    .flatMap((part) => (typeof part === "string" && part !== "" ? [part] : []))
    .join(SEPARATOR);
}

/** Why a row is there, where it says so in few words alone. */
export function obstacleTooltip(obstacle: Obstacle): MarkdownString | undefined {
  switch (obstacle.kind) {
    case "allowAccess":
    case "signInToTenant":
    case "unreadableTenants":
    case "unreadableRows":
      return undefined;
    default:
      return problemTooltip(obstacle.error, "identity" in obstacle ? obstacle.identity : undefined);
  }
}

function signInItem(node: ObstacleNode, label: string, description: string): TreeItem {
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
      ? l10n.t("1 entry of Azure's answer could not be read")
      : l10n.t("{0} entries of Azure's answer could not be read", count),
  );
  item.description = where;
  item.iconPath = new ThemeIcon("warning", new ThemeColor("list.warningForeground"));
  item.contextValue = "problem retryable";
  return item;
}

function errorItem(node: ObstacleNode, error: AzureError): TreeItem {
  const { obstacle } = node;
  const item = new TreeItem(errorText(error).what);
  item.description = owner(obstacle);
  item.iconPath = new ThemeIcon("error", new ThemeColor("list.errorForeground"));
  item.contextValue = "problem retryable";
  if (error.kind === "signInNeeded") {
    item.command = { command: CommandId.signInToTenant, title: l10n.t("Sign in again"), arguments: [node] };
  }
  return item;
}

function subscriptionsText(ids: readonly string[]): string {
  return ids.length === 1
    ? l10n.t("bastion hosts of subscription {0}", ids.join(""))
    : l10n.t("bastion hosts of {0} subscriptions", ids.length);
}

/** Whom a failure concerns: who asked, where, for what. */
function owner(obstacle: Obstacle): string {
  const parts =
    "identity" in obstacle
      ? [tenantName(obstacle.identity.tenant), obstacle.identity.account.label]
      : "account" in obstacle
        ? [obstacle.account.label]
        : [];
  const what = {
    accounts: l10n.t("accounts of VS Code"),
    allowAccess: undefined,
    signInToTenant: undefined,
    tenants: l10n.t("tenants"),
    unreadableTenants: l10n.t("tenants"),
    hosts: l10n.t("bastion hosts"),
    unreadableRows: undefined,
    subscriptions: l10n.t("names of subscriptions"),
    subscriptionHosts: "subscriptionIds" in obstacle ? subscriptionsText(obstacle.subscriptionIds) : undefined,
  }[obstacle.kind];
  return [what, ...parts]
    .filter((part) => part !== undefined)
    .map((part) => plainText(part))
    .join(SEPARATOR);
}
