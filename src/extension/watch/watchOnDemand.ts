import type { Disposable } from "vscode";
import { onDidChangeSettings, writtenWatchRules } from "../ui/settings.ts";
import type { WatchHandle, StartWatchParts } from "./startWatch.ts";

/** Watches once there is a rule. Until then it only waits for one, so that VS Code starts as fast as without. */
export class WatchOnDemand implements Disposable {
  readonly #parts: StartWatchParts;
  readonly #settings: Disposable;
  #started: Promise<WatchHandle> | undefined;
  #isDisposed = false;

  constructor(parts: StartWatchParts) {
    this.#parts = parts;
    this.#settings = onDidChangeSettings(() => void this.#follow());
    void this.#follow();
  }

  async #follow(): Promise<void> {
    const written = writtenWatchRules();
    const isEmpty = written === undefined || (Array.isArray(written) && written.length === 0);
    if (this.#started) {
      (await this.#started).update();
    } else if (!isEmpty && !this.#isDisposed) {
      this.#started = this.#start();
      await this.#started;
    }
  }

  async #start(): Promise<WatchHandle> {
    const { startWatch } = await import("./watchModules.ts");
    const watch = startWatch(this.#parts);
    if (this.#isDisposed) {
      watch.dispose();
    }
    return watch;
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#settings.dispose();
    void this.#started?.then((watch) => watch.dispose());
  }
}
