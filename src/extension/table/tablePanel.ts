import { commands, env, l10n, type Disposable, type Uri, type WebviewPanel, type LogOutputChannel } from "vscode";
import { CommandId, SESSIONS_VIEW } from "../ids.ts";
import type { Inventory } from "../../core/inventory/inventory.ts";
import type { ArmKey } from "../../core/model/armId.ts";
import { parseAzureTime } from "../../core/model/azureTime.ts";
import type { Clock } from "../../core/model/clock.ts";
import { momentOf } from "../../core/model/time/moment.ts";
import { plainText } from "../../core/text/plainText.ts";
import { setContextKey, type ViewState as TreeState } from "../ui/contextKeys.ts";
import type { StoredValue } from "../ui/storedValue.ts";
import { errorText } from "../ui/errorText.ts";
import { inBackground } from "../ui/reportError.ts";
import { approximation } from "./approximation.ts";
import { exportColumns } from "./tableExport.ts";
import { parsePageMessage } from "./parseMessage.ts";
import { MetricsFeed } from "./metricsFeed.ts";
import { pageHtml } from "./html.ts";
import type {
  Action,
  RowChanges,
  PageMessage,
  SessionCount,
  TablePosition,
  RowId,
  ExtensionMessage,
  TableLayout,
} from "./protocol.ts";
import { RowFeed } from "./rowFeed.ts";
import { RowLookup } from "./rowLookup.ts";
import { saveExport } from "./saveExport.ts";
import { hostsInScope, scopeName, type Scope } from "./scope.ts";
import { dataStatus } from "./dataStatus.ts";
import { exportTitles, pageTexts } from "./pageTexts.ts";
import { parseTableLayout, storableLayout } from "./tableLayout.ts";

/** Milliseconds for which changes are collected before they are posted. */
const STEP_MS = 100;
/** Milliseconds for which changes of the layout are collected before they are saved: a width changes with every pixel. */
const KEEP_MS = 500;

export interface PanelDependencies {
  readonly inventory: Inventory;
  readonly clock: Clock;
  readonly extensionUri: Uri;
  /** The layout, kept between windows. */
  readonly storedLayout: StoredValue;
  /** The user wants everything read again. */
  readonly refresh: () => void;
  /** Shows the row of a session in the tree. */
  readonly reveal: (hostKey: ArmKey, sessionKey: string) => Promise<void>;
  readonly log: LogOutputChannel;
  /** The state of the Sessions view: what it would say if it had no rows. */
  readonly viewState: () => TreeState;
  /** The session counts so far. */
  readonly counts: () => readonly SessionCount[];
}

/** One editor tab with the table: posts what its page shows, and handles what it asks for. */
export class TablePanel implements Disposable {
  readonly #dependencies: PanelDependencies;
  readonly #panel: WebviewPanel;
  readonly #feed: RowFeed;
  readonly #rows: RowLookup;
  readonly #metrics: MetricsFeed;
  readonly #subscriptionNames = new Map<string, string>();
  #scope: Scope | undefined;
  #isReady = false;
  #step: NodeJS.Timeout | undefined;
  /** The layout that is still to be saved. */
  #unsaved: { readonly layout: TableLayout; readonly timer: NodeJS.Timeout } | undefined;
  #position: TablePosition | undefined;
  /** The last progress message. */
  #progress: ExtensionMessage = { type: "loading", done: 0, total: 0 };
  /** The last data status that was posted, as JSON. */
  #dataStatus = "";

