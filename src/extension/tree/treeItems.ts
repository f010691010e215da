import { l10n, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState, Uri, type MarkdownString } from "vscode";
import { CommandId } from "../ids.ts";
import type { SubscriptionState } from "../../core/inventory/directoryState.ts";
import type { Inventory } from "../../core/inventory/inventory.ts";
import { ageMinutes, type HostState, type SessionList, type SessionState } from "../../core/inventory/hostState.ts";
import { isSuspect } from "../../core/inventory/hostLeftovers.ts";
import { isAged } from "../../core/inventory/freshness.ts";
import type { Clock } from "../../core/model/clock.ts";
import { parseTargetId } from "../../core/model/armId.ts";
import { plainText } from "../../core/text/plainText.ts";
import type { BastionSession } from "../../core/model/session.ts";
import { targetKey, targetName } from "../../core/model/target.ts";
import { firstGuess } from "../ui/troubleshootingHint.ts";
import { fill, formatDuration, formatSessionCount, formatTime, SEPARATOR, unknown } from "../ui/format.ts";
import { problemText } from "../ui/errorText.ts";
import type { Lens } from "./viewOptions.ts";
import { obstacleItem, obstacleTooltip } from "./problemItem.ts";
import { sessionByKey } from "../../core/inventory/sessionByKey.ts";
import { hostTooltip, problemTooltip, sessionTooltip, subscriptionTooltip } from "./tooltip.ts";
import type { GroupNode, HostNode, HostNoteNode, SessionNode, SubscriptionNode, TreeNode } from "./treeNode.ts";

interface ProtocolIcon {
  readonly light: Uri;
  readonly dark: Uri;
}

/** Makes what VS Code shows of a row. The words in `contextValue` are those that package.json's menus look for. */
export class TreeItems {
  readonly #inventory: Inventory;
  readonly #clock: Clock;
  readonly #lens: Lens;
  readonly #media: Uri;
  readonly #icons = new Map<string, ProtocolIcon>();

  constructor(parts: { inventory: Inventory; clock: Clock; lens: Lens; extensionUri: Uri }) {
    this.#inventory = parts.inventory;
    this.#clock = parts.clock;
    this.#lens = parts.lens;
    this.#media = Uri.joinPath(parts.extensionUri, "media");
  }

  item(node: TreeNode): TreeItem {
    const item = this.#content(node);
    item.id = node.id;
    return item;
  }

