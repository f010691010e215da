import { l10n, type Disposable } from "vscode";
import type { Change } from "../../../core/inventory/inventory.ts";
import { LEASE_TERM_MS } from "../../../core/lease/lease.ts";
import { verifyGone } from "../../../core/disconnect/verification.ts";
import { listedAfterwards, newsOf, openOnHosts, type OpenOnHost } from "../../../core/journal/openOnHosts.ts";
import { keepRetention } from "../../../core/journal/retention.ts";
import type { LinkDeletion } from "../../../core/journal/linkDeletion.ts";
import type { ArmKey } from "../../../core/model/armId.ts";
import { journalDays } from "../../ui/settings.ts";
import type { App } from "../app.ts";
import { onDemandActions } from "../onDemand.ts";
import { inBackground } from "../../ui/reportError.ts";
import { codeOf } from "../../ui/fileError.ts";
import { formatNumber } from "../../../words/format.ts";
import { showWarningMessage } from "../../ui/messages.ts";

/**
 * Takes care of what earlier processes have left in the journal: old files, and disconnects without an outcome. Their hosts
 * are listed, once these are known, for the same minute as after any disconnect, see {@link verifyGone}.
 */
export class JournalRecovery implements Disposable {
  readonly #app: App;
  /** What is still to be found out; `undefined` before the journal was searched. */
  #open: Promise<OpenOnHost[]> | undefined;
  readonly #looking = new Set<ArmKey>();
  /** When the last list came that a look has ended with, by host. */
  readonly #looked = new Map<ArmKey, Date | undefined>();

