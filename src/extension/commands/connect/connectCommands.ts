import { env, l10n, window } from "vscode";
import { connectCommand } from "../../../core/connect/connectMethod.ts";
import { inertMessage, messageText } from "../../../core/text/plainText.ts";
import { commandLine, refusedWord, SHELL_NAMES, SHELLS, type Command, type Shell } from "../../../core/text/shell.ts";
import { showInformationMessage, showWarningMessage } from "../../ui/messages.ts";
import type { App, Handler } from "../app.ts";
import { askMachine } from "./askMachine.ts";
import { askMethod, type ConnectUse } from "./askMethod.ts";
import { defaultShell, shellOf } from "./shellOf.ts";

/** Copies the Azure CLI's command that connects to a target VM, for the shell of VS Code's terminals or another one. */
export const copyConnectCommand: Handler = async (app, row) => {
  const asked = await ask(app, row, "copy");
  const shell = asked && (defaultShell() ?? (await pickShell(asked.command)));
  if (shell) {
    await copyFor(asked.command, shell);
  }
};

/** Puts the command into a terminal that the user sees. The user runs it, or doesn't. */
export const connectInTerminal: Handler = async (app, row) => {
  const asked = await ask(app, row, "terminal");
  if (!asked) {
    return;
  }
  const terminal = window.createTerminal({ name: l10n.t("Bastion: {0}", asked.name), isTransient: true });
  terminal.show();
  const shell = await shellOf(terminal, app.clock, app.end);
  if (terminal.exitStatus || app.end.aborted) {
    return;
  }
  const line = shell && lineFor(asked.command, shell);
  if (line !== undefined) {
    terminal.sendText(line, false);
    return;
  }
  terminal.dispose();
  void showWarningMessage(
    shell
      ? refusal(asked.command, shell)
      : l10n.t("Commands can't be written for this terminal's shell. Use Copy Connect Command for another shell."),
  );
};

async function ask(
  app: App,
  row: unknown,
  use: ConnectUse,
): Promise<{ readonly command: Command; readonly name: string } | undefined> {
  const machine = await askMachine(app, row);
  const method = machine && (await askMethod(machine, app.inventory.names, use));
  return method && { command: connectCommand(machine.host.host, machine.target, method), name: machine.name };
}

/** The command as it is put into a shell of this machine, of which only those of Windows may be Git Bash. */
function lineFor(command: Command, shell: Shell): string | undefined {
  return commandLine(command, shell, process.platform === "win32");
}

function refusal(command: Command, shell: Shell): string {
  return l10n.t(
    "This value can't be passed to {0} safely: {1}",
    SHELL_NAMES[shell],
    messageText(refusedWord(command, shell) ?? "", 80),
  );
}

async function copyFor(command: Command, shell: Shell): Promise<void> {
  const line = lineFor(command, shell);
  const other = l10n.t("Other Shell…");
  if (line !== undefined) {
    await env.clipboard.writeText(line);
  }
  const answer =
    line === undefined
      ? await showWarningMessage(refusal(command, shell), other)
      : await showInformationMessage(l10n.t("Connect command copied for {0}.", SHELL_NAMES[shell]), other);
  const next = answer === other ? await pickShell(command) : undefined;
  if (next) {
    await copyFor(command, next);
  }
}

async function pickShell(command: Command): Promise<Shell | undefined> {
  const items = SHELLS.map((shell) => ({
    label: SHELL_NAMES[shell],
    detail: inertMessage(lineFor(command, shell) ?? refusal(command, shell)),
    shell,
  }));
  const chosen = await window.showQuickPick(items, {
    title: l10n.t("Copy Connect Command"),
    placeHolder: l10n.t("Select the shell that you'll paste the command into"),
  });
  return chosen?.shell;
}
