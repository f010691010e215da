import { EventEmitter, l10n, Uri, workspace, type Disposable, type TextDocumentContentProvider } from "vscode";
import type { JournalContents } from "../../../core/journal/journal.ts";
import type { JournalRecord, LinkRecord } from "../../../core/journal/journalRecord.ts";
import { openDocuments, openRendered } from "../../ui/openRendered.ts";

const SCHEME = "bastion-sessions";
const JOURNAL = Uri.from({ scheme: SCHEME, path: "/journal.md" });

/** Records that are kept for their documents; older ones are in the journal. */
const KEPT = 100;

/** Read-only documents: the journal, and the outcome of each disconnect and deletion of links, which is updated as more is known. */
export class JournalDocuments implements TextDocumentContentProvider, Disposable {
  readonly #read: () => Promise<JournalContents>;
  readonly #records = new Map<string, JournalRecord | LinkRecord>();
  readonly #changed = new EventEmitter<Uri>();
  readonly #registration: Disposable;

  readonly onDidChange = this.#changed.event;

  /** @param read reads the journal */
  constructor(read: () => Promise<JournalContents>) {
    this.#read = read;
    this.#registration = workspace.registerTextDocumentContentProvider(SCHEME, this);
  }

  /** Has a document of this record from now on. */
  add(record: JournalRecord | LinkRecord): void {
    this.#records.set(record.id, record);
    for (const id of [...this.#records.keys()].slice(0, -KEPT)) {
      this.#records.delete(id);
    }
  }

  /** To be called when more is known of a record. */
  update(id: string): void {
    this.#renew(outcomeUri(id));
    this.#renew(linksUri(id));
  }

  async provideTextDocumentContent(uri: Uri): Promise<string> {
    // Large, and only read by those who look.
    const { entryMarkdown, journalMarkdown, linksMarkdown } = await import("./journalModules.ts");
    if (uri.path === JOURNAL.path) {
      return journalMarkdown(await this.#read());
    }
    const id = /^\/outcome\/([^/]+)\//u.exec(uri.path)?.[1] ?? "";
    const record = this.#records.get(id);
    const remarks = record?.entry && { isChecking: !record.hasEnded, isMissingInJournal: record.failure !== undefined };
    const { entries = [], linkDeletions = [] } = record?.entry ? {} : await this.#read();
    const entry = record?.entry ?? [...entries, ...linkDeletions].find((one) => one.id === id);
    if (!entry) {
      return l10n.t("This disconnect is no longer in the journal.");
    }
    return "machines" in entry ? linksMarkdown(entry, remarks) : entryMarkdown(entry, remarks);
  }

  async show(id: string): Promise<void> {
    await openRendered(outcomeUri(id));
  }

  /** Shows the outcome of a deletion of shareable links. */
  async showLinks(id: string): Promise<void> {
    await openRendered(linksUri(id));
  }

  /** Shows the journal as it is now. */
  async showJournal(): Promise<void> {
    await openRendered(JOURNAL);
    // VS Code may still have had the document as it was when it was closed.
    this.#renew(JOURNAL);
  }

  #renew(document: Uri): void {
    openDocuments(document).forEach((uri) => this.#changed.fire(uri));
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }
}

function outcomeUri(id: string): Uri {
  return Uri.from({ scheme: SCHEME, path: `/outcome/${id}/disconnect.md` });
}

function linksUri(id: string): Uri {
  return Uri.from({ scheme: SCHEME, path: `/outcome/${id}/links.md` });
}
