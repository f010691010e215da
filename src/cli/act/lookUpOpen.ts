/** What an earlier run of the command line left open in the journal, because it was stopped: looked up at the next start. */
import * as l10n from "@vscode/l10n";
import { LOOKING_MS, verifyGone } from "../../core/disconnect/verification.ts";
import type { Inventory } from "../../core/inventory/inventory.ts";
import type { Journal } from "../../core/journal/journal.ts";
import { listedAfterwards, newsOf, openOnHosts, type OpenOnHost } from "../../core/journal/openOnHosts.ts";
import type { ArmKey } from "../../core/model/armId.ts";
import { findJournal } from "../journalFolder.ts";
import type { Runtime } from "../runtime.ts";

/** An older one isn't asked about again and again, in milliseconds. */
export const RECENT_MS = 7 * 86_400_000;

/** Lists the hosts of disconnects without an outcome, writes down what that shows, and says it. What can't be read stays open. */
export async function lookUpOpen(
  inventory: Inventory,
  option: string | undefined,
  runtime: Pick<Runtime, "env" | "platform" | "clock" | "signal" | "terminal">,
): Promise<void> {
  const { clock, terminal } = runtime;
  await using journal = await findJournal(option, runtime);
  if (!journal) {
    return;
  }
  const entries = await journal.abandoned().catch(() => []);
  const since = clock.wall().getTime() - RECENT_MS;
  const open = openOnHosts(entries).filter(
    ({ hostKey, confirmedAt }) => inventory.host(hostKey) && Date.parse(confirmedAt) >= since,
  );
  if (open.length === 0) {
    return;
  }
  terminal.progress(() => l10n.t("Looking up a disconnect that was stopped"));
  await Promise.all(
    [...Map.groupBy(open, ({ hostKey }) => hostKey)].map(([key, here]) =>
      lookAt(key, here, inventory, journal, runtime),
    ),
  );
  const found = (await journal.read().catch(() => undefined))?.entries ?? [];
  for (const id of new Set(open.map(({ entry }) => entry))) {
    const news = newsOf(found.find((entry) => entry.id === id));
    const still = news.filter(Boolean).length;
    if (news.length > 0) {
      terminal.say(l10n.t("A disconnect was stopped. Gone: {0}. Still listed: {1}.", news.length - still, still));
    }
  }
}

/** Lists a host: for a minute if something has just been sent, as after any disconnect. */
async function lookAt(
  key: ArmKey,
  here: readonly OpenOnHost[],
  inventory: Inventory,
  journal: Journal,
  { clock, signal }: Pick<Runtime, "clock" | "signal">,
): Promise<void> {
  const { cloud } = inventory;
  if (!cloud) {
    return;
  }
  const newest = Math.max(...here.map(({ confirmedAt }) => Date.parse(confirmedAt)));
  const isRecent = clock.wall().getTime() - newest < LOOKING_MS;
  const over = new AbortController();
  const list = async () => {
    await inventory.verifyHost(cloud, key);
    // What was sent long ago is as it will be, also where that can't be seen.
    if (!isRecent) {
      over.abort();
    }
  };
  const listed = await verifyGone(
    [...new Set(here.flatMap(({ sessions }) => sessions.map(({ session }) => session.sessionId)))],
    {
      clock,
      lifetime: AbortSignal.any([signal, cloud.signal, over.signal]),
      first: list(),
      host: () => inventory.host(key),
      list,
      onLook: () => undefined,
    },
  );
  if (signal.aborted) {
    return;
  }
  const seenAt = inventory.host(key)?.list?.receivedAtWall ?? clock.wall();
  const lines = here.flatMap((one) => listedAfterwards(one, listed, seenAt) ?? []);
  await Promise.all(lines.map((line) => journal.append(line))).catch(() => undefined);
}
