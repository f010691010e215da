import { strict as assert } from "node:assert";
import { listBastionHosts, parseBastionHost } from "../../../../src/core/azure/bastionHosts.ts";
import type { BastionHost } from "../../../../src/core/model/bastionHost.ts";
import { listSubscriptions } from "../../../../src/core/azure/subscriptions.ts";
import { listTenants } from "../../../../src/core/azure/tenants.ts";
import { azureFaults } from "../../../simulated-azure/faults/faults.ts";
import type { Fault } from "../../../simulated-azure/faults/faults.ts";
import { startSimulatedAzure } from "../../../simulated-azure/server.ts";
import type { SimulatedAzure } from "../../../simulated-azure/server.ts";
import { azureErrorOf, clientAt, HOST, json, scriptedServer } from "./testArm.ts";

const names = ["one", "two", "three"];
const world = {
  subscriptions: names.map((displayName) => ({ displayName })),
  hosts: names.flatMap((subscription) =>
    [1, 2].map((number) => ({ name: `bas-${subscription}-${number}`, subscription })),
  ),
};

describe("the hosts of a tenant", () => {
  let azure: SimulatedAzure;
  let subscriptionIds: () => Promise<readonly string[]>;
  let askedForIds: number;
  before(async () => {
    azure = await startSimulatedAzure({ world });
  });
  after(() => azure.close());
  beforeEach(() => {
    azure.reset(world);
    askedForIds = 0;
    subscriptionIds = async () => {
      askedForIds += 1;
      return Promise.resolve(azure.world.subscriptions.map(({ subscriptionId }) => subscriptionId));
    };
  });

  const list = (known: readonly BastionHost[] = []) => {
    const { arm, credential, options } = clientAt(azure.url, () => azure.token());
    return listBastionHosts(arm, credential, { ...options, subscriptionIds, known: () => known });
  };
  const allHosts = (): string[] => azure.world.hosts.map(({ id }) => id).sort();

  it("come from one query, paged by $skipToken", async () => {
    azure.pageSizes.graph = 2;
    const from = azure.requests.length;
    const { hosts, unreadable, problems } = await list();
    assert.deepEqual(hosts.map(({ id }) => id).sort(), allHosts());
    assert.deepEqual([unreadable, problems, askedForIds], [0, [], 0]);
    assert.deepEqual(
      azure.requests.slice(from).map(({ route }) => route),
      ["graph", "graph", "graph"],
    );
  });

  const refusals: readonly (readonly [string, Fault, readonly string[]])[] = [
    [
      "403",
      { kind: "status", status: 403, code: "AuthorizationFailed", message: "No." },
      ["graph", "hosts", "hosts", "hosts"],
    ],
    [
      "a cloud without the graph",
      { kind: "status", status: 404, code: "InvalidResourceNamespace" },
      ["graph", "hosts", "hosts", "hosts"],
    ],
    ["400", { kind: "status", status: 400, code: "BadRequest" }, ["graph", "hosts", "hosts", "hosts"]],
    ["too many subscriptions", azureFaults.tooManySubscriptions, ["graph", "graph"]],
    ["too many subscriptions, by a header", azureFaults.subscriptionLimitHit, ["graph", "graph"]],
    [
      "an answer cut short",
      { kind: "json", body: { totalRecords: 9, count: 0, resultTruncated: "true", data: [] } },
      ["graph", "hosts", "hosts", "hosts"],
    ],
    [
      "fewer hosts than it counts, and no page more",
      { kind: "json", body: { totalRecords: 9, count: 0, resultTruncated: "false", data: [] } },
      ["graph", "hosts", "hosts", "hosts"],
    ],
  ];
  for (const [name, fault, routes] of refusals) {
    it(`come from elsewhere where the graph refuses: ${name}`, async () => {
      azure.behave("graph", { fault, times: 1 });
      const from = azure.requests.length;
      const { hosts, problems } = await list();
      assert.deepEqual(hosts.map(({ id }) => id).sort(), allHosts());
      assert.deepEqual([problems, askedForIds], [[], 1]);
      assert.deepEqual(
        azure.requests.slice(from).map(({ route }) => route),
        routes,
      );
    });
  }

  describe("that the graph no longer names", () => {
    const nothing = { kind: "json", body: { totalRecords: 0, count: 0, resultTruncated: "false", data: [] } } as const;
    const forbidden = { kind: "status", status: 403, code: "AuthorizationFailed", message: "No." } as const;
    const gone = { kind: "status", status: 404, code: "ResourceNotFound" } as const;
    const failing = { kind: "html" } as const;
    interface Case {
      readonly graph?: Fault;
      readonly subscription?: Fault;
      readonly host?: Fault;
      /** Removed for good. */
      readonly removed?: string;
      readonly left: number;
      readonly problems?: number;
    }
    const cases: Readonly<Record<string, Case>> = {
      "stay where the subscriptions' own lists have them": { graph: nothing, left: 6 },
      "leave where the subscription's own list lacks them too": { removed: "bas-two-1", left: 5 },
      "stay where the subscription is closed to the account, and the host is not": {
        graph: nothing,
        subscription: forbidden,
        left: 6,
      },
      "leave where the host is gone and its subscription closed": {
        graph: nothing,
        subscription: forbidden,
        host: gone,
        left: 0,
      },
      "leave where the account may no longer see either": {
        graph: nothing,
        subscription: forbidden,
        host: forbidden,
        left: 0,
      },
      "are not known to be gone where the subscription's list fails": {
        graph: nothing,
        subscription: failing,
        left: 0,
        problems: 3,
      },
      "are not known to be gone where the host fails": {
        graph: nothing,
        subscription: forbidden,
        host: failing,
        left: 0,
        problems: 3,
      },
    };
    for (const [name, { graph, subscription, host, removed, left, problems = 0 }] of Object.entries(cases)) {
      it(name, async () => {
        const known = (await list()).hosts;
        if (removed !== undefined) {
          azure.world.removeHost(removed);
        }
        (
          [
            ["graph", graph],
            ["hosts", subscription],
            ["host", host],
          ] as const
        ).forEach(([route, fault]) => fault && azure.behave(route, { fault }));
        const found = await list(known);
        assert.deepEqual([found.hosts.length, found.problems.length], [left, problems]);
        assert.ok(found.hosts.every(({ tenantId }) => tenantId !== undefined));
      });
    }
  });

  it("one subscription that fails is a problem of its own", async () => {
    azure.behave("graph", { fault: { kind: "status", status: 403 } });
    azure.behave({ route: "hosts", subscription: "two" }, { fault: { kind: "html" } });
    azure.pageSizes.hosts = 1;
    const { hosts, problems } = await list();
    assert.deepEqual(hosts.map(({ name }) => name).sort(), ["bas-one-1", "bas-one-2", "bas-three-1", "bas-three-2"]);
    assert.deepEqual(
      problems.map(({ subscriptionId, error }) => [subscriptionId, error.kind]),
      [[azure.world.subscription("two").subscriptionId, "unreadable"]],
    );
  });

  it("a batch of subscriptions that fails is a problem of each", async () => {
    azure.behave("graph", { fault: { kind: "html" } });
    azure.behave("graph", { fault: azureFaults.tooManySubscriptions, times: 1 });
    const { hosts, problems } = await list();
    assert.deepEqual([hosts.length, problems.length], [0, 3]);
  });

  const failures: readonly (readonly [string, Fault])[] = [
    ["an answer that is no list", { kind: "json", body: { data: {} } }],
    ["a loop", { kind: "pageLoop", how: "loop" }],
    ["a page that repeats", { kind: "pageLoop", how: "repeat" }],
    ["a login page", { kind: "html" }],
  ];
  for (const [name, fault] of failures) {
    it(`are not known after ${name}`, async () => {
      azure.behave("graph", { fault });
      assert.equal((await azureErrorOf(list())).kind, "unreadable");
      assert.equal(askedForIds, 0);
    });
  }

  it("being stopped is no problem of a subscription", async () => {
    const stop = new AbortController();
    azure.behave("graph", { fault: { kind: "status", status: 403 } });
    azure.behave("hosts", { fault: { kind: "neverAnswers" } });
    const { arm, credential } = clientAt(azure.url, () => azure.token());
    const from = azure.requests.length;
    const listing = azureErrorOf(listBastionHosts(arm, credential, { signal: stop.signal, subscriptionIds }));
    await azure.waitForRequest(({ id, route }) => id > from && route === "hosts");
    stop.abort();
    assert.equal((await listing).kind, "cancelled");
  });

  it("tenants and subscriptions come by pages, each once", async () => {
    azure.pageSizes.subscriptions = 1;
    const { arm, credential, options } = clientAt(azure.url, () => azure.token());
    const { subscriptions } = await listSubscriptions(arm, credential, options);
    assert.deepEqual(
      subscriptions.map(({ displayName, state }) => [displayName, state]),
      names.map((name) => [name, "Enabled"]),
    );
    assert.deepEqual(
      subscriptions.map(({ tenantId }) => tenantId),
      names.map(() => azure.world.tenant().tenantId),
    );
    const { tenants } = await listTenants(arm, credential, options);
    const { tenantId, displayName, defaultDomain } = azure.world.tenant();
    assert.deepEqual(tenants, [{ tenantId, displayName, defaultDomain }]);
  });

  it("entries of tenants and subscriptions without an id, or with one that is none, are counted", async () => {
    const value = [
      null,
      {},
      { tenantId: "../x", subscriptionId: "a/b" },
      { tenantId: "ABC", subscriptionId: "DEF" },
      { tenantId: "abc", subscriptionId: "def" },
    ];
    await using server = await scriptedServer((_request, response) => json(response, 200, { value }));
    const { arm, credential, options } = clientAt(server.url, () => "token");
    assert.deepEqual(await listTenants(arm, credential, options), { tenants: [{ tenantId: "abc" }], unreadable: 3 });
    assert.deepEqual(await listSubscriptions(arm, credential, options), {
      subscriptions: [{ subscriptionId: "def", tenantId: "abc" }],
      unreadable: 3,
    });
  });
});

