import { commands, env, l10n, type Disposable, type WebviewPanel } from "vscode";
import { SESSIONS_VIEW } from "../ids.ts";
import { parseAzureTime } from "../../core/model/azureTime.ts";
import { momentOf } from "../../core/model/time/moment.ts";
import { plainText } from "../../core/text/plainText.ts";
import { setContextKey } from "../ui/contextKeys.ts";
import { errorText } from "../../words/errorText.ts";
import { inBackground } from "../ui/reportError.ts";
import { approximation } from "./approximation.ts";
import { parsePageMessage } from "./parseMessage.ts";
import { HistoryPanel, isOfHistory } from "./history/historyPanel.ts";
import { MetricsFeed } from "./metricsFeed.ts";
import { logPageError, pageHtml, setUpPanel } from "./html.ts";
import type {
  Action,
  FaceId,
  PageMessage,
  SessionCount,
  TablePosition,
  ExtensionMessage,
  TableLayout,
} from "./protocol.ts";
import type { RowAction, RowActions } from "./rowActions.ts";
import { isAnyChange, RowFeed } from "./rowFeed.ts";
import { hostsInScope, scopeName, type Scope } from "./scope.ts";
import { dataStatus } from "./dataStatus.ts";
import type { PanelDependencies } from "./panelDependencies.ts";
import { pageTexts } from "./pageTexts.ts";
import { StoredLayout } from "./storedLayout.ts";
import { settings } from "../ui/settings.ts";
import { parseTableLayout, storableLayout, withoutLoggedFields } from "./tableLayout.ts";

/** Milliseconds for which changes are collected before they are posted. */
const STEP_MS = 100;

/** One editor tab with the table: posts what its page shows, and handles what it asks for. */
export class TablePanel implements Disposable {
  readonly #dependencies: PanelDependencies;
  readonly #panel: WebviewPanel;
  readonly #feed: RowFeed;
  #actions: Promise<RowActions> | undefined;
  readonly #metrics: MetricsFeed;
  readonly #layout: StoredLayout<TableLayout>;
  readonly #history: HistoryPanel;
  readonly #subscriptionNames = new Map<string, string>();
  #scope: Scope | undefined;
  #isReady = false;
  #step: NodeJS.Timeout | undefined;
  #face: FaceId;
  /** What the history is to be filtered by, until the page can be told. */
  #wanted: ExtensionMessage | undefined;
  #position: TablePosition | undefined;
  /** The last progress message. */
  #progress: ExtensionMessage = { type: "loading", done: 0, total: 0 };
  /** The last data status that was posted, as JSON. */
  #dataStatus = "";

  constructor(dependencies: PanelDependencies, panel: WebviewPanel, scope: Scope | undefined, face: FaceId) {
    this.#dependencies = dependencies;
    this.#panel = panel;
    this.#scope = scope;
    this.#face = face;
    this.#layout = new StoredLayout({
      stored: dependencies.storedLayout,
      parse: parseTableLayout,
      storable: storableLayout,
    });
    this.#feed = new RowFeed({
      host: (host) => dependencies.inventory.names.host(host),
      subscription: (id) => this.#subscriptionNames.get(id) ?? id,
      problem: ({ problem }) => problem && errorText(problem).what,
      approximation,
      time: (text) => parseAzureTime(text)?.getTime(),
    });
    this.#metrics = new MetricsFeed({
      metrics: dependencies.inventory.metrics,
      clock: dependencies.clock,
      isVisible: () => panel.visible,
      hostId: (key) => this.#feed.hostId(key),
      problem: (error) => plainText(errorText(error).what, 300),
      post: (message) => this.#post(message),
    });
    this.#history = new HistoryPanel({
      ...dependencies,
      source: dependencies.history,
      stored: dependencies.storedHistoryLayout,
      hosts: () => hostsInScope(dependencies.inventory, this.#scope),
      post: (message) => this.#post(message),
      sessionRow: ({ hostKey, sessionKey }) => this.#feed.rowId(hostKey, sessionKey),
    });
    setUpPanel(panel, dependencies.extensionUri);
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
    this.#history.clear();
    if (this.#isReady) {
      this.#init();
    }
  }

  /** Has the page do something with what is selected in it. */
  do(action: Action): void {
    this.#post({ type: "do", action });
  }

  /**
   * Shows a face.
   * @param filter what the history is filtered by
   */
  show(face: FaceId, filter?: string): void {
    this.#face = face;
    this.#wanted = { type: "face", face, ...(filter !== undefined && { filter }) };
    this.#postWanted();
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

  #postWanted(): void {
    if (this.#isReady && this.#wanted) {
      this.#post(this.#wanted);
      this.#wanted = undefined;
    }
  }

  #post(message: ExtensionMessage): void {
    if (this.#isReady) {
      void this.#panel.webview.postMessage(message);
    }
  }

  #init(): void {
    const { inventory, counts } = this.#dependencies;
    const scope = scopeName(this.#scope, inventory);
    const hasPeople = settings().people;
    this.#panel.title =
      scope === undefined ? l10n.t("Sessions Table") : l10n.t("Sessions Table: {0}", plainText(scope));
    this.#post({
      type: "init",
      texts: pageTexts(),
      locale: env.language,
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      face: this.#face,
      hasPeople,
      layout: hasPeople ? this.#layout.layout : withoutLoggedFields(this.#layout.layout),
      historyLayout: this.#history.layout,
      ...(scope !== undefined && { scope: plainText(scope) }),
      positions: { sessions: this.#position, history: this.#history.position },
    });
    this.#flush(true);
    this.#history.postAll();
    this.#postWanted();
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
    if (reset || isAnyChange(changes)) {
      this.#post({ type: "changes", ...(reset && { reset }), ...changes });
      this.#history.update();
    }
    const status = dataStatus(this.#dependencies, this.#scope, states, now.wall);
    const text = JSON.stringify(status);
    if (reset || text !== this.#dataStatus) {
      this.#dataStatus = text;
      this.#post({ type: "dataStatus", ...status });
    }
  }

  async #handleMessage(message: PageMessage | undefined): Promise<void> {
    if (!message) {
      return;
    }
    if (isOfHistory(message)) {
      await this.#history.handleMessage(message);
      return;
    }
    switch (message.type) {
      case "ready":
        this.#isReady = true;
        this.#init();
        setContextKey("bastionSessions.tableShownOnce", true);
        return;
      case "face":
        this.#face = message.face;
        return;
      case "layout":
        this.#layout.layout = message.layout;
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
      case "error":
        logPageError(this.#dependencies.log, message.error);
        return;
      case "showView":
        await commands.executeCommand(`${SESSIONS_VIEW}.focus`);
        return;
      case "details":
      case "reveal":
      case "incident":
      case "delete":
      case "copy":
      case "copyLink":
      case "export":
        await this.#act(message);
    }
  }

  async #act(message: RowAction): Promise<void> {
    const dependencies = {
      ...this.#dependencies,
      feed: this.#feed,
      post: (answer: ExtensionMessage) => this.#post(answer),
    };
    this.#actions ??= import("./rowActions.ts").then((loaded) => new loaded.RowActions(dependencies));
    await (await this.#actions).handleMessage(message);
  }

  /** Stops the updates; SessionsTable closes the tab. */
  dispose(): void {
    this.#isReady = false;
    this.#metrics.show(undefined);
    this.#layout.save();
    this.#history.dispose();
    clearTimeout(this.#step);
    this.#dependencies.inventory.off("change", this.update);
    this.#dependencies.inventory.off("answered", this.update);
  }
}
