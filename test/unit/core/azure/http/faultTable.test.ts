import { strict as assert } from "node:assert";
import type { AzureErrorFacts } from "../../../../../src/core/azure/http/azureError.ts";
import type { Timing } from "../../../../../src/core/azure/http/timing.ts";
import { disconnectSessions, listSessions } from "../../../../../src/core/azure/sessions.ts";
import { azureFaults } from "../../../../simulated-azure/faults/faults.ts";
import type { Fault } from "../../../../simulated-azure/faults/faults.ts";
import { startSimulatedAzure } from "../../../../simulated-azure/server.ts";
import { patience } from "../../../../support/patience.ts";
import type { SimulatedAzure } from "../../../../simulated-azure/server.ts";
import { azureErrorOf, clientAt, httpClientNames } from "../testArm.ts";
import type { Client } from "../testArm.ts";

const world = { hosts: [{ name: "bas", sessions: [{ sessionId: "session-1" }] }] };

/** What a call comes to: it succeeds after all, or ends in these facts; and how many requests that takes. */
interface Expected {
  readonly fails?: Partial<AzureErrorFacts>;
  readonly requests: number;
  /** The waits that were announced, in milliseconds. */
  readonly waits?: readonly number[];
}

interface Row {
  readonly name: string;
  readonly fault: Fault;
  /** Once, unless it stays. */
  readonly stays?: boolean;
  readonly list: Expected;
  readonly disconnect: Expected;
}

const status = (code: number, more: Partial<Extract<Fault, { kind: "status" }>> = {}): Fault => ({
  kind: "status",
  status: code,
  code: "SomeError",
  ...more,
});
const unknown = (kind: AzureErrorFacts["kind"], more: Partial<AzureErrorFacts> = {}): Expected => ({
  fails: { kind, maybeReceived: true, ...more },
  requests: 1,
});
const certain = (kind: AzureErrorFacts["kind"], more: Partial<AzureErrorFacts> = {}): Expected => ({
  fails: { kind, maybeReceived: false, ...more },
  requests: 1,
});
const passes: Expected = { requests: 2, waits: [1_000] };
const unreadable = (code: string): Pick<Row, "list" | "disconnect"> => ({
  list: unknown("unreadable", { code }),
  disconnect: unknown("unreadable", { code }),
});
const late: Pick<Row, "list" | "disconnect"> = {
  list: unknown("timedOut", { code: "RequestDeadline" }),
  disconnect: unknown("timedOut", { code: "RequestDeadline" }),
};
const retried = (kind: AzureErrorFacts["kind"], more: Partial<AzureErrorFacts> = {}): Expected => ({
  ...unknown(kind, more),
  requests: 4,
  waits: [1_000, 2_000, 4_000],
});