  constructor(app: App) {
    this.#app = app;
    app.inventory.on("change", this.#onChange);
    app.inventory.on("answered", this.#onAnswered);
    const onFailure = (error: unknown) => app.log.warn(`old journal files couldn't be deleted: ${codeOf(error)}`);
    const retention = { clock: app.clock, signal: app.end, days: journalDays, onFailure };
    inBackground(app, "deleting old journal files", keepRetention(app.journal, retention));
  }

  readonly #onChange = (change: Change): void => {
    if ("everything" in change && this.#app.inventory.enumerated) {
      if (!this.#open) {
        this.#open = this.#read();
        inBackground(this.#app, "searching the journal again", this.#readAgain(this.#open));
        inBackground(this.#app, "looking for deletions of links without an outcome", this.#recoverLinks());
      }
      this.#onAnswered();
    }
  };

  readonly #onAnswered = (): void => {
    if (this.#open) {
      inBackground(this.#app, "looking up the outcome of a disconnect", this.#lookAtAll(this.#open));
    }
  };

  async #read(): Promise<OpenOnHost[]> {
    try {
      return openOnHosts(await this.#app.journal.abandoned());
    } catch (error) {
      this.#app.log.warn(`the journal couldn't be searched for unfinished disconnects: ${codeOf(error)}`);
      return [];
    }
  }

  /** Offers to look up the outcome of deletions of links; of those whose process may still seem alive, once it can't. */
  async #recoverLinks(): Promise<void> {
    const { clock, end } = this.#app;
    const offered = new Set<string>();
    for (const wait of [0, LEASE_TERM_MS + 1_000]) {
      await (wait > 0 && clock.pause(wait, end));
      const abandoned = end.aborted ? [] : await this.#abandonedLinkDeletions();
      const news = abandoned.filter(({ id }) => !offered.has(id));
      news.forEach(({ id }) => offered.add(id));
      if (news.length > 0) {
        const { recoverLinks } = await onDemandActions();
        inBackground(this.#app, "looking up a deletion of links", recoverLinks(this.#app, news));
      }
    }
  }

  async #abandonedLinkDeletions(): Promise<readonly LinkDeletion[]> {
    try {
      return await this.#app.journal.abandonedLinkDeletions();
    } catch (error) {
      this.#app.log.warn(`the journal couldn't be searched for unfinished deletions of links: ${codeOf(error)}`);
      return [];
    }
  }

  /** A process that has just ended may seem alive until the term of its lease is over. */
  async #readAgain(reading: Promise<OpenOnHost[]>): Promise<void> {
    const { clock, end } = this.#app;
    const known = new Set((await reading).map(keyOf));
    await clock.pause(LEASE_TERM_MS + 1_000, end);
    const found = end.aborted ? [] : (await this.#read()).filter((open) => !known.has(keyOf(open)));
    (await reading).push(...found);
    found.forEach(({ hostKey }) => this.#looked.delete(hostKey));
    await this.#lookAtAll(reading);
  }

  /** Looks at every host that something is open on: once, and again when a host that couldn't be read can be. */
  async #lookAtAll(reading: Promise<OpenOnHost[]>): Promise<void> {
    const open = await reading;
    const due = [...new Set(open.map(({ hostKey }) => hostKey))].filter((key) => this.#isDue(key));
    due.forEach((key) => this.#looking.add(key));
    await Promise.all(due.map((key) => this.#look(key, open)));
  }

  #isDue(key: ArmKey): boolean {
    const { inventory, end } = this.#app;
    const state = inventory.host(key);
    if (!state || !inventory.cloud || end.aborted || this.#looking.has(key)) {
      return false;
    }
    const { list, problem } = state;
    const isNews = list?.unreadable === 0 && !problem && list.receivedAtWall !== this.#looked.get(key);
    return !this.#looked.has(key) || isNews;
  }

  /** Lists a host for a minute, or until all is known, and writes down what that shows. */
  async #look(hostKey: ArmKey, open: OpenOnHost[]): Promise<void> {
    const { inventory, clock, end } = this.#app;
    const { cloud } = inventory;
    const here = open.filter((one) => one.hostKey === hostKey);
    if (!cloud) {
      return;
    }
    const lifetime = AbortSignal.any([end, cloud.signal]);
    const list = () => inventory.verifyHost(cloud, hostKey);
    const ids = here.flatMap(({ sessions }) => sessions.map(({ session }) => session.sessionId));
    const listed = await verifyGone([...new Set(ids)], {
      clock,
      lifetime,
      first: list(),
      host: () => inventory.host(hostKey),
      list,
      onLook: () => undefined,
    });
    this.#looking.delete(hostKey);
    if (lifetime.aborted) {
      // Cut short: the next process, or the next connection, looks for the whole minute.
      return;
    }
    this.#looked.set(hostKey, inventory.host(hostKey)?.list?.receivedAtWall);
    for (const one of here) {
      await this.#settle(one, open, listed);
    }
  }

  /** Writes down what is known of an entry's sessions on a host. Those that couldn't be seen stay open. */
  async #settle(one: OpenOnHost, open: OpenOnHost[], listed: ReadonlyMap<string, boolean>): Promise<void> {
    const { journal, inventory, clock, log } = this.#app;
    const seenAt = inventory.host(one.hostKey)?.list?.receivedAtWall ?? clock.wall();
    const line = listedAfterwards(one, listed, seenAt);
    if (!line) {
      return;
    }
    const unseen = one.sessions.filter(({ session }) => !listed.has(session.sessionId));
    open.splice(open.indexOf(one), 1, ...(unseen.length > 0 ? [{ ...one, sessions: unseen }] : []));
    try {
      await journal.append(line);
    } catch (error) {
      log.warn(`the outcome of a disconnect couldn't be written to the journal: ${codeOf(error)}`);
    }
    await (open.some(({ entry }) => entry === one.entry) || this.#tell(one.entry));
  }

  async #tell(id: string): Promise<void> {
    const entry = (await this.#app.journal.read()).entries.find((one) => one.id === id);
    const news = newsOf(entry);
    if (news.length === 0) {
      return;
    }
    const still = news.filter(Boolean).length;
    const showDetails = l10n.t("Show Details");
    const text = l10n.t(
      "VS Code closed during a disconnect. Gone: {0}. Still listed: {1}.",
      formatNumber(news.length - still),
      formatNumber(still),
    );
    const answered = async () =>
      (await showWarningMessage(text, showDetails)) === showDetails && this.#app.journalDocuments.show(id);
    inBackground(this.#app, "notifying of a disconnect that was looked up", answered());
  }

  dispose(): void {
    this.#app.inventory.off("change", this.#onChange);
    this.#app.inventory.off("answered", this.#onAnswered);
  }
}

function keyOf({ entry, hostId }: OpenOnHost): string {
  return JSON.stringify([entry, hostId]);
}
