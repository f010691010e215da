import { workspace, type Disposable, type TextDocument } from "vscode";
import type { RuleAnnotations, RuleAnnotationsOptions } from "./ruleAnnotations.ts";
import { hasRules } from "./settingsFile.ts";

/**
 * Helps the user to write watch rules in their settings file: what is wrong with each, and how many sessions it matches.
 * Until such a file is open it only waits for one, so that VS Code starts as fast as without.
 */
export class RuleEditor implements Disposable {
  readonly #options: RuleAnnotationsOptions;
  readonly #waiting: readonly Disposable[];
  #annotations: RuleAnnotations | undefined;
  #isLoading = false;
  #isDisposed = false;

  constructor(options: RuleAnnotationsOptions) {
    this.#options = options;
    this.#waiting = [
      workspace.onDidOpenTextDocument((document) => this.#consider(document)),
      workspace.onDidChangeTextDocument(({ document }) => this.#consider(document)),
    ];
    workspace.textDocuments.forEach((document) => this.#consider(document));
  }

  #consider(document: TextDocument): void {
    if (!this.#isLoading && hasRules(document)) {
      this.#isLoading = true;
      this.#stopWaiting();
      void this.#load();
    }
  }

  async #load(): Promise<void> {
    const { RuleAnnotations: Annotations } = await import("./watchModules.ts");
    if (!this.#isDisposed) {
      this.#annotations = new Annotations(this.#options);
    }
  }

  #stopWaiting(): void {
    this.#waiting.forEach((disposable) => void disposable.dispose());
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#stopWaiting();
    this.#annotations?.dispose();
  }
}
