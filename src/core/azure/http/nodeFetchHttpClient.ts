import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import type { HttpClient } from "@azure/core-rest-pipeline";
import fetch from "node-fetch";
import { createHttpClient } from "./httpClient.ts";

/** node-fetch as the HttpClient, see {@link createHttpClient}. A request with `disableKeepAlive` has a connection of its own. */
export function createNodeFetchHttpClient(maxBodyBytes?: number): HttpClient {
  const kept = { http: new HttpAgent({ keepAlive: true }), https: new HttpsAgent({ keepAlive: true }) };
  const single = { http: new HttpAgent(), https: new HttpsAgent() };
  return createHttpClient((request, signal) => {
    const agents = request.disableKeepAlive === true ? single : kept;
    return fetch(request.url, {
      method: request.method,
      headers: request.headers.toJSON({ preserveCase: true }),
      body: typeof request.body === "string" ? request.body : null,
      redirect: "manual",
      signal,
      agent: (url) => (url.protocol === "https:" ? agents.https : agents.http),
    });
  }, maxBodyBytes);
}
