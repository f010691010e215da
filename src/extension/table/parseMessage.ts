import { RANGES } from "../../core/model/metrics.ts";
import { plainText } from "../../core/text/plainText.ts";
import { HISTORY_RANGE_IDS } from "../../core/model/history/historyRange.ts";
import type { GridLayout, RowId, RowMessage, TablePosition } from "./gridProtocol.ts";
import { historyColumns, parseHistoryLayout } from "./history/historyLayout.ts";
import { FACES, type FaceId, type PageError, type PageMessage, type TableLayout } from "./protocol.ts";
import { columns, parseTableLayout } from "./tableLayout.ts";

/** Rows that a message may name: more than any table has. */
const MOST_ROWS = 1_000_000;

type Message = Readonly<Record<string, unknown>>;

/** A place in one of the page's own scripts. */
const PLACE = /^table[\w-]*\.js:\d+:\d+$/u;

/** Reads a message of the page; `undefined` for anything else. What it names may still not exist. Never throws. */
export function parsePageMessage(value: unknown): PageMessage | undefined {
  if (typeof value !== "object" || value === null || !("type" in value)) {
    return undefined;
  }
  const message = value as Message;
  const { type } = message;
  switch (type) {
    case "ready":
    case "refresh":
    case "showView":
      return { type };
    case "face": {
      const face = faceOf(message);
      return face && { type, face };
    }
    case "readHistory": {
      const range = HISTORY_RANGE_IDS.find((known) => known === message["range"]);
      return range && { type, range, ...(message["withActivity"] === true && { withActivity: true }) };
    }
    case "diagnose": {
      const { hostNumber } = message;
      return isRowId(hostNumber) ? { type, hostNumber } : undefined;
    }
    case "showSession": {
      const { row } = message;
      return isRowId(row) ? { type, row } : undefined;
    }
    case "hostMetrics": {
      const host = message["host"];
      const range = RANGES.find((known) => known === message["range"]);
      return range && (host === undefined || isRowId(host))
        ? { type, range, ...(host !== undefined && { host }) }
        : undefined;
    }
    case "error": {
      const error = parseError(message["error"]);
      return error && { type, error };
    }
    case "layout":
    case "position":
    case "details":
    case "reveal":
    case "incident":
    case "delete":
    case "copy":
    case "copyLink":
    case "export":
      return parseRowMessage(message, type);
    default:
      return undefined;
  }
}

/** A message about the rows of a face, whose columns are its own. */
function parseRowMessage(message: Message, type: RowMessage<TableLayout>["type"]): PageMessage | undefined {
  switch (faceOf(message)) {
    case "sessions": {
      const parsed = parseOfGrid(message, type, parseTableLayout, columns);
      return parsed && { ...parsed, face: "sessions" };
    }
    case "history": {
      const parsed = parseOfGrid(message, type, parseHistoryLayout, historyColumns);
      // What is past can't be deleted, and no row of the tree is about it.
      return parsed && parsed.type !== "delete" && parsed.type !== "reveal"
        ? { ...parsed, face: "history" }
        : undefined;
    }
    case undefined:
      return undefined;
  }
}

function parseOfGrid<Layout extends GridLayout>(
  message: Message,
  type: RowMessage<Layout>["type"],
  layoutOf: (value: unknown) => Layout,
  columnsOf: (value: unknown) => Layout["order"],
): RowMessage<Layout> | undefined {
  const { row } = message;
  const rows = rowIds(message["rows"]);
  switch (type) {
    case "layout":
      return { type, layout: layoutOf(message["layout"]) };
    case "position": {
      const position = parsePosition(message["position"]);
      return position && { type, position };
    }
    case "details":
    case "reveal":
    case "incident":
      return isRowId(row) ? { type, row } : undefined;
    case "delete":
    case "copyLink":
      return rows && { type, rows };
    case "copy":
    case "export":
      return rows && { type, rows, columns: columnsOf(message["columns"]) };
  }
}

function faceOf(message: Message): FaceId | undefined {
  return FACES.find((known) => known === message["face"]);
}

function parsePosition(value: unknown): TablePosition | undefined {
  if (typeof value !== "object" || value === null) {
    return undefined;
  }
  const { top, left, selected, focus, closed } = value as Readonly<Record<string, unknown>>;
  const rows = rowIds(selected);
  const isPlace =
    typeof top === "number" &&
    typeof left === "number" &&
    rows &&
    Array.isArray(closed) &&
    closed.every((key) => typeof key === "string");
  return isPlace
    ? { top, left, selected: rows, closed, ...((typeof focus === "string" || isRowId(focus)) && { focus }) }
    : undefined;
}

/** The parts that are logged at the default level are held to a form in which no name fits. */
function parseError(value: unknown): PageError | undefined {
  if (typeof value !== "object" || value === null) {
    return undefined;
  }
  const { name, message, at } = value as Readonly<Record<string, unknown>>;
  return {
    name: typeof name === "string" && /^[A-Za-z]{0,40}Error$/u.test(name) ? name : "Error",
    message: typeof message === "string" ? plainText(message, 300) : "",
    at: Array.isArray(at) ? at.filter((place) => typeof place === "string" && PLACE.test(place)).slice(0, 10) : [],
  };
}

function isRowId(value: unknown): value is RowId {
  return Number.isSafeInteger(value);
}

function rowIds(value: unknown): readonly RowId[] | undefined {
  return Array.isArray(value) && value.length <= MOST_ROWS && value.every(isRowId) ? [...new Set(value)] : undefined;
}
