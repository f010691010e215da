import type { Memento } from "vscode";
import type { Inventory } from "../../core/inventory/inventory.ts";
import { identityKey, type Identity } from "../../core/model/identity.ts";
import { storedValue, type StoredValue } from "../ui/storedValue.ts";

/**
 * Tenants whose problems the user doesn't want to see as rows, remembered per account. They are searched anyway, and
 * what is found in them is shown.
 */
export class HiddenTenants {
  readonly #memory: StoredValue;
  readonly #inventory: Inventory;

  constructor(memory: Memento, inventory: Inventory) {
    this.#memory = storedValue(memory, "hiddenTenants");
    this.#inventory = inventory;
    // The inventory ends with the extension, and takes this with it.
    inventory.on("change", () => this.#forgetReadable());
    this.#apply();
  }

  /** Hides the problems that these identities have with their tenants. */
  hide(identities: readonly Identity[]): void {
    this.#write([...new Set([...this.#keys, ...identities.map(identityKey)])]);
  }

  /** Brings them back. */
  show(identities: readonly Identity[]): void {
    const shown = new Set(identities.map(identityKey));
    this.#write(this.#keys.filter((key) => !shown.has(key)));
  }

  /** Each an {@link identityKey}. Read every time, since other windows write it too. */
  get #keys(): readonly string[] {
    const kept = this.#memory.read();
    return Array.isArray(kept) ? kept.filter((key) => typeof key === "string") : [];
  }

  #write(keys: readonly string[]): void {
    this.#memory.write(keys);
    this.#apply();
  }

  #apply(): void {
    this.#inventory.hide((identity) => this.#keys.includes(identityKey(identity)));
  }

  /** A tenant that can be read again is no longer hidden, so that what fails in it later is a row again. */
  #forgetReadable(): void {
    const keys = this.#keys;
    if (keys.length === 0) {
      return;
    }
    const { accounts, searchProblems } = this.#inventory;
    const failing = new Set(
      searchProblems.flatMap((problem) => ("identity" in problem ? [identityKey(problem.identity)] : [])),
    );
    const readable = [...accounts.values()]
      .flatMap(({ tenants }) => [...tenants.values()])
      .filter(({ searching, hosts }) => !searching && hosts.known !== undefined)
      .map(({ identity }) => identity)
      .filter((identity) => keys.includes(identityKey(identity)) && !failing.has(identityKey(identity)));
    if (readable.length > 0) {
      this.show(readable);
    }
  }
}
