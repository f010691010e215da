import type { HostState } from "../inventory/hostState.ts";
import type { Clock } from "../model/clock.ts";

/**
 * Milliseconds before each look at a host on which something was disconnected: a minute in all. Azure may still be at work
 * after its answer, or after that was lost, so a session that is listed at the first look may be gone at the next.
 */
const LOOKS_AFTER_MS = [0, 2_000, 4_000, 8_000, 16_000, 30_000];
/** The end of all looking, in milliseconds: a host that answers late must not keep the user from an answer. */
const LOOKING_MS = 75_000;

export interface Verification {
  readonly clock: Clock;
  /** Ends all looking. */
  readonly lifetime: AbortSignal;
  /** The first look, which is under way. */
  readonly first: Promise<void>;
  /** What is known of the host now. */
  readonly host: () => HostState | undefined;
  /** Lists the host again. */
  readonly list: () => Promise<void>;
  /** Called with what each new list that could be read shows of each session, whatever it was requested for, and when it came. */
  readonly onLook: (listed: ReadonlyMap<string, boolean>, at: Date) => void;
}

/**
 * Lists the host until none of the sessions is there any more, or the last look.
 * @returns what `onLook` was last called with: whether each session is still listed; without what could not be seen
 */
export async function verifyGone(
  sessionIds: readonly string[],
  { clock, lifetime, first, host, list, onLook }: Verification,
): Promise<ReadonlyMap<string, boolean>> {
  const listed = new Map<string, boolean>();
  const over = AbortSignal.any([lifetime, AbortSignal.timeout(LOOKING_MS)]);
  // What there was before counts for nothing.
  let seen = host()?.list?.receivedAtWall;
  const see = (): void => {
    const { list: current, problem } = host() ?? {};
    if (current && current.receivedAtWall !== seen && !problem) {
      seen = current.receivedAtWall;
      // Another disconnect may have taken a session out of this list: it was there when the list came.
      const there = new Set([...current.sessions, ...(current.removed ?? [])].map(({ session }) => session.sessionId));
      // A session missing from a list that couldn't be read completely may still be there.
      for (const sessionId of sessionIds) {
        if (there.has(sessionId) || current.unreadable === 0) {
          listed.set(sessionId, there.has(sessionId));
        } else if (listed.get(sessionId)) {
          listed.delete(sessionId);
        }
      }
      onLook(listed, seen);
    }
  };
  const isOpen = () => host() !== undefined && sessionIds.some((sessionId) => listed.get(sessionId) !== false);
  let look = first;
  for (const wait of [...LOOKS_AFTER_MS.slice(1), undefined]) {
    await Promise.race([look, aborted(over)]);
    see();
    if (wait === undefined || !isOpen()) {
      break;
    }
    await clock.pause(wait, over);
    // A refresh may have taken the place of the look, or have listed the host since.
    see();
    if (over.aborted || !isOpen()) {
      break;
    }
    look = list();
  }
  return listed;
}

/** Resolves when the signal is aborted. */
function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    signal.addEventListener("abort", () => resolve(), { once: true });
    if (signal.aborted) {
      resolve();
    }
  });
}
