/** What is wrong with a command line, in the user's language: the library says it in English only. */
import * as l10n from "@vscode/l10n";
import type { CommanderError } from "commander";

/** A usage error in words, with what the user wrote. */
export function usageText({ code, message }: Pick<CommanderError, "code" | "message">): string {
  // The library quotes the name of what is wrong.
  const [named = ""] = /(?<=')[^']*(?=')/u.exec(message) ?? [];
  return l10n.t("{0} See bastion-sessions --help.", problemText(code, named));
}

function problemText(code: string, named: string): string {
  switch (code) {
    case "commander.unknownOption":
      return l10n.t("Unknown option: {0}.", named);
    case "commander.unknownCommand":
      return l10n.t("Unknown command: {0}.", named);
    case "commander.missingArgument":
      return l10n.t("Missing argument: {0}.", named);
    case "commander.optionMissingArgument":
      return l10n.t("{0} needs a value.", named);
    case "commander.conflictingOption":
      return l10n.t("{0} can't be combined with another format.", named);
    case "commander.excessArguments":
      return l10n.t("Too many arguments.");
    case "commander.invalidArgument":
      return l10n.t("{0} isn't possible here.", named);
    default:
      return l10n.t("Name a command.");
  }
}
