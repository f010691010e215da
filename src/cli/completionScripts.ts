/** Completion for shells: scripts that hold all commands and options, so that a shell never runs what is being typed. */
import type { Command } from "commander";

export const SHELLS = ["bash", "zsh", "powershell"] as const;
export type CompletedShell = (typeof SHELLS)[number];

interface Choices {
  /** As it's typed: a command, or a command and the one below it. */
  readonly path: string;
  readonly words: readonly string[];
}

/** What is completed where. */
interface Completions {
  readonly program: string;
  readonly first: readonly string[];
  readonly commands: readonly Choices[];
  /** Of the commands below others. */
  readonly below: readonly Choices[];
}

/** A script to be loaded by a shell's profile. */
export function completionScript(program: Command, shell: CompletedShell): string {
  const completions: Completions = {
    program: program.name(),
    first: [...program.commands.map((command) => command.name()), "--help", "--version"],
    commands: program.commands.map((command) => ({ path: command.name(), words: wordsOf(command) })),
    below: program.commands.flatMap((above) =>
      above.commands.map((command) => ({ path: `${above.name()} ${command.name()}`, words: wordsOf(command) })),
    ),
  };
  switch (shell) {
    case "bash":
      return bashScript(completions);
    case "zsh":
      return zshScript(completions);
    case "powershell":
      return powershellScript(completions);
  }
}

/** The commands below, the choices of its arguments, and the long options of a command. All are plain words of ours. */
function wordsOf(command: Command): readonly string[] {
  const below = command.commands.map((one) => one.name());
  const choices = command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []);
  return [...below, ...choices, ...command.options.flatMap(({ long }) => long ?? []), "--help"];
}

/** zsh loads it by `eval`, also without its completion system, or as a file of `fpath`, which is run at the first Tab. */
function zshScript(completions: Completions): string {
  const { program } = completions;
  return `#compdef ${program}
(( $+functions[compdef] )) || { autoload -U compinit && compinit; }
autoload -U +X bashcompinit && bashcompinit
${bashScript(completions)}if [ "$funcstack[1]" = "_${program}" ]; then
  _bash_complete -o default -F _${functionName(program)}
fi
`;
}

function bashScript({ program, first, commands, below }: Completions): string {
  const cases = (choices: readonly Choices[], indent: string) =>
    choices.map(({ path, words }) => `${indent}"${path}") words="${words.join(" ")}" ;;`).join("\n");
  return `_${functionName(program)}() {
  local words
  case "\${COMP_WORDS[1]}" in
${cases(commands, "    ")}
    *) words="" ;;
  esac
  if [ "$COMP_CWORD" -eq 1 ]; then
    words="${first.join(" ")}"
  elif [ "$COMP_CWORD" -gt 2 ]; then
    case "\${COMP_WORDS[1]} \${COMP_WORDS[2]}" in
${cases(below, "      ")}
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _${functionName(program)} ${program}
`;
}

function powershellScript({ program, first, commands, below }: Completions): string {
  const list = (words: readonly string[]) => words.map((word) => `'${word}'`).join(", ");
  const entries = [...commands, ...below].map(({ path, words }) => `    '${path}' = @(${list(words)})`);
  return `Register-ArgumentCompleter -Native -CommandName '${program}' -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $commands = @{
${entries.join("\n")}
  }
  $typed = @($commandAst.CommandElements | ForEach-Object { $_.ToString() })
  if ($wordToComplete -ne '') { $typed = @($typed | Select-Object -SkipLast 1) }
  $words = if ($typed.Count -le 1) { @(${list(first)}) } else { $commands[$typed[1]] }
  if ($typed.Count -gt 2 -and $commands.ContainsKey("$($typed[1]) $($typed[2])")) {
    $words = $commands["$($typed[1]) $($typed[2])"]
  }
  $words | Where-Object { $_ -and $_ -like "$wordToComplete*" } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
  }
}
`;
}

function functionName(program: string): string {
  return program.replaceAll("-", "_");
}
