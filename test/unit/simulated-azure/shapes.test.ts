import assert from "node:assert/strict";
import { get } from "node:http";
import { SimulatedClock } from "../../simulated-azure/world/clock.ts";
import { startSimulatedAzure } from "../../simulated-azure/server.ts";
import type { SimulatedAzure } from "../../simulated-azure/server.ts";
import { disconnectVariants, listVariants, variantOutcome } from "../../simulated-azure/faults/variants.ts";
import type { Variant, VariantOutcome } from "../../simulated-azure/faults/variants.ts";
import { World } from "../../simulated-azure/world/world.ts";
import type { SimulatedHost, SimulatedSession } from "../../simulated-azure/world/worldTypes.ts";

const API = "api-version=2024-05-01";

interface Reading {
  readonly outcome: VariantOutcome;
  readonly items: readonly Record<string, unknown>[];
}

/** Asks the simulated Azure and reads answers by hand, as little clever as can be. */
class Reader {
  readonly azure: SimulatedAzure;
  readonly #authorization: string;

  constructor(azure: SimulatedAzure) {
    this.azure = azure;
    this.#authorization = `Bearer ${azure.token()}`;
  }

  ask(path: string, body?: unknown): Promise<Response> {
    const init = body === undefined ? {} : { method: "POST", ...(body !== null && { body: JSON.stringify(body) }) };
    return fetch(new URL(path, this.azure.url), {
      ...init,
      redirect: "manual",
      headers: { Authorization: this.#authorization },
    });
  }

  action(
    host: SimulatedHost,
    action: "getActiveSessions" | "disconnectActiveSessions",
    body: unknown = null,
  ): Promise<Response> {
    return this.ask(`${host.id}/${action}?${API}`, body);
  }

  /** Follows an answer to its end, in whatever shape it comes; an operation that runs after five readings counts as endless. */
  async follow(first: Response, again?: () => Promise<Response>): Promise<Reading> {
    if (first.status !== 202) {
      return this.#listed(await json(first));
    }
    const status = first.headers.get("Azure-AsyncOperation");
    const location = first.headers.get("Location");
    if (!status && !location) {
      return again ? this.follow(await again()) : { outcome: "noList", items: [] };
    }
    const atStatus = status ? await this.#readStatus(status) : undefined;
    if (
      atStatus?.outcome === "complete" ||
      atStatus?.outcome === "failed" ||
      atStatus?.outcome === "neverEnds" ||
      !location
    ) {
      return atStatus!;
    }
    return this.#readLocation(location);
  }

  async #readStatus(url: string): Promise<Reading> {
    for (let reads = 0; reads < 5; reads++) {
      const response = await this.ask(url);
      const body = (await json(response)) as { status?: string; properties?: { output?: unknown } };
      if (response.status < 400 && body.status !== "InProgress") {
        return body.status === "Succeeded" ? this.#listed(body.properties?.output) : { outcome: "failed", items: [] };
      }
    }
    return { outcome: "neverEnds", items: [] };
  }

  async #readLocation(url: string): Promise<Reading> {
    for (let reads = 0; reads < 5; reads++) {
      const response = await this.ask(url);
      if (response.status !== 202) {
        return response.status < 400 ? this.#listed(await json(response)) : { outcome: "failed", items: [] };
      }
    }
    return { outcome: "neverEnds", items: [] };
  }

  async #listed(body: unknown): Promise<Reading> {
    const { value, nextLink } = (Array.isArray(body) ? { value: body } : (body ?? {})) as {
      value?: unknown;
      nextLink?: string;
    };
    if (!Array.isArray(value)) {
      const isError = typeof body === "object" && body !== null && "error" in body;
      return { outcome: isError ? "failed" : "noList", items: [] };
    }
    const rest = nextLink === undefined ? [] : (await this.#listed(await json(await this.ask(nextLink)))).items;
    return { outcome: "complete", items: [...(value as Record<string, unknown>[]), ...rest] };
  }
}

async function json(response: Response): Promise<unknown> {
  const text = await response.text();
  return text === "" ? undefined : JSON.parse(text);
}

const unique = (items: readonly Record<string, unknown>[]) => [...new Set(items.map((item) => item["sessionId"]))];