describe("a host", () => {
  const [, subscriptionId] = /subscriptions\/([^/]+)/.exec(HOST) ?? [];
  const always = { id: HOST, key: HOST.toLowerCase(), name: "bas", subscriptionId, resourceGroup: "rg" };

  it("reads alike from the graph and from Resource Manager", () => {
    const properties = {
      provisioningState: "Succeeded",
      scaleUnits: 2,
      dnsName: "bst.bastion.azure.com",
      enableTunneling: true,
      enableIpConnect: false,
    };
    const resource = {
      name: "bas",
      id: HOST,
      type: "Microsoft.Network/bastionHosts",
      location: "westeurope",
      sku: { name: "Standard" },
      properties,
    };
    const row = {
      ...resource,
      type: "microsoft.network/bastionhosts",
      resourceGroup: "rg",
      subscriptionId,
      tenantId: "ABC",
      tags: null,
    };
    const expected = {
      ...always,
      location: "westeurope",
      sku: "Standard",
      provisioningState: "Succeeded",
      scaleUnits: 2,
      nativeClient: true,
      ipConnect: false,
    };
    assert.deepEqual(parseBastionHost(resource), expected);
    assert.deepEqual(parseBastionHost(row), { ...expected, tenantId: "abc" });
  });

  it("has what Azure says of it, and no more", () => {
    assert.deepEqual(parseBastionHost({ id: HOST }), always);
    assert.deepEqual(
      parseBastionHost({
        id: HOST,
        name: "other",
        sku: "Basic",
        properties: { scaleUnits: "2", provisioningState: 1, enableTunneling: "true", enableIpConnect: null },
        location: null,
      }),
      always,
    );
  });

  for (const scaleUnits of [0, -1, 2.5, Infinity, null]) {
    it(`has no number of instances where Azure says ${scaleUnits}`, () =>
      assert.deepEqual(parseBastionHost({ id: HOST, properties: { scaleUnits } }), always));
  }

  for (const value of [
    undefined,
    null,
    "x",
    [],
    {},
    { id: 4 },
    { id: `${HOST}/extra` },
    { id: HOST.replace("bastionHosts", "virtualNetworks") },
  ]) {
    it(`${JSON.stringify(value)} is none`, () => assert.equal(parseBastionHost(value), undefined));
  }
});
