import assert from "node:assert/strict";
import { NetworkManagementClient } from "@azure/arm-network";
import { SubscriptionClient } from "@azure/arm-resources-subscriptions";
import { bearerTokenAuthenticationPolicyName, RestError } from "@azure/core-rest-pipeline";
import type { Pipeline } from "@azure/core-rest-pipeline";
import { SimulatedClock } from "../../simulated-azure/world/clock.ts";
import { demoWorld } from "../../simulated-azure/world/demoWorld.ts";
import { startSimulatedAzure } from "../../simulated-azure/server.ts";
import type { SimulatedAzure } from "../../simulated-azure/server.ts";
import type { SimulatedHost } from "../../simulated-azure/world/worldTypes.ts";

const ANA = "ana.lindqvist@contoso.com";

/** Makes Microsoft's client send a token over plain http, which its own policy refuses to do. */
function allowLoopback(pipeline: Pipeline, token: string): void {
  pipeline.removePolicy({ name: bearerTokenAuthenticationPolicyName });
  pipeline.addPolicy({
    name: "loopbackToken",
    sendRequest: (request, next) => {
      request.allowInsecureConnection = true;
      request.headers.set("Authorization", `Bearer ${token}`);
      return next(request);
    },
  });
}

const noCredential = { getToken: () => Promise.resolve(null) };

function subscriptionClient(azure: SimulatedAzure, tenant: string): SubscriptionClient {
  const client = new SubscriptionClient(noCredential, { endpoint: azure.url, allowInsecureConnection: true });
  allowLoopback(client.pipeline, azure.token(ANA, tenant));
  return client;
}

function networkClient(azure: SimulatedAzure, subscriptionId: string, tenant: string): NetworkManagementClient {
  const client = new NetworkManagementClient(noCredential, subscriptionId, {
    endpoint: azure.url,
    allowInsecureConnection: true,
  });
  allowLoopback(client.pipeline, azure.token(ANA, tenant));
  return client;
}

function clientFor(azure: SimulatedAzure, host: SimulatedHost): NetworkManagementClient {
  return networkClient(azure, host.subscriptionId, host.tenantId);
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) {
    list.push(item);
  }
  return list;
}

