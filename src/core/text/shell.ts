/** Commands of the Azure CLI, made to be pasted: whatever a resource is called, a shell takes it as one word. */

/** What shells give a command: its name and its arguments, none of them quoted. */
export type Command = readonly string[];

export type Shell = "bash" | "powershell";

/**
 * A command of the Azure CLI. A value that begins with a hyphen would be taken for an option; it is tied to its own.
 * @param verb such as `network nsg rule create`
 */
export function az(verb: string, options: Readonly<Record<string, string>>): Command {
  const given = Object.entries(options).flatMap(([name, value]) =>
    value.startsWith("-") ? [`--${name}=${value}`] : [`--${name}`, value],
  );
  return ["az", ...verb.split(" "), ...given];
}

/** The command as one line of a shell; `undefined` where a word has characters that cannot be handed over safely. */
export function commandLine(command: Command, shell: Shell): string | undefined {
  const words = command.map((word) => (shell === "bash" ? quoteForBash(word) : quoteForPowerShell(word)));
  const prefix = shell === "bash" && command.some((word) => word.includes("/")) ? `${KEEP_PATHS} ` : "";
  return words.every((word) => word !== undefined) ? prefix + words.join(" ") : undefined;
}

export const SHELLS: readonly Shell[] = ["bash", "powershell"];

/** The lines by which a command is run, each with the shells that take it; none for a shell that couldn't take it safely. */
export function commandLines(command: Command): ReadonlyMap<string, readonly Shell[]> {
  return Map.groupBy(
    SHELLS.filter((shell) => commandLine(command, shell) !== undefined),
    (shell) => commandLine(command, shell) ?? "",
  );
}

/**
 * Git Bash hands `/subscriptions/…` over as `C:/Program Files/Git/subscriptions/…`, unless the command's environment has
 * this (azure-cli#16317); in any other bash it means nothing.
 */
const KEEP_PATHS = "MSYS_NO_PATHCONV=1";

// Line breaks, escape codes and invisible characters: what is pasted must be what is read.
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

function quoteForBash(word: string): string | undefined {
  if (INVISIBLE.test(word)) {
    return undefined;
  }
  return /^[\w/:=.,+-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/**
 * PowerShell ends a text at typographic quotes too, and doubles any of them to mean one. On Windows `az` is a batch file:
 * what cmd.exe would act on, and the double quotes that Windows PowerShell hands over wrongly, is refused. That includes a
 * closing parenthesis (azure-cli#28692), unless a space makes PowerShell put the word into double quotes for cmd.exe.
 */
function quoteForPowerShell(word: string): string | undefined {
  if (INVISIBLE.test(word) || /["&|<>^%!]/.test(word) || (word.includes(")") && !word.includes(" "))) {
    return undefined;
  }
  return /^[\w/:=.+-]+$/.test(word) ? word : `'${word.replaceAll(/['\u2018\u2019\u201A\u201B]/g, "$&$&")}'`;
}
