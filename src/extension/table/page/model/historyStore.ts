import { idHash } from "../../../../core/text/idHash.ts";
import {
  HISTORY_COLUMNS,
  historySortValue,
  ownText,
  type HistoryFormat,
} from "../../../../core/model/history/historyFields.ts";
import { FILTER_FIELDS, type FilterField } from "../../../../core/model/session/sessionFields.ts";
import { narrows, parseFilter, type Searchable } from "../../../../core/model/session/sessionFilter.ts";
import type { HistoryGrouping, HistoryMessage, HistoryRow } from "../../history/historyProtocol.ts";
import type { RowId } from "../../protocol.ts";
import type { RowFields, RowFilter, RowGrouping } from "./arrange.ts";
import { comparing, SortKeys, type Collator } from "./sortKeys.ts";

const MINUTE = 60_000;

/** A connection or a failed sign-in as the page keeps it. */
export interface PastRow extends HistoryRow {
  readonly kind: "row";
  /** When it was received, in milliseconds of the page's own clock. */
  readonly received: number;
  readonly search: Searchable;
  /** Equal for one person, whatever the case of the sign-in name. */
  readonly personKey: string | undefined;
  /** Equal for one machine; sorts by the name that is shown of it. */
  readonly machineKey: string | undefined;
  /** The same for a host. */
  readonly hostKey: string;
}

/** Minutes that a connection lasted, or has lasted by now. */
export function lasted({ minutes, end, received }: PastRow, now: number): number | undefined {
  return minutes !== undefined && end === "live" ? minutes + (now - received) / MINUTE : minutes;
}

/** Every row of the history, as received from the extension. */
export class HistoryStore {
  readonly #byId = new Map<RowId, PastRow>();
  readonly #now: () => number;
  readonly #endText: HistoryFormat["end"];
  readonly #values = new Map<FilterField, ReadonlySet<string>>();
  #rows: readonly PastRow[] | undefined;
  #version = 0;

  /**
   * @param now milliseconds of a clock that is never set back
   * @param endText how a row says that it ended, which the filter searches as it is shown
   */
  constructor(now: () => number, endText: HistoryFormat["end"]) {
    this.#now = now;
    this.#endText = endText;
  }

  /** Changes whenever a row changes. */
  get version(): number {
    return this.#version;
  }

  get rows(): readonly PastRow[] {
    return (this.#rows ??= [...this.#byId.values()]);
  }

  get(id: RowId): PastRow | undefined {
    return this.#byId.get(id);
  }

  /** The distinct texts of a filter field, collected on first use. */
  values(field: FilterField): ReadonlySet<string> {
    const known = this.#values.get(field) ?? new Set(this.rows.map(({ search }) => search.fields[field]));
    this.#values.set(field, known);
    return known;
  }

  apply({ reset, rows }: Extract<HistoryMessage, { type: "historyRows" }>): void {
    if (reset) {
      this.#byId.clear();
    }
    const received = this.#now();
    for (const row of rows) {
      this.#byId.set(row.id, pastRow(row, received, this.#now, this.#endText));
    }
    this.#rows = undefined;
    this.#values.clear();
    this.#version++;
  }
}

function pastRow(row: HistoryRow, received: number, now: () => number, endText: HistoryFormat["end"]): PastRow {
  const person = row.person?.trim().toLowerCase();
  const made = {
    ...row,
    kind: "row" as const,
    received,
    personKey: person === "" ? undefined : person,
    machineKey: row.machine === undefined ? undefined : `${(row.vm ?? row.ip ?? "").toLowerCase()}\t${row.machine}`,
    hostKey: `${row.host.toLowerCase()}\t${row.hostNumber}`,
  };
  return { ...made, search: new PastSearch(made, now, endText(row)) };
}

/** What the filter looks at: the words that sessions have too, so that one grammar does for both. */
class PastSearch implements Searchable {
  readonly fields: Searchable["fields"];
  readonly anywhere: string;
  readonly #row: Omit<PastRow, "search">;
  readonly #now: () => number;

  constructor(row: Omit<PastRow, "search">, now: () => number, end: string) {
    this.#row = row;
    this.#now = now;
    const fields: Partial<Record<FilterField, string>> = {};
    for (const field of FILTER_FIELDS) {
      fields[field] = (ownText(field, row) ?? "").toLowerCase();
    }
    this.fields = fields as Searchable["fields"];
    this.anywhere = [...WORDS.map((word) => ownText(word, row) ?? ""), end].join("\n").toLowerCase();
  }

  get ageMinutes(): number | undefined {
    return lasted(this.#row as PastRow, this.#now());
  }

  hasId(id: string): boolean {
    return this.#row.ids?.includes(idHash(id)) === true;
  }
}

/** What a word of the filter is looked for in, beside how it ended. */
const WORDS = ["person", "user", "vm", "host", "from", "client", "protocol", "ip", "subscription"];

/** What the grid sorts, groups and filters the history by. */
export function historyRowFields(collator: Collator): RowFields<PastRow> {
  const compare = comparing(collator);
  const groupings: Readonly<Record<Exclude<HistoryGrouping, "none">, RowGrouping<PastRow>>> = {
    person: {
      ranks: new SortKeys(({ personKey }) => personKey, compare),
      key: ({ personKey }) => personKey ?? "",
      label: ({ person, personKey }) => (personKey === undefined ? undefined : person),
    },
    vm: {
      ranks: new SortKeys(({ machineKey }) => machineKey, compare),
      key: ({ machineKey }) => machineKey ?? "",
      label: ({ vm, ip }) => vm ?? ip,
    },
    host: {
      ranks: new SortKeys(({ hostKey }) => hostKey, compare),
      key: ({ hostNumber }) => String(hostNumber),
      label: ({ host }) => host,
    },
  };
  return {
    sorting: Object.fromEntries(
      HISTORY_COLUMNS.map((column) => [column, new SortKeys<PastRow>(historySortValue(column), compare)]),
    ),
    groupings,
    parseFilter: historyFilter,
    narrows,
  };
}

function historyFilter(text: string): RowFilter<PastRow> | undefined {
  const parsed = parseFilter(text);
  return (
    parsed && {
      matches: ({ search }) => parsed.matches(search),
      isById: ({ search }) => parsed.ids.some((id) => search.hasId(id)),
    }
  );
}
