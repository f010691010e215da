/** What earlier processes left open in the journal: what to look for on which host, and what that has shown. */
import { armKey, type ArmKey } from "../model/armId.ts";
import { isOpen, type EntrySession, type JournalEntry } from "./journalEntry.ts";
import type { ListedLine } from "./journalFormat.ts";

/** What is open of one entry on one host. */
export interface OpenOnHost {
  readonly entry: string;
  /** When it was confirmed: ISO 8601, UTC. */
  readonly confirmedAt: string;
  readonly hostId: string;
  readonly hostKey: ArmKey;
  readonly sessions: readonly EntrySession[];
}

/** What is open of each entry, by its hosts. */
export function openOnHosts(entries: readonly JournalEntry[]): OpenOnHost[] {
  return entries.flatMap(({ id: entry, at: confirmedAt, sessions }) =>
    [...Map.groupBy(sessions.filter(isOpen), ({ hostId }) => hostId)].map(([hostId, ofHost]) => ({
      entry,
      confirmedAt,
      hostId,
      hostKey: armKey(hostId),
      sessions: ofHost,
    })),
  );
}

/** The line on what a later look has shown; `undefined` if it has shown nothing of these sessions. */
export function listedAfterwards(
  { entry, hostId, sessions }: OpenOnHost,
  listed: ReadonlyMap<string, boolean>,
  seenAt: Date,
): ListedLine | undefined {
  const results = sessions.flatMap(({ session: { sessionId } }) => {
    const isListed = listed.get(sessionId);
    return isListed === undefined ? [] : [{ sessionId, listed: isListed }];
  });
  return results.length === 0
    ? undefined
    : { kind: "listed", entry, hostId, at: seenAt.toISOString(), afterwards: true, results };
}

/** Whether sessions are still listed that a later look has shown; what Azure had said already, and is so, is no news. */
export function newsOf(entry: JournalEntry | undefined): readonly boolean[] {
  return (entry?.sessions ?? []).flatMap(({ verdict, listed }) =>
    listed?.afterwards && (listed.listed || (verdict !== "disconnected" && verdict !== "alreadyEnded"))
      ? [listed.listed]
      : [],
  );
}
