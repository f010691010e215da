import { EventEmitter, workspace, type Disposable, type Memento } from "vscode";
import { asObject } from "../../core/text/json.ts";
import type { Inventory } from "../../core/inventory/inventory.ts";
import type { Identity } from "../../core/model/identity.ts";
import { ownSetting } from "./ownSetting.ts";

const KEY = "selectedSubscriptions";
/** Stands for all subscriptions of an account, also those that are still to come. */
const ALL = "*";
/** The section and the name of the setting in which Microsoft's Azure Resources view keeps what the user selected there. */
const AZURE_RESOURCES = ["azureResourceGroups", "selectedSubscriptions"] as const;

/** A subscription as an account sees it. */
export interface SeenSubscription {
  readonly identity: Identity;
  /** In lower case. */
  readonly subscriptionId: string;
}

/**
 * Which subscriptions the user wants to see. What was chosen here is remembered per account; until then, what was selected
 * in Microsoft's Azure Resources view holds, and where there is nothing either, all.
 */
export class SubscriptionSelection implements Disposable {
  readonly #memory: Memento;
  readonly #emitter = new EventEmitter<void>();
  readonly #watch: Disposable;

  readonly onDidChange = this.#emitter.event;

  constructor(memory: Memento) {
    this.#memory = memory;
    this.#watch = workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration(AZURE_RESOURCES.join("."))) {
        this.#emitter.fire();
      }
    });
  }

  /** Has the inventory show what is selected, now and after each change. */
  attach(inventory: Pick<Inventory, "select">): void {
    const apply = () => inventory.select(this.isSelected());
    apply();
    this.#emitter.event(apply);
  }

  /** A question that holds until the next change. */
  isSelected(): (identity: Identity, subscriptionId: string) => boolean {
    // The user's own: a repository or a dev container must not hide hosts.
    const elsewhere = texts(ownSetting(...AZURE_RESOURCES).value);
    const chosen = asObject(this.#memory.get(KEY)) ?? {};
    const byAccount = new Map(Object.entries(chosen).map(([account, ids]) => [account, texts(ids)]));
    return (identity, subscriptionId) => {
      const own = byAccount.get(identity.account.id);
      const selection = own ?? elsewhere;
      return (
        (own === undefined && selection.size === 0) ||
        selection.has(ALL) ||
        selection.has(idOf({ identity, subscriptionId }))
      );
    };
  }

  /** Remembers, for every account concerned, which of these subscriptions it is to show. */
  async choose(all: readonly SeenSubscription[], chosen: ReadonlySet<string>): Promise<void> {
    const before = asObject(this.#memory.get(KEY)) ?? {};
    const byAccount = Map.groupBy(all, ({ identity }) => identity.account.id);
    const selections = [...byAccount].map(([account, seen]) => {
      const wanted = seen.filter(({ subscriptionId }) => chosen.has(subscriptionId));
      const known = new Set(seen.map(idOf));
      // What cannot be seen just now was not asked about.
      const unseen = [...texts(before[account])].filter((id) => id !== ALL && !known.has(id));
      return [account, wanted.length === seen.length ? [ALL] : [...wanted.map(idOf), ...unseen]] as const;
    });
    await this.#memory.update(KEY, { ...before, ...Object.fromEntries(selections) });
    this.#emitter.fire();
  }

  dispose(): void {
    this.#watch.dispose();
    this.#emitter.dispose();
  }
}

/** In the form of Microsoft's setting: `tenantId/subscriptionId`. */
function idOf({ identity, subscriptionId }: SeenSubscription): string {
  return `${identity.tenant.tenantId}/${subscriptionId}`.toLowerCase();
}

function texts(value: unknown): ReadonlySet<string> {
  return new Set(
    (Array.isArray(value) ? value : [])
      .filter((entry) => typeof entry === "string")
      .map((entry) => entry.toLowerCase()),
  );
}
