import { strict as assert } from "node:assert";
import { MOST_PAGES, readActivityLog, type ActivityQuery } from "../../../../src/core/azure/activityLog.ts";
import { armKey } from "../../../../src/core/model/armId.ts";
import { azureErrorOf, clientAt, HOST, json, scriptedServer, type Client, type ScriptedServer } from "./testArm.ts";

const SUBSCRIPTION = "11111111-1111-1111-1111-111111111111";
const DAY = 86_400_000;
const TO = Date.UTC(2026, 7, 20, 12);
const host = (id: string) => ({ id, key: armKey(id) });

/** An event as Azure writes it. */
function wireEvent(more: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  return {
    eventTimestamp: "2026-08-20T10:00:40.1234567Z",
    caller: "ann@contoso.com",
    operationName: { value: "Microsoft.Network/bastionHosts/disconnectActiveSessions/action", localizedValue: "x" },
    status: { value: "Succeeded", localizedValue: "Succeeded" },
    subStatus: { value: "", localizedValue: "" },
    correlationId: "C0DE",
    resourceId: HOST,
    httpRequest: { clientIpAddress: "203.0.113.7", clientRequestId: "mine", method: "POST" },
    properties: { statusCode: "OK", serviceRequestId: "request-1" },
    eventDataId: "E1",
    ...more,
  };
}

type Answer = (client: Client, server: ScriptedServer) => Promise<void>;

/** Reads what a server answers with these pages, one a request. */
async function withPages(pages: readonly unknown[], check: Answer): Promise<void> {
  await using server = await scriptedServer((request, response, count) => {
    const page = pages[Math.min(count, pages.length - 1)];
    const isLast = count >= pages.length - 1;
    const nextLink = `http://${request.headers.host}${request.url?.split("?")[0]}?api-version=2015-04-01&$skiptoken=${count}`;
    json(response, 200, { value: page, ...(isLast ? {} : { nextLink }) });
  });
  await check(
    clientAt(server.url, () => "token"),
    server,
  );
}

const read = ({ arm, credential, options }: Client, query: Partial<ActivityQuery> = {}) =>
  readActivityLog(arm, credential, { subscriptionId: SUBSCRIPTION, from: TO - DAY, to: TO, ...query }, options);

