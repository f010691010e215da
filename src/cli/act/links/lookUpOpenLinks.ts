/** Deletions of links that an earlier run of the command line left open in the journal, because it was stopped. */
import * as l10n from "@vscode/l10n";
import { LOOKING_MS } from "../../../core/disconnect/verification.ts";
import type { Journal } from "../../../core/journal/journal.ts";
import { isOpen } from "../../../core/journal/journalEntry.ts";
import type { LinkDeletion } from "../../../core/journal/linkDeletion.ts";
import { LinkDeletions } from "../../../core/links/linkDeletions.ts";
import type { LinkDependencies } from "../../../core/links/readLinks.ts";
import { armKey } from "../../../core/model/armId.ts";
import { formatNumber } from "../../../words/format.ts";
import { sayReadingLinks } from "../../fleet/linkNotice.ts";
import { findJournal } from "../../journalFolder.ts";
import type { Runtime } from "../../runtime.ts";
import { RECENT_MS } from "../lookUpOpen.ts";

/**
 * Finds out the outcome, writes it down, and says it. Azure logs that links are read, so a command that doesn't read links
 * anyway only says that something is open. What can't be read stays open.
 */
export async function lookUpOpenLinks(
  parts: LinkDependencies,
  option: string | undefined,
  runtime: Pick<Runtime, "env" | "platform" | "clock" | "signal" | "terminal">,
  mayRead: boolean,
): Promise<void> {
  const { clock, terminal } = runtime;
  await using journal = await findJournal(option, runtime);
  if (!journal) {
    return;
  }
  const since = clock.wall().getTime() - RECENT_MS;
  const isSeen = ({ hostId }: { readonly hostId: string }) => parts.inventory.host(armKey(hostId)) !== undefined;
  const open = (await journal.abandonedLinkDeletions().catch(() => []))
    .filter(({ at }) => Date.parse(at) >= since)
    .map((deletion) => ({ ...deletion, machines: deletion.machines.filter((one) => isOpen(one) && isSeen(one)) }))
    .filter(({ machines }) => machines.length > 0);
  if (open.length === 0) {
    return;
  }
  if (!mayRead) {
    terminal.say(stoppedText());
    return;
  }
  sayReadingLinks(new Set(open.flatMap(({ machines }) => machines.map(({ hostId }) => armKey(hostId)))).size, runtime);
  for (const deletion of open) {
    terminal.say([stopped(), await outcomeText(deletion, parts, journal, runtime)].join(" "));
  }
}

/** What is said of a deletion that was stopped: now, and by each command until its outcome is known. */
export function stoppedText(): string {
  return [stopped(), l10n.t("To see the outcome, use `bastion-sessions links`.")].join(" ");
}

function stopped(): string {
  return l10n.t("A deletion of links was stopped.");
}

/** Lists the links: for a minute if something has just been sent, as after any deletion. */
async function outcomeText(
  { id, at, machines }: LinkDeletion,
  parts: LinkDependencies,
  journal: Journal,
  { clock, signal }: Pick<Runtime, "clock" | "signal">,
): Promise<string> {
  const isRecent = clock.wall().getTime() - Date.parse(at) < LOOKING_MS;
  const deletions = new LinkDeletions(parts);
  const looks = [...Map.groupBy(machines, ({ hostId }) => hostId)].map(async ([hostId, ofHost]) => {
    const vmIds = ofHost.map(({ vmId }) => vmId);
    // What was sent long ago is as it will be.
    const seen = await deletions.lookAfterwards(armKey(hostId), vmIds, signal, { once: !isRecent });
    const results = [...seen.listed].map(([vmId, listed]) => ({ vmId, listed }));
    if (results.length > 0 && !signal.aborted) {
      const seenAt = (seen.at ?? clock.wall()).toISOString();
      const line = { kind: "linksListed", entry: id, hostId, at: seenAt, afterwards: true, results } as const;
      await journal.append(line).catch(() => undefined);
    }
    return results;
  });
  const results = (await Promise.all(looks)).flat();
  const still = results.filter(({ listed }) => listed).length;
  return l10n.t(
    "VMs without links now: {0}. Still with links: {1}. Unknown: {2}.",
    formatNumber(results.length - still),
    formatNumber(still),
    formatNumber(machines.length - results.length),
  );
}
