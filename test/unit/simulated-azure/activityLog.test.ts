import assert from "node:assert/strict";
import { startSimulatedAzure } from "../../simulated-azure/server.ts";
import type { SimulatedAzure } from "../../simulated-azure/server.ts";
import { SimulatedClock } from "../../simulated-azure/world/clock.ts";
import { demoWorld } from "../../simulated-azure/world/demoWorld.ts";
import { World } from "../../simulated-azure/world/world.ts";
import type { SimulatedHost } from "../../simulated-azure/world/worldTypes.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const ANA = "ana@contoso.com";

interface WireEvent {
  readonly caller: string;
  readonly correlationId: string;
  readonly eventDataId: string;
  readonly eventTimestamp: string;
  readonly resourceId: string;
  readonly operationName: { readonly value: string };
  readonly status: { readonly value: string };
  readonly httpRequest: { readonly clientIpAddress?: string; readonly method: string };
  readonly properties: { readonly statusCode?: string };
}

interface EventsAnswer {
  readonly status: number;
  readonly body: {
    readonly value?: readonly WireEvent[];
    readonly nextLink?: string;
    readonly code?: string;
    readonly error?: { readonly code?: string; readonly message?: string };
  };
}

describe("The simulated Activity Log", () => {
  let azure: SimulatedAzure;
  let host: SimulatedHost;

  before(async () => {
    azure = await startSimulatedAzure({ world: new World({ clock: SimulatedClock.driven() }) });
  });
  after(() => azure.close());
  beforeEach(() => {
    const world = new World({ clock: azure.clock });
    world.addAccount({ label: ANA });
    world.addPerson({ email: ANA, clientAddresses: ["203.0.113.7"] });
    host = world.addHost({ name: "bas-A", resourceGroup: "rg-Hub", sessions: 2 });
    azure.reset(world);
  });
  afterEach(() => {
    azure.throttling = false;
  });

  const get = async (url: URL, token = azure.token()): Promise<EventsAnswer> => {
    const response = await fetch(url, { headers: { Authorization: `Bearer ${token}` } });
    return { status: response.status, body: (await response.json()) as EventsAnswer["body"] };
  };
  const ask = (filter: string, select?: string, token?: string) => {
    const path = `/subscriptions/${host.subscriptionId}/providers/Microsoft.Insights/eventtypes/management/values`;
    const url = new URL(path, azure.url);
    url.searchParams.set("api-version", "2015-04-01");
    url.searchParams.set("$filter", filter);
    if (select !== undefined) {
      url.searchParams.set("$select", select);
    }
    return get(url, token);
  };
  const ago = (ms: number) => new Date(azure.clock.now() - ms).toISOString();
  const since = (ms: number) => `eventTimestamp ge '${ago(ms)}'`;
  const events = async (more = "", ms = DAY) => {
    const { status, body } = await ask(since(ms) + more);
    assert.equal(status, 200, JSON.stringify(body));
    return body.value ?? [];
  };
  const operations = (found: readonly WireEvent[]) =>
    found.map(
      ({ operationName, status }) => `${operationName.value.toLowerCase().split("/")[2] ?? ""} ${status.value}`,
    );
  const act = (action: string, body: unknown = {}, token = azure.token()) =>
    fetch(new URL(`${host.id}/${action}?api-version=2024-05-01`, azure.url), {
      method: "POST",
      body: JSON.stringify(body),
      headers: { Authorization: `Bearer ${token}` },
    });

  it("has the start and the end of each action, by whom and from where, some minutes later", async () => {
    const listed = await act("getActiveSessions");
    azure.clock.advance(2 * MINUTE);
    assert.deepEqual(await events(), []);
    azure.clock.advance(19 * MINUTE);
    const found = await events();
    assert.deepEqual(operations(found), ["getactivesessions Succeeded", "getactivesessions Started"]);
    for (const event of found) {
      assert.equal(event.correlationId, listed.headers.get("x-ms-correlation-request-id"));
      assert.deepEqual([event.caller, event.httpRequest.clientIpAddress], [ANA, "203.0.113.7"]);
      assert.equal(event.resourceId.toLowerCase(), host.key);
      assert.match(event.eventTimestamp, /\.\d{7}Z$/);
    }
    assert.equal(new Set(found.map(({ eventDataId }) => eventDataId)).size, 2);
  });

  it("says how an action ended: refused, failed, accepted, or not yet", async () => {
    azure.world.auditLog.spec = { activityLagMinutes: [0, 0] };
    const outcome = async () => {
      azure.clock.advance(10_000);
      const found = (await events("", 10_000)).map(({ status, properties }) => [status.value, properties.statusCode]);
      return found.reverse();
    };
    const started = ["Started", undefined];
    await act("disconnectActiveSessions", { sessionIds: [] });
    assert.deepEqual(await outcome(), [started, ["Succeeded", "OK"]]);
    azure.world.setRole(ANA, host, "reader");
    assert.equal((await act("disconnectActiveSessions", { sessionIds: [] })).status, 403);
    assert.deepEqual(await outcome(), [started, ["Failed", "Forbidden"]]);
    azure.world.setRole(ANA, host, "operator");
    azure.behave(host.id, { list: "both" });
    await act("getActiveSessions");
    assert.deepEqual(await outcome(), [started, ["Accepted", "Accepted"], ["Succeeded", undefined]]);
    azure.behave(host.id, { list: "operationFailed" });
    await act("getActiveSessions");
    assert.deepEqual((await outcome()).at(-1), ["Failed", undefined]);
    azure.behave(host.id, { list: "operationNeverEnds" });
    await act("getActiveSessions");
    assert.deepEqual(await outcome(), [started, ["Accepted", "Accepted"]]);
  });

  it("has no event of what Azure never saw, nor of pages and reads", async () => {
    azure.world.auditLog.spec = { activityLagMinutes: [0, 0] };
    azure.behave(host.id, { list: "pages" });
    const { nextLink } = (await (await act("getActiveSessions")).json()) as { nextLink: string };
    await get(new URL(nextLink));
    azure.behave(host.id, { fault: { kind: "status", status: 429 } });
    await act("getActiveSessions");
    azure.clock.advance(MINUTE);
    assert.deepEqual(operations(await events()), ["getactivesessions Succeeded", "getactivesessions Started"]);
  });

  it("has what is done by other ways, by applications too, and what is done to other resources", async () => {
    const application = "11111111-2222-3333-4444-555555555555";
    azure.world.recordActivity(host, { operation: "write", caller: application, minutesAgo: 50 });
    azure.world.recordActivity(host, { operation: "createShareableLinks/action", minutesAgo: 40 });
    azure.world.recordActivity(host, {
      operation: "Microsoft.Compute/virtualMachines/start/action",
      resourceId: `/subscriptions/${host.subscriptionId}/resourceGroups/rg-Hub/providers/Microsoft.Compute/virtualMachines/vm`,
      minutesAgo: 30,
    });
    azure.world.removeHost(host);
    azure.clock.advance(21 * MINUTE);
    const found = (await events()).filter(({ status }) => status.value === "Started");
    assert.deepEqual(operations(found), [
      "delete Started",
      "start Started",
      "createshareablelinks Started",
      "write Started",
    ]);
    const [gone, , linked, written] = found;
    assert.deepEqual(
      [gone, linked, written].map((event) => [
        event?.caller,
        event?.httpRequest.clientIpAddress,
        event?.httpRequest.method,
      ]),
      [
        [ANA, "203.0.113.7", "DELETE"],
        [ANA, "203.0.113.7", "POST"],
        [application, undefined, "PUT"],
      ],
    );
    const network = await events(" and resourceProvider eq 'microsoft.NETWORK'");
    assert.deepEqual(network.length, 6);
  });

  it("is filtered by time, and by one thing more", async () => {
    const { world } = azure;
    const other = world.addHost({ name: "it's", resourceGroup: "rg-other" });
    world.recordActivity(host, { operation: "write", minutesAgo: 60, correlationId: "C-1" });
    world.recordActivity(other, { operation: "write", minutesAgo: 120 });
    const count = async (more: string, ms?: number) => (await events(more, ms)).length;
    assert.deepEqual(
      [
        await count(""),
        await count("", 90 * MINUTE),
        await count(` and eventTimestamp le '${ago(90 * MINUTE)}'`),
        await count(` and eventTimestamp le '${ago(0)}' and resourceUri eq '${host.id.toUpperCase()}'`),
        await count(` and resourceUri eq '${other.id.replaceAll("'", "''")}'`),
        await count(" and resourceGroupName eq 'RG-HUB'"),
        await count(" and resourceProvider eq 'Microsoft.Network'"),
        await count(" and resourceProvider eq 'Microsoft.Compute'"),
        await count(" and correlationId eq 'c-1'"),
      ],
      [4, 2, 2, 2, 2, 2, 4, 0, 2],
    );
    const refused = [
      "",
      "eventTimestamp ge 'yesterday'",
      `eventTimestamp le '${ago(0)}'`,
      `${since(DAY)} and caller eq 'x'`,
      `${since(DAY)} and resourceUri eq 'x' and correlationId eq 'y'`,
      `${since(DAY)} and resourceUri eq 'it's'`,
      since(100 * DAY),
    ];
    for (const filter of refused) {
      const { status, body } = await ask(filter);
      assert.deepEqual([status, body.code], [400, "BadRequest"], filter);
    }
  });

  it("keeps 90 days", async () => {
    azure.world.recordActivity(host, { operation: "write", minutesAgo: 89 * 24 * 60 });
    azure.world.recordActivity(host, { operation: "write", minutesAgo: 90 * 24 * 60 + 1 });
    assert.equal((await events("", 90.5 * DAY)).length, 2);
  });

  it("has only the fields that are asked for, and names in any case", async () => {
    for (let count = 0; count < 30; count++) {
      azure.world.recordActivity(host, { operation: "write", minutesAgo: 60 });
    }
    const { body } = await ask(since(DAY), "eventTimestamp, resourceId,operationName");
    const found = body.value ?? [];
    assert.ok(found.every((event) => Object.keys(event).sort().join() === "eventTimestamp,operationName,resourceId"));
    for (const forms of [
      found.map(({ resourceId }) => resourceId),
      found.map(({ operationName }) => operationName.value),
    ]) {
      assert.equal(new Set(forms).size, 3);
      assert.equal(new Set(forms.map((form) => form.toLowerCase())).size, 1);
    }
    assert.ok("claims" in ((await ask(since(DAY))).body.value?.[0] ?? {}));
  });

  it("comes in pages, the newest first", async () => {
    azure.pageSizes.activityLog = 4;
    for (let minutesAgo = 30; minutesAgo < 35; minutesAgo++) {
      azure.world.recordActivity(host, { operation: "write", minutesAgo });
    }
    const pages: (readonly WireEvent[])[] = [];
    let answer = await ask(since(DAY));
    for (;;) {
      pages.push(answer.body.value ?? []);
      if (answer.body.nextLink === undefined) {
        break;
      }
      answer = await get(new URL(answer.body.nextLink));
    }
    assert.deepEqual(
      pages.map(({ length }) => length),
      [4, 4, 2],
    );
    const times = pages.flat().map(({ eventTimestamp }) => eventTimestamp);
    assert.deepEqual(times, times.toSorted().reverse());
  });

  it("needs a role at the subscription, and holds to its limit", async () => {
    const { world } = azure;
    world.setRole(ANA, world.subscription(), "operatorWithoutLogs");
    world.setRole(ANA, host, "operator");
    const { status, body } = await ask(since(DAY));
    assert.equal(status, 403);
    assert.match(
      body.error?.message ?? "",
      /'Microsoft\.Insights\/eventtypes\/values\/Read' over scope '\/subscriptions\/[0-9a-f-]+'/,
    );
    world.setRole(ANA, world.subscription(), "reader");
    azure.throttling = true;
    const statuses = new Set<number>();
    for (let asked = 0; asked < 51; asked++) {
      statuses.add((await ask(since(DAY))).status);
    }
    assert.deepEqual([...statuses], [200, 429]);
  });

  it("has a month of history in the demonstration world, with disconnects shortly before connections end", async () => {
    const make = () => demoWorld(2, SimulatedClock.driven());
    const world = make();
    const { subscriptionId } = world.subscription("Contoso Production");
    const found = world.activityLog.events(subscriptionId);
    assert.deepEqual(make().activityLog.events(subscriptionId), found);
    azure.reset(world);
    host = world.host("bas-prod-westeurope");
    const kinds = new Set(operations((await ask(since(40 * DAY))).body.value ?? []).map((text) => text.split(" ")[0]));
    for (const kind of ["getactivesessions", "disconnectactivesessions", "write", "createshareablelinks"]) {
      assert.ok(kinds.has(kind), kind);
    }
    const isDisconnect = /disconnectActiveSessions\/action$/i;
    const disconnects = found.filter(({ wire }) =>
      isDisconnect.test((wire as unknown as WireEvent).operationName.value),
    );
    const ends = world.hosts
      .flatMap(({ key }) => world.auditLog.entries(key, 0, Infinity))
      .filter(({ row }) => row["Message"] === "Successfully Disconnected");
    assert.ok(disconnects.length > 20);
    // Some ends are lost.
    const explained = disconnects.filter((event) => ends.some(({ at }) => at > event.at && at < event.at + 90_000));
    assert.ok(explained.length > disconnects.length * 0.9, `${explained.length} of ${disconnects.length}`);
  });
});
