import { randomUUID } from "node:crypto";
import type { LogVariant } from "../faults/logVariants.ts";
import type { LogQuestion } from "../http/requestLog.ts";
import type { Answer } from "../http/wire.ts";
import { Refusal } from "../http/wire.ts";
import { actions, checkApiVersion, mayDo, requireHost, requireSubscription } from "../signIn/access.ts";
import type { Identity } from "../signIn/access.ts";
import type { Call, Simulation } from "../simulation.ts";
import { AUDIT_COLUMNS, AUDIT_TABLE } from "../world/logs/auditRows.ts";
import { workspacesOf } from "../world/logs/diagnostics.ts";
import type { LogRow } from "../world/logs/logTypes.ts";
import { SeededRandom } from "../world/random.ts";
import type { SimulatedHost } from "../world/worldTypes.ts";
import { parseLogQuery, QueryError } from "./logQuery.ts";
import type { LogQuery, Table } from "./logQuery.ts";
import { timespanOf } from "./timespan.ts";
import type { Timespan } from "./timespan.ts";

/** What a query asks for. */
interface Question {
  readonly query: LogQuery;
  readonly timespan: Timespan;
}

const NEW_COLUMNS = new Set(["UserEmail", "ResourceType"]);
const MISSING = new Set(["UserEmail", "ClientIpAddress", "Duration", "TunnelId"]);

/** `POST {subscription or host}/providers/Microsoft.Insights/logs`: rows of the audit log, by a query. */
export function queryAuditLog(simulation: Simulation, call: Call, identity: Identity): Answer {
  checkApiVersion(simulation, call, "logs", "logs");
  const { subscriptionId = "", resourceGroup = "", host: name } = call.params;
  const subscription = requireSubscription(simulation, identity, subscriptionId);
  const inSubscription = simulation.world.hosts.filter((host) => host.subscriptionId === subscription.subscriptionId);
  const inScope = name === undefined ? inSubscription : [requireHost(simulation, subscription, resourceGroup, name)];
  const isOpen = simulation.requests.all.filter(
    ({ route, ended, account }) => route === "auditLog" && !ended && account === identity.account.label,
  );
  simulation.throttle.logs(identity.account.id, isOpen.length);
  const { query, timespan } = questionOf(call.body, simulation.clock.now());
  const wanted = query.resourceIds && new Set(query.resourceIds);
  const asked = inScope.filter(({ key }) => wanted?.has(key) ?? true);
  const mayRead = (scope: string) => mayDo(simulation, identity, actions.readAuditLog, scope);
  const readable = asked.filter(({ key }) => mayRead(key));
  if (readable.length === 0 && !mayRead(`/subscriptions/${subscription.subscriptionId}`)) {
    throw new Refusal(
      logError(
        403,
        "InsufficientAccessError",
        "The provided credentials have insufficient access to perform the requested operation",
        {
          code: "AuthorizationFailedError",
          message: `The client '${identity.account.label}' does not have authorization to perform action '${actions.readAuditLog}' over scope '${call.url.pathname.replace(/\/providers\/microsoft\.insights\/logs$/i, "")}'.`,
        },
      ),
    );
  }
  const hasTable = simulation.world.auditLog.hasTable(inSubscription.filter(({ key }) => mayRead(key)));
  if (!hasTable || query.table !== AUDIT_TABLE) {
    throw badQuery(`Failed to resolve table or column expression named '${query.table}'`, "SEM0100");
  }
  const rows = readable.flatMap(({ key }) =>
    simulation.world.auditLog.entries(key, timespan.from, timespan.to).map(({ row }) => row),
  );
  const variant = call.chosen.auditLog ?? "value";
  return answer(variant, {
    tables: [wireTable(shuffled(simulation, run(query, tableOf(rows, variant))), variant)],
    ...(/\binclude-permissions=true\b/i.test(call.prefer ?? "") && { permissions: permissionsOf(asked, readable) }),
  });
}

/** What a request for the log asks for; `undefined` for one that isn't understood. */
export function logQuestionOf(body: string, now: number): LogQuestion | undefined {
  try {
    const { query, timespan } = questionOf(body, now);
    return { ...timespan, hostKeys: query.resourceIds ?? [], ...(query.top !== undefined && { top: query.top }) };
  } catch {
    return undefined;
  }
}

/** @throws Refusal 400 */
function questionOf(body: string, now: number): Question {
  let parsed: { readonly query?: unknown; readonly timespan?: unknown };
  try {
    parsed = (JSON.parse(body) ?? {}) as typeof parsed;
  } catch {
    throw badQuery("The request body is not valid JSON", "SYN0001");
  }
  const timespan = timespanOf(parsed.timespan, now);
  if (!timespan) {
    throw badQuery(`The timespan '${String(parsed.timespan)}' is invalid`, "SYN0001");
  }
  try {
    return { query: parseLogQuery(String(parsed.query)), timespan };
  } catch (error) {
    throw error instanceof QueryError ? badQuery(error.message, "SYN0002") : error;
  }
}

