import { l10n, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState, type MarkdownString, type Uri } from "vscode";
import { CommandId } from "../ids.ts";
import type { SubscriptionState } from "../../core/inventory/directoryState.ts";
import type { Inventory } from "../../core/inventory/inventory.ts";
import type { HostState } from "../../core/inventory/hostState.ts";
import { isSubscriptionFound, roughTotal } from "../../core/inventory/sessionTotals.ts";
import { resourceKey } from "../../core/model/armId.ts";
import type { Count } from "../../core/model/count.ts";
import type { Clock } from "../../core/model/clock.ts";
import { momentOf } from "../../core/model/time/moment.ts";
import { plainText } from "../../core/text/plainText.ts";
import { troubleshootingHint } from "../ui/troubleshootingHint.ts";
import { formatNumber, SEPARATOR } from "../../words/format.ts";
import { formatSessionCount, shortCount } from "../../words/sessionText.ts";
import { errorText } from "../../words/errorText.ts";
import type { ViewOptions } from "./viewOptions.ts";
import { AttentionItems } from "./attention/attentionItems.ts";
import type { AttentionRows } from "./attention/attentionRows.ts";
import { forbiddenContext } from "./problemContext.ts";
import { problemItem, problemItemTooltip } from "./problemItem.ts";
import { sessionByKey } from "../../core/inventory/sessionByKey.ts";
import { groupName, hostDescription, hostLabel, unreadableText } from "./rowTexts.ts";
import { SessionItems } from "./sessionItems.ts";
import { hostTooltip, problemTooltip, sessionTooltip, subscriptionTooltip } from "./tooltip.ts";
import type { GroupNode, HostNode, HostNoteNode, SubscriptionNode, TreeNode } from "./treeNode.ts";

const GROUP_ICONS = { user: "account", person: "person", targetVm: "vm" } as const satisfies Record<
  GroupNode["by"],
  string
>;

/** Makes what VS Code shows of a row. The words in `contextValue` are those that package.json's menus look for. */
export class TreeItems {
  readonly #inventory: Inventory;
  readonly #clock: Clock;
  readonly #viewOptions: ViewOptions;
  readonly #sessions: SessionItems;
  readonly #attention: AttentionItems;

  constructor(parts: {
    inventory: Inventory;
    clock: Clock;
    viewOptions: ViewOptions;
    extensionUri: Uri;
    attention: AttentionRows;
  }) {
    this.#inventory = parts.inventory;
    this.#clock = parts.clock;
    this.#viewOptions = parts.viewOptions;
    this.#sessions = new SessionItems(parts);
    this.#attention = new AttentionItems({ ...parts, sessions: this.#sessions });
  }

  item(node: TreeNode): TreeItem {
    const item = this.#content(node);
    item.id = node.id;
    return item;
  }

  /** Adds the tooltip, which is left out until the user hovers over the row: a host may have thousands of sessions. */
  withTooltip(item: TreeItem, node: TreeNode): TreeItem {
    // A tree that makes tooltips on request has none of its own, not even for a row that is cut off.
    item.tooltip ??=
      this.#tooltip(node) ??
      [item.label, item.description]
        .flatMap((part) => (typeof part === "string" && part !== "" ? [part] : []))
        .join(SEPARATOR);
    return item;
  }

