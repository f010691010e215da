import { commands, env, l10n, ViewColumn, window, type Disposable, type Uri, type WebviewPanel } from "vscode";
import { CommandId, SESSIONS_VIEW, TABLE_VIEW } from "../ids.ts";
import { ageMinutes, type HostState } from "../../core/inventory/hostState.ts";
import type { Inventory } from "../../core/inventory/inventory.ts";
import type { ArmKey } from "../../core/model/armId.ts";
import { parseAzureTime } from "../../core/model/azureTime.ts";
import type { Clock } from "../../core/model/clock.ts";
import { plainText } from "../../core/text/plainText.ts";
import type { ViewState as TreeState } from "../ui/contextKeys.ts";
import { unknown } from "../ui/format.ts";
import type { Stored } from "../ui/storedValue.ts";
import { errorText } from "../ui/errorText.ts";
import { sessionByKey } from "../../core/inventory/sessionByKey.ts";
import { sessionFields } from "../tree/tooltip.ts";
import { subscriptionName } from "../tree/rowTexts.ts";
import { sessionNode } from "../tree/treeNode.ts";
import { toTsv, type ExportedRow } from "./tableExport.ts";
import { parseFromPage } from "./parseMessage.ts";
import { HostPlots } from "./metricsFeed.ts";
import { pageHtml } from "./html.ts";
import type { Action, Changes, FromPage, Observation, Place, RowId, ToPage, ViewState } from "./protocol.ts";
import { RowFeed } from "./rowFeed.ts";
import { saveExport } from "./saveExport.ts";
import { hostsInScope, scopeName, type Scope } from "./scope.ts";
import { standing } from "./dataStatus.ts";
import { columnTexts, pageTexts } from "./pageTexts.ts";
import { parseViewState } from "./tableLayout.ts";

/** Milliseconds in which changes are gathered before the page is told of them. */
const STEP_MS = 100;
/** Milliseconds in which changes of the arrangement are gathered before they are kept: a width changes with every pixel. */
const KEEP_MS = 500;

export interface PanelParts {
  readonly inventory: Inventory;
  readonly clock: Clock;
  readonly extensionUri: Uri;
  /** How the user has arranged the table, kept between windows. */
  readonly memory: Stored;
  /** The user wants everything read anew. */
  readonly refresh: () => void;
  /** Shows the row of a session in the tree. */
  readonly reveal: (hostKey: ArmKey, sessionKey: string) => Promise<void>;
  /** Reports errors of work that nobody waits for. */
  readonly inBackground: (work: Promise<unknown>) => void;
  /** How the view stands: what it would say if it had no rows. */
  readonly viewState: () => TreeState;
  /** Which hosts could not be read, in words; empty where there are none. */
  readonly unreadText: (unread: readonly HostState[]) => string;
  /** What was observed so far. */
  readonly observations: () => readonly Observation[];
}

/** A new, empty editor tab. */
export function createPanel(): WebviewPanel {
  return window.createWebviewPanel(TABLE_VIEW, l10n.t("Sessions Table"), ViewColumn.Active, {});
}

/** One editor tab with the table: what its page is told, and what it asks for. */
export class TablePanel implements Disposable {
  readonly #parts: PanelParts;
  readonly #panel: WebviewPanel;
  readonly #feed: RowFeed;
  readonly #plots: HostPlots;
  readonly #subscriptionNames = new Map<string, string>();
  #scope: Scope | undefined;
  #isReady = false;
  #step: NodeJS.Timeout | undefined;
  /** The arrangement that is still to be kept. */
  #unkept: { readonly view: ViewState; readonly timer: NodeJS.Timeout } | undefined;
  #place: Place | undefined;
  /** What the page is told last of how far reading has got. */
  #progress: ToPage = { type: "loading", done: 0, total: 0 };
  /** What the page was told last of how its rows stand. */
  #standing = "";

