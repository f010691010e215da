/** Who asked for what is in the journal, beside the user in VS Code and other extensions, which have an ID with a dot. */

/** The user, or a script with `--yes`, on the command line. */
export const BY_COMMAND_LINE = "commandLine";

/** A script on the command line that confirmed in advance, by `--yes --max`. */
export const BY_COMMAND_LINE_YES = "commandLineYes";

/** A language model asked a server of the Model Context Protocol, and the user confirmed in its client's form. */
export const BY_MODEL_CONTEXT = "modelContextProtocol";
