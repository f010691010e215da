/** Deletes the links that a question has shown, and nothing else: every deletion of the command line ends here. */
import * as l10n from "@vscode/l10n";
import type { HostState } from "../../../core/inventory/hostState.ts";
import type { Journal } from "../../../core/journal/journal.ts";
import { LinkRecord } from "../../../core/journal/journalRecord.ts";
import type { LinkDeletion } from "../../../core/journal/linkDeletion.ts";
import type { HostedLinks } from "../../../core/links/hostLinks.ts";
import { LinkDeletions } from "../../../core/links/linkDeletions.ts";
import type { HostLinkOutcome } from "../../../core/links/linkOutcome.ts";
import { journalLinkHosts, LinkRecorder } from "../../../core/links/linkRecorder.ts";
import { runLinkDeletion } from "../../../core/links/linkRun.ts";
import type { Fleet } from "../../fleet/fleet.ts";
import type { Runtime } from "../../runtime.ts";
import type { ChangeWords, JournaledWhy } from "../change.ts";
import { followChange, whenJournaled, type ChangeEnd, type FollowOptions } from "../followChange.ts";

/** What is changed, in words. */
export const LINK_DELETION: ChangeWords = {
  command: "links delete",
  nothing: () => l10n.t("No links were deleted."),
};

/** What was confirmed, by whom and why. */
export interface SelectedLinks extends JournaledWhy {
  /** Exactly those that the question has shown. */
  readonly machines: readonly HostedLinks[];
  /** The host, if all of its VMs with links are meant. */
  readonly wholeHost?: HostState;
}

/** What came of it. */
export interface LinkDeletionEnd extends ChangeEnd<LinkDeletion> {
  /** Of each host; empty if it was stopped before they were known. */
  readonly outcomes: readonly HostLinkOutcome[];
}

/**
 * Writes down what was confirmed, lists the links again, deletes those that are still what was confirmed, and looks whether
 * they're gone. A host whose links have changed is left as it is.
 * @param signal stops it between batches; what was sent stays sent, and is in the journal
 * @throws CommandError if nothing was sent because the journal couldn't be written
 */
export async function deleteSelectedLinks(
  { machines, wholeHost, ...why }: SelectedLinks,
  { inventory, identities, log }: Fleet,
  journal: Journal,
  { clock, signal }: Pick<Runtime, "clock" | "signal">,
  onProgress: FollowOptions["onProgress"],
): Promise<LinkDeletionEnd> {
  const record = new LinkRecord(
    journal,
    () => clock.wall(),
    () => undefined,
  );
  await whenJournaled(record.begin({ ...why, hosts: journalLinkHosts(machines) }), LINK_DELETION);
  const recorder = new LinkRecorder(record);
  const deletions = new LinkDeletions({ inventory, identities, clock, log });
  using reserved = deletions.reserve(machines);
  let outcomes: readonly HostLinkOutcome[] = [];
  const end = await followChange(record, recorder, { all: machines.length, signal, onProgress }, ({ onEvent }) => {
    const run = runLinkDeletion(reserved, { deletions, request: signal, wholeHost: wholeHost?.host.key, onEvent });
    return { ...run, outcomes: run.outcomes.then((known) => void (outcomes = known)) };
  });
  return { ...end, outcomes };
}
