import type { Journal } from "../../../core/journal/journal.ts";
import { armKey } from "../../../core/model/armId.ts";
import type { Connection } from "../../../core/model/session/connection.ts";
import { present } from "../../../core/text/json.ts";
import type { Disconnector } from "../../../core/history/historyRecord.ts";

/** Which connections this extension disconnected, and why: by the IDs of the sessions that Azure says are disconnected. */
export async function journalDisconnectors(
  journal: Pick<Journal, "read">,
): Promise<(connection: Connection) => Disconnector | undefined> {
  const { entries } = await journal.read();
  const byId = new Map<string, Disconnector>();
  for (const { reason, sessions } of entries) {
    for (const { hostId, session, verdict, requestId } of sessions) {
      if (verdict === "disconnected") {
        byId.set(keyOf(armKey(hostId), session.sessionId), {
          kind: "us",
          ...(reason && { reason }),
          ...present({ requestId }),
        });
      }
    }
  }
  return ({ hostKey, tunnelId }) => (tunnelId === undefined ? undefined : byId.get(keyOf(hostKey, tunnelId)));
}

function keyOf(hostKey: string, id: string): string {
  return `${hostKey} ${id.toLowerCase()}`;
}
