import { window, type Disposable, type WebviewPanel } from "vscode";
import type { HostState } from "../../core/inventory/hostState.ts";
import type { BastionHost } from "../../core/model/bastionHost.ts";
import { everyMinute } from "../../core/model/clock.ts";
import type { Stored } from "../ui/storedValue.ts";
import { TABLE_VIEW } from "../ids.ts";
import { countSessions } from "./sessionCount.ts";
import type { Action, SessionCount } from "./protocol.ts";
import { hostsInScope, isInScope, parseScope, type Scope } from "./scope.ts";
import { createPanel, TablePanel, type PanelDependencies } from "./tablePanel.ts";

interface Dependencies extends Omit<PanelDependencies, "refresh" | "counts"> {
  /** What the table is about, kept for when the window is opened again. */
  readonly scopeMemory: Stored;
  /** Searches for hosts if that was not done yet. */
  readonly load: () => Promise<void>;
  /** Searches for hosts again. */
  readonly refresh: () => Promise<void>;
  /** Called when {@link SessionsTable.wants} or {@link SessionsTable.isSeen} may have changed. */
  readonly changed: () => void;
}

/** Points that are kept: those of a day. */
const MAX_COUNTS = 24 * 60;

/** The sessions table as an editor tab, of which there is one at most. */
export class SessionsTable implements Disposable {
  readonly #dependencies: Dependencies;
  readonly #end = new AbortController();
  readonly #serializer: Disposable;
  #open: TablePanel | undefined;
  #loading = new AbortController();
  #counts: SessionCount[] = [];

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
    this.#serializer = window.registerWebviewPanelSerializer(TABLE_VIEW, {
      deserializeWebviewPanel: (panel) => {
        this.#attach(panel, parseScope(dependencies.scopeMemory.read()));
        return Promise.resolve();
      },
    });
    void everyMinute(dependencies.clock, () => this.#count(), this.#end.signal);
  }

  /** Shows the table, about what the scope says. */
  open(scope: Scope | undefined): void {
    this.#dependencies.scopeMemory.write(scope);
    if (!this.#open) {
      this.#attach(createPanel(), scope);
      return;
    }
    this.#open.panel.reveal();
    if (JSON.stringify(scope) !== JSON.stringify(this.#open.scope)) {
      this.#counts = [];
      this.#open.scope = scope;
      void this.#load(this.#dependencies.load());
    }
  }

  /** Has the page do something with what is selected in it. */
  do(action: Action): void {
    this.#open?.do(action);
  }

  /** Whether the sessions of a host are to be kept fresh for the table. */
  readonly wants = (host: BastionHost): boolean => this.#open !== undefined && isInScope(this.#open.scope, host);

  get #hosts(): readonly HostState[] {
    return this.#open ? hostsInScope(this.#dependencies.inventory, this.#open.scope) : [];
  }

  get isSeen(): boolean {
    return this.#open?.isVisible === true;
  }

  #attach(panel: WebviewPanel, scope: Scope | undefined): void {
    // There is only one tab: a restored one replaces any other.
    this.#open?.panel.dispose();
    const open = new TablePanel(
      {
        ...this.#dependencies,
        refresh: () => void this.#load(this.#dependencies.refresh()),
        counts: () => this.#counts,
      },
      panel,
      scope,
    );
    this.#open = open;
    this.#counts = [];
    panel.onDidChangeViewState(this.#dependencies.changed);
    panel.onDidDispose(() => {
      open.dispose();
      if (this.#open === open) {
        this.#open = undefined;
        this.#loading.abort();
        this.#dependencies.changed();
      }
    });
    this.#dependencies.changed();
    void this.#load(this.#dependencies.load());
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
    await inventory.loading.listAll(keys, signal, tell);
    if (!signal.aborted) {
      this.#open?.progress({ type: "loaded" });
      this.#count();
    }
  }

  #count(): void {
    const open = this.#open;
    const { clock } = this.#dependencies;
    const count = countSessions(this.#hosts, clock.monotonic(), clock.wall().getTime());
    if (open && count) {
      this.#counts = [...this.#counts.slice(1 - MAX_COUNTS), count];
      open.counted(count);
    }
  }

  dispose(): void {
    this.#end.abort();
    this.#loading.abort();
    this.#serializer.dispose();
    this.#open?.dispose();
  }
}
