import type { Clock } from "../model/clock.ts";
import type { Identity } from "../model/identity.ts";
import { momentOf } from "../model/time/moment.ts";
import { AGED_MS, isStillTrue } from "./freshness.ts";
import type { HostedSession } from "./hostState.ts";
import type { Inventory } from "./inventory.ts";
import { sessionByKey } from "./sessionByKey.ts";

/** Milliseconds that a question waits for newer lists: Azure itself may take ten seconds, which no one waits for. */
export const QUESTION_MS = 2_000;

/**
 * Sessions as they are known now, for a question about them. Hosts whose lists are no longer still true are asked again,
 * for two seconds at most; a later answer reaches the views, but not what is returned here.
 * @param parts.as the identity that the user chose to act, whichever account gets the newer lists
 * @returns each session as it is now, by what was asked for; without those that have ended
 */
export async function askAgain(
  sessions: readonly HostedSession[],
  {
    inventory,
    clock,
    as,
  }: {
    readonly inventory: Pick<Inventory, "host" | "loading">;
    readonly clock: Clock;
    readonly as?: Identity | undefined;
  },
): Promise<ReadonlyMap<HostedSession, HostedSession>> {
  const asked = momentOf(clock);
  const keys = new Set(sessions.map(({ host }) => host.host.key));
  const due = [...keys].filter((key) => !isStillTrue(inventory.host(key) ?? {}, asked));
  if (due.length > 0) {
    const enough = new AbortController();
    await Promise.race([
      inventory.loading.ensureListed(due, new AbortController().signal, undefined, AGED_MS),
      clock.pause(QUESTION_MS, enough.signal),
    ]);
    enough.abort();
  }
  return new Map(
    sessions.flatMap((session) => {
      const now = current(session, inventory);
      return now ? [[session, as ? { ...now, host: { ...now.host, actor: as } } : now] as const] : [];
    }),
  );
}

/** A session as it is known now; `undefined` if it has ended. */
function current(session: HostedSession, inventory: Pick<Inventory, "host">): HostedSession | undefined {
  const host = inventory.host(session.host.host.key);
  const state = sessionByKey(host?.list, session.state.key);
  if (host && state) {
    return { host, state };
  }
  // A session that is missing from a list that couldn't be read completely may still be there.
  return host?.list?.unreadable === 0 ? undefined : session;
}
