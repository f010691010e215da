import assert from "node:assert/strict";
import { createHttpHeaders } from "@azure/core-rest-pipeline";
import type { HttpClient } from "@azure/core-rest-pipeline";
import fc from "fast-check";
import { Arm } from "../../../../src/core/azure/arm.ts";
import { AzureError } from "../../../../src/core/azure/http/azureError.ts";
import { listBastionHosts } from "../../../../src/core/azure/bastionHosts.ts";
import { armKey } from "../../../../src/core/model/armId.ts";
import { cloudFromSettings } from "../../../../src/core/model/cloud.ts";
import { disconnectSessions, listSessions } from "../../../../src/core/azure/sessions.ts";
import { listSubscriptions } from "../../../../src/core/azure/subscriptions.ts";
import { listTenants } from "../../../../src/core/azure/tenants.ts";
import { fuzzResponses, HOST, ORIGIN } from "../../../support/fuzzResponses.ts";
import type { RawResponse } from "../../../support/fuzzResponses.ts";
import { isReplay, runsOf } from "../../../support/properties.ts";
import { silent } from "../../../support/silentLog.ts";
import { VirtualTime } from "../../../support/virtualTime.ts";

const RUNS = 3_000;
const credential = { principal: "user", getToken: () => Promise.resolve("token") };
const options = { signal: new AbortController().signal };
const cloud = cloudFromSettings("custom", {
  portalUrl: ORIGIN,
  managementEndpointUrl: ORIGIN,
  resourceManagerEndpointUrl: ORIGIN,
});

type Entry = Readonly<Record<string, unknown>>;

/** What was answered: every object in every body that was read, at whatever depth, and the bodies themselves. */
interface Received {
  readonly entries: readonly Entry[];
  readonly bodies: readonly unknown[];
}