const rows: readonly Row[] = [
  {
    name: "reset before the answer",
    fault: { kind: "reset", when: "beforeHeaders" },
    list: passes,
    disconnect: unknown("unreachable", { code: "ECONNRESET" }),
  },
  {
    name: "reset in the headers",
    fault: { kind: "reset", when: "duringHeaders" },
    list: passes,
    disconnect: unknown("unreachable"),
  },
  {
    name: "reset in the body",
    fault: { kind: "reset", when: "afterHeaders" },
    list: passes,
    disconnect: unknown("unreachable"),
  },
  { name: "a body cut short", fault: { kind: "cutBody" }, list: passes, disconnect: unknown("unreachable") },
  {
    name: "resets for ever",
    fault: { kind: "reset", when: "beforeHeaders" },
    stays: true,
    list: retried("unreachable"),
    disconnect: unknown("unreachable"),
  },

  { name: "a login page", fault: { kind: "html" }, ...unreadable("Html") },
  // A proxy's word is not Azure's: no missing role, no deleted host, and no certainty that Azure never saw the request.
  { name: "a login page with 403", fault: { kind: "html", status: 403 }, ...unreadable("Html") },
  { name: "a login page with 404", fault: { kind: "html", status: 404 }, ...unreadable("Html") },
  { name: "a login page with 401", fault: { kind: "html", status: 401 }, ...unreadable("Html") },
  { name: "a redirect", fault: { kind: "redirect", to: "http://127.0.0.1:9/login" }, ...unreadable("Redirected") },
  { name: "JSON that stops in the middle", fault: { kind: "invalidJson" }, ...unreadable("NotJson") },
  { name: "a body of 100 MB", fault: { kind: "huge" }, ...unreadable("BODY_TOO_LARGE") },
  { name: "an endless body", fault: { kind: "endless" }, ...unreadable("BODY_TOO_LARGE") },

  { name: "no answer", fault: { kind: "neverAnswers" }, ...late },
  { name: "headers and no body", fault: { kind: "neverAnswers", after: "headers" }, ...late },
  { name: "a byte at a time", fault: { kind: "slowDrip" }, ...late },

  {
    name: "500 once",
    fault: status(500),
    list: passes,
    disconnect: unknown("failed", { status: 500, code: "SomeError" }),
  },
  { name: "502 once", fault: status(502), list: passes, disconnect: unknown("failed", { status: 502 }) },
  {
    name: "503 once, with a wait",
    fault: status(503, { retryAfter: 7 }),
    list: { requests: 2, waits: [7_000] },
    disconnect: unknown("throttled", { status: 503, retryAfterMs: 7_000 }),
  },
  { name: "504 once", fault: status(504), list: passes, disconnect: unknown("failed", { status: 504 }) },
  {
    name: "500 for ever",
    fault: status(500),
    stays: true,
    list: retried("failed", { status: 500 }),
    disconnect: unknown("failed", { status: 500 }),
  },
  { name: "408", fault: status(408), list: passes, disconnect: unknown("failed", { status: 408 }) },
  {
    name: "499",
    fault: status(499),
    list: unknown("failed", { status: 499 }),
    disconnect: unknown("failed", { status: 499 }),
  },

  // The code says that the version was refused, the status that Azure may have acted.
  ...[408, 500, 502, 503, 504].map((code): Row => {
    const fault = status(code, {
      code: "NoRegisteredProviderFound",
      message: "No registered resource provider found. The supported api-versions are '2021-08-01, 2020-11-01'.",
    });
    return {
      name: `${code} that names other api-versions`,
      fault,
      list: passes,
      disconnect: unknown("failed", { status: code, code: "NoRegisteredProviderFound" }),
    };
  }),
  // A proxy's 429: Azure may have got the request all the same.
  {
    name: "a proxy's page with 429",
    fault: { kind: "html", status: 429 },
    list: passes,
    disconnect: unknown("unreadable", { code: "Html" }),
  },

  // Turned away at the door, so that even a disconnect may knock again.
  { name: "429 with seconds", fault: azureFaults.throttled, list: passes, disconnect: passes },
  { name: "429 of a locked resource", fault: azureFaults.busy, list: passes, disconnect: passes },
  {
    name: "429 with a date",
    fault: status(429, { retryAfterDate: 5 }),
    list: { requests: 2, waits: [5_000] },
    disconnect: { requests: 2, waits: [5_000] },
  },
  { name: "429 without any wait", fault: status(429), list: passes, disconnect: passes },
  {
    name: "429 with a wait in the message alone",
    fault: status(429, { message: "Number of requests exceeded the limit. Please try again after '12' seconds." }),
    list: { requests: 2, waits: [12_000] },
    disconnect: { requests: 2, waits: [12_000] },
  },
  {
    name: "429 with the graph's quota header",
    fault: status(429, { headers: { "x-ms-user-quota-resets-after": "00:00:04" } }),
    list: { requests: 2, waits: [4_000] },
    disconnect: { requests: 2, waits: [4_000] },
  },
  {
    name: "429 with an absurd wait",
    fault: status(429, { retryAfter: 86_400 }),
    list: certain("throttled", { retryAfterMs: 86_400_000 }),
    disconnect: certain("throttled", { retryAfterMs: 86_400_000 }),
  },
  {
    name: "429 for ever",
    fault: status(429, { retryAfter: 2 }),
    stays: true,
    list: { ...certain("throttled"), requests: 4, waits: [2_000, 2_000, 2_000] },
    disconnect: { ...certain("throttled"), requests: 4, waits: [2_000, 2_000, 2_000] },
  },

  {
    name: "400",
    fault: status(400, { code: "InvalidRequest" }),
    list: certain("failed", { code: "InvalidRequest" }),
    disconnect: certain("failed", { code: "InvalidRequest" }),
  },
  {
    name: "404",
    fault: status(404, { code: "ResourceNotFound" }),
    list: certain("notFound"),
    disconnect: certain("notFound"),
  },
  {
    name: "409",
    fault: status(409, { code: "Conflict", message: "In progress." }),
    list: certain("failed", { azureMessage: "In progress." }),
    disconnect: certain("failed", { status: 409 }),
  },
  {
    name: "407 of a proxy",
    fault: { kind: "html", status: 407 },
    list: certain("unreachable", { code: "ProxyAuthenticationRequired" }),
    disconnect: certain("unreachable"),
  },
];

