import { homedir } from "node:os";
import { join } from "node:path";
import { env, l10n, Uri, window, type QuickPickItem } from "vscode";
import {
  connectMethods,
  isLoginName,
  type ConnectMethod,
  type ConnectMethodKind,
} from "../../../core/connect/connectMethod.ts";
import { allowsAddress, nativeClientSupport } from "../../../core/connect/nativeClient.ts";
import type { Names } from "../../../core/inventory/names.ts";
import { showInformationMessage, showInputBox } from "../../ui/messages.ts";
import { hostName, user } from "../../../words/sessionText.ts";
import type { MeantMachine } from "./askMachine.ts";
import { methodDetail, methodName } from "./connectTexts.ts";

/** What becomes of the command. */
export type ConnectUse = "terminal" | "copy";

/** Lets the user pick how to connect, and asks for what that needs besides; what isn't possible says why. */
export async function askMethod(
  machine: MeantMachine,
  names: Names,
  use: ConnectUse,
): Promise<ConnectMethod | undefined> {
  const { session } = machine;
  const obstacle = rdpObstacle(use);
  const items = connectMethods(session?.protocol, obstacle === undefined).map((method) => ({
    ...methodItem(method, machine, method === "rdp" ? obstacle : undefined),
    method,
  }));
  const chosen = await window.showQuickPick(items, {
    title: l10n.t("Connect to {0}", machine.name),
    placeHolder: [...unknownNotes(machine, names), question(use)].join(" "),
  });
  if (!chosen) {
    return undefined;
  }
  if (chosen.method === "rdp" && obstacle !== undefined) {
    void showInformationMessage(obstacle);
    return undefined;
  }
  return withDetails(chosen.method, machine);
}

/** Why Remote Desktop can't be opened: `az network bastion rdp` starts it on the machine where it runs. */
function rdpObstacle(use: ConnectUse): string | undefined {
  if (process.platform !== "win32") {
    return l10n.t("az network bastion rdp only runs on Windows. Use the tunnel to the RDP port instead.");
  }
  return use === "terminal" && env.remoteName !== undefined
    ? l10n.t("Remote Desktop can't be opened from a remote window's terminal. Use Copy Connect Command.")
    : undefined;
}

function methodItem(method: ConnectMethodKind, machine: MeantMachine, obstacle: string | undefined): QuickPickItem {
  const userName = method === "sshPassword" || method === "sshKey" ? knownUser(machine) : undefined;
  const detail = obstacle ?? methodDetail(method);
  return {
    label: obstacle === undefined ? methodName(method) : l10n.t("{0} (not available)", methodName(method)),
    ...(userName !== undefined && machine.session && { description: l10n.t("as {0}", user(machine.session)) }),
    ...(detail !== undefined && { detail }),
  };
}

function question(use: ConnectUse): string {
  return use === "terminal"
    ? l10n.t("Select how to connect. Nothing runs until you press Enter in the terminal.")
    : l10n.t("Select how to connect (the command isn't run)");
}

function unknownNotes({ host, target }: MeantMachine, names: Names): readonly string[] {
  const name = hostName(host, names);
  return [
    ...(nativeClientSupport(host.host) === "unknown"
      ? [l10n.t("Azure didn't say whether {0} allows native clients.", name)]
      : []),
    ...(target.by === "address" && allowsAddress(host.host) === undefined
      ? [l10n.t("Azure didn't say whether {0} allows IP-based connections.", name)]
      : []),
  ];
}

/** The user of the session, if that can be the name of one. */
function knownUser({ session }: MeantMachine): string | undefined {
  const name = session?.userName;
  return name !== undefined && isLoginName(name) ? name : undefined;
}

async function withDetails(kind: ConnectMethodKind, machine: MeantMachine): Promise<ConnectMethod | undefined> {
  if (kind !== "sshPassword" && kind !== "sshKey") {
    return { kind };
  }
  const userName = knownUser(machine) ?? (await askUser(machine));
  if (userName === undefined) {
    return undefined;
  }
  if (kind === "sshPassword") {
    return { kind, userName };
  }
  const keyFile = await askKeyFile();
  return keyFile === undefined ? undefined : { kind, userName, keyFile };
}

async function askUser({ name }: MeantMachine): Promise<string | undefined> {
  return showInputBox({
    title: l10n.t("Connect to {0}", name),
    prompt: l10n.t("Name of your user on the target VM"),
    ignoreFocusOut: true,
    validateInput: (text) =>
      isLoginName(text) ? undefined : l10n.t("Use letters, digits, and _ . @ \\ + -, not starting with a symbol."),
  });
}

async function askKeyFile(): Promise<string | undefined> {
  const chosen = await window.showOpenDialog({
    title: l10n.t("Select Your Private Key"),
    openLabel: l10n.t("Use Key"),
    defaultUri: Uri.file(join(homedir(), ".ssh")),
  });
  return chosen?.[0]?.fsPath;
}
