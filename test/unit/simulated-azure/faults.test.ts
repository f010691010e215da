import assert from "node:assert/strict";
import { request } from "node:http";
import type { IncomingMessage } from "node:http";
import { SimulatedClock } from "../../simulated-azure/world/clock.ts";
import { azureFaults } from "../../simulated-azure/faults/faults.ts";
import type { Fault } from "../../simulated-azure/faults/faults.ts";
import { startSimulatedAzure } from "../../simulated-azure/server.ts";
import type { SimulatedAzure } from "../../simulated-azure/server.ts";
import { World } from "../../simulated-azure/world/world.ts";
import type { SimulatedHost } from "../../simulated-azure/world/worldTypes.ts";

const RESOURCES = "api-version=2022-12-01";
const NETWORK = "api-version=2024-05-01";
const QUERY = "resources | where type =~ 'microsoft.network/bastionhosts' | project id, name, type | order by id asc";

/** What came over the wire before it ended, and how it ended. */
interface Wire {
  readonly status: number | undefined;
  readonly length: number;
  readonly complete: boolean;
  readonly error: string | undefined;
}

describe("The faults of the simulated Azure", () => {
  let azure: SimulatedAzure;
  let host: SimulatedHost;

  beforeEach(async () => {
    const world = new World({ clock: SimulatedClock.driven() });
    host = world.addHost({ name: "bas-a", sessions: 3 });
    world.addHost({ name: "bas-b", sessions: 1 });
    azure = await startSimulatedAzure({ world });
  });

  afterEach(() => azure.close());

  const ask = (path: string, init: RequestInit & { token?: string } = {}) => {
    const { token = azure.token(), ...rest } = init;
    return fetch(new URL(path, azure.url), {
      redirect: "manual",
      ...rest,
      headers: { Authorization: `Bearer ${token}` },
    });
  };
  const list = (init: RequestInit = {}, of = host) =>
    ask(`${of.id}/getActiveSessions?${NETWORK}`, { method: "POST", ...init });
  const disconnect = (sessionIds: readonly string[]) =>
    ask(`${host.id}/disconnectActiveSessions?${NETWORK}`, { method: "POST", body: JSON.stringify({ sessionIds }) });
  const graph = (options: object = {}, query = QUERY) =>
    ask("/providers/Microsoft.ResourceGraph/resources?api-version=2022-10-01", {
      method: "POST",
      body: JSON.stringify({ query, options }),
    });

  /** The list by way of bare node:http: what fetch calls "failed" has shades that matter here. */
  const overTheWire = (upTo = Infinity) => {
    const { promise, resolve } = Promise.withResolvers<Wire>();
    let incoming: IncomingMessage | undefined;
    let length = 0;
    const end = (error?: NodeJS.ErrnoException) =>
      resolve({ status: incoming?.statusCode, length, complete: incoming?.complete ?? false, error: error?.code });
    const outgoing = request(
      `${azure.url}${host.id}/getActiveSessions?${NETWORK}`,
      { method: "POST", agent: false, headers: { Authorization: `Bearer ${azure.token()}` } },
      (response) => {
        incoming = response;
        response.on("data", (chunk: Buffer) => {
          length += chunk.length;
          if (length >= upTo) {
            outgoing.destroy();
          }
        });
        response.on("end", () => end());
        response.on("error", end);
      },
    );
    outgoing.on("error", end);
    outgoing.end();
    return promise;
  };

  it("resets the connection before, during and after the headers", async () => {
    azure.behave("bas-a", { fault: { kind: "reset", when: "beforeHeaders" } });
    assert.deepEqual(await overTheWire(), { status: undefined, length: 0, complete: false, error: "ECONNRESET" });
    azure.behave("bas-a", { fault: { kind: "reset", when: "duringHeaders" } });
    assert.deepEqual(await overTheWire(), { status: undefined, length: 0, complete: false, error: "ECONNRESET" });
    azure.behave("bas-a", { fault: { kind: "reset", when: "afterHeaders" } });
    const after = await overTheWire();
    assert.deepEqual({ ...after, length: 0 }, { status: 200, length: 0, complete: false, error: "ECONNRESET" });
    assert.ok(after.length > 0);
  });

  it("cuts a body short", async () => {
    azure.behave("bas-a", { fault: { kind: "cutBody" } });
    const { status, complete, length } = await overTheWire();
    assert.deepEqual([status, complete, length > 0], [200, false, true]);
  });

  it("answers with a page, broken JSON, or other JSON", async () => {
    azure.behave("bas-a", { fault: { kind: "html" } });
    const page = await list();
    assert.match(page.headers.get("Content-Type")!, /text\/html/);
    assert.match(await page.text(), /^<!DOCTYPE html>/);
    azure.behave("bas-a", { fault: { kind: "invalidJson" } });
    await assert.rejects((await list()).json(), SyntaxError);
    azure.behave("bas-a", { fault: { kind: "json", body: { value: "none" } } });
    assert.deepEqual(await (await list()).json(), { value: "none" });
  });

  it("sends a huge body, and an endless one until the caller goes away", async () => {
    azure.behave("bas-a", { fault: { kind: "huge", bytes: 300_000 } });
    const huge = await (await list()).text();
    assert.equal(huge.length, 300_000);
    assert.deepEqual((JSON.parse(huge) as { value: unknown }).value, []);
    azure.behave("bas-a", { fault: { kind: "endless" } });
    const { length } = await overTheWire(2_000_000);
    assert.ok(length >= 2_000_000);
    assert.equal((await azure.waitForRequest(({ fault, ended }) => fault === "endless" && ended)).closedByClient, true);
  });

  it("never answers, and lets go when the caller does or when it is closed itself", async () => {
    azure.behave("bas-a", { fault: { kind: "neverAnswers" } });
    const patience = new AbortController();
    const given = assert.rejects(list({ signal: patience.signal }), { name: "AbortError" });
    await azure.waitForRequest(({ route }) => route === "list");
    patience.abort();
    await given;
    assert.equal((await azure.waitForRequest(({ ended }) => ended)).closedByClient, true);

    azure.behave("bas-a", { fault: { kind: "neverAnswers", after: "headers" } });
    const half = await list();
    assert.equal(half.status, 200);
    const body = assert.rejects(half.text());
    await azure.close();
    await body;
    assert.equal(azure.requests[1]!.closedByClient, false);
  });

  it("drips byte by byte", async () => {
    azure.behave("tenants", { fault: { kind: "slowDrip", msPerByte: 0 } });
    const response = await ask(`/tenants?${RESOURCES}`);
    let chunks = 0;
    let length = 0;
    for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
      chunks++;
      length += chunk.length;
    }
    assert.equal(length, Number(response.headers.get("Content-Length")));
    // On a busy machine several bytes arrive as one.
    assert.ok(chunks > 5, `${chunks} chunks`);
  });

  it("refuses with any status, with Retry-After in each form", async () => {
    const answer = async (fault: Fault): Promise<[number, string | null, string | undefined]> => {
      azure.behave("bas-a", { fault });
      const response = await list();
      const { error } = (await response.json()) as { error: { code?: string } };
      return [response.status, response.headers.get("Retry-After"), error.code];
    };
    assert.deepEqual(await answer(azureFaults.throttled), [429, "1", "SubscriptionRequestsThrottled"]);
    assert.deepEqual(await answer({ kind: "status", status: 429 }), [429, null, "SubscriptionRequestsThrottled"]);
    assert.deepEqual(await answer({ kind: "status", status: 429, retryAfter: "soon" }), [
      429,
      "soon",
      "SubscriptionRequestsThrottled",
    ]);
    assert.deepEqual(await answer({ kind: "status", status: 503, retryAfterDate: 90 }), [
      503,
      new Date(azure.clock.now() + 90_000).toUTCString(),
      "ServiceUnavailable",
    ]);
    assert.deepEqual(await answer({ kind: "status", status: 409 }), [409, null, "AnotherOperationInProgress"]);
  });

  it("does so for a number of requests, for a share of them, or until it is told to stop", async () => {
    const status = async () => (await list()).status;
    const twice = azure.behave("bas-a", { fault: { kind: "status", status: 500 }, times: 2 });
    assert.deepEqual([await status(), await status(), await status()], [500, 500, 200]);
    assert.equal(twice.applied, 2);
    const share = azure.behave("azure", { fault: { kind: "status", status: 502 }, chance: 0.25 });
    for (let asked = 0; asked < 100; asked++) {
      await status();
    }
    assert.ok(share.applied > 10 && share.applied < 45, `${share.applied} of 100`);
    share.remove();
    assert.equal(await status(), 200);
  });

  it("aims at a host, a route, a subscription, a tenant or an account", async () => {
    const world = new World({ clock: azure.clock });
    const [home, other] = [world.addTenant({ displayName: "Home" }), world.addTenant({ displayName: "Other" })];
    world.addAccount({ label: "a", home, guestOf: [other] });
    world.addAccount({ label: "b", home });
    azure.reset(world);
    const statuses = async () => [
      (await ask(`/subscriptions?${RESOURCES}`, { token: azure.token("a", "Home") })).status,
      (await ask(`/subscriptions?${RESOURCES}`, { token: azure.token("a", "Other") })).status,
      (await ask(`/subscriptions?${RESOURCES}`, { token: azure.token("b", "Home") })).status,
      (await ask(`/tenants?${RESOURCES}`, { token: azure.token("b", "Home") })).status,
    ];
    const fault: Fault = { kind: "status", status: 500 };
    azure.behave("tenants", { fault });
    assert.deepEqual(await statuses(), [200, 200, 200, 500]);
    azure.clearBehaviours();
    azure.behave({ route: "subscriptions", tenant: "Home" }, { fault });
    assert.deepEqual(await statuses(), [500, 200, 500, 200]);
    azure.clearBehaviours();
    azure.behave({ account: "a" }, { fault });
    assert.deepEqual(await statuses(), [500, 500, 200, 200]);
    assert.throws(() => azure.behave("nowhere", { fault }), /no subscription nowhere/);
  });

  it("leaves a disconnect undone where it never came, and done where only the answer is lost", async () => {
    const [first, second] = azure.world.sessions(host).map(({ sessionId }) => sessionId);
    azure.behave({ host: "bas-a", route: "disconnect" }, { fault: { kind: "reset", when: "beforeHeaders" } });
    await assert.rejects(disconnect([first!]));
    assert.equal(azure.world.sessions(host).length, 3);
    azure.behave(
      { host: "bas-a", route: "disconnect" },
      { fault: { kind: "reset", when: "beforeHeaders", acted: true } },
    );
    await assert.rejects(disconnect([first!]));
    assert.equal(azure.world.sessions(host).length, 2);
    azure.behave({ host: "bas-a", route: "disconnect" }, { fault: { kind: "status", status: 504, acted: true } });
    assert.equal((await disconnect([second!])).status, 504);
    assert.equal(azure.world.sessions(host).length, 1);
    assert.deepEqual(azure.requests.at(-1)!.sessionIds, [second]);
  });

  it("doesn't find sessions that are there, and leaves them", async () => {
    azure.behave("disconnect", { fault: { kind: "sessionsNotFound" }, times: 1 });
    const [first] = azure.world.sessions(host);
    const states = async (): Promise<readonly string[]> => {
      const response = await disconnect([first?.sessionId ?? ""]);
      return ((await response.json()) as { value: { state: string }[] }).value.map(({ state }) => state);
    };
    assert.deepEqual([await states(), azure.world.sessions(host).length], [["NotFound"], 3]);
    assert.deepEqual([await states(), azure.world.sessions(host).length], [["Disconnected"], 2]);
  });

  it("loses hosts in Resource Graph, and in no other list", async () => {
    const names = async (response: Promise<Response>): Promise<readonly string[]> => {
      const { data, value } = (await (await response).json()) as Record<string, { name: string }[]>;
      return (data ?? value ?? []).map(({ name }) => name);
    };
    const lost = azure.behave("graph", { fault: { kind: "lostHosts", named: "some" } });
    assert.deepEqual(await names(graph()), ["bas-a"]);
    lost.remove();
    azure.behave("azure", { fault: { kind: "lostHosts", named: "none" } });
    assert.deepEqual(await names(graph()), []);
    const hosts = `/subscriptions/${host.subscriptionId}/providers/Microsoft.Network/bastionHosts?${NETWORK}`;
    assert.deepEqual(await names(ask(hosts)), ["bas-a", "bas-b"]);
  });

  it("redirects, and links to other places", async () => {
    azure.behave("bas-a", { fault: { kind: "redirect", to: "http://127.0.0.1:1/elsewhere" } });
    const redirected = await list();
    assert.deepEqual([redirected.status, redirected.headers.get("Location")], [302, "http://127.0.0.1:1/elsewhere"]);
    azure.behave("bas-a", { list: "both", fault: { kind: "foreignLinks", to: "https://user:pass@azure.example" } });
    const accepted = await list();
    assert.match(accepted.headers.get("Location")!, /^https:\/\/user:pass@azure\.example\/subscriptions\//);
    assert.match(accepted.headers.get("Azure-AsyncOperation")!, /^https:\/\/user:pass@azure\.example\/subscriptions\//);
    azure.behave("tenants", { fault: { kind: "foreignLinks", to: "" } });
    const { nextLink } = (await (await ask(`/tenants?${RESOURCES}`)).json()) as { nextLink: string };
    assert.equal(nextLink, `/tenants?${RESOURCES}`);
  });

  it("makes chains of pages that never end", async () => {
    const links = async (how: "loop" | "repeat"): Promise<string[]> => {
      azure.behave("bas-a", { fault: { kind: "pageLoop", how } });
      const seen: string[] = [];
      for (let page = await list(); seen.length < 3; page = await ask(seen.at(-1)!)) {
        const { value, nextLink } = (await page.json()) as { value: unknown[]; nextLink: string };
        assert.equal(value.length, 3);
        seen.push(nextLink);
      }
      return seen;
    };
    assert.equal(new Set(await links("loop")).size, 1);
    assert.equal(new Set(await links("repeat")).size, 3);
    azure.behave("graph", { fault: { kind: "pageLoop", how: "loop" } });
    const token = async ($skipToken?: string) =>
      ((await (await graph({ $skipToken })).json()) as { $skipToken: string }).$skipToken;
    const first = await token();
    assert.equal(await token(first), first);
  });

  it("challenges for claims until a token comes that was asked for with them", async () => {
    const account = azure.world.account();
    const sign = async (more: object) => {
      const response = await fetch(`${azure.url}/_signin/token`, {
        method: "POST",
        body: JSON.stringify({ accountId: account.id, scopes: [`${azure.url}/.default`], ...more }),
      });
      return { status: response.status, ...((await response.json()) as { accessToken?: string; error?: string }) };
    };
    for (const encoding of ["base64", "base64url"] as const) {
      for (const form of ["invalidToken", "insufficientClaims", "twoSchemes"] as const) {
        azure.clearBehaviours();
        azure.behave("bas-a", { fault: { kind: "claimsChallenge", form, encoding } });
        const refused = await list();
        const challenge = refused.headers.get("WWW-Authenticate")!;
        assert.equal(refused.status, 401);
        assert.match(challenge, form === "invalidToken" ? /error="invalid_token"/ : /error="insufficient_claims"/);
        assert.equal(challenge.includes(", PoP "), form === "twoSchemes");
        assert.match(challenge, encoding === "base64" ? /claims="[^"]*[+/][^"]*"/ : /claims="[\w-]+"/);
        assert.equal((await sign({ challenge })).error, "interaction_required");
        assert.equal((await sign({ challenge: 'claims="bm9uc2Vuc2U"', interactive: true })).error, "unknown_claims");
        const { accessToken } = await sign({ challenge, interactive: true });
        assert.equal(
          (await ask(`${host.id}/getActiveSessions?${NETWORK}`, { method: "POST", token: accessToken! })).status,
          200,
        );
      }
    }
    azure.behave("bas-a", { fault: { kind: "claimsChallenge", silent: true } });
    assert.equal((await sign({ challenge: (await list()).headers.get("WWW-Authenticate")! })).status, 200);
  });

  it("refuses connections while it is offline, and is back at the same address", async () => {
    await azure.goOffline();
    await assert.rejects(list(), (error: Error) => (error.cause as NodeJS.ErrnoException).code === "ECONNREFUSED");
    await azure.goOnline();
    assert.equal((await list()).status, 200);
  });

  it("holds to Azure's limits when asked to", async () => {
    azure.throttling = true;
    const codes = new Set<number>();
    for (let asked = 0; asked < 16; asked++) {
      codes.add((await graph()).status);
    }
    assert.deepEqual([...codes], [200, 429]);
    azure.clock.advance(5_000);
    const answer = await graph();
    assert.equal(answer.headers.get("x-ms-user-quota-remaining"), "14");
    assert.equal(answer.headers.get("x-ms-user-quota-resets-after"), "00:00:05");
    const remaining = async () => Number((await list()).headers.get("x-ms-ratelimit-remaining-subscription-writes"));
    assert.equal(await remaining(), 199);
    assert.equal(await remaining(), 198);
  });
});
