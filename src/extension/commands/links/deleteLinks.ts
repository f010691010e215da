import { l10n, ProgressLocation } from "vscode";
import type { Reserved } from "../../../core/disconnect/inFlight.ts";
import type { HostState } from "../../../core/inventory/hostState.ts";
import { LinkRecord } from "../../../core/journal/journalRecord.ts";
import type { HostedLinks } from "../../../core/links/hostLinks.ts";
import { LinkDeletions } from "../../../core/links/linkDeletions.ts";
import type { HostLinkOutcome, LinkRun } from "../../../core/links/linkOutcome.ts";
import { journalLinkHosts, LinkRecorder } from "../../../core/links/linkRecorder.ts";
import { runLinkDeletion } from "../../../core/links/linkRun.ts";
import { cancellation } from "../../ui/cancellation.ts";
import { countedProgress } from "../../ui/countedProgress.ts";
import { showInformationMessage, withProgress } from "../../ui/messages.ts";
import { inBackground } from "../../ui/reportError.ts";
import type { App } from "../app.ts";
import type { Reason } from "../disconnect/askReason.ts";
import { deleteLinksWithoutJournal, notifyJournalFailure } from "../disconnect/journalFailure.ts";
import { changedLinks, goneText } from "../../../words/changedLinks.ts";
import { deletingLinksText } from "../../../words/linkTexts.ts";
import { confirmLinks, type ConfirmedLinks } from "./confirmLinks.ts";
import { reportLinkOutcomes, reportStillListed } from "./reportLinkOutcomes.ts";

/** One for each window: no VM's links are deleted twice at once. */
const deletionsOf = new WeakMap<App, LinkDeletions>();

/** What deletes links in this window. */
export function linkDeletions(app: App): LinkDeletions {
  const deletions = deletionsOf.get(app) ?? new LinkDeletions(app);
  deletionsOf.set(app, deletions);
  return deletions;
}

/**
 * Asks, writes down, deletes all links of these VMs, and says what happened.
 * @param wholeHost the host, if all of its VMs with links are meant
 */
export async function deleteLinks(app: App, machines: readonly HostedLinks[], wholeHost?: HostState): Promise<void> {
  const confirmed = await confirmLinks(app, machines, { wholeHost });
  if (confirmed) {
    await deleteConfirmed(app, confirmed);
  }
}

/** Deletes exactly the links that were confirmed. If they have changed, nothing is sent and the question is asked again. */
async function deleteConfirmed(app: App, confirmed: ConfirmedLinks): Promise<void> {
  const { reason } = confirmed;
  const outcomes = await deleteReserved(app, confirmed);
  const changed = changedLinks(confirmed, outcomes, app.inventory.names);
  if (changed?.machines.length === 0) {
    void showInformationMessage(goneText(changed, outcomes));
  } else if (changed) {
    const again = await confirmLinks(app, changed.machines, {
      reason,
      notes: changed.notes,
      wholeHost: changed.wholeHost,
    });
    await (again && deleteConfirmed(app, again));
  }
}

async function deleteReserved(
  app: App,
  { machines: confirmed, wholeHost, reason, notes }: ConfirmedLinks,
): Promise<readonly HostLinkOutcome[]> {
  using reserved = linkDeletions(app).reserve(confirmed);
  const { items: machines } = reserved;
  if (machines.length === 0) {
    void showInformationMessage(l10n.t("What you confirmed is already being deleted."));
    return [];
  }
  const record: LinkRecord = new LinkRecord(
    app.journal,
    () => app.clock.wall(),
    () => app.journalDocuments.update(record.id),
  );
  let isJournaled = true;
  try {
    await record.begin({
      by: "user",
      ...reason,
      ...(notes.length > 0 && { notes }),
      hosts: journalLinkHosts(machines),
    });
  } catch (error) {
    isJournaled = false;
    if (!(await deleteLinksWithoutJournal(app, error))) {
      return [];
    }
  }
  app.journalDocuments.add(record);
  const { run, outcomes } = await send(app, reserved, record, wholeHost);
  await record.whenWritten();
  inBackground(app, "following a deletion of links", finishRecord(app, record, run));
  inBackground(app, "notifying of a deletion of links", notify(app, machines, outcomes, record, reason));
  if (isJournaled && record.failure !== undefined) {
    const text = (why: string) => l10n.t("The outcome of the deletion couldn't be written to the journal: {0}.", why);
    notifyJournalFailure(app, record.failure, text);
  }
  return outcomes;
}

/** Sends all of it, with VS Code's progress, which offers to stop between batches. */
async function send(
  app: App,
  reserved: Reserved<HostedLinks>,
  record: LinkRecord,
  wholeHost: HostState | undefined,
): Promise<{ readonly run: LinkRun; readonly outcomes: readonly HostLinkOutcome[] }> {
  const { items: machines } = reserved;
  const title = deletingLinksText(machines.length);
  return withProgress(
    { location: ProgressLocation.Notification, title, cancellable: true },
    async (progress, token) => {
      const recorder = new LinkRecorder(record);
      const report = countedProgress(progress, machines.length);
      const run = runLinkDeletion(reserved, {
        deletions: linkDeletions(app),
        request: cancellation(token),
        wholeHost: wholeHost?.host.key,
        onEvent: (event) => {
          recorder.record(event);
          if (event.kind === "answered" && machines.length > 1) {
            report(event.results.length);
          }
        },
      });
      return { run, outcomes: await run.outcomes };
    },
  );
}

/** Waits until links are no longer listed for it, and says which are still there although Azure said that they're deleted. */
async function finishRecord(app: App, record: LinkRecord, { looked }: LinkRun): Promise<void> {
  await looked;
  record.end();
  await record.whenWritten();
  reportStillListed(app, record);
}

/** Shows the outcome, and tries again what failed if the user wants that. */
async function notify(
  app: App,
  machines: readonly HostedLinks[],
  outcomes: readonly HostLinkOutcome[],
  record: LinkRecord,
  reason: Reason,
): Promise<void> {
  const again = await reportLinkOutcomes(app, machines, outcomes, record);
  if (again.length > 0) {
    await deleteConfirmed(app, { machines: again, reason, notes: [] });
  }
}
