import { l10n, type Disposable } from "vscode";
import type { Change } from "../../../core/inventory/inventory.ts";
import { LEASE_TERM_MS } from "../../../core/lease/lease.ts";
import { isOpen, type EntrySession } from "../../../core/journal/journalEntry.ts";
import { keepRetention } from "../../../core/journal/retention.ts";
import { armKey, type ArmKey } from "../../../core/model/armId.ts";
import { journalDays } from "../../ui/settings.ts";
import type { App } from "../app.ts";
import { inBackground } from "../../ui/reportError.ts";
import { codeOf } from "../../ui/fileError.ts";
import { formatNumber } from "../../ui/format.ts";
import { showWarningMessage } from "../../ui/messages.ts";

/** What is open of one entry on one host. */
interface Open {
  readonly entry: string;
  readonly hostId: string;
  readonly hostKey: ArmKey;
  readonly sessions: readonly EntrySession[];
}

/**
 * Takes care of what earlier processes have left in the journal: old files, and disconnects without an outcome.
 * The outcome of those is looked up by listing their hosts, once these are known.
 */
export class JournalRecovery implements Disposable {
  readonly #app: App;
  /** What is still to be found out; `undefined` before anybody has looked. */
  #open: Promise<Open[]> | undefined;
  readonly #asked = new Set<ArmKey>();

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
        inBackground(this.#app, "searching the journal again", this.#lookAgain(this.#open));
      }
      inBackground(this.#app, "searching the journal", this.#ask(this.#open));
    }
  };

  readonly #onAnswered = (): void => {
    if (this.#open) {
      inBackground(this.#app, "looking up the outcome of a disconnect", this.#settle(this.#open));
    }
  };

  async #read(): Promise<Open[]> {
    try {
      const entries = await this.#app.journal.abandoned();
      return entries.flatMap(({ id: entry, sessions }) =>
        [...Map.groupBy(sessions.filter(isOpen), ({ hostId }) => hostId)].map(([hostId, ofHost]) => ({
          entry,
          hostId,
          hostKey: armKey(hostId),
          sessions: ofHost,
        })),
      );
    } catch (error) {
      this.#app.log.warn(`the journal couldn't be searched for unfinished disconnects: ${codeOf(error)}`);
      return [];
    }
  }

  /** A process that has just ended may seem alive until the term of its lease is over. */
  async #lookAgain(reading: Promise<Open[]>): Promise<void> {
    const { clock, end, inventory } = this.#app;
    const known = new Set((await reading).map(keyOf));
    await clock.pause(LEASE_TERM_MS + 1_000, end);
    const found = end.aborted ? [] : (await this.#read()).filter((open) => !known.has(keyOf(open)));
    // The lists that are known by now may be older than these disconnects.
    const hosts = new Set(found.map(({ hostKey }) => hostKey).filter((key) => inventory.host(key)));
    await Promise.all([...hosts].map((key) => inventory.refreshHost(key)));
    (await reading).push(...found);
    await this.#settle(reading);
  }

  /** Lists each host that something is open on, once: a later list for any other reason serves as well. */
  async #ask(reading: Promise<readonly Open[]>): Promise<void> {
    const { inventory } = this.#app;
    const due = (await reading)
      .map(({ hostKey }) => hostKey)
      .filter((key) => inventory.host(key) && !this.#asked.has(key));
    due.forEach((key) => this.#asked.add(key));
    await Promise.all([...new Set(due)].map((key) => inventory.refreshHost(key)));
  }

  /** Writes down what lists show of it. No list is older than this process. */
  async #settle(reading: Promise<Open[]>): Promise<void> {
    const open = await reading;
    const { inventory, journal, clock, log } = this.#app;
    for (const one of [...open]) {
      const { list, problem } = inventory.host(one.hostKey) ?? {};
      // A session missing from a list that couldn't be read completely may still be there.
      if (list && !problem && list.unreadable === 0 && open.includes(one)) {
        open.splice(open.indexOf(one), 1);
        const there = new Set(list.sessions.map(({ session }) => session.sessionId));
        const results = one.sessions.map(({ session: { sessionId } }) => ({ sessionId, listed: there.has(sessionId) }));
        try {
          await journal.append({
            kind: "listed",
            entry: one.entry,
            hostId: one.hostId,
            at: clock.wall().toISOString(),
            afterwards: true,
            results,
          });
        } catch (error) {
          log.warn(`the outcome of a disconnect couldn't be written to the journal: ${codeOf(error)}`);
        }
        await (open.some(({ entry }) => entry === one.entry) || this.#tell(one.entry));
      }
    }
  }

  async #tell(id: string): Promise<void> {
    const entry = (await this.#app.journal.read()).entries.find((one) => one.id === id);
    // What Azure had said already, and is so, is no news.
    const news = (entry?.sessions ?? []).flatMap(({ verdict, listed }) =>
      listed?.afterwards && (listed.listed || (verdict !== "disconnected" && verdict !== "alreadyEnded"))
        ? [listed.listed]
        : [],
    );
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

function keyOf({ entry, hostId }: Open): string {
  return JSON.stringify([entry, hostId]);
}