  #tooltip(node: TreeNode): MarkdownString | string | undefined {
    if (node.kind === "subscription") {
      const subscription = this.#subscriptionState(node);
      return subscriptionTooltip(subscription, this.#inventory.names, this.#sessionsOf(subscription));
    }
    if (node.kind === "searchProblem") {
      return problemItemTooltip(node.searchProblem, this.#inventory.names);
    }
    if (node.kind === "group") {
      return undefined;
    }
    if (!("hostKey" in node)) {
      return this.#attention.tooltip(node);
    }
    const host = this.#inventory.host(node.hostKey);
    if (!host) {
      return undefined;
    }
    switch (node.kind) {
      case "host":
        return hostTooltip(host, this.#inventory.names, momentOf(this.#clock));
      case "session": {
        const state = sessionByKey(host.list, node.sessionKey);
        return state && sessionTooltip(state, host, this.#inventory.names, momentOf(this.#clock));
      }
      case "hostProblem":
        return (
          host.problem &&
          problemTooltip(host.problem, this.#inventory.names, host.failedAs, troubleshootingHint(host.problem))
        );
      case "unreadableSessions":
        return l10n.t(
          "Azure returned entries that don't match its own session format. They're counted here but not shown.",
        );
    }
  }

  #content(node: TreeNode): TreeItem {
    switch (node.kind) {
      case "subscription":
        return this.#subscription(node);
      case "group":
        return this.#group(node);
      case "host":
        return this.#host(node);
      case "session":
        return node.hit ? this.#attention.session({ ...node, hit: node.hit }) : this.#sessions.item(node);
      case "hostProblem":
      case "unreadableSessions":
        return this.#hostNote(node);
      case "searchProblem":
        return problemItem(node, this.#inventory.names);
      case "attention":
      case "watchRule":
      case "hit":
      case "moreHits":
        return this.#attention.item(node);
    }
  }

  #subscriptionState({ subscriptionId }: SubscriptionNode): SubscriptionState {
    return (
      this.#inventory.subscriptions.find((subscription) => subscription.subscriptionId === subscriptionId) ?? {
        subscriptionId,
        hosts: [],
      }
    );
  }

  #subscription(node: SubscriptionNode): TreeItem {
    const name = plainText(this.#inventory.names.subscription(node.subscriptionId));
    const item = new TreeItem(name, TreeItemCollapsibleState.Expanded);
    const subscription = this.#subscriptionState(node);
    const all = this.#sessionsOf(subscription);
    const matching =
      this.#viewOptions.filter &&
      this.#statesOf(subscription).reduce((sum, state) => sum + this.#viewOptions.sessions(state).length, 0);
    const inView = (count: string) =>
      matching === undefined || count === "" ? count : l10n.t("{0} of {1}", formatNumber(matching), count);
    item.description = inView(shortCount(all));
    item.iconPath = new ThemeIcon("key");
    item.contextValue = "subscription";
    item.accessibilityInformation = {
      label: item.description === "" ? name : `${name}, ${inView(formatSessionCount(all))}`,
    };
    return item;
  }

  #statesOf({ hosts }: SubscriptionState): HostState[] {
    return hosts.flatMap(({ key }) => this.#inventory.host(key) ?? []);
  }

  #sessionsOf(subscription: SubscriptionState): Count {
    const states = this.#statesOf(subscription);
    return roughTotal(states, isSubscriptionFound(this.#inventory, subscription), momentOf(this.#clock));
  }

  #group(node: GroupNode): TreeItem {
    const { by } = node;
    const sessions = this.#viewOptions.group(node);
    const [first] = sessions;
    const item = new TreeItem(
      first ? plainText(groupName(by, first, this.#inventory.names)) : "",
      this.#viewOptions.filter ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed,
    );
    item.description = formatSessionCount(this.#viewOptions.groupCount(node));
    item.iconPath = new ThemeIcon(GROUP_ICONS[by]);
    const hasLinks = by === "targetVm" && sessions.some(({ host }) => host.host.shareableLink === true);
    const hasResource = by === "targetVm" && resourceKey(node.key) !== undefined;
    item.contextValue = [by, ...(hasLinks ? ["links"] : []), ...(hasResource ? ["targetResource"] : [])].join(" ");
    return item;
  }

  #host({ hostKey }: HostNode): TreeItem {
    const state = this.#inventory.host(hostKey);
    if (!state) {
      return new TreeItem("");
    }
    // A host that is not kept fresh can be opened to be asked again.
    const isKnownEmpty =
      state.list?.sessions.length === 0 &&
      state.list.unreadable === 0 &&
      !state.problem &&
      this.#inventory.loading.isKept(state);
    const openState = this.#viewOptions.filter ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed;
    const name = plainText(this.#inventory.names.host(state.host));
    const item = new TreeItem(name, isKnownEmpty ? TreeItemCollapsibleState.None : openState);
    const matching = this.#viewOptions.filter && this.#viewOptions.sessions(state).length;
    item.description = hostDescription(state, matching, this.#clock);
    item.iconPath = state.problem
      ? new ThemeIcon("warning", new ThemeColor("list.warningForeground"))
      : new ThemeIcon("shield");
    const links = state.host.shareableLink === true ? " links" : "";
    item.contextValue = `host portal resourceId${links}${forbiddenContext(state.problem)}`;
    item.accessibilityInformation = { label: hostLabel(state, name, matching, this.#clock) };
    return item;
  }

  #hostNote(node: HostNoteNode): TreeItem {
    const { kind, hostKey } = node;
    const state = this.#inventory.host(hostKey);
    if (kind === "unreadableSessions") {
      const item = new TreeItem(unreadableText(state?.list?.unreadable ?? 0));
      item.iconPath = new ThemeIcon("warning", new ThemeColor("list.warningForeground"));
      item.contextValue = "problem retryable";
      return item;
    }
    if (!state?.problem) {
      return new TreeItem("");
    }
    const { what, why } = errorText(state.problem);
    const item = new TreeItem(what);
    item.description = plainText(why, 6000);
    item.iconPath = new ThemeIcon("error", new ThemeColor("list.errorForeground"));
    item.contextValue = `problem retryable${forbiddenContext(state.problem)}`;
    if (state.problem.kind === "signInNeeded") {
      item.command = { command: CommandId.signInToTenant, title: l10n.t("Sign In Again"), arguments: [node] };
    }
    return item;
  }
}
