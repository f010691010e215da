/** What all commands share that change something in Azure: how they are confirmed, what stops them, and how they end. */
import * as l10n from "@vscode/l10n";
import { BY_COMMAND_LINE, BY_COMMAND_LINE_YES } from "../../core/journal/requesters.ts";
import { CommandError, EXIT, type ExitCode } from "../exitCode.ts";
import { conclude } from "../fleet/fleet.ts";
import type { Gap } from "../fleet/incomplete.ts";
import type { Runtime } from "../runtime.ts";
import { askAtTerminal, type TypedQuestion } from "./typedQuestion.ts";

/** What the user said of a change. */
export interface ChangeOptions {
  readonly yes?: boolean;
  readonly max?: string;
  readonly partial?: boolean;
  readonly reason?: string;
  readonly ticket?: string;
  /** Folder of the journal. */
  readonly journal?: string;
}

/** What is changed, in words. */
export interface ChangeWords {
  /** As it's typed. */
  readonly command: string;
  /** A sentence that says that nothing was. */
  readonly nothing: () => string;
}

/** What the journal has of a change beside what it hits. */
export interface JournaledWhy {
  /** Who asked for it: see requesters.ts. */
  readonly by: string;
  readonly reason?: string;
  readonly ticket?: string;
  /** What the question said beside its list. */
  readonly notes?: readonly string[];
}

/** Ends a command without a change, and says why. */
export function unchanged({ nothing }: Pick<ChangeWords, "nothing">, code: ExitCode, why: string): CommandError {
  return new CommandError(code, [nothing(), why].join(" "));
}

/** @returns how many may be hit at most. @throws CommandError if there is no way to confirm */
export function requireConfirmable(
  { yes, max }: ChangeOptions,
  { command }: ChangeWords,
  { terminal }: Runtime,
): number {
  if (max !== undefined && !/^[1-9]\d{0,6}$/u.test(max)) {
    throw new CommandError(EXIT.usage, l10n.t("--max needs a number, such as 5."));
  }
  if (yes === true && max === undefined) {
    throw new CommandError(EXIT.usage, l10n.t("--yes needs --max, such as --max 5."));
  }
  if (yes !== true && !terminal.isInteractive) {
    throw new CommandError(EXIT.usage, l10n.t("Without a terminal to ask at, {0} needs --yes and --max.", command));
  }
  return max === undefined ? Infinity : Number(max);
}

/** What couldn't be read may be meant: without it, nothing is changed unless the user said so. @throws CommandError */
export function requireComplete(
  gaps: readonly Gap[],
  { partial }: ChangeOptions,
  words: ChangeWords,
  runtime: Runtime,
): void {
  if (gaps.length > 0 && partial !== true) {
    conclude(runtime, gaps, true);
    throw unchanged(words, EXIT.incomplete, l10n.t("Use --partial to go on without that."));
  }
}

/**
 * Returns once it's confirmed: at the terminal, or in advance by `--yes`.
 * @param count how many it hits
 * @param most how many it may hit
 * @throws CommandError if it isn't confirmed
 */
export async function requireConfirmed(
  { count, most, question }: { readonly count: number; readonly most: number; readonly question: () => TypedQuestion },
  { yes }: ChangeOptions,
  words: ChangeWords,
  runtime: Runtime,
): Promise<void> {
  if (count > most) {
    throw unchanged(words, EXIT.failed, l10n.t("{0} is more than --max {1}.", count, most));
  }
  if (yes !== true && !(await askAtTerminal(question(), runtime))) {
    throw unchanged(words, EXIT.failed, l10n.t("You didn't confirm it."));
  }
}

/** A sentence about what a later command looks up, for a journal that it doesn't find without being told where it is. */
export function lookedUpLater(sentence: string, { journal }: Pick<ChangeOptions, "journal">): string {
  return journal === undefined ? sentence : [sentence, l10n.t("Give it the same --journal.")].join(" ");
}

/** What the journal says of why something is changed. */
export function whyOf({ yes, reason, ticket }: ChangeOptions, notes: readonly string[]): JournaledWhy {
  const [why, which] = [reason?.trim() ?? "", ticket?.trim() ?? ""];
  return {
    by: yes === true ? BY_COMMAND_LINE_YES : BY_COMMAND_LINE,
    ...(why !== "" && { reason: why }),
    ...(which !== "" && { ticket: which }),
    ...(notes.length > 0 && { notes }),
  };
}

/** Says what is missing, and with which code a command ends whose outcomes are printed. */
export function concludeChange(
  { isCutShort, journalFailure }: { readonly isCutShort: boolean; readonly journalFailure?: unknown },
  {
    gaps,
    isAllGone,
    stopped,
  }: { readonly gaps: readonly Gap[]; readonly isAllGone: boolean; readonly stopped: string },
  runtime: Runtime,
): ExitCode {
  const { terminal, signal } = runtime;
  if (journalFailure !== undefined) {
    terminal.say(l10n.t("The journal couldn't be written to its end."));
  }
  // Stopped before anything was sent, all is known of it.
  if (isCutShort || (signal.aborted && !isAllGone)) {
    terminal.say(stopped);
    return EXIT.interrupted;
  }
  const code = conclude(runtime, gaps, true);
  return isAllGone ? code : EXIT.notAllDone;
}
