import { strict as assert } from "node:assert";
import { disconnectSessions, listSessions } from "../../../../src/core/azure/sessions.ts";
import { startSimulatedAzure } from "../../../simulated-azure/server.ts";
import { patience } from "../../../support/patience.ts";
import type { SimulatedAzure } from "../../../simulated-azure/server.ts";
import type { Variant } from "../../../simulated-azure/faults/variants.ts";
import {
  disconnectVariants,
  listVariants,
  variantOutcome,
  variantPlan,
} from "../../../simulated-azure/faults/variants.ts";
import { azureErrorOf, clientAt, HOST, json, scriptedServer } from "./testArm.ts";
import type { Client } from "./testArm.ts";

const IDS = ["session-1", "session-2", "session-3"];
const GONE = "session-gone";

/** A host with three sessions, of which Azure fails to disconnect the second. */
const world = {
  hosts: [
    {
      name: "bas",
      sessions: IDS.map((sessionId) => ({
        sessionId,
        ...(sessionId === "session-2" && { undisconnectable: "The session is busy." }),
      })),
    },
  ],
};

/** The code with which an action of this shape fails. */
function failureCode(variant: Variant): string {
  const { atOnce, atStatus, atLocation, ending } = variantPlan(variant);
  if ([atOnce, atStatus, atLocation].includes("error")) {
    return "BastionHostInTransition";
  }
  return ending === "canceled" ? "Canceled" : "BastionHostSessionOperationFailed";
}

describe("listing and disconnecting in every shape of an answer", () => {
  let azure: SimulatedAzure;
  let client: Client;
  let hostId: string;

  before(async () => {
    azure = await startSimulatedAzure({ world });
  });
  after(() => azure.close());

  /** A fresh world and client. An operation that never ends gets little patience. */
  const begin = (neverEnds: boolean): void => {
    azure.reset(world);
    hostId = azure.world.host("bas").id;
    client = clientAt(azure.url, () => azure.token(), neverEnds ? { operationDeadlineMs: patience(200) } : {});
  };

  for (const variant of listVariants) {
    const outcome = variantOutcome(variant, "list");
    it(`list, ${variant}: ${outcome}`, async () => {
      begin(outcome === "neverEnds");
      azure.behave("bas", { list: variant });
      const from = azure.requests.length;
      const listing = listSessions(client.arm, client.credential, hostId, client.options);
      if (outcome === "complete") {
        const { sessions, unreadable, requestId } = await listing;
        assert.deepEqual(
          sessions.map(({ sessionId }) => sessionId),
          IDS,
        );
        assert.equal(unreadable, 0);
        assert.ok(requestId);
      } else {
        const { facts } = await azureErrorOf(listing);
        assert.deepEqual(
          { kind: facts.kind, code: facts.code },
          {
            noList: { kind: "unreadable", code: "NoList" },
            failed: { kind: "failed", code: failureCode(variant) },
            neverEnds: { kind: "timedOut", code: "OperationDeadline" },
          }[outcome],
        );
      }
      const posts = azure.requests.slice(from).filter(({ route, method }) => route === "list" && method === "POST");
      assert.ok(
        variantPlan(variant).links === "neither" ? posts.length > 1 : posts.length === 1,
        `${posts.length} requests`,
      );
    });
  }

  for (const variant of disconnectVariants) {
    const outcome = variantOutcome(variant, "disconnect");
    it(`disconnect, ${variant}: ${outcome}`, async () => {
      begin(outcome === "neverEnds");
      azure.behave("bas", { disconnect: variant });
      const from = azure.requests.length;
      const asked = ["session-3", "session-2", GONE];
      const disconnecting = disconnectSessions(client.arm, client.credential, hostId, asked, client.options);
      if (outcome === "complete" || outcome === "noList") {
        const { verdicts, requestId } = await disconnecting;
        const expected =
          outcome === "complete" ? ["disconnected", "failed", "alreadyEnded"] : ["unknown", "unknown", "unknown"];
        assert.deepEqual(
          verdicts.map(({ sessionId, verdict }) => [sessionId, verdict]),
          asked.map((id, index) => [id, expected[index]]),
        );
        assert.equal(verdicts[1]?.message, outcome === "complete" ? "The session is busy." : undefined);
        assert.ok(requestId);
      } else {
        const { facts } = await azureErrorOf(disconnecting);
        assert.equal(facts.kind, outcome === "failed" ? "failed" : "timedOut");
        assert.equal(facts.code, outcome === "failed" ? failureCode(variant) : "OperationDeadline");
        assert.ok(facts.azureMessage !== undefined || outcome === "neverEnds");
        assert.equal(facts.maybeReceived, true, "an operation that was accepted may have been carried out");
      }
      const posts = azure.requests
        .slice(from)
        .filter(({ route, method }) => route === "disconnect" && method === "POST");
      assert.deepEqual(
        posts.map(({ sessionIds }) => sessionIds),
        [asked],
        "it is sent once",
      );
    });
  }
});

