import { l10n } from "vscode";
import type { RunEvent } from "../../../core/disconnect/disconnectRun.ts";
import type { EntrySession } from "../../../core/journal/journalEntry.ts";
import type { JournalRecord } from "../../../core/journal/journalRecord.ts";
import type { Names } from "../../../core/inventory/names.ts";
import { formatNumber, namesOf } from "../../../words/format.ts";
import { showWarningMessage } from "../../ui/messages.ts";
import { whoOnWhat } from "../../../words/sessionText.ts";
import type { App } from "../app.ts";
import { inBackground } from "../../ui/reportError.ts";
import { plural } from "../../../words/plural.ts";

/** Sessions that a message names; the rest is counted. */
const NAMED = 2;

type Session = EntrySession["session"];

/** Says which sessions are still listed although Azure said that they are gone. That all are gone is only in the document. */
export function reportLater(app: App, { entry, id }: JournalRecord): void {
  for (const text of stillListedTexts(entry?.sessions ?? [], app.inventory.names)) {
    notify(app, id, text);
  }
}

/** A sentence for each of Azure's verdicts that the lists contradict. */
export function stillListedTexts(sessions: readonly EntrySession[], names: Names): readonly string[] {
  const stillListed = (of: EntrySession["verdict"]) =>
    sessions.flatMap(({ verdict, listed, session }) => (verdict === of && listed?.listed === true ? [session] : []));
  const [disconnected, notFound] = [stillListed("disconnected"), stillListed("alreadyEnded")];
  return [
    ...sentence(
      disconnected,
      names,
      (who) => l10n.t("Azure reported {0} as disconnected, but the session is still listed.", who),
      (count, who) =>
        plural(
          "Azure reported {0} sessions as disconnected, but they're still listed: {1}.",
          count,
          formatNumber(count),
          who,
        ),
    ),
    ...sentence(
      notFound,
      names,
      (who) => l10n.t("Azure couldn't find the session of {0} to disconnect it, but it's still listed.", who),
      (count, who) =>
        plural(
          "Azure couldn't find {0} sessions to disconnect them, but they're still listed: {1}.",
          count,
          formatNumber(count),
          who,
        ),
    ),
  ];
}

function sentence(
  sessions: readonly Session[],
  names: Names,
  ofOne: (who: string) => string,
  ofMany: (count: number, who: string) => string,
): readonly string[] {
  if (sessions.length === 0) {
    return [];
  }
  const who = namesOf(sessions, NAMED, (session) => whoOnWhat(session, names));
  return [sessions.length === 1 ? ofOne(who) : ofMany(sessions.length, who)];
}

/** Notifies of users who reconnected, in one message for all that a list shows. */
export class ReconnectsReport {
  readonly #app: App;
  readonly #id: string;
  #pending: Session[] = [];

  /** @param id of the record that has the details */
  constructor(app: App, id: string) {
    this.#app = app;
    this.#id = id;
  }

  add(event: RunEvent): void {
    if (event.kind !== "returned") {
      return;
    }
    if (this.#pending.length === 0) {
      queueMicrotask(() => this.#notify());
    }
    const { session } = event.left.state;
    this.#pending.push({ ...session, sessionId: session.sessionId ?? "" });
  }

  #notify(): void {
    const back = this.#pending;
    this.#pending = [];
    const text =
      back.length === 1
        ? l10n.t("{0} reconnected in a new session. Disconnecting doesn't lock users out.", this.#names(back))
        : plural(
            "{0} users reconnected in new sessions: {1}. Disconnecting doesn't lock users out.",
            back.length,
            formatNumber(back.length),
            this.#names(back),
          );
    notify(this.#app, this.#id, text, l10n.t("Ways Back…"));
  }

  #names(sessions: readonly Session[]): string {
    return namesOf(sessions, NAMED, (session) => whoOnWhat(session, this.#app.inventory.names));
  }
}

/** @param waysBack the button that leads to the ways by which users connect again */
function notify(app: App, id: string, text: string, waysBack?: string): void {
  const showDetails = l10n.t("Show Details");
  const answered = async () => {
    const answer = await showWarningMessage(text, showDetails, ...(waysBack === undefined ? [] : [waysBack]));
    if (answer === showDetails) {
      await app.journalDocuments.show(id);
    } else if (answer !== undefined) {
      await app.journalDocuments.offerWaysBack(id);
    }
  };
  inBackground(app, "notifying of what followed a disconnect", answered());
}