describe("The simulated Azure, seen by Microsoft's own clients", () => {
  let azure: SimulatedAzure;

  beforeEach(async () => {
    azure = await startSimulatedAzure({ world: demoWorld(7, SimulatedClock.driven()) });
  });

  afterEach(() => azure.close());

  it("lists the tenants of an account", async () => {
    const tenants = await all(subscriptionClient(azure, "Contoso").tenants.list());
    const expected = azure.world.tenants.map(({ tenantId, displayName, defaultDomain }) => ({
      tenantId,
      displayName,
      defaultDomain,
    }));
    assert.deepEqual(
      tenants.map(({ tenantId, displayName, defaultDomain }) => ({ tenantId, displayName, defaultDomain })),
      expected,
    );
  });

  it("lists the subscriptions of the token's tenant, and those that it manages", async () => {
    azure.pageSizes.subscriptions = 2;
    const inTenant = async (tenant: string) =>
      (await all(subscriptionClient(azure, tenant).subscriptions.list())).map(({ displayName }) => displayName);
    assert.deepEqual(await inTenant("Contoso"), [
      "Contoso Production",
      "Contoso Development",
      "Contoso Billing",
      "Fabrikam Operations",
    ]);
    assert.deepEqual(await inTenant("Fabrikam"), ["Fabrikam Operations", "Fabrikam Finance"]);
    assert.deepEqual(await inTenant("Northwind Traders"), ["Northwind Shops"]);
  });

  it("lists the hosts of every subscription, page by page", async () => {
    azure.pageSizes.hosts = 1;
    for (const { subscriptionId, tenantId } of azure.world.subscriptions) {
      const hosts = await all(networkClient(azure, subscriptionId, tenantId).bastionHosts.list());
      assert.deepEqual(
        hosts.map(({ id, name, location, sku, provisioningState, scaleUnits }) => ({
          id,
          name,
          location,
          sku: sku?.name,
          provisioningState,
          scaleUnits,
        })),
        azure.world.hosts
          .filter((host) => host.subscriptionId === subscriptionId)
          .map(({ id, name, location, sku, provisioningState, scaleUnits }) => ({
            id,
            name,
            location,
            sku,
            provisioningState,
            scaleUnits,
          })),
      );
    }
  });

  it("gets one host, its path written in any case", async () => {
    const host = azure.world.host("bas-sandbox");
    const found = await clientFor(azure, host).bastionHosts.get(
      host.resourceGroup.toUpperCase(),
      host.name.toUpperCase(),
    );
    assert.equal(found.id, host.id);
    assert.deepEqual(found.ipConfigurations, []);
  });

  it("lists the sessions of every host that allows it, at once or by a long-running operation", async () => {
    const hosts = azure.world.hosts.filter(({ name }) => name !== "bas-finance");
    for (const host of hosts) {
      const { resourceGroup, name } = host;
      const listed = await all(
        clientFor(azure, host).beginListActiveSessionsAndWait(resourceGroup, name, { updateIntervalInMs: 1 }),
      );
      const expected = azure.world.sessions(host);
      assert.deepEqual(
        listed.map(({ sessionId }) => sessionId),
        expected.map(({ sessionId }) => sessionId),
        name,
      );
      expected
        .filter(({ omit }) => omit.length === 0)
        .forEach((session) => {
          const found = listed.find(({ sessionId }) => sessionId === session.sessionId);
          const { userName, protocol, targetHostName, targetIpAddress, targetResourceId } = session;
          assert.deepEqual(
            [found?.userName, found?.protocol, found?.targetHostName, found?.targetIpAddress, found?.targetResourceId],
            [userName, protocol, targetHostName, targetIpAddress, targetResourceId],
          );
          assert.equal(found?.sessionDurationInMins, (azure.clock.now() - session.startedAt) / 60_000);
        });
    }
    const operation = azure.requests.filter(({ route }) => route === "operationStatus" || route === "operationResult");
    assert.ok(operation.length >= 2, "one of them answered by a long-running operation");
  });

  it("disconnects sessions and gives the outcome of each", async () => {
    const host = azure.world.host("bas-operations");
    const [live] = azure.world.sessions(host);
    const stuck = azure.world.sessions(host).find(({ undisconnectable }) => undisconnectable);
    const ghost = azure.world.addSession(host, { ghost: true });
    const sessionIds = [live!.sessionId, stuck!.sessionId, ghost.sessionId, "nobody"];
    const states = await all(
      clientFor(azure, host).listDisconnectActiveSessions(host.resourceGroup, host.name, { sessionIds }),
    );
    assert.deepEqual(
      states.map(({ sessionId, state }) => [sessionId, state]),
      [
        [live!.sessionId, "Disconnected"],
        [stuck!.sessionId, "Failed"],
        [ghost.sessionId, "Disconnected"],
        ["nobody", "NotFound"],
      ],
    );
    const left = azure.world.sessions(host).map(({ sessionId }) => sessionId);
    assert.deepEqual(
      [live!, stuck!, ghost].map(({ sessionId }) => left.includes(sessionId)),
      [false, true, true],
    );
  });

  it("lets a user who reconnects come back at once, through a new session to the same machine", async () => {
    const host = azure.world.host("bas-operations");
    const { sessionId, userName, targetResourceId } = azure.world.addSession(host, {
      reconnects: true,
      userName: "returning",
    });
    await all(
      clientFor(azure, host).listDisconnectActiveSessions(host.resourceGroup, host.name, { sessionIds: [sessionId] }),
    );
    const back = azure.world.sessions(host).filter((session) => session.userName === userName);
    assert.deepEqual(
      back.map((session) => [session.targetResourceId, session.sessionId === sessionId]),
      [[targetResourceId, false]],
    );
  });

  it("refuses what the role does not allow, naming action and scope", async () => {
    const host = azure.world.host("bas-finance");
    await assert.rejects(
      all(clientFor(azure, host).beginListActiveSessionsAndWait(host.resourceGroup, host.name)),
      (error) => {
        assert.ok(error instanceof RestError);
        assert.equal(error.statusCode, 403);
        assert.equal(error.code, "AuthorizationFailed");
        assert.match(
          error.message,
          /action 'Microsoft\.Network\/bastionHosts\/getActiveSessions\/action' over scope '\/subscriptions\/.*\/bas-finance'/,
        );
        return true;
      },
    );
  });

  it("answers with Azure's errors", async () => {
    const host = azure.world.host("bas-dev");
    const client = clientFor(azure, host);
    const code = (promise: Promise<unknown>) =>
      promise.then(
        () => "no error",
        (error: unknown) => (error instanceof RestError ? error.code : error),
      );
    assert.equal(await code(client.bastionHosts.get(host.resourceGroup, "nothing")), "ResourceNotFound");
    assert.equal(
      await code(all(networkClient(azure, crypto.randomUUID(), host.tenantId).bastionHosts.list())),
      "SubscriptionNotFound",
    );
    assert.equal(
      await code(all(networkClient(azure, host.subscriptionId, "Fabrikam").bastionHosts.list())),
      "InvalidAuthenticationTokenTenant",
    );
    azure.apiVersions.network = ["2019-09-01", "2020-11-01"];
    assert.equal(await code(client.bastionHosts.get(host.resourceGroup, host.name)), "NoRegisteredProviderFound");
    azure.expireTokens();
    assert.equal(await code(client.bastionHosts.get(host.resourceGroup, host.name)), "ExpiredAuthenticationToken");
  });
});
