import type { LogRow } from "../world/logs/logTypes.ts";

/** A table on its way through a query: its columns with their types, and its rows. */
export interface Table {
  readonly columns: ReadonlyMap<string, string>;
  readonly rows: readonly LogRow[];
}

/** What is wrong with a query. `semantic`: a name in it is unknown. */
export class QueryError extends Error {
  readonly kind: "syntax" | "semantic";

  constructor(kind: "syntax" | "semantic", message: string) {
    super(message);
    this.kind = kind;
  }
}

type Operator = (table: Table) => Table;

export interface LogQuery {
  readonly table: string;
  /** What `_ResourceId` may be, in lower case; anything where the query doesn't say. */
  readonly resourceIds: readonly string[] | undefined;
  readonly top: number | undefined;
  run(table: Table): Table;
}

const NAME = String.raw`[A-Za-z_]\w*`;
/** A string literal in single quotes: https://learn.microsoft.com/kusto/query/scalar-data-types/string */
const LITERAL = String.raw`'(?:[^'\\\r\n]|\\['\\])*'`;
const LITERALS = String.raw`${LITERAL}(?:\s*,\s*${LITERAL})*`;

/**
 * The little of the Kusto query language that is needed: a table, then `where _ResourceId in~ ('…')`, `extend Name =
 * column_ifexists('Name', '')`, `project`, and `top N by Column`.
 *
 * @throws QueryError for all else, so that a test can fail
 */
export function parseLogQuery(text: string): LogQuery {
  const [table = "", ...stages] = stagesOf(text);
  if (!new RegExp(`^${NAME}$`).test(table)) {
    throw syntaxError(table);
  }
  const operators: Operator[] = [];
  let resourceIds: readonly string[] | undefined;
  let top: number | undefined;
  for (const stage of stages) {
    const ids = idsOf(stage);
    const limit = topOf(stage);
    resourceIds = ids ? [...(resourceIds ?? ids)].filter((id) => ids.includes(id)) : resourceIds;
    top = limit?.count ?? top;
    const operator = (ids && whereId(ids)) ?? (limit && first(limit)) ?? columnsOf(stage);
    if (!operator) {
      throw syntaxError(stage);
    }
    operators.push(operator);
  }
  return {
    table,
    resourceIds,
    top,
    run: (start) => operators.reduce((current, operator) => operator(current), start),
  };
}

/** What stands between pipes, literals left whole. */
function stagesOf(text: string): readonly string[] {
  const parts = text.match(new RegExp(String.raw`${LITERAL}|[^']|'`, "g")) ?? [];
  return parts
    .reduce<string[]>((stages, part) => {
      if (part === "|") {
        return [...stages, ""];
      }
      stages.push(`${stages.pop() ?? ""}${part}`);
      return stages;
    }, [])
    .map((stage) => stage.trim());
}

function idsOf(stage: string): readonly string[] | undefined {
  const [, list] = new RegExp(String.raw`^where\s+_ResourceId\s+in~\s*\(\s*(${LITERALS})\s*\)$`).exec(stage) ?? [];
  return list?.match(new RegExp(LITERAL, "g"))?.map((literal) =>
    literal
      .slice(1, -1)
      .replaceAll(/\\(['\\])/g, "$1")
      .toLowerCase(),
  );
}

function whereId(ids: readonly string[]): Operator {
  const wanted = new Set(ids);
  return ({ columns, rows }) => ({
    columns,
    rows: rows.filter((row) => wanted.has(String(row["_ResourceId"]).toLowerCase())),
  });
}

interface Limit {
  readonly count: number;
  readonly by: string;
  readonly isAscending: boolean;
}

function topOf(stage: string): Limit | undefined {
  const [, count, by = "", order] =
    new RegExp(String.raw`^top\s+(\d+)\s+by\s+(${NAME})(?:\s+(asc|desc))?$`).exec(stage) ?? [];
  return count === undefined ? undefined : { count: Number(count), by, isAscending: order === "asc" };
}

function first({ count, by, isAscending }: Limit): Operator {
  return ({ columns, rows }) => {
    known(columns, by, "top");
    const value = (row: LogRow) => row[by] ?? "";
    const falling = rows.toSorted((a, b) => Number(value(a) < value(b)) - Number(value(a) > value(b)));
    return { columns, rows: (isAscending ? falling.reverse() : falling).slice(0, count) };
  };
}

/** `extend` or `project`. */
function columnsOf(stage: string): Operator | undefined {
  const [, operator, list = ""] = /^(extend|project)\s+(.+)$/s.exec(stage) ?? [];
  if (operator === "extend") {
    const ifExists = String.raw`(${NAME})\s*=\s*column_ifexists\(\s*'(${NAME})'\s*,\s*''\s*\)`;
    return new RegExp(`^${ifExists}(?:\\s*,\\s*${ifExists})*$`).test(list)
      ? extend([...list.matchAll(new RegExp(ifExists, "g"))].map(([, name = "", from = ""]) => ({ name, from })))
      : undefined;
  }
  const columns = list.split(",").map((part) => new RegExp(`^(?:(${NAME})\\s*=\\s*)?(${NAME})$`).exec(part.trim()));
  return operator === "project" && columns.every((column) => column !== null)
    ? project(columns.map((column) => ({ name: column[1] ?? column[2] ?? "", from: column[2] ?? "" })))
    : undefined;
}

type Naming = readonly { readonly name: string; readonly from: string }[];

function extend(namings: Naming): Operator {
  return ({ columns, rows }) => {
    const added = namings.filter(({ name, from }) => name !== from || !columns.has(from));
    return {
      columns: new Map([...columns, ...added.map(({ name, from }) => [name, columns.get(from) ?? "string"] as const)]),
      rows: rows.map((row) => ({
        ...row,
        ...Object.fromEntries(added.map(({ name, from }) => [name, row[from] ?? ""])),
      })),
    };
  };
}

function project(namings: Naming): Operator {
  return ({ columns, rows }) => ({
    columns: new Map(namings.map(({ name, from }) => [name, known(columns, from, "project")])),
    rows: rows.map((row) =>
      Object.fromEntries(namings.flatMap(({ name, from }) => (row[from] === undefined ? [] : [[name, row[from]]]))),
    ),
  });
}

function known(columns: Table["columns"], name: string, operator: string): string {
  const type = columns.get(name);
  if (type === undefined) {
    throw new QueryError("semantic", `'${operator}' operator: Failed to resolve scalar expression named '${name}'`);
  }
  return type;
}

function syntaxError(stage: string): QueryError {
  return new QueryError("syntax", `Query could not be parsed at '${stage.slice(0, 80)}'`);
}
