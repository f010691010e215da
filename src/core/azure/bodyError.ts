import { asObject, asText, listOf, present } from "../text/json.ts";
import { AzureError } from "./http/azureError.ts";
import { readError, type ErrorBody } from "./http/errorBody.ts";
import { requestIdOf, type HttpResponse } from "./http/response.ts";

/**
 * The error in the body of an answer whose status says that all is well: `200 {"error":{"code","message"}}`
 * (pulumi-azure-native#4169), also with a bare text, or with code and message at the top. A list beside it may be a part only,
 * so the error counts. What it is about, Azure doesn't say: the request may have been acted on.
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

function errorIn(value: unknown): ErrorBody | undefined {
  const body = asObject(value);
  const [, error] = Object.entries(body ?? {}).find(([name]) => name.toLowerCase() === "error") ?? [];
  if (Object.keys(asObject(error) ?? {}).length > 0) {
    return readError({ error });
  }
  const text = asText(error);
  if (text !== undefined) {
    return { message: text };
  }
  const top = listOf(body) === undefined ? readError(body) : {};
  return top.code !== undefined && top.message !== undefined ? top : undefined;
}
