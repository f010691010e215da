import { everyMinute, type Clock } from "../model/clock.ts";
import type { Journal } from "./journal.ts";

const DAY_MS = 86_400_000;

/**
 * Deletes old files of the journal: now, and again whenever the date or the number of days has changed, by a look once a
 * minute. So neither a window that stays open for weeks nor a machine that slept keeps what should be gone.
 *
 * @param days how many days the journal is kept, asked at each look
 * @param onFailure hears of a file that couldn't be deleted; the next date tries again
 */
export async function keepRetention(
  journal: Pick<Journal, "deleteOlderThan">,
  { clock, signal, days, onFailure }: RetentionOptions,
): Promise<void> {
  let last = "";
  const look = async () => {
    const now = clock.wall();
    const due = `${now.toISOString().slice(0, 10)} ${days()}`;
    if (due === last) {
      return;
    }
    last = due;
    try {
      await journal.deleteOlderThan(new Date(now.getTime() - days() * DAY_MS));
    } catch (error) {
      onFailure(error);
    }
  };
  await look();
  await everyMinute(clock, look, signal);
}

export interface RetentionOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly days: () => number;
  readonly onFailure: (error: unknown) => void;
}
