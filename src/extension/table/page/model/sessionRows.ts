/** What the grid sorts, groups and filters sessions by. */
import { COLUMNS, sortValueOf } from "../../../../core/model/session/sessionFields.ts";
import { narrows, parseFilter } from "../../../../core/model/session/sessionFilter.ts";
import { userGroup } from "../../../../core/model/session/userName.ts";
import { personKey } from "../../../../core/model/session/who.ts";
import type { TableGrouping } from "../../protocol.ts";
import type { RowGrouping, RowFields, RowFilter } from "./arrange.ts";
import type { PageRow } from "./rowStore.ts";
import { compareNames, comparing, SortKeys, type Collator } from "./sortKeys.ts";

export function sessionRowFields(collator: Collator): RowFields<PageRow> {
  const compare = comparing(collator);
  const groupings: Readonly<Record<Exclude<TableGrouping, "none">, RowGrouping<PageRow>>> = {
    user: {
      ranks: new SortKeys(({ user }) => userGroup(user) || undefined, compare),
      key: ({ user }) => userGroup(user),
      label: ({ user }) => user,
    },
    person: {
      ranks: new SortKeys(({ person }) => personKey(person) || undefined, compare),
      key: ({ person }) => personKey(person),
      label: ({ person }) => person,
    },
    vm: {
      ranks: new SortKeys(({ machineKey }) => machineKey, compare),
      key: ({ machineKey }) => machineKey ?? "",
      label: ({ vm, ip }) => vm ?? ip,
    },
    host: {
      // Two hosts may have one name.
      ranks: new SortKeys(
        ({ on }) => on,
        (a, b) => compareNames(collator, a.name, b.name) || a.id - b.id,
      ),
      key: ({ host }) => String(host),
      label: ({ on }) => on.name,
    },
    subscription: {
      // And so may two subscriptions.
      ranks: new SortKeys(({ subscriptionKey }) => subscriptionKey, compare),
      key: ({ subscriptionKey }) => subscriptionKey,
      label: ({ on }) => on.subscription,
    },
  };
  return {
    sorting: Object.fromEntries(COLUMNS.map((column) => [column, new SortKeys(sortValueOf(column), compare)])),
    groupings,
    parseFilter: sessionRowFilter,
    narrows,
  };
}

function sessionRowFilter(text: string): RowFilter<PageRow> | undefined {
  const parsed = parseFilter(text);
  return (
    parsed && {
      matches: ({ search }) => parsed.matches(search),
      isById: ({ search }) => parsed.ids.some((id) => search.hasId(id)),
    }
  );
}