  constructor(dependencies: PanelDependencies, panel: WebviewPanel, scope: Scope | undefined) {
    this.#dependencies = dependencies;
    this.#panel = panel;
    this.#scope = scope;
    this.#feed = new RowFeed({
      host: (host) => dependencies.inventory.names.host(host),
      subscription: (id) => this.#subscriptionNames.get(id) ?? id,
      problem: ({ problem }) => problem && errorText(problem).what,
      approximation,
      time: (text) => parseAzureTime(text)?.getTime(),
    });
    this.#rows = new RowLookup(dependencies.inventory, dependencies.clock, this.#feed);
    this.#metrics = new MetricsFeed({
      metrics: dependencies.inventory.metrics,
      clock: dependencies.clock,
      isVisible: () => panel.visible,
      hostId: (key) => this.#feed.hostId(key),
      problem: (error) => plainText(errorText(error).what, 300),
      post: (message) => this.#post(message),
    });
    panel.iconPath = { light: at(dependencies.extensionUri, "light"), dark: at(dependencies.extensionUri, "dark") };
    panel.webview.options = {
      enableScripts: true,
      enableForms: false,
      localResourceRoots: [dependencies.extensionUri.with({ path: `${dependencies.extensionUri.path}/dist` })],
    };
    panel.webview.onDidReceiveMessage((message: unknown) =>
      inBackground(dependencies, "the sessions table", this.#handleMessage(parsePageMessage(message))),
    );
    panel.onDidChangeViewState(() => {
      this.update();
      this.#metrics.resume();
    });
    dependencies.inventory.on("change", this.update);
    dependencies.inventory.on("answered", this.update);
    panel.webview.html = pageHtml(panel.webview, dependencies.extensionUri);
  }

  get isVisible(): boolean {
    return this.#panel.visible;
  }

  get panel(): WebviewPanel {
    return this.#panel;
  }

  get scope(): Scope | undefined {
    return this.#scope;
  }

  set scope(scope: Scope | undefined) {
    this.#scope = scope;
    this.#position = undefined;
    if (this.#isReady) {
      this.#init();
    }
  }

  /** Has the page do something with what is selected in it. */
  do(action: Action): void {
    this.#post({ type: "do", action });
  }

  progress(progress: ExtensionMessage): void {
    this.#progress = progress;
    this.#post(progress);
  }

  counted(count: SessionCount): void {
    this.#post({ type: "sessionCounts", counts: [count] });
  }

  /** Posts what has changed, in a moment. */
  readonly update = (): void => {
    // A hidden page gets no messages; it gets everything when it is shown again.
    if (this.#isReady && this.#panel.visible) {
      this.#step ??= setTimeout(() => this.#flush(), STEP_MS);
    }
  };

  #post(message: ExtensionMessage): void {
    if (this.#isReady) {
      void this.#panel.webview.postMessage(message);
    }
  }

  #init(): void {
    const { inventory, storedLayout, counts } = this.#dependencies;
    const scope = scopeName(this.#scope, inventory);
    this.#panel.title =
      scope === undefined ? l10n.t("Sessions Table") : l10n.t("Sessions Table: {0}", plainText(scope));
    this.#post({
      type: "init",
      texts: pageTexts(),
      locale: env.language,
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      layout: this.#unsaved?.layout ?? parseTableLayout(storedLayout.read()),
      ...(scope !== undefined && { scope: plainText(scope) }),
      ...(this.#position && { position: this.#position }),
    });
    this.#flush(true);
    this.#post({ type: "sessionCounts", counts: counts() });
    this.#metrics.post();
    this.#post(this.#progress);
  }

  #flush(reset?: true): void {
    clearTimeout(this.#step);
    this.#step = undefined;
    const { inventory, clock } = this.#dependencies;
    inventory.subscriptions.forEach(({ subscriptionId }) =>
      this.#subscriptionNames.set(subscriptionId, inventory.names.subscription(subscriptionId)),
    );
    const states = hostsInScope(inventory, this.#scope);
    const now = momentOf(clock);
    const changes = reset ? this.#feed.everything(states, now) : this.#feed.changes(states, now);
    if (reset || isAnything(changes)) {
      this.#post({ type: "changes", ...(reset && { reset }), ...changes });
    }
    const status = dataStatus(this.#dependencies, this.#scope, states, now.wall);
    const text = JSON.stringify(status);
    if (reset || text !== this.#dataStatus) {
      this.#dataStatus = text;
      this.#post({ type: "dataStatus", ...status });
    }
  }

  async #handleMessage(message: PageMessage | undefined): Promise<void> {
    switch (message?.type) {
      case undefined:
        return;
      case "ready":
        this.#isReady = true;
        this.#init();
        setContextKey("bastionSessions.tableShownOnce", true);
        return;
      case "layout":
        clearTimeout(this.#unsaved?.timer);
        this.#unsaved = { layout: message.layout, timer: setTimeout(() => this.#saveLayout(), KEEP_MS) };
        return;
      case "position":
        this.#position = message.position;
        return;
      case "refresh":
        this.#dependencies.refresh();
        return;
      case "hostMetrics": {
        const key = message.host === undefined ? undefined : this.#feed.hostKey(message.host);
        this.#metrics.show(key && { key, range: message.range });
        return;
      }
      case "error": {
        const { name, at, message: text } = message.error;
        this.#dependencies.log.error(`the sessions table's page: ${name} at ${at.join(", ") || "an unknown place"}`);
        this.#dependencies.log.debug(`the sessions table's page: ${text}`);
        return;
      }
      case "showView":
        await commands.executeCommand(`${SESSIONS_VIEW}.focus`);
        return;
      case "details":
        this.#postDetails(message.row);
        return;
      case "reveal": {
        const source = this.#feed.source(message.row);
        await (source && this.#dependencies.reveal(source.hostKey, source.sessionKey));
        return;
      }
      case "delete": {
        const nodes = this.#rows.nodes(message.rows);
        // Without rows the command would let the user choose from all sessions, which was not asked for here.
        await (nodes.length > 0 && commands.executeCommand(CommandId.deleteSession, nodes[0], nodes));
        return;
      }
      case "copy": {
        const { toTsv } = await import("../../core/text/tabularExport.ts");
        const rows = this.#rows.exported(message.rows);
        await (rows.length > 0 && env.clipboard.writeText(toTsv(rows, exportColumns(message.columns, exportTitles()))));
        return;
      }
      case "export":
        await saveExport({
          shown: this.#rows.exported(message.rows),
          all: this.#rows.exported(this.#feed.ids()),
          columns: message.columns,
        });
    }
  }

  #postDetails(row: RowId): void {
    const details = this.#rows.details(row);
    if (details) {
      this.#post(details);
    }
  }

  #saveLayout(): void {
    clearTimeout(this.#unsaved?.timer);
    if (this.#unsaved) {
      this.#dependencies.storedLayout.write(storableLayout(this.#unsaved.layout));
      this.#unsaved = undefined;
    }
  }

  /** Stops the updates; SessionsTable closes the tab. */
  dispose(): void {
    this.#isReady = false;
    this.#metrics.show(undefined);
    this.#saveLayout();
    clearTimeout(this.#step);
    this.#dependencies.inventory.off("change", this.update);
    this.#dependencies.inventory.off("answered", this.update);
  }
}

function isAnything({ hosts, goneHosts, rows, goneRows }: RowChanges): boolean {
  return hosts.length + goneHosts.length + rows.length + goneRows.length > 0;
}

function at(extensionUri: Uri, theme: "light" | "dark"): Uri {
  return extensionUri.with({ path: `${extensionUri.path}/media/${theme}/session.svg` });
}