describe("pages with nothing on any of them", () => {
  it("are no word that there are no sessions", async () => {
    await using server = await scriptedServer(({ url }, response) =>
      json(
        response,
        200,
        url?.includes("page=2") ? { value: [] } : { value: [], nextLink: `${HOST}/getActiveSessions?page=2` },
      ),
    );
    const { arm, credential, options } = clientAt(server.url, () => "token");
    const { facts } = await azureErrorOf(listSessions(arm, credential, HOST, options));
    assert.deepEqual([facts.kind, facts.code], ["unreadable", "NoList"]);
  });
});

describe("what is read from an answer", () => {
  /** Lists from a server that gives this one body. */
  const list = async (body: unknown) => {
    await using server = await scriptedServer((_request, response) => json(response, 200, body));
    const { arm, credential, options } = clientAt(server.url, () => "token");
    return await listSessions(arm, credential, HOST, options);
  };
  const disconnect = async (sessionIds: readonly string[], value: readonly unknown[]) => {
    await using server = await scriptedServer((_request, response) => json(response, 200, { value }));
    const { arm, credential, options, log } = clientAt(server.url, () => "token");
    const { verdicts } = await disconnectSessions(arm, credential, HOST, sessionIds, options);
    return { verdicts, log, server };
  };

  it("nothing from texts that are empty or blank", async () => {
    const { sessions } = await list({
      value: [{ sessionId: "a", userName: " ", targetHostName: "", protocol: "\u00A0" }],
    });
    assert.deepEqual(sessions, [{ sessionId: "a" }]);
  });

  it("every field of Microsoft's own example", async () => {
    const example = {
      sessionId: "sessionId",
      startTime: "2019-1-1T12:00:00.0000Z",
      targetSubscriptionId: "subid",
      resourceType: "VM",
      targetHostName: "vm01",
      targetResourceGroup: "rg1",
      userName: "user",
      targetIpAddress: "1.1.1.1",
      protocol: "SSH",
      targetResourceId: "/subscriptions/subid/resourceGroups/rg1/providers/Microsoft.Compute/virtualMachines/vm01",
      sessionDurationInMins: 0,
    };
    const { sessionDurationInMins: durationMinutes, ...rest } = example;
    assert.deepEqual((await list({ value: [example] })).sessions, [{ ...rest, durationMinutes }]);
  });

  it("fields that are missing, null, empty or of another type are absent", async () => {
    const value = [
      {
        sessionId: "a",
        userName: null,
        protocol: 22,
        targetHostName: "",
        startTime: { value: "now" },
        sessionDurationInMins: "12",
      },
      { sessionId: "b", sessionDurationInMins: -1, targetIpAddress: ["10.0.0.4"], extra: true },
      { sessionId: 7, userName: "x" },
      {},
    ];
    assert.deepEqual((await list({ value })).sessions, [{ sessionId: "a" }, { sessionId: "b" }, { userName: "x" }, {}]);
  });

  it("entries that are no objects are counted, and hide nothing", async () => {
    const { sessions, unreadable } = await list([null, "a", 1, [], { sessionId: "a" }]);
    assert.deepEqual([sessions, unreadable], [[{ sessionId: "a" }], 4]);
  });

  it("ids are compared with their case", async () => {
    const { sessions } = await list([{ sessionId: "a" }, { sessionId: "A" }, { sessionId: "a", userName: "again" }]);
    assert.deepEqual(sessions, [{ sessionId: "a" }, { sessionId: "A" }]);
  });

  it("know their host only where Azure names a target without a resource ID: its address is unique in no more", async () => {
    const vm = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm";
    const pseudo = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/bh-hostConnect/10.1.0.4";
    const { sessions } = await list([
      { targetResourceId: vm, targetIpAddress: "10.1.0.4" },
      { targetResourceId: pseudo },
      { targetIpAddress: "10.1.0.4" },
      { userName: "ann" },
    ]);
    assert.deepEqual(
      sessions.map(({ via }) => via),
      [undefined, HOST.toLowerCase(), HOST.toLowerCase(), undefined],
    );
  });

  it("an explicit empty list is one", async () => {
    assert.deepEqual((await list({ value: [] })).sessions, []);
    assert.deepEqual((await list([])).sessions, []);
  });

  for (const body of [
    true,
    0,
    "",
    "value",
    { value: {} },
    { value: "none" },
    { values: [] },
    { error: null },
    { error: {} },
    { error: "" },
  ]) {
    it(`${JSON.stringify(body)} is no list`, async () => {
      const { facts } = await azureErrorOf(list(body));
      assert.deepEqual([facts.kind, facts.code], ["unreadable", "NoList"]);
    });
  }

  describe("an error with the status 200 is that error, for a list and for a disconnect", () => {
    const sessions = [{ sessionId: "a", state: "Disconnected" }];
    const message = "The host is busy.";
    const rows: readonly (readonly [string, unknown, string | undefined, string | undefined])[] = [
      ["code and message", { error: { code: "Busy", message } }, "Busy", message],
      ["a code alone", { error: { code: "Busy" } }, "Busy", undefined],
      ["a message alone", { error: { message } }, undefined, message],
      ["a text", { error: message }, undefined, message],
      ["a name in another case", { Error: { code: "Busy", message } }, "Busy", message],
      ["code and message at the top", { code: "Busy", message }, "Busy", message],
      ["beside no list", { value: null, error: { code: "Busy", message } }, "Busy", message],
      ["beside a list, which may be a part", { value: sessions, error: { code: "Busy", message } }, "Busy", message],
    ];
    for (const [name, body, code, azureMessage] of rows) {
      it(name, async () => {
        await using server = await scriptedServer((_request, response) => json(response, 200, body));
        const { arm, credential, options } = clientAt(server.url, () => "token");
        for (const call of [
          listSessions(arm, credential, HOST, options),
          disconnectSessions(arm, credential, HOST, ["a"], options),
        ]) {
          const { facts } = await azureErrorOf(call);
          assert.deepEqual(
            [facts.kind, facts.code, facts.azureMessage, facts.maybeReceived],
            ["failed", code, azureMessage, true],
          );
        }
        assert.equal(server.requests.length, 2, "neither is asked again");
      });
    }

    it("on a further page", async () => {
      await using server = await scriptedServer((_request, response, count) =>
        json(
          response,
          200,
          count === 0 ? { value: sessions, nextLink: "?page=2" } : { error: { code: "Busy", message } },
        ),
      );
      const { arm, credential, options } = clientAt(server.url, () => "token");
      const { facts } = await azureErrorOf(listSessions(arm, credential, HOST, options));
      assert.deepEqual([facts.code, facts.azureMessage], ["Busy", message]);
    });

    it("and a list beside an error that says nothing is a list", async () => {
      assert.equal((await list({ value: sessions, error: null })).sessions.length, 1);
      assert.equal((await list({ value: [], code: "Fine", message: "Fine." })).sessions.length, 0);
    });
  });

  it("the ids that were asked for, each once, in one body", async () => {
    const { verdicts, server } = await disconnect(["a", "b", "a"], [{ sessionId: "b", state: "Disconnected" }]);
    assert.deepEqual(verdicts, [
      { sessionId: "a", verdict: "unknown" },
      { sessionId: "b", verdict: "disconnected" },
    ]);
    assert.deepEqual(
      server.requests.map(({ body }) => JSON.parse(body) as unknown),
      [{ sessionIds: ["a", "b"] }],
    );
  });

  it("states in any case; an unknown state, and two that differ, are no verdict, but Azure's words are kept", async () => {
    const { verdicts } = await disconnect(
      ["a", "b", "c", "d", "e"],
      [
        { sessionId: "a", state: "NOTFOUND", message: "gone" },
        { sessionId: "b", state: "constructor" },
        { sessionId: "c", state: "Disconnected" },
        { sessionId: "c", state: "Failed", message: "busy" },
        { sessionId: "d", state: "Failed", message: 4 },
        { sessionId: "E", state: "Disconnected" },
        null,
      ],
    );
    assert.deepEqual(verdicts, [
      { sessionId: "a", verdict: "alreadyEnded", message: "gone" },
      { sessionId: "b", verdict: "unknown", message: "constructor" },
      { sessionId: "c", verdict: "unknown", message: "Disconnected; Failed: busy" },
      { sessionId: "d", verdict: "failed" },
      { sessionId: "e", verdict: "unknown" },
    ]);
  });

  it("verdicts on sessions that were not requested are ignored, and counted in the log", async () => {
    const { verdicts, log } = await disconnect(
      ["a"],
      [
        { sessionId: "other", state: "Disconnected" },
        { sessionId: "a", state: "Disconnected" },
      ],
    );
    assert.deepEqual(verdicts, [{ sessionId: "a", verdict: "disconnected" }]);
    assert.ok(
      log.lines.some((line) => line.includes("verdicts on 1 sessions")),
      log.lines.join("\n"),
    );
    assert.ok(!log.lines.join("\n").includes("other"));
  });

  it("asks nothing for no session, and nothing of what is no host", async () => {
    await using server = await scriptedServer((_request, response) => json(response, 200, []));
    const { arm, credential, options } = clientAt(server.url, () => "token");
    assert.deepEqual(await disconnectSessions(arm, credential, HOST, [], options), { verdicts: [] });
    for (const id of [
      "",
      "//elsewhere/x",
      `${HOST}/../other`,
      `${HOST}?x=1`,
      HOST.replace("bastionHosts", "virtualMachines"),
    ]) {
      const { facts } = await azureErrorOf(disconnectSessions(arm, credential, id, ["a"], options));
      assert.deepEqual([facts.code, facts.maybeReceived], ["InvalidHostId", false]);
    }
    assert.equal(server.requests.length, 0);
  });
});