  constructor(parts: PanelParts, panel: WebviewPanel, scope: Scope | undefined) {
    this.#parts = parts;
    this.#panel = panel;
    this.#scope = scope;
    this.#feed = new RowFeed({
      subscription: (id) => this.#subscriptionNames.get(id) ?? id,
      problem: ({ problem }) => problem && errorText(problem).what,
      time: (text) => parseAzureTime(text)?.getTime(),
    });
    this.#plots = new HostPlots({
      metrics: parts.inventory.metrics,
      clock: parts.clock,
      isVisible: () => panel.visible,
      hostId: (key) => this.#feed.hostId(key),
      problem: (error) => plainText(errorText(error).what, 300),
      tell: (message) => this.#post(message),
    });
    panel.iconPath = { light: at(parts.extensionUri, "light"), dark: at(parts.extensionUri, "dark") };
    panel.webview.options = {
      enableScripts: true,
      enableForms: false,
      localResourceRoots: [parts.extensionUri.with({ path: `${parts.extensionUri.path}/dist` })],
    };
    panel.webview.onDidReceiveMessage((message: unknown) => parts.inBackground(this.#answer(parseFromPage(message))));
    panel.onDidChangeViewState(() => {
      this.#follow();
      this.#plots.follow();
    });
    parts.inventory.on("change", this.#follow);
    parts.inventory.on("answered", this.#follow);
    panel.webview.html = pageHtml(panel.webview, parts.extensionUri);
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
    this.#place = undefined;
    if (this.#isReady) {
      this.#init();
    }
  }

  /** Has the page do something with what is selected in it. */
  do(action: Action): void {
    this.#post({ type: "do", action });
  }

  progress(progress: ToPage): void {
    this.#progress = progress;
    this.#post(progress);
  }

  observed(observation: Observation): void {
    this.#post({ type: "observed", observations: [observation] });
  }

  readonly #follow = (): void => {
    // A page that is not on screen gets no messages; it is told of everything when it is shown again.
    if (this.#isReady && this.#panel.visible) {
      this.#step ??= setTimeout(() => this.#flush(), STEP_MS);
    }
  };

  #post(message: ToPage): void {
    if (this.#isReady) {
      void this.#panel.webview.postMessage(message);
    }
  }

  #init(): void {
    const { inventory, memory, observations } = this.#parts;
    const scope = scopeName(this.#scope, inventory);
    this.#panel.title =
      scope === undefined ? l10n.t("Sessions Table") : l10n.t("Sessions Table: {0}", plainText(scope));
    this.#post({
      type: "init",
      texts: pageTexts(),
      locale: env.language,
      view: this.#unkept?.view ?? parseViewState(memory.read()),
      ...(scope !== undefined && { scope: plainText(scope) }),
      ...(this.#place && { place: this.#place }),
    });
    this.#flush(true);
    this.#post({ type: "observed", observations: observations() });
    this.#plots.tell();
    this.#post(this.#progress);
  }

  #flush(reset?: true): void {
    clearTimeout(this.#step);
    this.#step = undefined;
    const { inventory, clock } = this.#parts;
    inventory.subscriptions.forEach((state) =>
      this.#subscriptionNames.set(state.subscriptionId, subscriptionName(state)),
    );
    const states = hostsInScope(inventory, this.#scope);
    const now = clock.monotonic();
    const changes = reset ? this.#feed.everything(states, now) : this.#feed.changes(states, now);
    if (reset || isAnything(changes)) {
      this.#post({ type: "changes", ...(reset && { reset }), ...changes });
    }
    const stands = standing(this.#parts, this.#scope, states, clock.wall());
    const text = JSON.stringify(stands);
    if (reset || text !== this.#standing) {
      this.#standing = text;
      this.#post({ type: "standing", ...stands });
    }
  }

  async #answer(message: FromPage | undefined): Promise<void> {
    switch (message?.type) {
      case undefined:
        return;
      case "ready":
        this.#isReady = true;
        this.#init();
        return;
      case "view":
        clearTimeout(this.#unkept?.timer);
        this.#unkept = { view: message.view, timer: setTimeout(() => this.#keep(), KEEP_MS) };
        return;
      case "place":
        this.#place = message.place;
        return;
      case "refresh":
        this.#parts.refresh();
        return;
      case "hostPlots": {
        const key = message.host === undefined ? undefined : this.#feed.hostKey(message.host);
        this.#plots.show(key && { key, range: message.range });
        return;
      }
      case "showView":
        await commands.executeCommand(`${SESSIONS_VIEW}.focus`);
        return;
      case "details":
        this.#details(message.row);
        return;
      case "reveal": {
        const source = this.#feed.source(message.row);
        await (source && this.#parts.reveal(source.hostKey, source.sessionKey));
        return;
      }
      case "delete": {
        const nodes = this.#nodes(message.rows);
        // Without rows the command would let the user choose from all there are, which nobody meant here.
        await (nodes.length > 0 && commands.executeCommand(CommandId.deleteSession, nodes[0], nodes));
        return;
      }
      case "copy": {
        const rows = this.#exported(message.rows);
        await (rows.length > 0 && env.clipboard.writeText(toTsv(rows, message.columns, columnTexts())));
        return;
      }
      case "export":
        await saveExport({
          shown: this.#exported(message.rows),
          all: this.#exported(this.#feed.ids()),
          columns: message.columns,
        });
    }
  }

  /** The rows as every command knows them. Those that ended meanwhile are left out there. */
  #nodes(rows: readonly RowId[]): ReturnType<typeof sessionNode>[] {
    return rows
      .flatMap((id) => this.#feed.source(id) ?? [])
      .map(({ hostKey, sessionKey }) => sessionNode(hostKey, sessionKey));
  }

  #exported(rows: Iterable<RowId>): readonly ExportedRow[] {
    const now = this.#parts.clock.monotonic();
    return [...rows].flatMap((id) => {
      const source = this.#feed.source(id);
      const known = source && this.#feed.row(source);
      const list = source && this.#parts.inventory.host(source.hostKey)?.list;
      const session = source && sessionByKey(list, source.sessionKey)?.session;
      return known ? [{ ...known, minutes: list && session && ageMinutes(session, list, now) }] : [];
    });
  }

  #details(id: RowId): void {
    const source = this.#feed.source(id);
    const host = source && this.#parts.inventory.host(source.hostKey);
    const state = source && sessionByKey(host?.list, source.sessionKey);
    if (host && state) {
      const fields = sessionFields(state, host, this.#parts.clock.monotonic());
      const shown = fields.map(
        ([name, value]) => [name, value === undefined || value === "" ? unknown() : plainText(value, 500)] as const,
      );
      this.#post({ type: "details", row: id, title: plainText(state.session.userName ?? unknown()), fields: shown });
    }
  }

  #keep(): void {
    clearTimeout(this.#unkept?.timer);
    if (this.#unkept) {
      this.#parts.memory.write(this.#unkept.view);
      this.#unkept = undefined;
    }
  }

  /** Stops following; the tab is closed by whoever opened it. */
  dispose(): void {
    this.#isReady = false;
    this.#plots.show(undefined);
    this.#keep();
    clearTimeout(this.#step);
    this.#parts.inventory.off("change", this.#follow);
    this.#parts.inventory.off("answered", this.#follow);
  }
}

function isAnything({ hosts, goneHosts, rows, goneRows }: Changes): boolean {
  return hosts.length + goneHosts.length + rows.length + goneRows.length > 0;
}

function at(extensionUri: Uri, theme: "light" | "dark"): Uri {
  return extensionUri.with({ path: `${extensionUri.path}/media/${theme}/session.svg` });
}
