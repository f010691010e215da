import { withoutLinkUrls } from "../../text/linkUrls.ts";
import { asObject, asText, present, type JsonObject } from "../../text/json.ts";

/** What an error's body says; what is missing or ill-typed is absent. */
export interface ErrorBody {
  readonly code?: string;
  readonly message?: string;
  /** Codes of the error's details. */
  readonly detailCodes?: readonly string[];
}

/** Errors inside errors are read no deeper than this. */
const DEEPEST = 5;

/**
 * Reads an error in every spelling that Azure Resource Manager and the providers behind it use:
 *
 * - `{"error":{"code","message","details":[…]}}` of Resource Manager, in lower case or as `{"Error":{"Code","Message"}}`;
 * - `{"code","message"}` and `{"Code","Message"}` of Microsoft.Insights (azure-rest-api-specs#1907);
 * - `{"odata.error":{"code","message":{"lang","value"}}}` of older services;
 * - `{"error":"code","error_description":"message"}` of the sign-in (RFC 6749), and `{"title","detail"}` (RFC 9457);
 * - a text in place of an object, several errors in place of one, and an error written as JSON into another one's message.
 *
 * The messages of its details are part of its own: often only they say why. Without URLs of shareable links, which are
 * credentials: a message is shown, logged, kept in the journal, and copied into reports.
 */
export function readError(body: unknown): ErrorBody {
  const { message, ...said } = read(body, 0);
  return { ...said, ...(message !== undefined && { message: withoutLinkUrls(message) }) };
}

function read(body: unknown, depth: number): ErrorBody {
  if (typeof body === "string") {
    return fromText(body, depth);
  }
  if (depth > DEEPEST) {
    return {};
  }
  const top = Array.isArray(body) ? asError(body) : asObject(body);
  if (!top) {
    return {};
  }
  const inner = field(top, "error", "odata.error", "errors");
  const own = {
    code: asCode(field(top, "code")),
    message: messageOf(field(top, "message", "error_description", "detail", "title")),
  };
  const nested = typeof inner === "string" ? errorWord(inner, depth) : read(inner, depth + 1);
  const details = detailsOf(top, depth);
  const written = own.message === undefined ? {} : writtenError(own.message, depth);
  const codes = [
    ...(nested.detailCodes ?? []),
    ...details.flatMap(({ code, detailCodes = [] }) => [...(code === undefined ? [] : [code]), ...detailCodes]),
    ...(written.code === undefined ? [] : [written.code]),
    ...(written.detailCodes ?? []),
  ];
  const message = nested.message ?? written.message ?? own.message;
  const sentences = new Set([message, ...details.map((detail) => detail.message)].filter((said) => said !== undefined));
  return present({
    code: nested.code ?? own.code ?? written.code,
    message: sentences.size > 0 ? [...sentences].join(" ") : undefined,
    detailCodes: codes.length > 0 ? codes : undefined,
  });
}

/** Field names differ in case from provider to provider. Takes the first of these names that has a value. */
function field(object: JsonObject, ...names: readonly string[]): unknown {
  const entries = Object.entries(object).map(([name, value]) => [name.toLowerCase(), value] as const);
  return names
    .map((name) => entries.find(([key, value]) => key === name && value !== null && value !== "")?.[1])
    .find((value) => value !== undefined);
}

/** Several errors as one: the first that is an object, with the others for its details. */
function asError(errors: readonly unknown[]): JsonObject {
  const first = errors.findIndex((entry) => asObject(entry) !== undefined);
  const details = errors.filter((_, index) => index !== first);
  return first < 0 ? { details } : { error: errors[first], details };
}

function messageOf(value: unknown): string | undefined {
  const texts = Array.isArray(value) ? value.flatMap((entry) => asText(entry) ?? []) : [];
  return asText(value) ?? asText(asObject(value)?.["value"]) ?? asText(texts.join(" "));
}

/** A detail that is nothing but a text is a message. ASP.NET lists them by field: `{"errors":{"timespan":["Too long."]}}`. */
function detailsOf(error: JsonObject, depth: number): readonly ErrorBody[] {
  const lists = [field(error, "details"), ...Object.values(asObject(field(error, "errors")) ?? {})];
  const inner = field(error, "innererror");
  return [...lists.flatMap((list: unknown): unknown => (Array.isArray(list) ? list : [])), inner].map((detail) =>
    read(detail, depth + 1),
  );
}

/** `{"error":"invalid_client"}` names a code; `{"error":"Access is denied."}` is a sentence. */
function errorWord(text: string, depth: number): ErrorBody {
  const code = asCode(text);
  return code === undefined ? fromText(text, depth) : { code };
}

function fromText(text: string, depth: number): ErrorBody {
  const written = writtenError(text, depth);
  return written.code === undefined && written.message === undefined ? present({ message: asText(text) }) : written;
}

/** The error that a text holds as JSON. */
function writtenError(text: string, depth: number): ErrorBody {
  const start = text.trimStart();
  if (!start.startsWith("{") || depth > DEEPEST) {
    return {};
  }
  try {
    return read(JSON.parse(start), depth + 1);
  } catch {
    return {};
  }
}

/** A code is a word; anything else could carry what has no place in a log. */
function asCode(value: unknown): string | undefined {
  const text = typeof value === "number" ? String(value) : value;
  return typeof text === "string" && /^[\w.-]{1,100}$/.test(text) ? text : undefined;
}
