import type { PipelineResponse } from "@azure/core-rest-pipeline";
import { AzureError } from "./azureError.ts";
import { present } from "../../text/json.ts";
import type { Headers } from "./retryAfter.ts";

/** What a body turned out to be. `empty`: no byte, or only white space. */
export type Body = { readonly type: "json"; readonly value: unknown } | { readonly type: "empty" | "html" | "other" };

/** An HTTP answer, read to its end. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

/** A response and where it came from: its relative links start there. */
export interface Located {
  readonly response: HttpResponse;
  readonly url: URL;
}

/** A response of the pipeline as the rest of this folder reads it. */
export function readResponse(response: PipelineResponse): HttpResponse {
  return { status: response.status, headers: response.headers, body: readBody(response.bodyAsText ?? "") };
}

/** Reads a body. HTML, which is what captive portals and proxies' login pages send, is told from other nonsense. */
export function readBody(text: string): Body {
  const start = text.slice(0, 512).trimStart();
  if (start === "" && text.trim() === "") {
    return { type: "empty" };
  }
  try {
    return { type: "json", value: JSON.parse(text) as unknown };
  } catch {
    return { type: start.startsWith("<") ? "html" : "other" };
  }
}

/** The id under which Azure's support finds the request; nothing that could not be one. */
export function requestIdOf(headers: Headers): string | undefined {
  const ids = [headers.get("x-ms-request-id"), headers.get("x-ms-correlation-request-id")];
  return ids.find((id) => id !== undefined && /^[\w:.-]{1,128}$/.test(id));
}

/** What a JSON body holds; undefined if it is empty. Throws for a body that is not JSON. */
export function jsonOf(response: HttpResponse): unknown {
  const { body } = response;
  if (body.type === "html" || body.type === "other") {
    throw unreadableBody(response);
  }
  return body.type === "json" ? body.value : undefined;
}

/** The error for an answer that is not what Azure sends. */
export function unreadable(response: HttpResponse, code: string, detail: string): AzureError {
  return new AzureError({
    kind: "unreadable",
    detail,
    status: response.status,
    code,
    // An answer came, from whomever: the request may well have reached Azure and been acted on.
    maybeReceived: true,
    ...present({ requestId: requestIdOf(response.headers) }),
  });
}

/** The error for a body that is not JSON. */
export function unreadableBody(response: HttpResponse): AzureError {
  return response.body.type === "html"
    ? unreadable(response, "Html", `the answer (${response.status}) is an HTML page, as of a proxy or a login page`)
    : unreadable(response, "NotJson", `the answer (${response.status}) is not JSON`);
}
