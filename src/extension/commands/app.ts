import type * as vscode from "vscode";
import type { CloudConnection } from "../account/cloudConnection.ts";
import type { HiddenTenants } from "../account/hiddenTenants.ts";
import type { SubscriptionSelection } from "../account/subscriptionSelection.ts";
import type { Identities } from "../../core/inventory/identities.ts";
import type { Inventory } from "../../core/inventory/inventory.ts";
import type { Journal } from "../../core/journal/journal.ts";
import type { ArmKey } from "../../core/model/armId.ts";
import type { Clock } from "../../core/model/clock.ts";
import type { SessionsTable } from "../table/sessionsTable.ts";
import type { SessionsView } from "../tree/sessionsView.ts";
import type { AttentionRows } from "../tree/attention/attentionRows.ts";
import type { ViewOptions } from "../tree/viewOptions.ts";
import type { TreeSelection } from "../tree/treeSelection.ts";
import type { TreeNode } from "../tree/treeNode.ts";
import type { SearchDocument } from "./account/searchDocument.ts";
import type { ReportDocuments } from "./doctor/reportDocuments.ts";
import type { Disconnects } from "../../core/disconnect/disconnects.ts";
import type { InFlight } from "../../core/disconnect/inFlight.ts";
import type { OpenQuestions } from "../../core/disconnect/openQuestions.ts";
import type { AlertDocuments } from "./watch/alertDocuments.ts";
import type { JournalDocuments } from "./journal/journalDocuments.ts";

/** The parts that commands work with. */
export interface App {
  readonly inventory: Inventory;
  /** Whose credentials a request may use. */
  readonly identities: Identities;
  readonly disconnects: Disconnects;
  readonly connection: CloudConnection;
  readonly selection: SubscriptionSelection;
  readonly hiddenTenants: HiddenTenants;
  readonly viewOptions: ViewOptions;
  readonly sessionsTable: SessionsTable;
  readonly view: vscode.TreeView<TreeNode>;
  /** What watch rules have found, and its rows. */
  readonly attention: AttentionRows;
  /** Shows those rows. */
  readonly showAttention: (ruleKey?: string) => Promise<void>;
  readonly treeSelection: TreeSelection;
  readonly clock: Clock;
  readonly log: vscode.LogOutputChannel;
  /** Reports of Diagnose that are open. */
  readonly reports: ReportDocuments;
  readonly searchDocument: SearchDocument;
  /** Watch rules as alerts in Azure. */
  readonly alertDocuments: AlertDocuments;
  readonly journal: Journal;
  readonly journalDocuments: JournalDocuments;
  readonly inFlight: InFlight;
  readonly questions: OpenQuestions;
  /** Aborted when the extension ends. */
  readonly end: AbortSignal;
  /** Searches everything again, with VS Code's progress bar on the view. */
  refresh(): Promise<void>;
  readonly revealRow: SessionsView["revealRow"];
  /** Shows the row of a session, selected. */
  readonly reveal: (hostKey: ArmKey, sessionKey: string) => Promise<void>;
  /** Searches everything unless that was done, and resolves when it is; the lists of sessions may still come. */
  load(): Promise<void>;
}

/** Runs a command; VS Code hands over the row that it was called on, and all selected rows. */
export type Handler = (app: App, row?: unknown, rows?: unknown) => Promise<void> | void;
