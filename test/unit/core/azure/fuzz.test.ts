import { strict as assert } from "node:assert";
import { setImmediate as turn } from "node:timers/promises";
import { createHttpHeaders } from "@azure/core-rest-pipeline";
import type { HttpClient } from "@azure/core-rest-pipeline";
import fc from "fast-check";
import { Arm } from "../../../../src/core/azure/arm.ts";
import { AzureError } from "../../../../src/core/azure/http/azureError.ts";
import { listBastionHosts } from "../../../../src/core/azure/bastionHosts.ts";
import { systemClock } from "../../../../src/core/model/clock.ts";
import { disconnectSessions, listSessions } from "../../../../src/core/azure/sessions.ts";
import { listSubscriptions } from "../../../../src/core/azure/subscriptions.ts";
import { listTenants } from "../../../../src/core/azure/tenants.ts";
import { cloudAt, HOST, memoryLog, quick } from "./testArm.ts";

const ORIGIN = "https://management.example";

/** Words that mean something to the client, so that what is made up comes near to what is real. */
const word = fc.constantFrom(
  "value",
  "nextLink",
  "status",
  "Succeeded",
  "Failed",
  "InProgress",
  "properties",
  "output",
  "error",
  "code",
  "message",
  "details",
  "sessionId",
  "state",
  "Disconnected",
  "NotFound",
  "data",
  "$skipToken",
  "resultTruncated",
  "id",
  HOST,
  "tenantId",
  "subscriptionId",
  "sessionDurationInMins",
  "NoRegisteredProviderFound",
  "The supported api-versions are '2020-11-01'",
  `${ORIGIN}/next`,
  "?page=2",
  "__proto__",
  "constructor",
  "",
);
const { value: jsonValue } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.oneof(word, fc.string(), fc.integer(), fc.double(), fc.boolean(), fc.constant(null)),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.oneof(word, fc.string()), tie("value"), { maxKeys: 5 }),
    fc.record(
      { value: fc.array(tie("value"), { maxLength: 4 }), nextLink: fc.oneof(word, fc.constant(null)) },
      { requiredKeys: ["value"] },
    ),
    fc.record({ status: word, properties: fc.record({ output: tie("value") }) }),
  ),
}));

const answer = fc.record({
  status: fc.constantFrom(200, 200, 200, 201, 202, 204, 301, 304, 400, 401, 403, 404, 409, 429, 500, 503),
  body: fc.oneof(
    { weight: 9, arbitrary: jsonValue.map((value) => JSON.stringify(value)) },
    { weight: 1, arbitrary: fc.constantFrom("", "null", "<html>", "{", "[1,", "\u0000") },
  ),
  headers: fc.dictionary(
    fc.constantFrom(
      "location",
      "azure-asyncoperation",
      "retry-after",
      "www-authenticate",
      "x-ms-request-id",
      "x-ms-tenant-subscription-limit-hit",
      "date",
    ),
    fc.oneof(
      word,
      fc.constantFrom(
        "0",
        "1",
        "99999",
        'Bearer claims="e30="',
        "true",
        "https://evil.example/x",
        "Thu, 01 Jan 2026 00:00:00 GMT",
      ),
    ),
  ),
});

type Call = (arm: Arm) => Promise<unknown>;
const credential = { principal: "user", getToken: () => Promise.resolve("token") };
const options = { signal: new AbortController().signal };
const calls: Readonly<Record<string, Call>> = {
  listSessions: async (arm) =>
    (await listSessions(arm, credential, HOST, options)).sessions.map(({ sessionId }) => sessionId),
  disconnectSessions: async (arm) =>
    (await disconnectSessions(arm, credential, HOST, ["a", "b"], options)).verdicts.map(({ sessionId }) => sessionId),
  listBastionHosts: (arm) =>
    listBastionHosts(arm, credential, { ...options, subscriptionIds: () => Promise.resolve(["s"]) }),
  listTenants: (arm) => listTenants(arm, credential, options),
  listSubscriptions: (arm) => listSubscriptions(arm, credential, options),
};

describe("any JSON as any answer", () => {
  for (const [name, call] of Object.entries(calls)) {
    it(`${name}: throws nothing but AzureError, makes up nothing, and asks nobody else`, async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(answer, { minLength: 1, maxLength: 5 }), async (answers) => {
          let count = 0;
          const httpClient: HttpClient = {
            sendRequest: async (request) => {
              assert.equal(new URL(request.url).origin, ORIGIN);
              const { status, body, headers } = answers[count++ % answers.length]!;
              return Promise.resolve({ request, status, headers: createHttpHeaders(headers), bodyAsText: body });
            },
          };
          // Nothing is waited for, and whatever runs in circles soon runs out of time.
          const timing = {
            ...quick,
            operationDeadlineMs: 30,
            clock: { ...systemClock, pause: () => turn() },
          };
          const arm = new Arm({ cloud: cloudAt(ORIGIN), log: memoryLog(), userAgent: "test", httpClient, timing });
          const result = await call(arm).catch((error: unknown) => error);
          if (result instanceof Error) {
            assert.ok(result instanceof AzureError, `${result.name}: ${result.stack ?? ""}`);
            assert.notEqual(result.facts.code, "Internal");
          } else if (name === "listSessions") {
            const sent = answers.map(({ body }) => body).join("\n");
            (result as (string | undefined)[]).forEach((id) =>
              assert.ok(id === undefined || sent.includes(JSON.stringify(id)), id),
            );
          } else if (name === "disconnectSessions") {
            assert.deepEqual(result, ["a", "b"]);
          }
        }),
        { numRuns: 300 },
      );
    });
  }
});
