import { l10n, ThemeIcon, window, type QuickPick } from "vscode";
import type { HostState } from "../../../core/inventory/hostState.ts";
import type { HostedLinks } from "../../../core/links/hostLinks.ts";
import { readLinkFacts, type LinkFacts } from "../../../core/links/linkFacts.ts";
import { readLinks } from "../../../core/links/readLinks.ts";
import type { ArmKey } from "../../../core/model/armId.ts";
import type { App } from "../app.ts";
import { linkItems, nothingText, type LinkItem } from "./linkItems.ts";
import type { LinkScope } from "./linkScope.ts";
import { meantLinks, type ScopedAnswer } from "./meantLinks.ts";

/** What the user wants of the links that they see. */
export type LinkChoice =
  | {
      readonly kind: "delete";
      readonly links: readonly HostedLinks[];
      /** The host, if all of its VMs with links are meant. */
      readonly wholeHost?: HostState;
    }
  | { readonly kind: "diagnose"; readonly hostKey: ArmKey };

/** Reads links and shows them; the user chooses VMs whose links are to be deleted. `undefined`: they cancelled. */
export async function pickLinks(app: App, scopes: readonly LinkScope[]): Promise<LinkChoice | undefined> {
  const stop = new AbortController();
  const pick = window.createQuickPick<LinkItem>();
  try {
    return await new LinkPick(app, scopes, pick, AbortSignal.any([stop.signal, app.end])).choice();
  } finally {
    stop.abort();
    pick.dispose();
  }
}

class LinkPick {
  readonly #app: App;
  readonly #scopes: readonly LinkScope[];
  readonly #pick: QuickPick<LinkItem>;
  readonly #end: AbortSignal;
  readonly #refresh = { iconPath: new ThemeIcon("refresh"), tooltip: l10n.t("Refresh") };
  readonly #deleteAll = { iconPath: new ThemeIcon("trash"), tooltip: l10n.t("Delete All Links…") };
  readonly #diagnose = { iconPath: new ThemeIcon("pulse"), tooltip: l10n.t("Diagnose…") };
  #answers: readonly ScopedAnswer[] = [];
  #reading: AbortController | undefined;

  constructor(app: App, scopes: readonly LinkScope[], pick: QuickPick<LinkItem>, end: AbortSignal) {
    this.#app = app;
    this.#scopes = scopes;
    this.#pick = pick;
    this.#end = end;
    pick.title = l10n.t("Review Shareable Links");
    pick.canSelectMany = true;
    pick.ignoreFocusOut = true;
    pick.matchOnDescription = true;
    pick.matchOnDetail = true;
  }

  /** Shows the pick until the user has chosen. Rejects if reading fails for a reason that isn't Azure's. */
  async choice(): Promise<LinkChoice | undefined> {
    const pick = this.#pick;
    const { promise, resolve, reject } = Promise.withResolvers<LinkChoice | undefined>();
    const decide = (choice: LinkChoice | undefined) => choice && resolve(choice);
    const read = () => void this.#read().catch(reject);
    pick.onDidChangeSelection(() => this.#keepMachines());
    pick.onDidAccept(() => decide(this.#accepted()));
    pick.onDidTriggerItemButton(({ item }) => decide(diagnosis(item)));
    pick.onDidTriggerButton((button) => (button === this.#refresh ? read() : decide(this.#all())));
    pick.onDidHide(() => resolve(undefined));
    pick.show();
    read();
    return promise;
  }

  /** Reads links, then what the logs have of them. A refresh replaces what is being read. */
  async #read(): Promise<void> {
    this.#reading?.abort();
    const reading = new AbortController();
    this.#reading = reading;
    const signal = AbortSignal.any([reading.signal, this.#end]);
    const pick = this.#pick;
    pick.busy = true;
    pick.placeholder = l10n.t("Reading links…");
    const known = this.#scopes.flatMap((scope) => {
      const host = this.#app.inventory.host(scope.hostKey);
      return host ? [{ scope, host }] : [];
    });
    try {
      const answers = await readLinks(
        known.map(({ host }) => host),
        this.#app,
        signal,
      );
      this.#answers = known.flatMap(({ scope }, index) => {
        const answer = answers[index];
        return answer ? [{ answer, scope }] : [];
      });
      this.#show();
      pick.placeholder = this.#placeholder();
      const facts = await readLinkFacts(answers, this.#app, signal);
      signal.throwIfAborted();
      this.#show(facts);
      pick.busy = false;
    } catch (error) {
      if (!signal.aborted) {
        throw error;
      }
    }
  }

  #placeholder(): string {
    return meantLinks(this.#answers).length > 0
      ? l10n.t("Select VMs to delete all their links; you'll be asked to confirm")
      : nothingText(this.#answers, this.#scopes);
  }

  /** Shows what is known now. What the user has checked, and where they are, stays. */
  #show(facts?: ReadonlyMap<ArmKey, LinkFacts>): void {
    const pick = this.#pick;
    const [checked, active] = [new Set(pick.selectedItems.map(keyOf)), pick.activeItems.map(keyOf)];
    const reading = { read: this.#answers, now: this.#app.clock.wall(), ...(facts && { facts }) };
    const items = linkItems(reading, this.#app.inventory.names).map((item): LinkItem =>
      item.diagnose === undefined ? item : { ...item, buttons: [this.#diagnose] },
    );
    pick.keepScrollPosition = true;
    pick.items = items;
    pick.selectedItems = items.filter((item) => item.links !== undefined && checked.has(keyOf(item)));
    const same = items.filter((item) => active.includes(keyOf(item)));
    if (same.length > 0) {
      pick.activeItems = same;
    } else if (meantLinks(this.#answers).length === 0) {
      // Nothing can be checked: Enter is for what the row offers, such as a diagnosis.
      pick.activeItems = items.slice(0, 1);
    }
    pick.buttons = [...(meantLinks(this.#answers).length > 1 ? [this.#deleteAll] : []), this.#refresh];
  }

  /** Only VMs can be checked: other rows say something, and that's all. */
  #keepMachines(): void {
    const pick = this.#pick;
    const machines = pick.selectedItems.filter(({ links }) => links !== undefined);
    if (machines.length < pick.selectedItems.length) {
      pick.selectedItems = machines;
    }
  }

  /** The checked VMs; without any, what the row stands for that the user is on. */
  #accepted(): LinkChoice | undefined {
    const { selectedItems, activeItems } = this.#pick;
    const checked = selectedItems.flatMap(({ links }) => links ?? []);
    const [active] = activeItems;
    if (checked.length > 0) {
      return this.#deletion(checked);
    }
    return active?.links ? this.#deletion([active.links]) : active && diagnosis(active);
  }

  /** Everything that is listed; of a single host without a choice of VMs, that host. */
  #all(): LinkChoice | undefined {
    const [only, ...others] = this.#answers;
    const choice = this.#deletion(meantLinks(this.#answers));
    return choice && only && others.length === 0 && only.scope.machines === undefined
      ? { ...choice, wholeHost: only.answer.host }
      : choice;
  }

  #deletion(links: readonly HostedLinks[]): (LinkChoice & { readonly kind: "delete" }) | undefined {
    return links.length === 0 ? undefined : { kind: "delete", links };
  }
}

function diagnosis({ diagnose }: LinkItem): LinkChoice | undefined {
  return diagnose === undefined ? undefined : { kind: "diagnose", hostKey: diagnose };
}

/** Equal for rows on the same thing in two readings. */
function keyOf({ links, label, detail }: LinkItem): string {
  return links ? JSON.stringify([links.on.host.host.key, links.machine.vmKey]) : JSON.stringify([label, detail]);
}
