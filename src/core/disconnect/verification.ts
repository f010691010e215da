import type { HostState } from "../inventory/hostState.ts";
import type { Clock } from "../model/clock.ts";

/**
 * Milliseconds before each look at a host on which something was disconnected: a minute in all. Azure may still be at work
 * after its answer, or after that was lost, so a session that is listed at the first look may be gone at the next.
 */
const LOOKS_AFTER_MS = [0, 2_000, 4_000, 8_000, 16_000, 30_000];
/** The end of all looking, in milliseconds: a host that answers late must not keep the user from an answer. */
export const LOOKING_MS = 75_000;

/** A list as far as it tells whether something is still there. */
export interface Look {
  readonly isListed: (id: string) => boolean;
  /** All of it could be read, so that what isn't in it is gone. */
  readonly isWhole: boolean;
  /** When it came: another list comes at another time, and has another object. */
  readonly at: Date;
}

export interface LookSchedule {
  readonly clock: Clock;
  /** Ends all looking. */
  readonly lifetime: AbortSignal;
  /** The first look, which is under way. */
  readonly first: Promise<void>;
  /** Lists again. */
  readonly list: () => Promise<void>;
  /** Called with what each new list that could be read shows of each item, whatever it was requested for, and when it came. */
  readonly onLook: (listed: ReadonlyMap<string, boolean>, at: Date) => void;
}

export interface Verification extends LookSchedule {
  /** What is known of the host now. */
  readonly host: () => HostState | undefined;
}

export interface LookVerification extends LookSchedule {
  /** The list before anything was changed, which counts for nothing. */
  readonly before?: Date | undefined;
  /** The newest list; `undefined` if there is none, or if listing failed since. */
  readonly newest: () => Look | undefined;
  /** Whether listing is of any use: the host is still known. */
  readonly isKnown: () => boolean;
}

/**
 * Lists the host until none of the sessions is there any more, or the last look.
 * @returns what `onLook` was last called with: whether each session is still listed; without what could not be seen
 */
export function verifyGone(
  sessionIds: readonly string[],
  { host, ...schedule }: Verification,
): Promise<ReadonlyMap<string, boolean>> {
  return verifyUnlisted(sessionIds, {
    ...schedule,
    before: host()?.list?.receivedAtWall,
    newest: () => sessionLook(host()),
    isKnown: () => host() !== undefined,
  });
}

function sessionLook({ list, problem }: Partial<Pick<HostState, "list" | "problem">> = {}): Look | undefined {
  if (!list || problem) {
    return undefined;
  }
  // Another disconnect may have taken a session out of this list: it was there when the list came.
  const there = new Set([...list.sessions, ...(list.removed ?? [])].map(({ session }) => session.sessionId));
  return { isListed: (id) => there.has(id), isWhole: list.unreadable === 0, at: list.receivedAtWall };
}

/** As {@link verifyGone}, for anything that is listed. */
export async function verifyUnlisted(
  ids: readonly string[],
  { clock, lifetime, first, before, newest, isKnown, list, onLook }: LookVerification,
): Promise<ReadonlyMap<string, boolean>> {
  const listed = new Map<string, boolean>();
  const over = AbortSignal.any([lifetime, AbortSignal.timeout(LOOKING_MS)]);
  let seen = before;
  const see = (): void => {
    const look = newest();
    if (look && look.at !== seen) {
      seen = look.at;
      // What is missing from a list that couldn't be read completely may still be there.
      for (const id of ids) {
        const isListed = look.isListed(id);
        if (isListed || look.isWhole) {
          listed.set(id, isListed);
        } else if (listed.get(id)) {
          listed.delete(id);
        }
      }
      onLook(listed, seen);
    }
  };
  const isOpen = () => isKnown() && ids.some((id) => listed.get(id) !== false);
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
