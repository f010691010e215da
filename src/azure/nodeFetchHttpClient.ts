import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { createHttpHeaders, RestError } from "@azure/core-rest-pipeline";
import type { HttpClient, PipelineRequest, PipelineResponse } from "@azure/core-rest-pipeline";
import fetch from "node-fetch";
import type { Response } from "node-fetch";
import { NOT_HTTP, TOO_LARGE } from "./connectionFailure.ts";

/**
 * Answers are text and held in memory, so they have a limit, of the decompressed bytes. The largest known, the sessions of
 * a host with 50 instances, is about 2 MB.
 */
const MAX_BODY_BYTES = 32 * 1024 * 1024;

/**
 * node-fetch as the HttpClient of @azure/core-rest-pipeline: sends a request, reads the answer to its end, follows nothing.
 *
 * `request.timeout` covers headers and body; when it passes, and when `request.abortSignal` is aborted, the socket is
 * closed, and a DOMException named TimeoutError or AbortError is thrown. Any other failure is a RestError with the system's
 * code, and with neither URL nor headers in its message.
 */
export function createNodeFetchHttpClient(maxBodyBytes: number = MAX_BODY_BYTES): HttpClient {
  const kept = { http: new HttpAgent({ keepAlive: true }), https: new HttpsAgent({ keepAlive: true }) };
  const single = { http: new HttpAgent(), https: new HttpsAgent() };

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
      const agents = request.disableKeepAlive === true ? single : kept;
      const response = await fetch(request.url, {
        method: request.method,
        headers: request.headers.toJSON({ preserveCase: true }),
        body: typeof request.body === "string" ? request.body : null,
        redirect: "manual",
        signal: controller.signal,
        agent: (url) => (url.protocol === "https:" ? agents.https : agents.http),
      });
      const bodyAsText = await readText(response, maxBodyBytes);
      return { request, status: response.status, headers: createHttpHeaders(Object.fromEntries(response.headers)), bodyAsText };
    } catch (error) {
      // Whatever node-fetch makes of being stopped, the reason is ours.
      controller.signal.throwIfAborted();
      throw new RestError("the connection failed", { code: codeOf(error), request });
    } finally {
      clearTimeout(timer);
      request.abortSignal?.removeEventListener("abort", cancel);
    }
  }

  return { sendRequest };
}

async function readText(response: Response, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
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
  const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : RestError.REQUEST_SEND_ERROR;
  // HPE_…: Node's HTTP parser. Z_… and ERR__ERROR_FORMAT… (Brotli): decompression.
  return /^(HPE_|Z_|ERR__ERROR_FORMAT|ERR_BROTLI)/.test(code) ? NOT_HTTP : code;
}
