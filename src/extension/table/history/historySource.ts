import type { History } from "../../../core/history/history.ts";
import type { Disconnector } from "../../../core/history/historyRecord.ts";
import type { HistoryRequest } from "../../../core/inventory/people/historyReader.ts";
import type { Connection } from "../../../core/model/session/connection.ts";

/** Where the history comes from. */
export interface HistorySource {
  /** Rejects only for faults of our own and if it is aborted: what Azure refuses is a gap. */
  readonly read: (request: HistoryRequest, signal: AbortSignal) => Promise<History>;
  /** Who disconnected each of the connections, where that is known. */
  readonly disconnectors?: (history: History) => Promise<(connection: Connection) => Disconnector | undefined>;
}
