import { idHash } from "../../../../core/text/idHash.ts";
import type { FieldRecord } from "../../../../core/model/session/sessionField.ts";
import type { FilterField } from "../../../../core/model/session/sessionFields.ts";
import { searchTexts, type Searchable } from "../../../../core/model/session/sessionFilter.ts";
import type { RowChanges, HostRow, RowId, SessionRow } from "../../protocol.ts";

/** A session as the page keeps it. */
export interface PageRow extends SessionRow, FieldRecord {
  readonly kind: "row";
  readonly on: HostRow;
  /** When it began, in milliseconds of the page's own clock; `undefined` where Azure did not say. */
  readonly began: number | undefined;
  readonly search: Searchable;
  /** Equal for sessions on one machine, `undefined` where Azure named none. Sorts by the name that is shown of it. */
  readonly machineKey: string | undefined;
  /** The same for sessions of one subscription. */
  readonly subscriptionKey: string;
}

const MINUTE = 60_000;

/** Minutes that a session has lasted. */
export function minutes({ began }: Pick<PageRow, "began">, now: number): number | undefined {
  return began === undefined ? undefined : (now - began) / MINUTE;
}

/** Every session of the table, as received from the extension. */
export class RowStore {
  readonly hosts = new Map<number, HostRow>();
  readonly #byId = new Map<RowId, PageRow>();
  readonly #now: () => number;
  readonly #values = new Map<FilterField, ReadonlySet<string>>();
  #rows: readonly PageRow[] | undefined;
  #version = 0;

  /** @param now milliseconds of a clock that is never set back */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Changes whenever a row changes. */
  get version(): number {
    return this.#version;
  }

  /** In the order in which they first came, which decides between equals. */
  get rows(): readonly PageRow[] {
    return (this.#rows ??= [...this.#byId.values()]);
  }

  /** The distinct texts of a filter field, collected on first use. */
  values(field: FilterField): ReadonlySet<string> {
    const known =
      this.#values.get(field) ?? new Set(this.rows.flatMap(({ search }) => search.fields[field].split("\n")));
    this.#values.set(field, known);
    return known;
  }

  get(id: RowId): PageRow | undefined {
    return this.#byId.get(id);
  }

  apply({ reset, hosts, goneHosts, rows, goneRows }: RowChanges & { readonly reset?: true }): void {
    if (reset) {
      this.hosts.clear();
      this.#byId.clear();
    }
    goneHosts.forEach((id) => this.hosts.delete(id));
    goneRows.forEach((id) => this.#byId.delete(id));
    const renamed = new Set(hosts.filter(({ id }) => this.hosts.has(id)).map(({ id }) => id));
    hosts.forEach((host) => this.hosts.set(host.id, host));
    for (const { id, host } of renamed.size > 0 ? this.rows : []) {
      const before = renamed.has(host) ? this.#byId.get(id) : undefined;
      if (before) {
        this.#set(before, before.began);
      }
    }
    const now = this.#now();
    rows.forEach((row) => this.#set(row, row.age === undefined ? undefined : now - row.age * MINUTE));
    this.#rows = undefined;
    this.#values.clear();
    this.#version++;
  }

  #set(row: SessionRow, began: number | undefined): void {
    const on = this.hosts.get(row.host);
    if (on) {
      const machineKey = row.machine === undefined ? undefined : groupKey(row.vm ?? row.ip ?? "", row.machine);
      const subscriptionKey = groupKey(on.subscription, on.subscriptionNumber);
      this.#byId.set(row.id, {
        ...row,
        kind: "row",
        on,
        began,
        search: new RowSearch({ ...row, on }, began, this.#now),
        machineKey,
        subscriptionKey,
      });
    }
  }
}

/** A tab is in no name and sorts before everything else, so the name decides first. */
function groupKey(name: string, number: number): string {
  return `${name.toLowerCase()}\t${number}`;
}

/** The last one that was asked for: one term is compared with thousands of rows. */
let hashed = { id: "", hash: idHash("") };

function hashOf(id: string): number {
  if (hashed.id !== id) {
    hashed = { id, hash: idHash(id) };
  }
  return hashed.hash;
}

/** What the filter looks at: made once for many looks, with an age that keeps growing. */
class RowSearch implements Searchable {
  readonly fields: Searchable["fields"];
  readonly anywhere: string;
  readonly #ids: readonly number[];
  readonly #began: number | undefined;
  readonly #now: () => number;

  constructor(record: SessionRow & Pick<PageRow, "on">, began: number | undefined, now: () => number) {
    ({ fields: this.fields, anywhere: this.anywhere } = searchTexts(record));
    this.#ids = [...(record.ids ?? []), ...(record.on.ids ?? [])];
    this.#began = began;
    this.#now = now;
  }

  hasId(id: string): boolean {
    return this.#ids.includes(hashOf(id));
  }

  get ageMinutes(): number | undefined {
    return minutes({ began: this.#began }, this.#now());
  }
}
