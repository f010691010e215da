import assert from "node:assert/strict";
import { SimulatedClock } from "../../simulated-azure/world/clock.ts";
import { controlOf } from "../../simulated-azure/controlClient.ts";
import { demoWorld } from "../../simulated-azure/world/demoWorld.ts";
import { startSimulatedAzure } from "../../simulated-azure/server.ts";
import type { SimulatedAzure } from "../../simulated-azure/server.ts";
import { TOKEN_MARKER } from "../../simulated-azure/signIn/tokens.ts";
import type { World } from "../../simulated-azure/world/world.ts";

const ANA = "ana.lindqvist@contoso.com";
const PRIYA = "priya.raman@fabrikam.com";
const HOUR = 3_600_000;
const QUERY =
  "resources | where type =~ 'microsoft.network/bastionhosts' | project id, name, type, location, resourceGroup, subscriptionId, tenantId, sku, properties, tags | order by id asc";

/** Everything in a world, as plain data. */
const contents = (world: World) => ({
  tenants: world.tenants,
  accounts: world.accounts,
  subscriptions: world.subscriptions,
  hosts: world.hosts.map((host) => [host, world.sessions(host)]),
});

describe("The simulated world", () => {
  it("is the same for a seed on every run, and another for another seed", () => {
    const make = (seed: number) => contents(demoWorld(seed, SimulatedClock.driven()));
    assert.deepEqual(make(3), make(3));
    assert.notDeepEqual(make(3).hosts, make(4).hosts);
  });

  it("holds one of everything that a user may meet", () => {
    const world = demoWorld(1, SimulatedClock.driven());
    assert.deepEqual(
      new Set(world.hosts.map(({ sku }) => sku)),
      new Set(["Developer", "Basic", "Standard", "Premium"]),
    );
    assert.ok(world.hosts.some(({ provisioningState }) => provisioningState !== "Succeeded"));
    assert.ok(world.hosts.some((host) => world.sessions(host).length === 0));
    assert.ok(
      world.subscriptions.some(({ subscriptionId }) =>
        world.hosts.every((host) => host.subscriptionId !== subscriptionId),
      ),
    );
    const sessions = world.hosts.flatMap((host) => world.sessions(host));
    assert.deepEqual(new Set(sessions.map(({ protocol }) => protocol)), new Set(["SSH", "RDP"]));
    assert.equal(new Set(sessions.map(({ sessionId }) => sessionId)).size, sessions.length);
    assert.ok(sessions.some(({ omit }) => omit.length > 0));
    assert.ok(sessions.some(({ targetResourceId }) => targetResourceId.includes("/bh-hostConnect/")));
  });

  it("lets sessions arrive and end as time passes, the same way whenever it is looked at", () => {
    const make = () => {
      const world = demoWorld(5, SimulatedClock.driven());
      world.sessionChurn = true;
      return world;
    };
    const [often, once, still] = [make(), make(), make()];
    const ids = (world: World) => world.hosts.flatMap((host) => world.sessions(host).map(({ sessionId }) => sessionId));
    const before = new Set(ids(still));
    for (let minute = 0; minute < 60; minute++) {
      often.clock.advance(60_000);
      ids(often);
    }
    once.clock.advance(HOUR);
    assert.deepEqual(ids(often), ids(once));
    assert.ok(
      ids(once).some((id) => !before.has(id)),
      "some arrived",
    );
    assert.ok(
      [...before].some((id) => !ids(once).includes(id)),
      "some ended",
    );
    assert.equal(once.sessions("bas-empty").length, 0);
  });
});