/** @throws Refusal 400 for a column that there isn't */
function run(query: LogQuery, table: Table): Table {
  try {
    return query.run(table);
  } catch (error) {
    throw error instanceof QueryError ? badQuery(error.message, "SEM0100") : error;
  }
}

function tableOf(rows: readonly LogRow[], variant: LogVariant): Table {
  const columns = Object.entries(AUDIT_COLUMNS);
  if (variant !== "oldTable") {
    return { columns: new Map(columns), rows };
  }
  const isThere = ([name]: readonly [string, unknown]) => !NEW_COLUMNS.has(name);
  return {
    columns: new Map(columns.filter(isThere)),
    rows: rows.map((row) => Object.fromEntries(Object.entries(row).filter(isThere))),
  };
}

function shuffled({ world }: Simulation, table: Table): Table {
  if (!world.auditLog.spec.isShuffled) {
    return table;
  }
  const random = new SeededRandom(world.seed);
  const rows = table.rows.map((row) => ({ row, place: random.next() })).sort((a, b) => a.place - b.place);
  return { ...table, rows: rows.map(({ row }) => row) };
}

function wireTable(
  { columns, rows }: Table,
  variant: LogVariant,
): { name: string; columns: object[]; rows: unknown[] } {
  const all = [...columns].map(([name, type]) => ({ name, type }));
  const ordered = variant === "columnsReversed" ? all.reverse() : all;
  const kept = ordered.filter(({ name }) => variant !== "withoutColumns" || !MISSING.has(name));
  return {
    name: "PrimaryResult",
    columns: kept,
    rows: rows.map((row) => kept.map(({ name }) => row[name] ?? null)),
  };
}

interface Body {
  readonly tables: readonly { readonly name: string; readonly columns: object[]; readonly rows: unknown[] }[];
  readonly permissions?: object;
}

function answer(variant: LogVariant, body: Body): Answer {
  const { tables, ...rest } = body;
  const [table = { name: "PrimaryResult", columns: [], rows: [] }] = tables;
  switch (variant) {
    case "noContent":
      return { status: 204 };
    case "emptyBody":
      return { status: 200 };
    case "noTable":
      return { status: 200, body: { ...rest, tables: [] } };
    case "severalTables": {
      const other = { name: "QueryProperties", columns: [{ name: "Value", type: "string" }], rows: [["{}"]] };
      return { status: 200, body: { ...rest, tables: [other, table] } };
    }
    case "partial":
      return {
        status: 200,
        body: {
          ...rest,
          tables: [{ ...table, rows: table.rows.slice(0, Math.ceil(table.rows.length / 2)) }],
          error: {
            code: "PartialError",
            message: "There were some errors when processing your query.",
            details: [{ code: "EngineError", message: "Something went wrong processing your query on the server." }],
          },
        },
      };
    case "oddRows":
      return {
        status: 200,
        body: { ...rest, tables: [{ ...table, rows: [null, "row", 7, {}, [], ...table.rows.map(odd)] }] },
      };
    case "oddColumns":
      return {
        status: 200,
        body: {
          ...rest,
          tables: [
            {
              ...table,
              columns: [7, {}, { name: null }, ...table.columns],
              rows: table.rows.map((row) => ["x", "y", "z", ...(row as unknown[])]),
            },
          ],
        },
      };
    default:
      return { status: 200, body };
  }
}

/** Of every third row all but the last value, which is the host's, is of another type; the next one ends early. */
function odd(row: unknown, index: number): unknown {
  const values = row as readonly unknown[];
  switch (index % 3) {
    case 0:
      return values.map((value, place) => (place === values.length - 1 ? value : { value }));
    case 1:
      return values.slice(0, 2);
    default:
      return values;
  }
}

/** Which sources were read; a host that may not be read is named with the table. */
function permissionsOf(asked: readonly SimulatedHost[], readable: readonly SimulatedHost[]): object {
  const sources = new Set(readable.flatMap(workspacesOf).map((id) => id.toLowerCase()));
  return {
    resources: asked.map((host) =>
      readable.includes(host)
        ? { resourceId: host.key, dataSources: workspacesOf(host).map((id) => id.toLowerCase()) }
        : { resourceId: host.key, dataSources: [], denyTables: [AUDIT_TABLE] },
    ),
    dataSources: [...sources].map((resourceId) => ({ resourceId, denyTables: [] })),
  };
}

function badQuery(message: string, code: string): Refusal {
  return new Refusal(
    logError(400, "BadArgumentError", "The request had some invalid properties", {
      code: "SyntaxError",
      message: "A recognition error occurred in the query.",
      innererror: { code, message },
    }),
  );
}

/** An error as Log Analytics has it: the reason is inside. */
function logError(status: number, code: string, message: string, innererror: object): Answer {
  return { status, body: { error: { message, code, correlationId: randomUUID(), innererror } } };
}
