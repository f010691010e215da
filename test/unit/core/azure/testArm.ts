import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Arm } from "../../../../src/core/azure/arm.ts";
import type { CallOptions, Timing, Wait } from "../../../../src/core/azure/arm.ts";
import { AzureError } from "../../../../src/core/azure/http/azureError.ts";
import { systemClock } from "../../../../src/core/model/clock.ts";
import { cloudFromSettings } from "../../../../src/core/model/cloud.ts";
import type { Cloud } from "../../../../src/core/model/cloud.ts";
import type { Credential, TokenRequest } from "../../../../src/core/azure/http/credential.ts";
import { createFetchHttpClient } from "../../../../src/core/azure/http/fetchHttpClient.ts";
import type { Log } from "../../../../src/core/model/log.ts";
import { createNodeFetchHttpClient } from "../../../../src/core/azure/http/nodeFetchHttpClient.ts";
import { patience } from "../../../support/patience.ts";

/** A hundredth of every wait, so that a test sees the same order of things in no time; deadlines that only a failing test meets. */
export const quick: Partial<Timing> = {
  pollDefaultMs: 500,
  requestDeadlineMs: patience(30_000),
  operationDeadlineMs: patience(30_000),
  random: () => 0,
  clock: { ...systemClock, pause: (ms, signal) => systemClock.pause(ms / 100, signal) },
};

export function cloudAt(url: string): Cloud {
  return cloudFromSettings("custom", { portalUrl: url, managementEndpointUrl: url, resourceManagerEndpointUrl: url });
}

/** A log that keeps its lines. */
export function memoryLog(): Log & { readonly lines: readonly string[] } {
  const lines: string[] = [];
  const write = (message: string): void => void lines.push(message);
  return { lines, trace: write, debug: write, info: write, warn: write, error: write };
}

export interface Client {
  readonly arm: Arm;
  readonly log: ReturnType<typeof memoryLog>;
  readonly credential: Credential;
  /** What tokens were asked for. */
  readonly tokenRequests: readonly Omit<TokenRequest, "signal">[];
  readonly waits: readonly Wait[];
  readonly options: CallOptions;
}

/** Over node-fetch and over the global fetch: each test of the wire is for both. */
export const httpClients = {
  "node-fetch": createNodeFetchHttpClient,
  "the global fetch": createFetchHttpClient,
} as const;
export type HttpClientName = keyof typeof httpClients;
export const httpClientNames: readonly HttpClientName[] = ["node-fetch", "the global fetch"];

/** A client of the cloud at `url`. `token` answers every request for a token, and counts from 0. */
export function clientAt(
  url: string,
  token: (request: TokenRequest, count: number) => string,
  timing: Partial<Timing> = {},
  over: HttpClientName = "node-fetch",
): Client {
  const log = memoryLog();
  const tokenRequests: Omit<TokenRequest, "signal">[] = [];
  const waits: Wait[] = [];
  return {
    arm: new Arm({
      cloud: cloudAt(url),
      log,
      userAgent: "bastion-sessions/test",
      useGlobalFetch: over === "the global fetch",
      timing: { ...quick, ...timing },
    }),
    log,
    credential: {
      principal: "user",
      getToken: async ({ signal, ...request }) => {
        tokenRequests.push(request);
        return Promise.resolve(token({ signal, ...request }, tokenRequests.length - 1));
      },
    },
    tokenRequests,
    waits,
    options: { signal: new AbortController().signal, onWait: (wait) => waits.push(wait) },
  };
}

export interface ScriptedServer extends AsyncDisposable {
  readonly url: string;
  readonly requests: readonly {
    readonly method: string;
    readonly url: string;
    readonly authorization: string | undefined;
    readonly body: string;
  }[];
}

/** A server that does as the test says, request by request. */
export async function scriptedServer(
  handle: (request: IncomingMessage, response: ServerResponse, count: number) => void,
): Promise<ScriptedServer> {
  const requests: ScriptedServer["requests"][number][] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method = "", url = "", headers } = request;
      requests.push({ method, url, authorization: headers.authorization, body: Buffer.concat(chunks).toString() });
      handle(request, response, requests.length - 1);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    [Symbol.asyncDispose]: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

export function json(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers });
  response.end(JSON.stringify(body));
}

/** What the promise rejects with, which must be an AzureError. */
export async function azureErrorOf(promise: Promise<unknown>): Promise<AzureError> {
  const outcome = await promise.then(
    (value) => new Error(`expected an AzureError, got ${JSON.stringify(value)}`),
    (error: unknown) => error,
  );
  if (outcome instanceof AzureError) {
    return outcome;
  }
  throw outcome;
}

export const HOST =
  "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg/providers/Microsoft.Network/bastionHosts/bas";
