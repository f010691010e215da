/** The terms of a rule's `match` as conditions on rows of the audit log. */
import { addressMatcher } from "../../model/address.ts";
import { termsOf, type FilterTerm } from "../../model/session/sessionFilter.ts";
import type { FilterField } from "../../model/session/sessionFields.ts";
import { inBlock, kqlString } from "./kql.ts";
import type { Unsaid } from "./unsaid.ts";

/** How the columns that the table lacks are made. A resource's ID has its group at 4 and its name at 8. */
const MADE = {
  UserEmail: "column_ifexists('UserEmail', '')",
  ResourceType: "column_ifexists('ResourceType', '')",
  // Without its port, without brackets, and as IPv4 where it is IPv4 in the form of IPv6.
  ClientAddress: String.raw`replace_regex(replace_regex(replace_regex(ClientIpAddress, @'^([0-9.]+):[0-9]+$', @'\1'), @'^\[(.*)\](:[0-9]+)?$', @'\1'), @'(?i)^::ffff:([0-9.]+)$', @'\1')`,
  TargetName: "tostring(split(TargetResourceId, '/')[8])",
  TargetGroup: "tostring(split(TargetResourceId, '/')[4])",
  HostName: "tostring(split(_ResourceId, '/')[8])",
  HostGroup: "tostring(split(_ResourceId, '/')[4])",
} as const;

export type MadeColumn = keyof typeof MADE;

type Column = MadeColumn | "UserName" | "TargetVMIPAddress" | "Protocol";

/** In which columns a field is; the names of subscriptions, lengths of time and IDs are in none. */
const COLUMNS: Readonly<Record<Exclude<FilterField, "subscription" | "id">, readonly Column[]>> = {
  user: ["UserName"],
  person: ["UserEmail"],
  vm: ["TargetName"],
  ip: ["TargetVMIPAddress"],
  from: ["ClientAddress"],
  host: ["HostName"],
  protocol: ["Protocol"],
  group: ["TargetGroup", "HostGroup"],
};

const EVERY_COLUMN = [...new Set(Object.values(COLUMNS).flat())];

/** What a rule's `match` comes to in Azure. */
export interface MatchConditions {
  /** All of them must hold. */
  readonly conditions: readonly string[];
  readonly columns: ReadonlySet<MadeColumn>;
  readonly unsaid: readonly Unsaid[];
}

/** Translates a filter's terms; those that Azure's log can't tell are named, and left out. */
export function matchConditions(text: string): MatchConditions {
  const terms = termsOf(text).map(translate);
  return {
    conditions: terms.flatMap(({ condition }) => condition ?? []),
    columns: new Set(terms.flatMap(({ columns = [] }) => columns).filter(isMade)),
    unsaid: terms.flatMap(({ unsaid }) => unsaid ?? []),
  };
}

/** `extend`, for the columns that a query needs and the table lacks. */
export function extendLine(columns: ReadonlySet<MadeColumn>): string {
  const made = Object.entries(MADE).filter(([name]) => columns.has(name as MadeColumn));
  return `| extend ${made.map(([name, expression]) => `${name} = ${expression}`).join(", ")}`;
}

interface Translated {
  readonly condition?: string;
  readonly columns?: readonly Column[];
  readonly unsaid?: Unsaid;
}

function translate({ field, text, whole }: FilterTerm): Translated {
  const leftOut: Translated = { unsaid: { kind: "term", text: whole } };
  if (field === "subscription") {
    return leftOut;
  }
  if (field === "id" || (field === undefined && /^\/subscriptions\//iu.test(text))) {
    // Whether the log's IDs of connections are those of sessions isn't documented.
    return text.startsWith("/")
      ? { condition: `(_ResourceId =~ ${kqlString(text)} or TargetResourceId =~ ${kqlString(text)})` }
      : leftOut;
  }
  if (field === "from" && addressMatcher(text)) {
    return { condition: inBlock("ClientAddress", text), columns: ["ClientAddress"] };
  }
  if (field !== undefined && isIn(field, COLUMNS)) {
    return anyContains(COLUMNS[field], text);
  }
  // In quotes it would be a text.
  return field === undefined && text === whole && /^[<>]\d/u.test(text)
    ? leftOut
    : {
        ...anyContains(EVERY_COLUMN, field === undefined ? text : whole),
        unsaid: { kind: "subscriptionNames", text: whole },
      };
}

/** `contains` takes no notice of case, as the filter doesn't. */
function anyContains(columns: readonly Column[], text: string): Translated {
  const conditions = columns.map((column) => `${column} contains ${kqlString(text)}`).join(" or ");
  return { condition: columns.length > 1 ? `(${conditions})` : conditions, columns };
}

function isMade(column: Column): column is MadeColumn {
  return column in MADE;
}

function isIn<Entries extends object>(key: PropertyKey, entries: Entries): key is keyof Entries {
  return Object.hasOwn(entries, key);
}
