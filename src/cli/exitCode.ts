/** How the command line ends, for scripts: the same in every language and version. */
export const EXIT = {
  done: 0,
  failed: 1,
  /** Something could not be read, so that what is printed may lack something. */
  incomplete: 2,
  /** No usable token, or an endpoint that isn't trusted. */
  signIn: 3,
  nothingMatched: 4,
  /** Some sessions weren't disconnected, or some links not deleted, or that isn't known. */
  notAllDone: 5,
  usage: 64,
  /** Ctrl+C, as shells say it. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Ends a command: what to say, in the user's language, and with which code. `also`: further lines, such as what couldn't be read. */
export class CommandError extends Error {
  override readonly name = "CommandError";
  readonly exitCode: ExitCode;
  readonly also: readonly string[];

  constructor(exitCode: ExitCode, words: string, also: readonly string[] = []) {
    super(words);
    this.exitCode = exitCode;
    this.also = also;
  }
}
