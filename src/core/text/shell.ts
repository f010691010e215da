/** Commands of the Azure CLI, made to be pasted: whatever a resource is called, a shell takes it as one word. */

/** What shells give a command: its name and its arguments, none of them quoted. */
export type Command = readonly string[];

export type Shell = "bash" | "zsh" | "fish" | "powershell" | "cmd";

/** What shells call themselves, which is the same in every language. */
export const SHELL_NAMES: Readonly<Record<Shell, string>> = {
  bash: "bash",
  zsh: "zsh",
  fish: "fish",
  powershell: "PowerShell",
  cmd: "cmd",
};

export const SHELLS = Object.keys(SHELL_NAMES) as readonly Shell[];

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

/**
 * The command as one line of a shell; `undefined` where a word has characters that cannot be handed over safely.
 * @param inGitBash whether `bash` or `zsh` may be those of Git for Windows
 */
export function commandLine(command: Command, shell: Shell, inGitBash = true): string | undefined {
  const words = command.map((word) => quoted(word, shell));
  const isPosix = shell === "bash" || shell === "zsh";
  const prefix = isPosix && inGitBash && command.some((word) => word.includes("/")) ? `${KEEP_PATHS} ` : "";
  return words.every((word) => word !== undefined) ? prefix + words.join(" ") : undefined;
}

/** The first word of a command that a shell could not take safely; none if {@link commandLine} gives a line. */
export function refusedWord(command: Command, shell: Shell): string | undefined {
  return command.find((word) => quoted(word, shell) === undefined);
}

/** The lines by which a command is run, each with the shells that take it; none for a shell that couldn't take it safely. */
export function commandLines(command: Command, shells: readonly Shell[]): ReadonlyMap<string, readonly Shell[]> {
  return Map.groupBy(
    shells.filter((shell) => commandLine(command, shell) !== undefined),
    (shell) => commandLine(command, shell) ?? "",
  );
}

/**
 * Git Bash hands `/subscriptions/…` over as `C:/Program Files/Git/subscriptions/…`, unless the command's environment has
 * this (azure-cli#16317); in any other bash it means nothing.
 */
const KEEP_PATHS = "MSYS_NO_PATHCONV=1";

// Line breaks, escape codes, invisible characters and those that no font has: what is pasted must be what is read.
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}]/u;

/** What cmd.exe, which runs `az` on Windows, would act on, and the double quotes that it and Windows PowerShell hand over wrongly. */
const ACTING_ON_WINDOWS = /["&|<>^%!]/;

const QUOTES: Readonly<Record<Shell, (word: string) => string | undefined>> = {
  bash: quoteForPosix,
  zsh: quoteForPosix,
  fish: quoteForFish,
  powershell: quoteForPowerShell,
  cmd: quoteForCmd,
};

function quoted(word: string, shell: Shell): string | undefined {
  return INVISIBLE.test(word) ? undefined : QUOTES[shell](word);
}

/** To zsh, a word that begins with an equals sign is the path of a program. */
function quoteForPosix(word: string): string {
  return /^(?!=)[\w/:=.,+-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** Between single quotes, a backslash means itself unless it is before a quote or another one. */
function quoteForFish(word: string): string {
  return /^[\w/:=.,+-]+$/.test(word) ? word : `'${word.replaceAll(/['\\]/g, String.raw`\$&`)}'`;
}

/**
 * PowerShell ends a text at typographic quotes too, and doubles any of them to mean one. On Windows `az` is a batch file:
 * that refuses a closing parenthesis as well (azure-cli#28692), unless a space makes PowerShell put the word into double
 * quotes for cmd.exe; a backslash would then spoil the last of them. Windows PowerShell leaves out an empty word.
 *
 * After one hyphen a bare word would be split at a full stop.
 */
function quoteForPowerShell(word: string): string | undefined {
  const isQuotedLater = word.includes(" ");
  if (word === "" || ACTING_ON_WINDOWS.test(word) || (isQuotedLater ? word.endsWith("\\") : word.includes(")"))) {
    return undefined;
  }
  return /^(?!-(?!-))[\w/:=.+-]+$/.test(word) ? word : `'${word.replaceAll(/['\u2018\u2019\u201A\u201B]/g, "$&$&")}'`;
}

/** Nothing acts between double quotes but what is refused. A program takes a backslash before the last of them as part of it. */
function quoteForCmd(word: string): string | undefined {
  if (ACTING_ON_WINDOWS.test(word)) {
    return undefined;
  }
  return /^[\w/:.+-]+$/.test(word) ? word : `"${word.replace(/\\+$/, "$&$&")}"`;
}