describe("The simulated Azure", () => {
  let azure: SimulatedAzure;

  beforeEach(async () => {
    azure = await startSimulatedAzure({ world: demoWorld(1, SimulatedClock.driven()) });
  });

  afterEach(() => azure.close());

  const post = async (
    path: string,
    body: unknown,
    token?: string,
  ): Promise<{ status: number; headers: Headers; body: Record<string, unknown> }> => {
    const response = await fetch(new URL(path, azure.url), {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "Content-Type": "application/json", ...(token !== undefined && { Authorization: `Bearer ${token}` }) },
    });
    return {
      status: response.status,
      headers: response.headers,
      body: (await response.json()) as Record<string, unknown>,
    };
  };
  const sign = (account: string, more: object = {}) =>
    post("/_signin/token", { accountId: azure.world.account(account).id, scopes: [`${azure.url}/.default`], ...more });
  const graph = (token: string, options: object = {}, more: object = {}) =>
    post(
      "/providers/Microsoft.ResourceGraph/resources?api-version=2022-10-01",
      { query: QUERY, options, ...more },
      token,
    );
  const names = (answer: Awaited<ReturnType<typeof graph>>) =>
    (answer.body["data"] as { name: string }[]).map(({ name }) => name).sort();

  it("finds the hosts of a tenant by a graph query, in pages", async () => {
    const token = azure.token(ANA, "Contoso");
    const expected = [
      "bas-dev",
      "bas-empty",
      "bas-operations",
      "bas-prod-northeurope",
      "bas-prod-westeurope",
      "bas-recovery",
      "bas-sandbox",
    ];
    assert.deepEqual(names(await graph(token)), expected);
    const paged: string[] = [];
    let $skipToken: unknown;
    do {
      const answer = await graph(token, { $top: 3, $skipToken });
      paged.push(...names(answer));
      assert.equal(answer.body["resultTruncated"], "false");
      assert.equal(answer.body["totalRecords"], 7);
      $skipToken = answer.body["$skipToken"];
    } while ($skipToken !== undefined);
    assert.deepEqual(paged.sort(), expected);
    const [row] = (await graph(token)).body["data"] as Record<string, unknown>[];
    assert.equal(row!["type"], "microsoft.network/bastionhosts");
    assert.equal(row!["resourceGroup"], (row!["resourceGroup"] as string).toLowerCase());
    assert.deepEqual(Object.keys(row!), [
      "id",
      "name",
      "type",
      "location",
      "resourceGroup",
      "subscriptionId",
      "tenantId",
      "sku",
      "properties",
      "tags",
    ]);
    const { subscriptionId } = azure.world.subscription("Fabrikam Operations");
    assert.deepEqual(names(await graph(token, {}, { subscriptions: [subscriptionId] })), [
      "bas-operations",
      "bas-recovery",
    ]);
    assert.equal((await graph(token, {}, { query: "resources | count" })).status, 400);
  });

  it("shows an account what its roles allow", async () => {
    const tokens = [azure.token(ANA, "Fabrikam"), azure.token(PRIYA)] as const;
    assert.deepEqual(names(await graph(tokens[0])), ["bas-finance", "bas-operations", "bas-recovery"]);
    azure.world.setRole(ANA, azure.world.host("bas-recovery"), "none");
    azure.world.setRole(ANA, azure.world.subscription("Fabrikam Finance"), "none");
    // A reader of one host still sees it and its subscription.
    assert.deepEqual(names(await graph(tokens[0])), ["bas-finance", "bas-operations"]);
    assert.deepEqual(names(await graph(tokens[1])), ["bas-finance", "bas-operations", "bas-recovery"]);
  });

  it("offers its accounts for sign-in and gives tokens for their tenants", async () => {
    const accounts = (await (await fetch(`${azure.url}/_signin/accounts`)).json()) as { label: string }[];
    assert.deepEqual(
      accounts.map(({ label }) => label),
      [ANA, PRIYA],
    );
    const { body } = await sign(ANA);
    assert.equal(body["tenantId"], azure.world.tenant("Contoso").tenantId);
    assert.ok((body["accessToken"] as string).startsWith(TOKEN_MARKER));
    assert.deepEqual(
      azure.issuedTokens.map(({ accessToken }) => accessToken),
      [body["accessToken"]],
    );
    const fabrikam = azure.world.tenant("Fabrikam").tenantId;
    const scopes = [`${azure.url}/.default`, `VSCODE_TENANT:${fabrikam}`];
    assert.equal((await sign(ANA, { scopes })).body["tenantId"], fabrikam);
    assert.equal((await sign(PRIYA, { tenantId: azure.world.tenant("Contoso").tenantId })).status, 403);
    assert.equal((await post("/_signin/token", { accountId: "nobody", scopes: [] })).status, 403);
  });

  it("wants a sign-in of its own for one tenant", async () => {
    const { tenantId } = azure.world.tenant("Northwind Traders");
    assert.deepEqual((await sign(ANA, { tenantId })).body, { error: "interaction_required" });
    assert.equal((await sign(ANA, { tenantId, interactive: true })).status, 200);
    assert.equal((await sign(ANA, { tenantId })).status, 200);
  });

  it("takes no token but its own, for its own address, in time", async () => {
    const code = async (token?: string) => {
      const { status, headers, body } = await post("/nothing", {}, token);
      assert.equal(status === 401, headers.get("WWW-Authenticate") !== null);
      return (body["error"] as { code: string }).code;
    };
    assert.equal(await code(), "AuthenticationFailed");
    assert.equal(await code("made up"), "InvalidAuthenticationToken");
    const elsewhere = (await sign(ANA, { scopes: ["https://management.azure.com/.default"] })).body[
      "accessToken"
    ] as string;
    assert.equal(await code(elsewhere), "InvalidAuthenticationTokenAudience");
    const token = azure.token(ANA);
    assert.equal(await code(token), "InvalidResourceType");
    azure.clock.advance(2 * HOUR);
    assert.equal(await code(token), "ExpiredAuthenticationToken");
    const fresh = azure.token(ANA);
    azure.revokeTokens(PRIYA);
    assert.equal(await code(fresh), "InvalidResourceType");
    azure.revokeTokens(ANA);
    assert.equal(await code(fresh), "InvalidAuthenticationToken");
  });

  it("keeps no secret in the record of requests", async () => {
    const token = azure.token(ANA);
    await graph(token);
    await sign(ANA);
    assert.ok(!JSON.stringify(azure.requests).includes(TOKEN_MARKER));
    assert.deepEqual(
      azure.requests.map(({ route, account, hadToken }) => [route, account, hadToken]),
      [
        ["graph", ANA, true],
        ["signIn", undefined, false],
      ],
    );
  });

  it("is steered from another process", async () => {
    const control = controlOf(azure.url);
    const before = await control.state();
    assert.deepEqual(
      before.hosts.map(({ name }) => name),
      azure.world.hosts.map(({ name }) => name),
    );
    const added = await control.addSession({ host: "bas-dev", session: { userName: "newcomer" } });
    assert.ok(
      azure.world
        .sessions("bas-dev")
        .some(({ sessionId, userName }) => sessionId === added.sessionId && userName === "newcomer"),
    );
    assert.deepEqual(await control.endSession({ host: "bas-dev", sessionId: added.sessionId }), { ended: true });
    assert.deepEqual(await control.advance({ ms: HOUR }), { now: before.now + HOUR });

    const { id } = await control.behave({ target: "graph", behaviour: { fault: { kind: "status", status: 500 } } });
    const waiting = control.waitForRequest({ route: "graph", ended: true });
    assert.equal((await graph(azure.token(ANA))).status, 500);
    assert.equal((await waiting).status, 500);
    assert.deepEqual(await control.removeBehaviour({ id }), { applied: 1 });
    assert.equal((await graph(azure.token(ANA))).status, 200);

    await control.reset({ world: { hosts: [{ name: "only", sessions: 2 }] } });
    assert.deepEqual(
      azure.world.hosts.map(({ name }) => name),
      ["only"],
    );
    assert.equal((await control.state()).hosts[0]!.sessions.length, 2);
    await control.reset();
    assert.equal(azure.world.hosts.length, before.hosts.length);
    await assert.rejects(control.addSession({ host: "nowhere" }), /no host nowhere/);
  });
});
