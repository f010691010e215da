import { isRestError } from "@azure/core-rest-pipeline";
import type { HttpClient, PipelineRequest, PipelineResponse } from "@azure/core-rest-pipeline";
import { isMistrust } from "./connectionFailure.ts";
import { createHttpClient } from "./httpClient.ts";
import { createNodeFetchHttpClient } from "./nodeFetchHttpClient.ts";

/**
 * The global fetch as the HttpClient, see {@link createHttpClient}: for VS Code's extension host, whose fetch keeps its
 * connections. Its `http` opens one for each request, whatever the agent (microsoft/vscode#228872), and that is two round
 * trips more for each over TLS.
 *
 * What must not be sent twice (`disableKeepAlive`) goes through node-fetch: fetch has no way to ask for a connection of its
 * own, and on a kept one that the server is just closing, it is unknown whether a request was received.
 *
 * VS Code's fetch takes Node's own certificates and the system's, and forgets those of NODE_EXTRA_CA_CERTS, which its `http`
 * takes too (seen in 1.105 and 1.139). So a server that is not trusted is tried over node-fetch: nothing was sent to it yet.
 * Where that helps, everything goes that way from then on.
 */
export function createFetchHttpClient(maxBodyBytes?: number): HttpClient {
  const alone = createNodeFetchHttpClient(maxBodyBytes);
  const shared = createHttpClient(async (request, signal) => {
    const response = await fetch(request.url, {
      method: request.method,
      headers: request.headers.toJSON({ preserveCase: true }),
      body: typeof request.body === "string" ? request.body : null,
      redirect: "manual",
      // Node's fetch has neither; another one might.
      credentials: "omit",
      cache: "no-store",
      signal,
    });
    // The standard hides a redirect that is not followed behind a 0; Node's fetch shows it.
    return {
      status: response.type === "opaqueredirect" ? 302 : response.status,
      headers: response.headers,
      body: response.body,
    };
  }, maxBodyBytes);
  let isSharedMistrustful = false;

  async function sendRequest(request: PipelineRequest): Promise<PipelineResponse> {
    if (request.disableKeepAlive === true || isSharedMistrustful) {
      return alone.sendRequest(request);
    }
    try {
      return await shared.sendRequest(request);
    } catch (error) {
      if (!isRestError(error) || !isMistrust(error.code ?? "")) {
        throw error;
      }
      const response = await alone.sendRequest(request);
      isSharedMistrustful = true;
      return response;
    }
  }

  return { sendRequest };
}
