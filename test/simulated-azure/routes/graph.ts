import { visibleHosts } from "../signIn/access.ts";
import type { Identity } from "../signIn/access.ts";
import { graphRow } from "./hostShapes.ts";
import type { Call, Simulation } from "../simulation.ts";
import type { Answer } from "../http/wire.ts";
import { armError, Refusal } from "../http/wire.ts";

interface GraphRequest {
  readonly query: string;
  readonly subscriptions: readonly string[] | undefined;
  readonly top: number;
  readonly skipToken: string | undefined;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function badRequest(code: string, message: string): Refusal {
  return new Refusal(
    armError(
      400,
      "BadRequest",
      "Please provide below info when asking for support: timestamp = 2026-03-02T09:00:00.0000000Z, correlationId = simulated.",
      {
        details: [{ code, message }],
      },
    ),
  );
}

function parseRequest(text: string): GraphRequest {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw badRequest("InvalidRequestContent", "The request content was invalid and could not be deserialized.");
  }
  if (!isRecord(body) || typeof body["query"] !== "string") {
    throw badRequest("InvalidQuery", "The request has no query.");
  }
  const options = isRecord(body["options"]) ? body["options"] : {};
  const { $top: top = 1000, $skipToken: skipToken, resultFormat = "objectArray" } = options;
  if (typeof top !== "number" || !Number.isInteger(top) || top < 1 || top > 1000) {
    throw badRequest("InvalidParameterValue", "$top must be between 1 and 1000.");
  }
  if (resultFormat !== "objectArray" || !(skipToken === undefined || typeof skipToken === "string")) {
    throw badRequest("InvalidParameterValue", "This format or skip token is not supported.");
  }
  const subscriptions = body["subscriptions"];
  if (
    subscriptions !== undefined &&
    !(Array.isArray(subscriptions) && subscriptions.every((id) => typeof id === "string"))
  ) {
    throw badRequest("InvalidParameterValue", "subscriptions must be an array of strings.");
  }
  if (subscriptions && subscriptions.length > 1000) {
    throw badRequest("TooManySubscriptions", "The query names more than 1000 subscriptions.");
  }
  return { query: body["query"], subscriptions, top, skipToken };
}

/**
 * The columns that a query projects, or `undefined` for all. It understands what a list of bastion hosts needs:
 * `resources`, one `where` on the type, one `project`, one `order by id`.
 */
function columnsOf(query: string): readonly string[] | undefined {
  const [table, ...steps] = query.split("|").map((step) => step.trim().replaceAll(/\s+/g, " "));
  if (table?.toLowerCase() !== "resources") {
    throw badRequest("InvalidQuery", "Query is invalid. Only the table 'resources' is known here.");
  }
  let onlyBastions = false;
  let columns: readonly string[] | undefined;
  for (const step of steps) {
    const [, projected] = /^project (.+)$/i.exec(step) ?? [];
    const [, operator, type] = /^where type (=~|==) ['"]([\w./]+)['"]$/i.exec(step) ?? [];
    if (type !== undefined) {
      // The graph's types are in lower case: == finds nothing by any other name.
      onlyBastions = (operator === "=~" ? type.toLowerCase() : type) === "microsoft.network/bastionhosts";
    } else if (projected !== undefined) {
      columns = projected.split(",").map((column) => column.trim());
    } else if (!/^order by id( asc)?$/i.test(step)) {
      throw badRequest("InvalidQuery", `Query is invalid near '${step.slice(0, 40)}'.`);
    }
  }
  if (!onlyBastions) {
    throw badRequest("InvalidQuery", "Only bastion hosts can be queried here.");
  }
  if (columns && !columns.includes("id")) {
    throw badRequest("MissingIdColumn", "The query has to project id to be paged.");
  }
  return columns;
}

/** Answers the one query that finds every bastion host. */
export function queryGraph(simulation: Simulation, call: Call, identity: Identity): Answer {
  const request = parseRequest(call.body);
  const columns = columnsOf(request.query);
  const wanted = request.subscriptions && new Set(request.subscriptions.map((id) => id.toLowerCase()));
  const { fault } = call.chosen;
  const hosts = visibleHosts(simulation, identity)
    .filter((host) => !wanted || wanted.has(host.subscriptionId.toLowerCase()))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .filter((_, index) => fault?.kind !== "lostHosts" || (fault.named === "some" && index % 2 === 0));
  const project = (row: Record<string, unknown>) =>
    columns ? Object.fromEntries(columns.map((column) => [column, row[column] ?? null])) : row;
  const rows = hosts.map(graphRow).map(project);
  const left = request.skipToken === undefined ? rows : simulation.pages.recall(request.skipToken);
  const size = Math.min(request.top, simulation.pageSizes.graph);
  const data = left.slice(0, size);
  const rest = left.slice(size);
  return {
    status: 200,
    headers: simulation.throttle.graph(identity.account.id),
    body: {
      totalRecords: rows.length,
      count: data.length,
      // A text, and not tied to the token: "false" is what Azure answers to paging that the caller asked for.
      resultTruncated: "false",
      facets: [],
      ...(rest.length > 0 && { $skipToken: simulation.pages.remember(rest) }),
      data,
    },
  };
}
