import type { Journal } from "../../../core/journal/journal.ts";
import { armKey } from "../../../core/model/armId.ts";
import { targetKey } from "../../../core/model/session/target.ts";
import { present } from "../../../core/text/json.ts";
import type { DisconnectedSession } from "../../../core/watch/hits/watchFacts.ts";

/** Sessions that this extension disconnected, for a watch that tells when their users return. */
export async function recentlyDisconnected(journal: Pick<Journal, "read">): Promise<readonly DisconnectedSession[]> {
  const { entries } = await journal.read();
  return entries
    .flatMap(({ sessions }) => sessions)
    .flatMap(({ hostId, session, verdict, answeredAt }) =>
      verdict === "disconnected" && answeredAt !== undefined
        ? [
            {
              hostKey: armKey(hostId),
              sessionId: session.sessionId,
              at: Date.parse(answeredAt),
              target: targetKey(session),
              ...present({ userName: session.userName, person: session.person }),
            },
          ]
        : [],
    );
}