/** Makes a call against these answers, and gives what came of it and what it was told. */
async function exchange<T>(
  answers: readonly RawResponse[],
  call: (arm: Arm) => Promise<T>,
): Promise<{ result: T | AzureError; received: Received }> {
  const bodies: unknown[] = [];
  let count = 0;
  const time = new VirtualTime();
  using _installed = time.install();
  const httpClient: HttpClient = {
    sendRequest: (request) => {
      assert.equal(new URL(request.url).origin, ORIGIN);
      assert.equal(request.headers.get("authorization"), "Bearer token");
      const { status, headers, body } = answers[count++ % answers.length]!;
      const bodyAsText = new TextDecoder().decode(body);
      bodies.push(parsed(bodyAsText));
      return Promise.resolve({ request, status, headers: createHttpHeaders(headers), bodyAsText });
    },
  };
  // Every wait is over at once and time has passed by then, so that what runs in circles comes to its deadline.
  const clock = {
    monotonic: () => time.now,
    wall: () => new Date(time.now),
    pause: (ms: number) => {
      time.pass(ms);
      return Promise.resolve();
    },
  };
  const timing = { clock, operationDeadlineMs: 60_000, pollMinMs: 2_000, random: () => 0 };
  const arm = new Arm({ cloud, log: silent, userAgent: "test", httpClient, timing });
  const result = await call(arm).catch((error: unknown) => {
    assert.ok(error instanceof AzureError, String(error instanceof Error ? error.stack : error));
    assert.notEqual(error.facts.code, "Internal");
    return error;
  });
  return { result, received: { entries: bodies.flatMap(objectsIn), bodies } };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function objectsIn(value: unknown): Entry[] {
  if (typeof value !== "object" || value === null) {
    return [];
  }
  const inside = Object.values(value).flatMap(objectsIn);
  return Array.isArray(value) ? inside : [value as Entry, ...inside];
}

/** Whether each of these stands in an entry of the answers, by the fields named; as many entries as there are of them. */
function assertReceived<T extends object>(
  given: readonly T[],
  { entries }: Received,
  isFrom: (item: T, entry: Entry) => boolean,
): void {
  const left = new Set(entries);
  for (const item of given) {
    const source = [...left].find((entry) => isFrom(item, entry));
    assert.ok(source, `made up: ${JSON.stringify(item)}`);
    left.delete(source);
  }
}

const same = (value: unknown, told: unknown): boolean => typeof told === "string" && told.toLowerCase() === value;

const isText = (value: unknown): value is string => typeof value === "string" && value !== "";

/** A property of one call: nothing but AzureError is thrown, and what is given holds. */
function holds<T>(call: (arm: Arm) => Promise<T>, oracle: (given: T, received: Received) => void): () => Promise<void> {
  return async () => {
    let given = 0;
    const property = fc.asyncProperty(fuzzResponses, async (answers) => {
      const { result, received } = await exchange(answers, call);
      if (!(result instanceof AzureError)) {
        given++;
        oracle(result, received);
      }
    });
    await fc.assert(property, { numRuns: runsOf(RUNS) });
    // A client that always threw would prove nothing; a replayed run may be one that does.
    assert.ok(given > runsOf(RUNS) / 300 || isReplay, `${given} calls were answered`);
  };
}

describe("Whatever Azure answers, only AzureError is thrown, no other origin is asked, and nothing is made up", () => {
  it(
    "listing sessions",
    holds(
      (arm) => listSessions(arm, credential, HOST, options),
      ({ sessions, unreadable }, received) => {
        const names: Readonly<Record<string, string>> = { durationMinutes: "sessionDurationInMins" };
        assertReceived(sessions, received, (session, entry) =>
          Object.entries(session).every(([name, value]) =>
            // Which host was asked is no field of Azure's answer.
            name === "via" ? value === armKey(HOST) : entry[names[name] ?? name] === value,
          ),
        );
        const ids = sessions.map(({ sessionId }) => sessionId).filter((id) => id !== undefined);
        assert.equal(new Set(ids).size, ids.length);
        if (sessions.length === 0 && unreadable === 0) {
          // Where a list may stand: it is the body, or embedded in it.
          const lists = [
            ...received.bodies,
            ...received.entries.flatMap(({ value, properties, output }) => [value, properties, output]),
          ];
          assert.ok(
            lists.some((list) => Array.isArray(list) && list.length === 0),
            "empty, and no answer said so",
          );
        }
      },
    ),
  );

  it(
    "disconnecting",
    holds(
      (arm) => disconnectSessions(arm, credential, HOST, ["a", "b", "a"], options),
      ({ verdicts }, { entries }) => {
        assert.deepEqual(
          verdicts.map(({ sessionId }) => sessionId),
          ["a", "b"],
        );
        const words = { disconnected: "disconnected", alreadyEnded: "notfound", failed: "failed" };
        for (const { sessionId, verdict, message } of verdicts) {
          const said = entries.filter((entry) => entry["sessionId"] === sessionId);
          assert.ok(
            verdict === "unknown" || said.some((entry) => same(words[verdict], entry["state"])),
            `${sessionId} ${verdict}`,
          );
          const parts = said.flatMap(({ state, message: words }) => [state, words]).filter(isText);
          const rest = parts
            .toSorted((one, other) => other.length - one.length)
            .reduce((left, part) => left.replaceAll(part, ""), message ?? "");
          assert.match(rest, /^[:; ]*$/u, "no word that isn't Azure's");
        }
      },
    ),
  );

  it(
    "finding hosts",
    holds(
      (arm) => listBastionHosts(arm, credential, { ...options, subscriptionIds: () => Promise.resolve(["s", "t"]) }),
      ({ hosts, problems }, received) => {
        assertReceived(
          hosts,
          received,
          (host, entry) =>
            entry["id"] === host.id &&
            same(host.key, entry["id"]) &&
            (host.tenantId === undefined || same(host.tenantId, entry["tenantId"])),
        );
        assert.equal(new Set(hosts.map(({ key }) => key)).size, hosts.length);
        assert.ok(problems.every(({ subscriptionId }) => ["s", "t"].includes(subscriptionId)));
      },
    ),
  );

  it(
    "listing tenants",
    holds(
      (arm) => listTenants(arm, credential, options),
      ({ tenants }, received) =>
        assertReceived(
          tenants,
          received,
          (tenant, entry) =>
            same(tenant.tenantId, entry["tenantId"]) &&
            (tenant.displayName === undefined || tenant.displayName === entry["displayName"]),
        ),
    ),
  );

  it(
    "listing subscriptions",
    holds(
      (arm) => listSubscriptions(arm, credential, options),
      ({ subscriptions }, received) =>
        assertReceived(
          subscriptions,
          received,
          ({ subscriptionId, displayName, state }, entry) =>
            same(subscriptionId, entry["subscriptionId"]) &&
            (displayName ?? entry["displayName"]) === entry["displayName"] &&
            (state ?? entry["state"]) === entry["state"],
        ),
    ),
  );
});
