import { DISCONNECT_WINDOW_MS } from "../history/activity.ts";
import type { History } from "../history/history.ts";
import type { JournalEntry } from "../journal/journalEntry.ts";
import type { LinkDeletion } from "../journal/linkDeletion.ts";
import type { ArmKey } from "../model/armId.ts";
import type { BastionHost } from "../model/bastionHost.ts";
import type { IncidentSubject } from "./incident.ts";

/** How long after an event the later of the two logs may have it. */
const LATE_MS = 20 * 60_000;

/**
 * What the logs are to be read of for a range: also what ended connections in it began shortly before, and what of it they
 * have only later.
 */
export function logRange(
  { from, to }: Pick<IncidentInput, "from" | "to">,
  now: number,
): Pick<IncidentInput, "from" | "to"> {
  return { from: from - 2 * DISCONNECT_WINDOW_MS, to: Math.max(to, Math.min(now, to + LATE_MS)) };
}

/** What was read of the journal, or why it wasn't. */
export type IncidentJournal =
  | {
      readonly entries: readonly JournalEntry[];
      readonly linkDeletions: readonly LinkDeletion[];
      readonly torn: readonly unknown[];
    }
  /** The code of the file system's error. */
  | { readonly code: string };

export interface IncidentInput {
  readonly subject: IncidentSubject;
  /** Milliseconds of the date, the end left out. */
  readonly from: number;
  readonly to: number;
  /** Read with the Activity Log, of {@link logRange}. */
  readonly history: History;
  readonly journal: IncidentJournal;
  /** Since when the journal is kept, in milliseconds of the date. */
  readonly journalSince: number;
  /** The hosts that were asked about. */
  readonly hosts: readonly Pick<BastionHost, "id" | "key" | "name" | "subscriptionId">[];
  /** Those that no account may ask about. */
  readonly unasked: readonly ArmKey[];
  readonly subscriptionName: (subscriptionId: string) => string;
  readonly exportedAt: number;
  readonly exportedBy: readonly string[];
  /** What else is missing, in the user's language. */
  readonly notes: readonly string[];
}
