import type { LogOutputChannel, Uri } from "vscode";
import type { Inventory } from "../../core/inventory/inventory.ts";
import type { ArmKey } from "../../core/model/armId.ts";
import type { Clock } from "../../core/model/clock.ts";
import type { ViewState } from "../ui/contextKeys.ts";
import type { StoredValue } from "../ui/storedValue.ts";
import type { HistorySource } from "./history/historySource.ts";
import type { SessionCount } from "./protocol.ts";

/** What the table's tab works with. */
export interface PanelDependencies {
  readonly inventory: Inventory;
  readonly clock: Clock;
  readonly extensionUri: Uri;
  /** The layout, kept between windows. */
  readonly storedLayout: StoredValue;
  readonly storedHistoryLayout: StoredValue;
  /** Where the history comes from. */
  readonly history: HistorySource;
  /** Resolves once the hosts are known. */
  readonly searched: () => Promise<void>;
  /** The user wants everything read again. */
  readonly refresh: () => void;
  /** Shows the row of a session in the tree. */
  readonly reveal: (hostKey: ArmKey, sessionKey: string) => Promise<void>;
  readonly log: LogOutputChannel;
  /** The state of the Sessions view: what it would say if it had no rows. */
  readonly viewState: () => ViewState;
  /** The session counts so far. */
  readonly counts: () => readonly SessionCount[];
}
