import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { env, ExtensionKind, l10n, Uri, type Disposable, type ExtensionContext } from "vscode";
import type { Log } from "../../core/model/log.ts";
import { onDidChangeSettings, terminalPath } from "../ui/settings.ts";
import { wrappers } from "./wrappers.ts";

/**
 * Has terminals find the command line `bastion-sessions`, if the user wants it and terminals run on the machine that this
 * extension runs on. The folder stays the same across versions; what is in it runs the version that wrote it last.
 */
export class TerminalPath implements Disposable {
  readonly #context: ExtensionContext;
  readonly #log: Log;
  readonly #settings: Disposable;
  #last: Promise<void>;

  constructor(context: ExtensionContext, log: Log) {
    this.#context = context;
    this.#log = log;
    // VS Code would keep the change for a window in which the extension no longer is.
    context.environmentVariableCollection.persistent = false;
    this.#last = this.#update();
    this.#settings = onDidChangeSettings(() => {
      this.#last = this.#last.then(() => this.#update());
    });
  }

  async #update(): Promise<void> {
    const { environmentVariableCollection: variables, globalStorageUri } = this.#context;
    const folder = join(globalStorageUri.fsPath, "bin");
    try {
      if (terminalPath() && this.#sharesMachine()) {
        await this.#write(folder);
        variables.description = l10n.t("Adds the command bastion-sessions.");
        variables.append("PATH", `${delimiter}${folder}`);
      } else {
        variables.clear();
        await rm(folder, { recursive: true, force: true });
      }
    } catch (error) {
      this.#log.warn(`the command line couldn't be added to terminals: ${String(error)}`);
    }
  }

  async #write(folder: string): Promise<void> {
    const script = Uri.joinPath(this.#context.extensionUri, "dist", "cli.cjs").fsPath;
    await mkdir(folder, { recursive: true });
    for (const { name, text } of wrappers(process.execPath, script, process.platform)) {
      const path = join(folder, name);
      if ((await readFile(path, "utf8").catch(() => undefined)) !== text) {
        // Another window may run it, or write it too.
        const draft = `${path}.${process.pid}`;
        await writeFile(draft, text, { mode: 0o755 });
        await rename(draft, path);
      }
    }
  }

  /** In a remote window terminals run on the remote machine, and this extension may run on the user's own. */
  #sharesMachine(): boolean {
    return env.remoteName === undefined || this.#context.extension.extensionKind === ExtensionKind.Workspace;
  }

  dispose(): void {
    this.#settings.dispose();
  }
}
