import {
  EventEmitter,
  l10n,
  TabInputCustom,
  TabInputText,
  Uri,
  window,
  workspace,
  type Disposable,
  type TextDocumentContentProvider,
} from "vscode";
import type { Inventory } from "../../../core/inventory/inventory.ts";
import type { JournalContents } from "../../../core/journal/journal.ts";
import type { ArmKey } from "../../../core/model/armId.ts";
import type { JournalEntry } from "../../../core/journal/journalEntry.ts";
import type { JournalRecord, LinkRecord } from "../../../core/journal/journalRecord.ts";
import type { LinkDeletion } from "../../../core/journal/linkDeletion.ts";
import type { CloudConnection } from "../../account/cloudConnection.ts";
import { openDocuments, openRendered } from "../../ui/openRendered.ts";
import { onDemandActions } from "../onDemand.ts";
import { setLinkDocument } from "../waysBack/linkDocuments.ts";
import type { KnownNow } from "../waysBack/waysBack.ts";

const SCHEME = "bastion-sessions";
const JOURNAL = Uri.from({ scheme: SCHEME, path: "/journal.md" });

/** What is known now, which entries of the journal don't have. */
interface Known {
  readonly inventory: Pick<Inventory, "host">;
  readonly connection: Pick<CloudConnection, "setting">;
}

/** Records that are kept for their documents; older ones are in the journal. */
const KEPT = 100;

/** Read-only documents: the journal, and the outcome of each disconnect and deletion of links, which is updated as more is known. */
export class JournalDocuments implements TextDocumentContentProvider, Disposable {
  readonly #read: () => Promise<JournalContents>;
  readonly #known: Known;
  readonly #records = new Map<string, JournalRecord | LinkRecord>();
  readonly #changed = new EventEmitter<Uri>();
  readonly #registration: Disposable;

  readonly onDidChange = this.#changed.event;

  /** @param read reads the journal */
  constructor(read: () => Promise<JournalContents>, known: Known) {
    this.#read = read;
    this.#known = known;
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
    const { entryMarkdown, hasPossibleLinks, journalMarkdown, linksMarkdown, waysBackMarkdown, waysBackOf } =
      await onDemandActions();
    if (uri.path === JOURNAL.path) {
      return journalMarkdown(await this.#read());
    }
    const id = outcomeId(uri) ?? "";
    const entry = await this.#entry(id);
    if (!entry) {
      return uri.path === linksUri(id).path
        ? l10n.t("This deletion of links is no longer in the journal.")
        : l10n.t("This disconnect is no longer in the journal.");
    }
    const record = this.#records.get(id);
    const remarks = { isChecking: record?.hasEnded === false, isMissingInJournal: record?.failure !== undefined };
    if ("machines" in entry) {
      return linksMarkdown(entry, remarks);
    }
    const ways = waysBackOf(entry, this.#knownNow());
    setLinkDocument(uri.path, ways !== undefined && hasPossibleLinks(ways));
    return entryMarkdown(entry, { ...remarks, ...(ways && { waysBack: waysBackMarkdown(ways, "##") }) });
  }

  /**
   * The disconnect that a command is about: by its ID, or that of a document; else that of the active editor, or the newest
   * in which something was disconnected.
   */
  async entry(argument: unknown): Promise<JournalEntry | undefined> {
    const input = window.tabGroups.activeTabGroup.activeTab?.input;
    const active = input instanceof TabInputCustom || input instanceof TabInputText ? input.uri : undefined;
    const [named] = [argument, active].flatMap((one) => (one instanceof Uri ? (outcomeId(one) ?? []) : []));
    const id = typeof argument === "string" ? argument : named;
    return id === undefined
      ? (await this.#read()).entries.findLast(({ sessions }) =>
          sessions.some(({ verdict }) => verdict === "disconnected"),
        )
      : this.#disconnect(id);
  }

  /** Lets the user open the ways by which those who were disconnected could connect again. */
  async offerWaysBack(id: string): Promise<void> {
    const { offerWaysBack, waysBackOf } = await onDemandActions();
    const entry = await this.#disconnect(id);
    const ways = entry && waysBackOf(entry, this.#knownNow());
    await (ways ? offerWaysBack(ways, id, () => this.show(id)) : this.show(id));
  }

  /** The hosts on which shareable links are possible of a disconnect, see {@link entry}. */
  async linkHosts(argument: unknown): Promise<readonly ArmKey[]> {
    const { waysBackOf } = await onDemandActions();
    const entry = await this.entry(argument);
    const { hosts = [] } = (entry && waysBackOf(entry, this.#knownNow())) ?? {};
    return hosts.flatMap(({ key, host }) => (host?.shareableLink === true ? [key] : []));
  }

  async #disconnect(id: string): Promise<JournalEntry | undefined> {
    const entry = await this.#entry(id);
    return entry && "sessions" in entry ? entry : undefined;
  }

  async #entry(id: string): Promise<JournalEntry | LinkDeletion | undefined> {
    const known = this.#records.get(id)?.entry;
    const { entries = [], linkDeletions = [] } = known ? {} : await this.#read();
    return known ?? [...entries, ...linkDeletions].find((one) => one.id === id);
  }

  #knownNow(): KnownNow {
    const { inventory, connection } = this.#known;
    const { setting } = connection;
    return {
      host: (key) => inventory.host(key)?.host,
      ...(setting.state === "ready" && { cloud: setting.cloud }),
    };
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

/** Of which disconnect a document is; `undefined` for any other. */
function outcomeId({ scheme, path }: Uri): string | undefined {
  return scheme === SCHEME ? /^\/outcome\/([^/]+)\//u.exec(path)?.[1] : undefined;
}

function outcomeUri(id: string): Uri {
  return Uri.from({ scheme: SCHEME, path: `/outcome/${id}/disconnect.md` });
}

function linksUri(id: string): Uri {
  return Uri.from({ scheme: SCHEME, path: `/outcome/${id}/links.md` });
}
