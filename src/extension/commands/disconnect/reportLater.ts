import { l10n } from "vscode";
import type { RunEvent } from "../../../core/disconnect/disconnectRun.ts";
import type { EntrySession } from "../../../core/journal/journalEntry.ts";
import type { JournalRecord } from "../../../core/journal/journalRecord.ts";
import { formatNumber, namesOf } from "../../ui/format.ts";
import { whoOnWhat } from "../../ui/sessionText.ts";
import type { App } from "../app.ts";
import { inBackground } from "../../ui/reportError.ts";
import { showWarningMessage } from "../../ui/messages.ts";

/** Sessions that a message names; the rest is counted. */
const NAMED = 2;

type Session = EntrySession["session"];

/** Says which sessions are still listed although Azure has disconnected them. That all are gone is only in the document. */
export function reportLater(app: App, { entry, id }: JournalRecord): void {
  const still = (entry?.sessions ?? []).filter(
    ({ verdict, listed }) => verdict === "disconnected" && listed?.listed === true,
  );
  if (still.length > 0) {
    const text =
      still.length === 1
        ? l10n.t(
            "Azure reported {0} as disconnected, but the session is still listed.",
            sessionNames(
              app,
              still.map(({ session }) => session),
            ),
          )
        : l10n.t(
            "Azure reported {0} sessions as disconnected, but they're still listed: {1}.",
            formatNumber(still.length),
            sessionNames(
              app,
              still.map(({ session }) => session),
            ),
          );
    notify(app, id, text);
  }
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
        ? l10n.t(
            "{0} reconnected in a new session. Disconnecting doesn't lock users out.",
            sessionNames(this.#app, back),
          )
        : l10n.t(
            "{0} users reconnected in new sessions: {1}. Disconnecting doesn't lock users out.",
            formatNumber(back.length),
            sessionNames(this.#app, back),
          );
    notify(this.#app, this.#id, text);
  }
}

function notify(app: App, id: string, text: string): void {
  const showDetails = l10n.t("Show Details");
  const answered = async () =>
    (await showWarningMessage(text, showDetails)) === showDetails && app.journalDocuments.show(id);
  inBackground(app, "notifying of what followed a disconnect", answered());
}

function sessionNames({ inventory }: App, sessions: readonly Session[]): string {
  return namesOf(sessions, NAMED, (session) => whoOnWhat(session, inventory.names));
}
