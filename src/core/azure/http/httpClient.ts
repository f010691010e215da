import { createHttpHeaders, RestError } from "@azure/core-rest-pipeline";
import type { HttpClient, PipelineRequest, PipelineResponse } from "@azure/core-rest-pipeline";
import { NOT_HTTP, PROXY_REFUSES, TOO_LARGE } from "./connectionFailure.ts";

/**
 * Answers are text and held in memory, so they have a limit, of the decompressed bytes. The largest known, the sessions of
 * a host with 50 instances, is about 2 MB.
 */
const MAX_BODY_BYTES = 32 * 1024 * 1024;

/** An answer of which the headers have come; the body is decompressed as it is read. */
interface Incoming {
  readonly status: number;
  readonly headers: Iterable<readonly [name: string, value: string]>;
  readonly body: AsyncIterable<Uint8Array | string> | null;
}

/** Sends a request and follows nothing. Aborting the signal, and reading no further, close the connection. */
export type Exchange = (request: PipelineRequest, signal: AbortSignal) => Promise<Incoming>;

/**
 * An HttpClient of @azure/core-rest-pipeline over something like fetch: sends a request, reads the answer to its end.
 *
 * `request.timeout` covers headers and body; when it passes, and when `request.abortSignal` is aborted, the socket is
 * closed, and a DOMException named TimeoutError or AbortError is thrown. Any other failure is a RestError with the system's
 * code, and with neither URL nor headers in its message.
 */
export function createHttpClient(exchange: Exchange, maxBodyBytes: number = MAX_BODY_BYTES): HttpClient {
  async function sendRequest(request: PipelineRequest): Promise<PipelineResponse> {
    const controller = new AbortController();
    const stop = (name: string): void => controller.abort(new DOMException("The request was stopped.", name));
    const cancel = (): void => stop("AbortError");
    const timer = request.timeout > 0 ? setTimeout(() => stop("TimeoutError"), request.timeout) : undefined;
    request.abortSignal?.addEventListener("abort", cancel);
    if (request.abortSignal?.aborted === true) {
      cancel();
    }
    try {
      controller.signal.throwIfAborted();
      const { status, headers, body } = await exchange(request, controller.signal);
      const bodyAsText = await readText(body, maxBodyBytes);
      return { request, status, headers: createHttpHeaders(Object.fromEntries(headers)), bodyAsText };
    } catch (error) {
      // Whatever is made of being stopped, the reason is ours.
      controller.signal.throwIfAborted();
      throw new RestError("the connection failed", { code: codeOf(error), request });
    } finally {
      clearTimeout(timer);
      request.abortSignal?.removeEventListener("abort", cancel);
    }
  }

  return { sendRequest };
}

async function readText(body: Incoming["body"], maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    const data = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
    bytes += data.byteLength;
    if (bytes > maxBytes) {
      throw new RestError("the answer is too large", { code: TOO_LARGE });
    }
    chunks.push(data);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

function codeOf(error: unknown): string {
  const { code = RestError.REQUEST_SEND_ERROR, message } = reasonOf(error);
  // What fetch makes of a 407: an error without a word, as of nothing else that we send, or, on the way to a server behind TLS, this one.
  if (message === "" || message.startsWith("Proxy response (407)")) {
    return PROXY_REFUSES;
  }
  // HPE_…: Node's HTTP parser. Z_… and ERR__ERROR_FORMAT… (Brotli): decompression.
  if (/^(HPE_|Z_|ERR__ERROR_FORMAT|ERR_BROTLI)/.test(code)) {
    return NOT_HTTP;
  }
  return code === "UND_ERR_SOCKET" ? "ECONNRESET" : code;
}

/** Node's own fetch says "fetch failed" and hides the reason in the cause, or, of several addresses, one reason for each. */
function reasonOf(error: unknown): { readonly code?: string; readonly message: string } {
  let message = "no error";
  for (let at = error, depth = 0; at instanceof Error && depth < 5; depth++) {
    ({ message } = at);
    if ("code" in at && typeof at.code === "string" && at.code !== "") {
      return { code: at.code, message };
    }
    at = at.cause ?? (at instanceof AggregateError ? at.errors[0] : undefined);
  }
  return { message };
}
