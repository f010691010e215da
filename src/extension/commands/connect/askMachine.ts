import { commands, l10n, ThemeIcon, window, type QuickPickItem } from "vscode";
import { connectTargetOf, parseConnectTarget, type ConnectTarget } from "../../../core/connect/connectTarget.ts";
import { allowsAddress, nativeClientSupport } from "../../../core/connect/nativeClient.ts";
import type { HostedSession, HostState } from "../../../core/inventory/hostState.ts";
import { isHostArgument } from "../../../core/model/hostArgument.ts";
import type { BastionSession } from "../../../core/model/session/session.ts";
import { targetKey } from "../../../core/model/session/target.ts";
import { messageText } from "../../../core/text/plainText.ts";
import { CommandId } from "../../ids.ts";
import { groupNode, hostNode } from "../../tree/treeNode.ts";
import { SEPARATOR } from "../../../words/format.ts";
import { showInformationMessage, showInputBox, showWarningMessage } from "../../ui/messages.ts";
import { hostName, machine, protocol } from "../../../words/sessionText.ts";
import type { App } from "../app.ts";
import { asNode, sessionsOf } from "../commandRows.ts";
import { hostItem, meantHost } from "../pickHost.ts";
import { ensureLoaded } from "../sessions/ensureLoaded.ts";
import { supportRefusal, supportRemark } from "./connectTexts.ts";

/** A target VM to connect to, and the host that it is reached through. */
export interface MeantMachine {
  readonly host: HostState;
  readonly target: ConnectTarget;
  /** What it is called, as text for messages. */
  readonly name: string;
  /** A session to it, if it was chosen by one. */
  readonly session?: BastionSession;
}

/** Where a command was called: on a host, or on a session to a target VM through it. */
interface Place {
  readonly host: HostState;
  readonly session?: BastionSession;
}

/**
 * The target VM that a command is meant for: that of the session row or target VM row; on a host, one of its sessions' that
 * the user picks, or that the user types. Where the host doesn't allow it, the user is told why.
 */
export async function askMachine(app: App, row: unknown): Promise<MeantMachine | undefined> {
  const place = await meantPlace(app, row);
  if (!place || (await isRefused(app, place.host))) {
    return undefined;
  }
  return place.session ? machineOf(app, place.host, place.session) : pickMachine(app, place.host);
}

async function meantPlace(app: App, row: unknown): Promise<Place | undefined> {
  const { inventory, treeSelection, viewOptions } = app;
  const node = isHostArgument(row) ? undefined : (asNode(row) ?? treeSelection.now[0]);
  if (node?.kind === "session") {
    return oneOf(app, sessionsOf(inventory, [node]));
  }
  if (node?.kind === "group" && node.by === "targetVm") {
    return oneOf(app, viewOptions.group(groupNode(node.by, node.key)));
  }
  const key = await meantHost(app, row, {
    title: l10n.t("Connect"),
    placeHolder: l10n.t("Select the bastion host to connect through"),
    remark: remarkOf,
  });
  if (key && !inventory.host(key)) {
    await app.load();
  }
  const host = key && inventory.host(key);
  if (key && !host) {
    void showInformationMessage(l10n.t("The bastion host is no longer in the view. Refresh to see the current hosts."));
  }
  return host && { host };
}

/** One of the sessions to a target VM: any on its host; where several hosts reach it, on the one that the user picks. */
async function oneOf({ inventory }: App, sessions: readonly HostedSession[]): Promise<Place | undefined> {
  const byHost = new Map(sessions.toReversed().map((one) => [one.host.host.key, one]));
  const [first] = sessions;
  if (!first) {
    void showInformationMessage(l10n.t("The session has already ended."));
    return undefined;
  }
  const items = [...byHost.values()].map((one) => ({
    ...hostItem(one.host, inventory.names, remarkOf(one.host)),
    session: one.state.session,
  }));
  const chosen =
    items.length === 1
      ? items[0]
      : await window.showQuickPick(items, {
          title: l10n.t("Connect"),
          placeHolder: l10n.t("Select the bastion host to connect through"),
          matchOnDescription: true,
        });
  return chosen && { host: chosen.state, session: chosen.session };
}