describe("The shapes in which the simulated Azure answers", () => {
  let azure: SimulatedAzure;
  let reader: Reader;
  let host: SimulatedHost;
  let sessions: readonly SimulatedSession[];

  beforeEach(async () => {
    const world = new World({ clock: SimulatedClock.driven() });
    host = world.addHost({ sessions: 5, operation: { retryAfterSeconds: 7 } });
    sessions = world.sessions(host);
    azure = await startSimulatedAzure({ world });
    reader = new Reader(azure);
  });

  afterEach(() => azure.close());

  const list = async (variant: Variant): Promise<Reading> => {
    azure.behave(host.name, { list: variant });
    const once = () => reader.action(host, "getActiveSessions");
    return reader.follow(await once(), once);
  };

  for (const variant of listVariants) {
    it(`lists as ${variant}: ${variantOutcome(variant, "list")}`, async () => {
      const { outcome, items } = await list(variant);
      assert.equal(outcome, variantOutcome(variant, "list"));
      assert.deepEqual(unique(items), outcome === "complete" ? sessions.map(({ sessionId }) => sessionId) : []);
    });
  }

  for (const variant of disconnectVariants) {
    it(`disconnects as ${variant}: ${variantOutcome(variant, "disconnect")}`, async () => {
      azure.behave(host.name, { disconnect: variant });
      const sessionIds = [sessions[0]!.sessionId, sessions[3]!.sessionId];
      const { outcome, items } = await reader.follow(
        await reader.action(host, "disconnectActiveSessions", { sessionIds }),
      );
      assert.equal(outcome, variantOutcome(variant, "disconnect"));
      assert.deepEqual(unique(items), outcome === "complete" ? sessionIds : []);
      assert.ok(items.every(({ state }) => state === "Disconnected"));
      assert.equal(
        azure.world.sessions(host).length,
        outcome === "failed" ? 5 : 3,
        "an operation that fails has done nothing",
      );
    });
  }

  it("sends some sessions twice, or on two pages", async () => {
    assert.equal((await list("twice")).items.length, 10);
    assert.equal((await list("pagesOverlapping")).items.length, 6);
  });

  it("accepts with the four bytes null and when to ask again", async () => {
    azure.behave(host.name, { list: "both" });
    const accepted = await reader.action(host, "getActiveSessions");
    assert.equal(accepted.headers.get("Retry-After"), "7");
    assert.equal(await accepted.text(), "null");
    azure.behave(host.name, { list: "bothRetryAfterDate" });
    assert.equal(
      (await reader.action(host, "getActiveSessions")).headers.get("Retry-After"),
      new Date(azure.clock.now() + 7_000).toUTCString(),
    );
    azure.behave(host.name, { list: "bothRetryAfterMissing" });
    assert.equal((await reader.action(host, "getActiveSessions")).headers.get("Retry-After"), null);
  });

  it("signs the URLs of operations again in every response and refuses altered ones", async () => {
    azure.behave(host.name, { list: "both", operation: { polls: 0, durationMs: 60_000 } });
    const accepted = await reader.action(host, "getActiveSessions");
    const location = accepted.headers.get("Location")!;
    const status = accepted.headers.get("Azure-AsyncOperation")!;
    const again = (await reader.ask(location)).headers.get("Location")!;
    assert.notEqual(again, location);
    assert.ok(location.length > 2_800 && location.length < 4_000, `${location.length} characters`);
    assert.deepEqual(
      await Promise.all([location, again, status].map(async (url) => (await reader.ask(url)).status)),
      [202, 202, 200],
    );
    const altered = [
      location.replace("2024-05-01", "2025-01-01"),
      location.replace(/&t=(\d)/, (_, digit) => `&t=${(Number(digit) + 1) % 10}`),
      location.replace("operationResults", "operations"),
      location.replace(/&h=.*/, ""),
      `${location}&$skipToken=1`,
      location.slice(0, location.indexOf("&t=")),
    ];
    assert.deepEqual(
      await Promise.all(altered.map(async (url) => (await reader.ask(url)).status)),
      altered.map(() => 403),
    );
  });

  it("ends an operation when its time has come, and lists what is there by then", async () => {
    azure.behave(host.name, { list: "both", operation: { polls: 0, durationMs: 60_000 } });
    const status = (await reader.action(host, "getActiveSessions")).headers.get("Azure-AsyncOperation")!;
    azure.clock.advance(59_999);
    assert.deepEqual(await json(await reader.ask(status)), { status: "InProgress" });
    azure.world.endSession(host, sessions[0]!.sessionId);
    azure.clock.advance(1);
    const { properties } = (await json(await reader.ask(status))) as { properties: { output: { value: unknown[] } } };
    assert.equal(properties.output.value.length, 4);
  });

  it("names unknown operations in stale headers", async () => {
    azure.behave(host.name, { list: "staleAsync" });
    const answer = await reader.action(host, "getActiveSessions");
    const gone = await reader.ask(answer.headers.get("Azure-AsyncOperation")!);
    assert.equal(gone.status, 404);
    assert.match(JSON.stringify(await json(gone)), /^{"error":{"message":"Operation [\w-]+ not found\."}}$/);
  });

  it("writes bodies and header names in the ways that were seen", async () => {
    azure.behave(host.name, { list: "crlf" });
    assert.match(await (await reader.action(host, "getActiveSessions")).text(), /^{\r\n {2}"value": \[\r\n/);
    const names = async (variant: Variant): Promise<string[]> => {
      azure.behave(host.name, { list: variant });
      const location = (await reader.action(host, "getActiveSessions")).headers.get("Location")!;
      const { promise, resolve } = Promise.withResolvers<string[]>();
      get(location, { headers: { Authorization: `Bearer ${azure.token()}` } }, (response) => {
        response.resume();
        resolve(response.rawHeaders);
      });
      return promise;
    };
    assert.ok((await names("both")).includes("Azure-AsyncOperation"));
    assert.ok((await names("bothHeadersUpperCase")).includes("AZURE-ASYNCOPERATION"));
    assert.ok((await names("bothHeadersLowerCase")).includes("azure-asyncoperation"));
    assert.ok((await names("bothHeadersMixedCase")).includes("aZuRe-aSyNcOpErAtIoN"));
  });
});
