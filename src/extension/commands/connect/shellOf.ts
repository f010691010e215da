import { Disposable, env, window, workspace, type Terminal } from "vscode";
import type { Clock } from "../../../core/model/clock.ts";
import type { Shell } from "../../../core/text/shell.ts";

/** How long VS Code may take to recognize the shell of a new terminal. */
const RECOGNIZED_WITHIN_MS = 5_000;
/** How long a shell may take to its first prompt, where VS Code sees that, and how long it is given where VS Code doesn't. */
const PROMPT_WITHIN_MS = { seen: 10_000, unseen: 1_000 };

/** The shells, by VS Code's names, that it integrates itself into, unless the user turned that off. */
const INTEGRATED: readonly (string | undefined)[] = ["bash", "gitbash", "zsh", "fish", "pwsh"];

/** By VS Code's name of a terminal's shell, and by the program's own. The others quote in ways of their own. */
const SHELL_BY_NAME: ReadonlyMap<string, Shell> = new Map([
  ["bash", "bash"],
  ["gitbash", "bash"],
  ["wsl", "bash"],
  ["sh", "bash"],
  ["dash", "bash"],
  ["ksh", "bash"],
  ["zsh", "zsh"],
  ["fish", "fish"],
  ["pwsh", "powershell"],
  ["powershell", "powershell"],
  ["cmd", "cmd"],
]);

/** The shell that VS Code opens terminals with; `undefined` if it isn't one that commands can be written for. */
export function defaultShell(): Shell | undefined {
  const program = env.shell.split(/[\\/]/u).at(-1) ?? "";
  return SHELL_BY_NAME.get(program.toLowerCase().replace(/\.exe$/u, ""));
}

/**
 * The shell of a terminal, once it waits for input; `undefined` if it isn't one that commands can be written for, or if the
 * terminal was closed. Where VS Code doesn't recognize it, it is the default one.
 */
export async function shellOf(terminal: Terminal, clock: Clock, end: AbortSignal): Promise<Shell | undefined> {
  await until(() => terminal.state.shell !== undefined, terminal, RECOGNIZED_WITHIN_MS, clock, end);
  const { shell } = terminal.state;
  // What is typed before the first prompt is shown before it too. The folder is told just before each prompt.
  const within = PROMPT_WITHIN_MS[INTEGRATED.includes(shell) && isIntegrationOn() ? "seen" : "unseen"];
  await until(() => terminal.shellIntegration?.cwd !== undefined, terminal, within, clock, end);
  if (terminal.exitStatus || end.aborted) {
    return undefined;
  }
  return shell === undefined ? defaultShell() : SHELL_BY_NAME.get(shell);
}

function isIntegrationOn(): boolean {
  return workspace.getConfiguration("terminal.integrated.shellIntegration").get("enabled") !== false;
}

/** Waits until something holds for a terminal, or the terminal is closed, or that much time has passed. */
async function until(
  holds: () => boolean,
  terminal: Terminal,
  ms: number,
  clock: Clock,
  end: AbortSignal,
): Promise<void> {
  const stop = new AbortController();
  const check = () => {
    if (holds() || terminal.exitStatus) {
      stop.abort();
    }
  };
  const listeners: readonly Disposable[] = [
    window.onDidChangeTerminalState(check),
    window.onDidChangeTerminalShellIntegration(check),
    window.onDidCloseTerminal(check),
  ];
  check();
  try {
    await clock.pause(ms, AbortSignal.any([stop.signal, end]));
  } finally {
    Disposable.from(...listeners).dispose();
  }
}
