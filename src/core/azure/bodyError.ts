import { asObject, asText, listOf, present } from "../text/json.ts";
import { AzureError } from "./http/azureError.ts";
import { readError, type ErrorBody } from "./http/errorBody.ts";
import { requestIdOf, type HttpResponse } from "./http/response.ts";

/**
 * The error in the body of an answer whose status says that all is well: `200 {"error":{"code","message"}}`
 * (pulumi-azure-native#4169), also with a bare text, with code and message at the top, with nothing but a message, or in the
 * place of the list. A list beside it may be a part only, so the error counts. What it is about, Azure doesn't say: the
 * request may have been acted on.
 */
export function bodyError(response: HttpResponse, value: unknown): AzureError | undefined {
  const error = errorIn(value);
  return (
    error &&
    new AzureError({
      kind: "failed",
      detail: `the answer (${response.status}) holds an error${error.code === undefined ? "" : ` (${error.code})`}`,
      status: response.status,
      maybeReceived: true,
      ...present({
        code: error.code,
        detailCodes: error.detailCodes,
        azureMessage: error.message,
        requestId: requestIdOf(response.headers),
      }),
    })
  );
}

/** Fields that say nothing but an error, where a body has no others; in lower case. */
const ERROR_FIELDS = new Set(
  "code message title detail details errors target innererror statuscode requestid traceid activityid timestamp".split(
    " ",
  ),
);

function errorIn(value: unknown, isInner = false): ErrorBody | undefined {
  if (typeof value === "string") {
    return value.trimStart().startsWith("{") ? readError(value) : undefined;
  }
  const body = asObject(value);
  if (Array.isArray(body?.["tables"])) {
    // The rows of a query of Log Analytics, with an error beside them if they are a part: its reader says so.
    return undefined;
  }
  const list = listOf(body);
  const names = Object.keys(body ?? {}).map((name) => name.toLowerCase());
  const error = Object.values(body ?? {})[names.indexOf("error")];
  if (Object.keys(asObject(error) ?? {}).length > 0 || asText(error) !== undefined) {
    const said = readError(body);
    // All of its fields may be empty: beside a list that is how a service says that there is no error.
    return list !== undefined && Object.keys(said).length === 0 ? undefined : said;
  }
  if (list !== undefined || !body) {
    return undefined;
  }
  const top = readError(body);
  const isWhole = top.code !== undefined && top.message !== undefined;
  const isNothingElse = Object.keys(top).length > 0 && names.every((name) => ERROR_FIELDS.has(name));
  if (isWhole || isNothingElse) {
    return top;
  }
  return isInner ? undefined : errorIn(asObject(body["value"]), true);
}