function remarkOf({ host }: HostState): string | undefined {
  return supportRemark(nativeClientSupport(host));
}

/** Whether the host doesn't let the Azure CLI connect, which the user is then told. */
async function isRefused({ inventory }: App, host: HostState): Promise<boolean> {
  const { key, sku } = host.host;
  const refusal = supportRefusal(nativeClientSupport(host.host), hostName(host, inventory.names), sku);
  if (refusal === undefined) {
    return false;
  }
  const open = l10n.t("Open in Azure Portal");
  if ((await showWarningMessage(refusal, open)) === open) {
    await commands.executeCommand(CommandId.openInPortal, hostNode(key));
  }
  return true;
}

function machineOf({ inventory }: App, host: HostState, session: BastionSession): MeantMachine | undefined {
  const target = connectTargetOf(session);
  if (target === "missing") {
    void showWarningMessage(l10n.t("Azure didn't return a resource ID or an IP address of this target VM."));
    return undefined;
  }
  if (target === "unreadable") {
    void showWarningMessage(
      l10n.t("The target VM's resource ID or IP address has characters that a command can't safely contain."),
    );
    return undefined;
  }
  if (target.by === "address" && allowsAddress(host.host) === false) {
    void showWarningMessage(
      l10n.t(
        "This target VM has no resource ID, and IP-based connection is off on {0}.",
        hostName(host, inventory.names),
      ),
    );
    return undefined;
  }
  return { host, target, name: machine(session, inventory.names), session };
}

async function pickMachine(app: App, { host: { key } }: HostState): Promise<MeantMachine | undefined> {
  const { inventory } = app;
  const unread = await ensureLoaded(app, [key]);
  const host = inventory.host(key);
  if (!unread || !host) {
    return undefined;
  }
  const items = machineItems(app, host);
  if (items.length === 0) {
    return typeMachine(app, host);
  }
  const type = { label: l10n.t("Enter a resource ID or an IP address…"), iconPath: new ThemeIcon("edit") };
  const chosen: (QuickPickItem & { readonly session?: BastionSession }) | undefined = await window.showQuickPick(
    [...items, type],
    {
      title: l10n.t("Connect through {0}", hostName(host, inventory.names)),
      placeHolder: l10n.t("Select a target VM with a session, or enter another one"),
      matchOnDescription: true,
    },
  );
  if (!chosen) {
    return undefined;
  }
  return chosen.session ? machineOf(app, host, chosen.session) : typeMachine(app, host);
}

/** The target VMs of a host's sessions, each once. */
function machineItems(
  { inventory }: App,
  { list }: HostState,
): readonly (QuickPickItem & { session: BastionSession })[] {
  const sessions = (list?.sessions ?? []).map(({ session }) => session).filter((one) => targetKey(one) !== "");
  return [...new Map(sessions.toReversed().map((session) => [targetKey(session), session])).values()]
    .toReversed()
    .map((session) => ({
      label: machine(session, inventory.names),
      description: [
        protocol(session),
        ...(session.targetIpAddress === undefined ? [] : [messageText(session.targetIpAddress)]),
      ].join(SEPARATOR),
      session,
    }));
}

async function typeMachine({ inventory }: App, host: HostState): Promise<MeantMachine | undefined> {
  const through = hostName(host, inventory.names);
  const typed = await showInputBox({
    title: l10n.t("Connect through {0}", through),
    prompt: l10n.t("Resource ID or private IP address of the target VM"),
    ignoreFocusOut: true,
    validateInput: (text) => {
      const target = parseConnectTarget(text.trim());
      if (!target) {
        return l10n.t("Enter a whole resource ID or an IP address.");
      }
      return target.by === "address" && allowsAddress(host.host) === false
        ? l10n.t("IP-based connection is off on {0}. Enter a resource ID.", through)
        : undefined;
    },
  });
  const target = typed === undefined ? undefined : parseConnectTarget(typed.trim());
  return target && { host, target, name: messageText(target.value.slice(target.value.lastIndexOf("/") + 1)) };
}
