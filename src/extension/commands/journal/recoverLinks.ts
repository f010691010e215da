import { l10n } from "vscode";
import { isOpen } from "../../../core/journal/journalEntry.ts";
import type { LinkDeletion, LinkMachine } from "../../../core/journal/linkDeletion.ts";
import { LinkDeletions } from "../../../core/links/linkDeletions.ts";
import { armKey } from "../../../core/model/armId.ts";
import { vmNames } from "../../../core/model/vmNames.ts";
import { messageText } from "../../../core/text/plainText.ts";
import { codeOf } from "../../ui/fileError.ts";
import { formatNumber, namesOf } from "../../../words/format.ts";
import { showInformationMessage, showWarningMessage } from "../../ui/messages.ts";
import { withViewProgress } from "../../ui/viewProgress.ts";
import type { App } from "../app.ts";

/** VMs that a message names; the rest is counted. */
const NAMED = 2;
/** The user isn't asked about older deletions again and again. */
const RECENT_MS = 7 * 86_400_000;

/**
 * Offers to find out the outcome of deletions of links that an earlier process didn't see to their end. Their links are only
 * listed if the user wants that: Azure logs it, and a security team may be alarmed.
 */
export async function recoverLinks(app: App, abandoned: readonly LinkDeletion[]): Promise<void> {
  const since = app.clock.wall().getTime() - RECENT_MS;
  for (const deletion of abandoned.filter(({ at }) => Date.parse(at) >= since)) {
    const open = deletion.machines.filter(isOpen);
    const names = vmNames(open.map(({ vmId }) => vmId));
    const who = namesOf(open, NAMED, ({ vmId }) => messageText(names.get(armKey(vmId)) ?? vmId));
    const [look, showDetails] = [l10n.t("Read Links"), l10n.t("Show Details")];
    const text = l10n.t(
      "VS Code closed while the links of {0} were being deleted. Read links to see the outcome?",
      who,
    );
    const answer = await showWarningMessage(text, look, showDetails);
    if (answer === look) {
      await lookUp(app, deletion, open);
    } else if (answer === showDetails) {
      await app.journalDocuments.showLinks(deletion.id);
    }
  }
}

/** Lists the links for a minute, or until all is known, writes down what that shows, and says it. */
async function lookUp(app: App, { id }: LinkDeletion, open: readonly LinkMachine[]): Promise<void> {
  const { journal, inventory, clock, log, end, journalDocuments } = app;
  const lifetime = inventory.cloud ? AbortSignal.any([end, inventory.cloud.signal]) : end;
  const deletions = new LinkDeletions(app);
  const listed = await withViewProgress(() =>
    Promise.all(
      [...Map.groupBy(open, ({ hostId }) => hostId)].map(async ([hostId, machines]) => {
        const vmIds = machines.map(({ vmId }) => vmId);
        const seen = await deletions.lookAfterwards(armKey(hostId), vmIds, lifetime);
        const results = [...seen.listed].map(([vmId, isListed]) => ({ vmId, listed: isListed }));
        const at = (seen.at ?? clock.wall()).toISOString();
        try {
          await (results.length > 0 &&
            journal.append({ kind: "linksListed", entry: id, hostId, at, afterwards: true, results }));
        } catch (error) {
          log.warn(`the outcome of a deletion of links couldn't be written to the journal: ${codeOf(error)}`);
        }
        return results;
      }),
    ),
  );
  if (lifetime.aborted) {
    return;
  }
  journalDocuments.update(id);
  const results = listed.flat();
  const still = results.filter((one) => one.listed).length;
  const showDetails = l10n.t("Show Details");
  const text = l10n.t(
    "VMs without links now: {0}. Still with links: {1}. Unknown: {2}.",
    formatNumber(results.length - still),
    formatNumber(still),
    formatNumber(open.length - results.length),
  );
  const show = still > 0 || results.length < open.length ? showWarningMessage : showInformationMessage;
  if ((await show(text, showDetails)) === showDetails) {
    await journalDocuments.showLinks(id);
  }
}
