import {
  l10n,
  ViewColumn,
  window,
  type Disposable,
  type ExtensionContext,
  type LogOutputChannel,
  type WebviewPanel,
} from "vscode";
import type { HostState } from "../../core/inventory/hostState.ts";
import type { Inventory } from "../../core/inventory/inventory.ts";
import type { RefreshController, RefreshViewer } from "../../core/refresh/refreshController.ts";
import type { CloudConnection } from "../account/cloudConnection.ts";
import type { SessionsView } from "../tree/sessionsView.ts";
import { viewState } from "../tree/viewState.ts";
import { everyMinute, type Clock } from "../../core/model/clock.ts";
import { momentOf } from "../../core/model/time/moment.ts";
import { storedValue, type StoredValue } from "../ui/storedValue.ts";
import { TABLE_VIEW } from "../ids.ts";
import { isScopeFound } from "./dataStatus.ts";
import { countSessions } from "./sessionCount.ts";
import type { HistorySource } from "./history/historySource.ts";
import type { Action, FaceId, SessionCount } from "./protocol.ts";
import { hostsInScope, isInScope, parseScope, type Scope } from "./scope.ts";
import { TablePanel } from "./tablePanel.ts";

interface Dependencies {
  readonly inventory: Inventory;
  readonly refreshController: RefreshController;
  readonly connection: CloudConnection;
  readonly sessionsView: SessionsView;
  readonly clock: Clock;
  readonly log: LogOutputChannel;
  /** Where the history comes from. */
  readonly history: HistorySource;
  readonly context: Pick<ExtensionContext, "extensionUri" | "globalState" | "workspaceState">;
}

/** Points that are kept: those of a day. */
const MAX_COUNTS = 24 * 60;

/** The sessions table as an editor tab, of which there is one at most. */
export class SessionsTable implements Disposable {
  readonly #dependencies: Dependencies;
  /** The table as one of the views that decide what is kept fresh. */
  readonly #viewer: RefreshViewer;
  /** What the table is about, kept for when the window is opened again. */
  readonly #storedScope: StoredValue;
  readonly #end = new AbortController();
  readonly #serializer: Disposable;
  #open: TablePanel | undefined;
  #loading = new AbortController();
  #counts: SessionCount[] = [];

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
    this.#viewer = dependencies.refreshController.addViewer({ isVisible: () => this.#open?.isVisible === true });
    this.#storedScope = storedValue(dependencies.context.workspaceState, "table/scope");
    this.#serializer = window.registerWebviewPanelSerializer(TABLE_VIEW, {
      deserializeWebviewPanel: (panel) => {
        this.#attach(panel, parseScope(this.#storedScope.read()), "sessions");
        return Promise.resolve();
      },
    });
    void everyMinute(dependencies.clock, () => this.#tick(), this.#end.signal);
  }

  /** Shows the history, filtered, of everything that the table can be about. */
  openHistory(filter: string | undefined): void {
    this.open(undefined, "history");
    this.#open?.show("history", filter);
  }

  /** Shows the table, about what the scope says. */
  open(scope: Scope | undefined, face: FaceId = "sessions"): void {
    this.#storedScope.write(scope);
    if (!this.#open) {
      this.#attach(createPanel(), scope, face);
      return;
    }
    this.#open.panel.reveal();
    this.#open.show(face);
    if (JSON.stringify(scope) !== JSON.stringify(this.#open.scope)) {
      this.#counts = [];
      this.#open.scope = scope;
      this.#updateViewer();
      void this.#load(this.#dependencies.refreshController.load());
    }
  }

  /** Has the page do something with what is selected in it. */
  do(action: Action): void {
    this.#open?.do(action);
  }

  get #hosts(): readonly HostState[] {
    return this.#open ? hostsInScope(this.#dependencies.inventory, this.#open.scope) : [];
  }

  /** To be called when the table comes or goes, is seen or not, or is about something else. */
  #updateViewer(): void {
    const open = this.#open;
    const scope = open?.scope;
    this.#viewer.show((host) => open !== undefined && isInScope(scope, host));
    this.#viewer.visibilityChanged();
  }

  #attach(panel: WebviewPanel, scope: Scope | undefined, face: FaceId): void {
    // There is only one tab: a restored one replaces any other.
    this.#open?.panel.dispose();
    const { inventory, clock, log, refreshController, connection, sessionsView, history, context } = this.#dependencies;
    const open = new TablePanel(
      {
        inventory,
        clock,
        log,
        extensionUri: context.extensionUri,
        storedLayout: storedValue(context.globalState, "table/view"),
        storedHistoryLayout: storedValue(context.globalState, "table/history"),
        history,
        searched: refreshController.load,
        refresh: () => void this.#load(refreshController.refresh()),
        reveal: sessionsView.reveal,
        viewState: () => viewState(connection.setting, inventory),
        counts: () => this.#counts,
      },
      panel,
      scope,
      face,
    );
    this.#open = open;
    this.#counts = [];
    panel.onDidChangeViewState(() => this.#updateViewer());
    panel.onDidDispose(() => {
      open.dispose();
      if (this.#open === open) {
        this.#open = undefined;
        this.#loading.abort();
        this.#updateViewer();
      }
    });
    this.#updateViewer();
    void this.#load(refreshController.load());
  }

  /** Reads what the table is about, and has the page say how far that is and what is missing. */
  async #load(searched: Promise<void>): Promise<void> {
    this.#loading.abort();
    const { signal } = (this.#loading = new AbortController());
    const { inventory } = this.#dependencies;
    const tell = (done: number, total: number) =>
      signal.aborted || this.#open?.progress({ type: "loading", done, total });
    tell(0, 0);
    await searched;
    const keys = this.#hosts.map(({ host }) => host.key);
    await inventory.loading.ensureListed(keys, signal, tell);
    if (!signal.aborted) {
      this.#open?.progress({ type: "loaded" });
      this.#count();
    }
  }

  /** Time makes lists outdated, whether or not Azure answers. */
  #tick(): void {
    this.#count();
    this.#open?.update();
  }

  #count(): void {
    const open = this.#open;
    const { clock, inventory } = this.#dependencies;
    const hosts = this.#hosts;
    const count = countSessions(hosts, momentOf(clock), isScopeFound(inventory, open?.scope, hosts));
    if (open && count) {
      this.#counts = [...this.#counts.slice(1 - MAX_COUNTS), count];
      open.counted(count);
    }
  }

  dispose(): void {
    this.#end.abort();
    this.#loading.abort();
    this.#serializer.dispose();
    this.#viewer.dispose();
    this.#open?.dispose();
  }
}

/** A new, empty editor tab. */
function createPanel(): WebviewPanel {
  return window.createWebviewPanel(TABLE_VIEW, l10n.t("Sessions Table"), ViewColumn.Active, {});
}
