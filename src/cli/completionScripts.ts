/** Completion for shells: scripts that hold all commands and options, so that a shell never runs what is being typed. */
import type { Command } from "commander";

export const SHELLS = ["bash", "zsh", "powershell"] as const;
export type CompletedShell = (typeof SHELLS)[number];

interface Choices {
  readonly name: string;
  readonly words: readonly string[];
}

/** A script to be loaded by a shell's profile. */
export function completionScript(program: Command, shell: CompletedShell): string {
  const commands = program.commands.map((command) => ({ name: command.name(), words: wordsOf(command) }));
  const names = commands.map(({ name }) => name);
  switch (shell) {
    case "bash":
      return bashScript(program.name(), names, commands);
    case "zsh":
      return `#compdef ${program.name()}\nautoload -U +X bashcompinit && bashcompinit\n${bashScript(program.name(), names, commands)}`;
    case "powershell":
      return powershellScript(program.name(), names, commands);
  }
}

/** The long options of a command, and the choices of its arguments. All are plain words of ours. */
function wordsOf(command: Command): readonly string[] {
  const options = command.options.flatMap(({ long }) => long ?? []);
  return [...command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []), ...options, "--help"];
}

function bashScript(program: string, names: readonly string[], commands: readonly Choices[]): string {
  const cases = commands.map(({ name, words }) => `    ${name}) words="${words.join(" ")}" ;;`);
  return `_${functionName(program)}() {
  local words
  case "\${COMP_WORDS[1]}" in
${cases.join("\n")}
    *) words="" ;;
  esac
  if [ "$COMP_CWORD" -eq 1 ]; then
    words="${names.join(" ")} --help --version"
  fi
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _${functionName(program)} ${program}
`;
}

function powershellScript(program: string, names: readonly string[], commands: readonly Choices[]): string {
  const list = (words: readonly string[]) => words.map((word) => `'${word}'`).join(", ");
  const entries = commands.map(({ name, words }) => `    '${name}' = @(${list(words)})`);
  return `Register-ArgumentCompleter -Native -CommandName '${program}' -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $commands = @{
${entries.join("\n")}
  }
  $typed = @($commandAst.CommandElements | ForEach-Object { $_.ToString() })
  $isFirst = $typed.Count -le 1 -or ($typed.Count -eq 2 -and $wordToComplete -ne '')
  $words = if ($isFirst) { @(${list([...names, "--help", "--version"])}) } else { $commands[$typed[1]] }
  $words | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
  }
}
`;
}

function functionName(program: string): string {
  return program.replaceAll("-", "_");
}
