import * as vscode from "vscode";
import type { Change, Inventory } from "../../../core/inventory/inventory.ts";
import type { Clock } from "../../../core/model/clock.ts";
import { openDocuments, openRendered } from "../../ui/openRendered.ts";
import { searchDetails } from "./searchDetails.ts";

const SCHEME = "bastion-sessions-search";
const URI = vscode.Uri.from({ scheme: SCHEME, path: "/search.md" });

/** Milliseconds in which changes are gathered: a search of a thousand subscriptions changes something all the time. */
const STEP_MS = 1_000;

/** The read-only document with the search details, which follows the search. */
export class SearchDocument implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #inventory: Inventory;
  readonly #clock: Clock;
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #registration: vscode.Disposable;
  #timer: NodeJS.Timeout | undefined;

  readonly onDidChange = this.#changed.event;

  constructor({ inventory, clock }: { readonly inventory: Inventory; readonly clock: Clock }) {
    this.#inventory = inventory;
    this.#clock = clock;
    this.#registration = vscode.workspace.registerTextDocumentContentProvider(SCHEME, this);
    inventory.on("change", this.#update);
  }

  provideTextDocumentContent(): string {
    return searchDetails(this.#inventory, this.#clock.wall());
  }

  async show(): Promise<void> {
    await openRendered(URI);
    // VS Code may still have had the document as it was when it was closed.
    this.#renew();
  }

  #renew(): void {
    openDocuments(URI).forEach((uri) => this.#changed.fire(uri));
  }

  readonly #update = (change: Change): void => {
    if ("everything" in change) {
      this.#timer ??= setTimeout(() => {
        this.#timer = undefined;
        this.#renew();
      }, STEP_MS);
    }
  };

  dispose(): void {
    this.#inventory.off("change", this.#update);
    clearTimeout(this.#timer);
    this.#registration.dispose();
    this.#changed.dispose();
  }
}
