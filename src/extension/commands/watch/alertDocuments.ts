import { EventEmitter, Uri, l10n, workspace, type Disposable, type TextDocumentContentProvider } from "vscode";
import { openDocuments, openRendered } from "../../ui/openRendered.ts";

const SCHEME = "bastion-sessions-alert";

/** Documents that are kept; a document that is still open after that says so. */
const KEPT = 20;

/** Rules as alerts in Azure, as read-only documents: one for each rule and scope, which copying again renews. */
export class AlertDocuments implements TextDocumentContentProvider, Disposable {
  readonly #texts = new Map<string, string>();
  readonly #changed = new EventEmitter<Uri>();
  readonly #registration: Disposable;

  readonly onDidChange = this.#changed.event;

  constructor() {
    this.#registration = workspace.registerTextDocumentContentProvider(SCHEME, this);
  }

  provideTextDocumentContent({ query }: Uri): string {
    return this.#texts.get(query) ?? l10n.t("This alert is no longer available. Copy the rule again.");
  }

  /** @param key equal for the same rule and scope */
  async show(key: string, markdown: string): Promise<void> {
    this.#texts.delete(key);
    this.#texts.set(key, markdown);
    for (const oldest of [...this.#texts.keys()].slice(0, -KEPT)) {
      this.#texts.delete(oldest);
    }
    const uri = Uri.from({ scheme: SCHEME, path: "/azure-alert.md", query: key });
    openDocuments(uri).forEach((open) => this.#changed.fire(open));
    await openRendered(uri);
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }
}
