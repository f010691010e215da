import { l10n } from "vscode";
import {
  confirmationOf,
  reviewOf,
  type Confirmation,
  type ConfirmationContext,
  type DisconnectRequest,
} from "../../../core/disconnect/confirmation.ts";
import { BY_LANGUAGE_MODEL } from "../../../core/journal/journalFormat.ts";
import { momentOf } from "../../../core/model/time/moment.ts";
import { askAgain } from "../../../core/inventory/askAgain.ts";
import type { HostedSession } from "../../../core/inventory/hostState.ts";
import { countNotes } from "../../../words/format.ts";
import { typeAbove } from "../../ui/settings.ts";
import { withViewProgress } from "../../ui/viewProgress.ts";
import type { App } from "../app.ts";
import { confirmationTexts } from "../../../words/confirmationTexts.ts";
import { showConfirmation } from "./showConfirmation.ts";
import { reviewSessions } from "./reviewSessions.ts";
import { showInformationMessage } from "../../ui/messages.ts";
import { plural } from "../../../words/plural.ts";

/**
 * Shows whom a disconnect hits and asks whether to go on.
 * @param meanwhile asked before the last question, which then has its notes too
 * @returns exactly what was confirmed, and the notes that the question had, as the journal keeps them; `undefined` if the
 * user cancelled, or the one who asks gave up meanwhile
 */
export async function confirmDisconnect<T extends { readonly notes: readonly string[] }>(
  app: Pick<App, "inventory" | "clock">,
  request: DisconnectRequest,
  meanwhile: (sessions: readonly HostedSession[]) => Promise<T | undefined>,
): Promise<
  { readonly sessions: readonly HostedSession[]; readonly notes: readonly string[]; readonly answer: T } | undefined
> {
  const accounts = accountsInUse(app);
  const { names } = app.inventory;
  const texts = confirmationTexts(names);
  const context = (): ConfirmationContext => ({ accounts, now: momentOf(app.clock), typeAbove: typeAbove() });
  const isWanted = () => request.signal?.aborted !== true;
  const asked = await stillThere(app, request);
  if (!asked || !isWanted()) {
    return undefined;
  }
  const review = reviewOf(asked, context(), texts);
  const chosen = review ? await reviewSessions(review, momentOf(app.clock), names) : asked.sessions;
  const answer = chosen.length > 0 && isWanted() ? await meanwhile(chosen) : undefined;
  // The user may have taken their time: what is asked last is as of now.
  const last = answer && (await stillThere(app, { ...asked, sessions: chosen }));
  if (!last || !isWanted()) {
    return undefined;
  }
  const { sessions } = last;
  const all = chosen.length === asked.sessions.length ? sessions : asked.sessions;
  const notes = [...(last.notes ?? []), ...answer.notes];
  const asking = context();
  const confirmation = confirmationOf({ ...last, sessions: all, notes }, sessions, asking, texts);
  // These times are for the screen: the journal has its own, in UTC.
  const onScreen = new Set(texts.outdated(sessions, asking.now));
  const kept = confirmation.notes.filter((note) => !onScreen.has(note));
  if (!(await isConfirmed(confirmation, request, app.clock))) {
    return undefined;
  }
  if (!isWanted()) {
    void showInformationMessage(l10n.t("Nothing was disconnected. The request was cancelled before you confirmed it."));
    return undefined;
  }
  return { sessions, notes: kept, answer };
}

/** The shortest time, in milliseconds, in which a person sees a dialog and answers it. */
const SEEING_MS = 1_000;

/**
 * Asks; again if an answer to a question that a language model raises comes too soon: the dialog may have come up while the
 * user was typing elsewhere, and what they meant for that confirms nothing.
 */
async function isConfirmed(
  confirmation: Confirmation,
  { by, signal }: DisconnectRequest,
  clock: App["clock"],
): Promise<boolean> {
  for (;;) {
    const since = clock.monotonic();
    const isYes = await showConfirmation(confirmation);
    const isTooSoon = by === BY_LANGUAGE_MODEL && clock.monotonic() - since < SEEING_MS;
    if (!isYes || !isTooSoon || signal?.aborted === true) {
      return isYes;
    }
  }
}

/** The request with its sessions as they are now, and a note on those that have ended; `undefined` if all have. */
async function stillThere(
  app: Pick<App, "inventory" | "clock">,
  request: DisconnectRequest,
): Promise<DisconnectRequest | undefined> {
  const { sessions: before, notes = [], checked, as } = request;
  const now = await withViewProgress(() => askAgain(before, { ...app, as }));
  if (now.size === 0) {
    void showInformationMessage(
      before.length === 1 ? l10n.t("The session has already ended.") : l10n.t("The sessions have already ended."),
    );
    return undefined;
  }
  const earlier = new Map([...now].map(([session, current]) => [current, session]));
  return {
    ...request,
    sessions: [...now.values()],
    notes: [...notes, ...endedNotes(before.length - now.size)],
    ...(checked && { checked: (session) => checked(earlier.get(session) ?? session) }),
  };
}

/** A note on sessions that ended since the user chose them. */
export function endedNotes(count: number): readonly string[] {
  return countNotes(
    count,
    () => l10n.t("1 session has already ended and will be skipped."),
    (number, text) => plural("{0} sessions have already ended and will be skipped.", number, text),
  );
}

/** Names of the accounts that are in use. */
function accountsInUse({ inventory }: Pick<App, "inventory">): readonly string[] {
  return [...inventory.accounts.values()].flatMap(({ account, signInNeeded }) => (signInNeeded ? [] : [account.label]));
}
