import type { History } from "../../../core/history/history.ts";
import type { HistoryRequest } from "../../../core/inventory/people/historyReader.ts";
import type { Connection } from "../../../core/model/session/connection.ts";

/** Who disconnected a connection, as far as something besides the audit log tells. */
export type Disconnector =
  /** This extension, as the journal says. */
  | {
      readonly kind: "us";
      readonly reason?: string;
      /** Of the disconnect, as the Activity Log may have it too. */
      readonly requestId?: string;
    }
  /** Somebody's disconnect of the host's sessions is in the Activity Log, shortly before it ended. */
  | { readonly kind: "probably"; readonly by: string };

/** Where the history comes from. */
export interface HistorySource {
  /** Rejects only for faults of our own and if it is aborted: what Azure refuses is a gap. */
  readonly read: (request: HistoryRequest, signal: AbortSignal) => Promise<History>;
  /** Who disconnected each of the connections, where that is known. */
  readonly disconnectors?: (history: History) => Promise<(connection: Connection) => Disconnector | undefined>;
}
