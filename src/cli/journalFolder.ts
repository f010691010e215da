/** Where the journal of the command line is. */
import { stat } from "node:fs/promises";
import { join } from "node:path";
import * as l10n from "@vscode/l10n";
import { Journal } from "../core/journal/journal.ts";
import { CommandError, EXIT } from "./exitCode.ts";
import { stateFolder } from "./folders.ts";
import type { Runtime } from "./runtime.ts";

const FOLDER_VARIABLE = "BASTION_SESSIONS_JOURNAL";

/** The journal that is there for a look at what was left open; `undefined` if there is no folder for it. */
export async function findJournal(
  option: string | undefined,
  runtime: Pick<Runtime, "env" | "platform" | "clock">,
): Promise<Journal | undefined> {
  const folder = await journalFolder(option, runtime).catch(() => undefined);
  return folder === undefined ? undefined : new Journal(folder, runtime.clock);
}

/** The folder that the user named, which must be there; else the command line's own, which need not. @throws CommandError */
export async function journalFolder(
  option: string | undefined,
  { env, platform }: Pick<Runtime, "env" | "platform">,
): Promise<string> {
  const named = option ?? env[FOLDER_VARIABLE] ?? "";
  if (named === "") {
    const state = stateFolder(env, platform);
    if (state === undefined) {
      throw new CommandError(EXIT.usage, l10n.t("Name the journal's folder with --journal."));
    }
    return join(state, "journal");
  }
  const isFolder = await stat(named).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) {
    throw new CommandError(EXIT.failed, l10n.t("{0} isn't a folder.", named));
  }
  return named;
}