/** Short for what never ends, and long for what only has to be received, however busy the machine is. */
function deadlines({ list, fault }: Row): Partial<Timing> {
  if (list === late.list) {
    return { requestDeadlineMs: patience(150) };
  }
  const isLarge = fault.kind === "huge" || fault.kind === "endless";
  return isLarge ? { requestDeadlineMs: patience(60_000), operationDeadlineMs: patience(60_000) } : {};
}

for (const over of httpClientNames) {
  describe(`faults over ${over}`, () => {
    let azure: SimulatedAzure;
    before(async () => {
      azure = await startSimulatedAzure({ world });
    });
    after(() => azure.close());

    const check = async (
      row: Row,
      expected: Expected,
      route: "list" | "disconnect",
      call: (client: Client, hostId: string) => Promise<unknown>,
    ): Promise<void> => {
      azure.reset(world);
      azure.behave(route, { fault: row.fault, ...(row.stays !== true && { times: 1 }) });
      const from = azure.requests.length;
      const client = clientAt(azure.url, () => azure.token(), deadlines(row), over);
      const outcome = call(client, azure.world.host("bas").id);
      if (expected.fails === undefined) {
        await outcome;
      } else {
        const facts: Partial<AzureErrorFacts> = (await azureErrorOf(outcome)).facts;
        const keys = Object.keys(expected.fails) as (keyof AzureErrorFacts)[];
        assert.deepEqual(Object.fromEntries(keys.map((key) => [key, facts[key]])), expected.fails);
      }
      assert.deepEqual(
        client.waits.map(({ delayMs }) => delayMs),
        expected.waits ?? [],
      );
      assert.equal(
        azure.requests.slice(from).filter((request) => request.route === route).length,
        expected.requests,
        "requests",
      );
    };

    for (const row of rows) {
      it(`list: ${row.name}`, () =>
        check(row, row.list, "list", async ({ arm, credential, options }, hostId) => {
          const { sessions } = await listSessions(arm, credential, hostId, options);
          assert.deepEqual(
            sessions.map(({ sessionId }) => sessionId),
            ["session-1"],
          );
        }));
      it(`disconnect: ${row.name}`, () =>
        check(row, row.disconnect, "disconnect", async ({ arm, credential, options }, hostId) => {
          const { verdicts } = await disconnectSessions(arm, credential, hostId, ["session-1"], options);
          assert.deepEqual(
            verdicts.map(({ verdict }) => verdict),
            ["disconnected"],
          );
        }));
    }

    it("a 403 names what is missing", async () => {
      azure.reset(world);
      const host = azure.world.host("bas");
      const account = azure.world.account();
      azure.world.setRole(account, host, "reader");
      const { arm, credential, options } = clientAt(azure.url, () => azure.token(), {}, over);
      const { kind, facts } = await azureErrorOf(disconnectSessions(arm, credential, host.id, ["session-1"], options));
      assert.equal(kind, "notAllowed");
      assert.equal(facts.action?.toLowerCase(), "microsoft.network/bastionhosts/disconnectactivesessions/action");
      assert.equal(facts.scope?.toLowerCase(), host.key);
      assert.equal(facts.maybeReceived, false);
    });

    it("a refused connection, which cannot have been received", async () => {
      azure.reset(world);
      const hostId = azure.world.host("bas").id;
      const { arm, credential, options } = clientAt(azure.url, () => azure.token(), {}, over);
      await azure.goOffline();
      try {
        const { kind, facts } = await azureErrorOf(disconnectSessions(arm, credential, hostId, ["session-1"], options));
        assert.deepEqual([kind, facts.code, facts.maybeReceived], ["unreachable", "ECONNREFUSED", false]);
      } finally {
        await azure.goOnline();
      }
    });

    it("plain http where TLS should be", async () => {
      const { arm, credential, options } = clientAt(azure.url.replace("http:", "https:"), () => "token", {}, over);
      const from = azure.requests.length;
      const { kind } = await azureErrorOf(listSessions(arm, credential, azure.world.host("bas").id, options));
      assert.equal(kind, "unreachable");
      assert.equal(azure.requests.length, from);
    });
  });
}