describe("the Activity Log", () => {
  it("is asked by a GET of the subscription, for a range and a provider, and without claims", async () => {
    await withPages([[]], async (client, { requests }) => {
      await read(client, { hosts: [host(HOST), host(`${HOST}2`)] });
      const [asked] = requests;
      const url = new URL(asked?.url ?? "", "http://x");
      assert.equal(asked?.method, "GET");
      assert.equal(
        url.pathname,
        `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Insights/eventtypes/management/values`,
      );
      assert.deepEqual(
        [url.searchParams.get("api-version"), url.searchParams.get("$filter")],
        [
          "2015-04-01",
          "eventTimestamp ge '2026-08-19T12:00:00.000Z' and eventTimestamp le '2026-08-20T12:00:00.000Z' and resourceProvider eq 'Microsoft.Network'",
        ],
      );
      assert.doesNotMatch(url.searchParams.get("$select") ?? "", /claims/);
      assert.equal(requests.length, 1);
    });
  });

  it("of one host is asked by its ID, as a text that nothing in it ends", async () => {
    const id = HOST.replace("/rg/", "/rg'o/");
    await withPages([[]], async (client, { requests }) => {
      await read(client, { hosts: [host(id)] });
      const filter = new URL(requests[0]?.url ?? "", "http://x").searchParams.get("$filter");
      assert.ok(filter?.endsWith(` and resourceUri eq '${id.replace("'", "''")}'`), filter ?? "");
    });
  });

  it("tells who did what from where, whatever the case of IDs and operations", async () => {
    const shouting = wireEvent({
      operationName: { value: "MICROSOFT.NETWORK/BASTIONHOSTS/GETACTIVESESSIONS/ACTION" },
      resourceId: HOST.toUpperCase(),
      eventTimestamp: "2026-08-20T10:00:00Z",
      httpRequest: { clientIpAddress: "203.0.113.7:50123" },
      eventDataId: "E2",
    });
    await withPages([[wireEvent(), shouting]], async (client) => {
      const { events, ...rest } = await read(client);
      assert.deepEqual(rest, { from: TO - DAY, isCut: false, unreadable: 0 });
      assert.deepEqual(events, [
        {
          hostKey: armKey(HOST),
          kind: "disconnected",
          time: Date.UTC(2026, 7, 20, 10, 0, 40),
          status: "Succeeded",
          statusCode: "OK",
          caller: "ann@contoso.com",
          clientAddress: "203.0.113.7",
          correlationId: "c0de",
          requestId: "request-1",
          eventId: "e1",
        },
        {
          hostKey: armKey(HOST),
          kind: "listed",
          time: Date.UTC(2026, 7, 20, 10),
          status: "Succeeded",
          statusCode: "OK",
          caller: "ann@contoso.com",
          clientAddress: "203.0.113.7",
          correlationId: "c0de",
          requestId: "request-1",
          eventId: "e2",
        },
      ]);
    });
  });

  const kinds: Readonly<Record<string, string | undefined>> = {
    "bastionHosts/getActiveSessions/action": "listed",
    "bastionHosts/disconnectActiveSessions/action": "disconnected",
    "bastionHosts/write": "changed",
    "bastionHosts/delete": "deleted",
    "bastionHosts/createShareableLinks/action": "linksCreated",
    "bastionHosts/getShareableLinks/action": "linksRead",
    "bastionHosts/deleteShareableLinks/action": "linksDeleted",
    "bastionHosts/deleteShareableLinksByToken/action": "linksDeleted",
    "bastionHosts/read": undefined,
    "virtualNetworks/write": undefined,
  };
  for (const [operation, kind] of Object.entries(kinds)) {
    it(`${operation} is ${kind ?? "not of interest"}`, async () => {
      const event = wireEvent({ operationName: { value: `Microsoft.Network/${operation}` } });
      await withPages([[event]], async (client) => {
        const { events, unreadable } = await read(client);
        assert.deepEqual([events.map((one) => one.kind), unreadable], [kind === undefined ? [] : [kind], 0]);
      });
    });
  }

  it("an operation that is a name of JavaScript's is not of interest", async () => {
    await withPages([[wireEvent({ operationName: { value: "constructor" } })]], async (client) => {
      assert.deepEqual((await read(client)).events, []);
    });
  });

  it("tells of no host but those that were asked for", async () => {
    const other = `${HOST}2`;
    await withPages([[wireEvent(), wireEvent({ resourceId: other })]], async (client) => {
      const { events } = await read(client, { hosts: [host(other), host(`${HOST}3`)] });
      assert.deepEqual(
        events.map(({ hostKey }) => hostKey),
        [armKey(other)],
      );
    });
  });

  const unreadable: readonly unknown[] = [
    "x",
    null,
    wireEvent({ resourceId: undefined }),
    wireEvent({ resourceId: `/subscriptions/${SUBSCRIPTION}` }),
    wireEvent({ resourceId: `${HOST}/../../x` }),
    wireEvent({ eventTimestamp: "yesterday" }),
    wireEvent({ eventTimestamp: "0001-01-01T00:00:00Z" }),
  ];
  it("counts events that can't be read, and takes what is missing for missing", async () => {
    const bare = { operationName: "Microsoft.Network/bastionHosts/write", eventTimestamp: "2026-08-20T10:00:00Z" };
    await withPages(
      [[...unreadable, { ...bare, resourceId: HOST, caller: " ", httpRequest: null }]],
      async (client) => {
        const answer = await read(client);
        assert.equal(answer.unreadable, unreadable.length);
        assert.deepEqual(answer.events, [{ hostKey: armKey(HOST), kind: "changed", time: Date.UTC(2026, 7, 20, 10) }]);
      },
    );
  });

  it("follows its pages, an empty one too", async () => {
    const pages = [[wireEvent()], [], [wireEvent({ eventDataId: "E2" })]];
    await withPages(pages, async (client, { requests }) => {
      const { events, isCut } = await read(client);
      assert.deepEqual([events.length, isCut, requests.length], [2, false, 3]);
    });
  });

  const many = (timeOf: (index: number) => string) =>
    Array.from({ length: MOST_PAGES + 5 }, (_, index) => [
      wireEvent({ eventDataId: `E${index}`, eventTimestamp: timeOf(index) }),
    ]);
  const minute = (index: number) => `2026-08-20T10:${String(index).padStart(2, "0")}:00Z`;

  it("reads no more than so many pages, and says since when it is complete", async () => {
    await withPages(
      many((index) => minute(59 - index)),
      async (client, { requests }) => {
        const { events, isCut, since } = await read(client);
        assert.deepEqual([events.length, isCut, requests.length], [MOST_PAGES, true, MOST_PAGES]);
        assert.equal(since, Date.UTC(2026, 7, 20, 10, 60 - MOST_PAGES, 1));
      },
    );
  });

  it("doesn't say since when it is complete if the newest didn't come first", async () => {
    await withPages(many(minute), async (client) => {
      const { isCut, since } = await read(client);
      assert.deepEqual([isCut, since], [true, undefined]);
    });
  });

  it("exactly so many pages are not cut", async () => {
    await withPages(many(minute).slice(0, MOST_PAGES), async (client) => {
      const { events, isCut, since } = await read(client);
      assert.deepEqual([events.length, isCut, since], [MOST_PAGES, false, undefined]);
    });
  });

  it("asks for 90 days at most, and says so", async () => {
    await withPages([[]], async (client, { requests }) => {
      const { from } = await read(client, { from: 0 });
      assert.equal(from, TO - 90 * DAY);
      assert.match(decodeURIComponent(requests[0]?.url ?? ""), /ge '2026-05-22T12:00:00\.000Z'/);
    });
  });

  const nothing: Readonly<Record<string, Partial<ActivityQuery>>> = {
    "no time": { from: TO },
    "no host": { hosts: [] },
  };
  for (const [what, query] of Object.entries(nothing)) {
    it(`asks nothing for ${what}`, async () => {
      await withPages([[wireEvent()]], async (client, { requests }) => {
        const { events } = await read(client, query);
        assert.deepEqual([events, requests.length], [[], 0]);
      });
    });
  }

  it("a refusal names the action that is missing", async () => {
    const action = "Microsoft.Insights/eventtypes/values/Read";
    const message = `The client 'x' with object id 'y' does not have authorization to perform action '${action}' over scope '/s'.`;
    await using server = await scriptedServer((_request, response) => {
      json(response, 403, { code: "AuthorizationFailed", message });
    });
    const { kind, facts } = await azureErrorOf(read(clientAt(server.url, () => "token")));
    assert.deepEqual([kind, facts.action], ["notAllowed", action]);
  });

  it("a link to another origin is refused, and gets no token", async () => {
    await using stranger = await scriptedServer((_request, response) => json(response, 200, { value: [] }));
    await using server = await scriptedServer((_request, response) =>
      json(response, 200, { value: [wireEvent()], nextLink: `${stranger.url}/more` }),
    );
    const { kind } = await azureErrorOf(read(clientAt(server.url, () => "token")));
    assert.deepEqual([kind, stranger.requests.length], ["unreadable", 0]);
  });
});