  /** Adds the tooltip, which is left out until somebody wants to see it: a host may have thousands of sessions. */
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
      return subscriptionTooltip(this.#subscriptionState(node));
    }
    if (node.kind === "obstacle") {
      return obstacleTooltip(node.obstacle);
    }
    if (node.kind === "group") {
      return undefined;
    }
    const host = this.#inventory.host(node.hostKey);
    if (!host) {
      return undefined;
    }
    switch (node.kind) {
      case "host":
        return hostTooltip(host, this.#clock.wall());
      case "session": {
        const state = sessionByKey(host.list, node.sessionKey);
        return state && sessionTooltip(state, host, this.#clock.monotonic());
      }
      case "hostProblem":
        return host.problem && problemTooltip(host.problem, host.failedAs, firstGuess(host.problem));
      case "unreadableSessions":
        return l10n.t(
          "Azure listed entries that are not sessions as Azure describes them. They are counted here and not shown.",
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
        return this.#session(node);
      case "hostProblem":
      case "unreadableSessions":
        return this.#hostNote(node);
      case "obstacle":
        return obstacleItem(node);
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
    const item = new TreeItem(
      plainText(subscriptionName(this.#subscriptionState(node))),
      TreeItemCollapsibleState.Expanded,
    );
    item.iconPath = new ThemeIcon("key");
    item.contextValue = "subscription";
    return item;
  }

  #group(node: GroupNode): TreeItem {
    const { by } = node;
    const sessions = this.#lens.group(node);
    const [first] = sessions;
    const item = new TreeItem(
      first ? plainText(groupName(by, first.state.session)) : "",
      this.#lens.filter ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed,
    );
    item.description = formatSessionCount(sessions.length);
    item.iconPath = new ThemeIcon(by === "user" ? "account" : "vm");
    item.contextValue = by;
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
    const openState = this.#lens.filter ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed;
    const item = new TreeItem(plainText(state.host.name), isKnownEmpty ? TreeItemCollapsibleState.None : openState);
    item.description = hostDescription(state, this.#lens.filter && this.#lens.sessions(state).length, this.#clock);
    item.iconPath = state.problem
      ? new ThemeIcon("warning", new ThemeColor("list.warningForeground"))
      : new ThemeIcon("shield");
    item.contextValue = "host portal resourceId";
    item.accessibilityInformation = {
      label: l10n.t("Bastion host {0}, {1}", plainText(state.host.name), item.description),
    };
    return item;
  }

  #session({ hostKey, sessionKey }: SessionNode): TreeItem {
    const host = this.#inventory.host(hostKey);
    const state = sessionByKey(host?.list, sessionKey);
    if (!host?.list || !state) {
      return new TreeItem("");
    }
    const { session, work } = state;
    const now = this.#clock.monotonic();
    const user = plainText(session.userName ?? unknown());
    const vm = plainText(session.targetHostName ?? session.targetIpAddress ?? unknown());
    const protocol = plainText(session.protocol ?? unknown());
    const duration = formatDuration(ageMinutes(session, host.list, now));
    const remarks = sessionRemarks(host, state, this.#clock);
    const item = new TreeItem(this.#lens.groupBy === "user" ? vm : user);
    const facts = [
      ...(this.#lens.isByHost ? [vm] : []),
      protocol,
      duration,
      ...(this.#lens.isByHost ? [] : [plainText(host.host.name)]),
    ];
    // What is being done comes first: a narrow side bar cuts off the end.
    item.description = (work ? [...remarks, ...facts] : [...facts, ...remarks]).join(SEPARATOR);
    item.iconPath = work ? new ThemeIcon("loading~spin") : this.#protocolIcon(session.protocol);
    item.contextValue = sessionContext(state);
    item.accessibilityInformation = {
      label: [
        fill(
          l10n.t("{0}, {1} session to {2} for {3}, through {4}"),
          user,
          protocol,
          vm,
          duration,
          plainText(host.host.name),
        ),
        ...remarks,
      ].join(", "),
    };
    return item;
  }

  #protocolIcon(protocol: string | undefined): ProtocolIcon {
    const name = { SSH: "ssh", RDP: "rdp" }[protocol?.toUpperCase() ?? ""] ?? "session";
    const icon = this.#icons.get(name) ?? {
      light: Uri.joinPath(this.#media, "light", `${name}.svg`),
      dark: Uri.joinPath(this.#media, "dark", `${name}.svg`),
    };
    this.#icons.set(name, icon);
    return icon;
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
    const { what, why } = problemText(state.problem);
    const item = new TreeItem(what);
    item.description = plainText(why, 2000);
    item.iconPath = new ThemeIcon("error", new ThemeColor("list.errorForeground"));
    item.contextValue = "problem retryable";
    if (state.problem.kind === "signInNeeded") {
      item.command = { command: CommandId.signInToTenant, title: l10n.t("Sign in again"), arguments: [node] };
    }
    return item;
  }
}

/** What a group of sessions is called, after one of them. */
export function groupName(by: GroupNode["by"], session: BastionSession): string {
  return (by === "user" ? session.userName : targetName(session)) ?? unknown();
}

/** What a subscription is called: its name, else its id. */
export function subscriptionName({ subscription, subscriptionId }: SubscriptionState): string {
  return subscription?.displayName ?? subscriptionId;
}

function unreadableText(count: number): string {
  return count === 1
    ? l10n.t("1 entry of the list could not be read")
    : l10n.t("{0} entries of the list could not be read", count);
}

/** @param matching how many sessions the filter lets through; `undefined` without a filter */
function hostDescription(state: HostState, matching: number | undefined, clock: Clock): string {
  const { host, list, problem, waiting, listing, remembered } = state;
  const parts = [plainText(host.sku ?? unknown())];
  if (host.provisioningState !== "Succeeded") {
    parts.push(plainText(host.provisioningState ?? l10n.t("state unknown")));
  }
  if (remembered) {
    parts.push(l10n.t("remembered"));
  }
  if (list) {
    const count = matching === undefined ? countText(list) : l10n.t("{0} of {1}", matching, countText(list));
    parts.push(
      problem || isAged(list, clock.monotonic())
        ? l10n.t("{0} at {1}", count, formatTime(list.receivedAtWall, clock.wall()))
        : count,
    );
  }
  if (waiting) {
    parts.push(waiting.reason === "throttled" ? l10n.t("waiting, as Azure asks") : l10n.t("trying again"));
  } else if (problem) {
    parts.push(list ? l10n.t("could not be refreshed") : l10n.t("sessions could not be listed"));
  } else if (listing && !list) {
    parts.push(l10n.t("listing sessions…"));
  }
  return parts.join(SEPARATOR);
}

/** How many sessions there are, as far as the list could be read. */
function countText({ sessions, unreadable }: SessionList): string {
  if (unreadable === 0) {
    return formatSessionCount(sessions.length);
  }
  return sessions.length === 0
    ? l10n.t("sessions that could not be read")
    : l10n.t("at least {0}", formatSessionCount(sessions.length));
}

/** What there is to say of a session besides itself. */
function sessionRemarks({ list, problem }: HostState, { key, session, work }: SessionState, clock: Clock): string[] {
  return [
    ...(work === "disconnecting" ? [l10n.t("disconnecting…")] : []),
    ...(work === "checking" ? [l10n.t("outcome unknown, checking…")] : []),
    ...(session.sessionId === undefined ? [l10n.t("no session ID")] : []),
    ...(list && isSuspect(list, key) ? [l10n.t("suspected leftover")] : []),
    ...(list && (problem || isAged(list, clock.monotonic()))
      ? [l10n.t("as of {0}", formatTime(list.receivedAtWall, clock.wall()))]
      : []),
  ];
}

function sessionContext({ session, work }: SessionState): string {
  return [
    // A session without an id cannot be named to Azure, and one that is being disconnected is not to be hit twice.
    session.sessionId !== undefined && !work ? "session" : "other",
    ...(session.sessionId === undefined ? [] : ["sessionId"]),
    ...(session.targetIpAddress === undefined ? [] : ["targetIp"]),
    ...(session.targetResourceId === undefined ? [] : ["resourceId"]),
    ...(parseTargetId(session.targetResourceId) ? ["portal"] : []),
    ...(targetKey(session) === "" ? [] : ["targetVm"]),
    ...(session.userName === undefined ? [] : ["user"]),
  ].join(" ");
}
