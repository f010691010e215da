import assert from "node:assert/strict";
import { AzureError } from "../../../../src/core/azure/http/azureError.ts";
import { ToolId } from "../../../../src/extension/ids.ts";
import { COMMON, toolBench } from "./toolBench.ts";

const ANN = "ann@contoso.example";
const WORLD = {
  ...COMMON,
  people: [{ email: ANN, accounts: ["azureuser"] }],
  hosts: [
    {
      name: "bas-a",
      sessions: [
        { sessionId: "a1", userName: "azureuser", person: ANN, ageMinutes: 90 },
        { sessionId: "a2", userName: "bob", ageMinutes: 5 },
      ],
      history: { days: 1 },
    },
  ],
};
const NO_ACCOUNTS = new AzureError({ kind: "failed", detail: "no accounts", maybeReceived: false });
const DENIED = { kind: "status", status: 403, code: "AuthorizationFailed" } as const;

describe("An answer for a language model doesn't say more than is known", () => {
  it("about people whose audit log couldn't be read", async () => {
    await using bench = await toolBench(WORLD);
    bench.azure.behave({ route: "auditLog" }, { fault: DENIED });
    const { isComplete, data } = await bench.call(ToolId.listSessions, { people: true, filter: "host:bas-a" });
    assert.equal(isComplete, false);
    assert.deepEqual(
      data?.["incomplete"]?.map(({ what, host, why }) => [what, host, why]),
      [["people", "bas-a", "notAllowed"]],
    );
    assert.equal((await bench.call(ToolId.listSessions, {})).isComplete, true);
  });

  it("about sessions of which it isn't known whose they are, where it looks for a person", async () => {
    await using bench = await toolBench(WORLD);
    const { isComplete, data } = await bench.call(ToolId.listSessions, { people: true, filter: "person:zoe" });
    assert.deepEqual([data?.["hosts"], isComplete], [[], false]);
    assert.deepEqual(data?.["incomplete"], [{ what: "people", why: "personUnknown", count: 1 }]);
    assert.equal((await bench.call(ToolId.listSessions, { people: true, filter: ">1m" })).isComplete, true);
  });

  it("about failed sign-ins that the filter leaves out", async () => {
    const failedSignIns = ["root", "bob", "bob"].map((userName, index) => ({ userName, minutesAgo: 60 + index }));
    const [host] = WORLD.hosts;
    await using bench = await toolBench({ ...WORLD, hosts: [{ ...host, failedSignIns }] });
    const failed = async (filter: string) =>
      (await bench.call(ToolId.history, { range: "7d", people: true, filter })).data?.["failedSignIns"];
    assert.deepEqual([await failed(""), await failed("user:bob"), await failed("user:zoe")], [3, 2, 0]);
  });

  it("from a list that couldn't be renewed", async () => {
    await using bench = await toolBench(WORLD);
    await bench.call(ToolId.listSessions, {});
    bench.clock.ms += 3_600_000;
    bench.inventory.loading.ensureListed = () => Promise.resolve([bench.host("bas-a")]);
    const { isComplete, data } = await bench.call(ToolId.listSessions, {});
    assert.deepEqual([isComplete, data?.["incomplete"]?.[0]?.["why"]], [false, "outdated"]);
  });

  it("about a host that has left while it was listed", async () => {
    await using bench = await toolBench(WORLD);
    const hostId = bench.host("bas-a").host.id;
    bench.inventory.loading.ensureListed = () => {
      bench.inventory.connect(undefined);
      return Promise.resolve([]);
    };
    assert.equal((await bench.call(ToolId.listSessions, { hostId })).outcome, "unknownHost");
  });

  it("about a host that wasn't found, while not everything could be searched", async () => {
    await using bench = await toolBench(WORLD);
    const hostId = bench.host("bas-a").host.id.replace("bas-a", "bas-z");
    const sure = await bench.call(ToolId.listSessions, { hostId });
    assert.deepEqual([sure.outcome, sure.isComplete], ["unknownHost", true]);
    bench.azure.behave({ route: ["graph", "hosts"] }, { fault: { kind: "status", status: 500 } });
    await bench.inventory.refresh();
    for (const id of [ToolId.listSessions, ToolId.history, ToolId.diagnose, ToolId.disconnect]) {
      const { outcome, note, isComplete, data } = await bench.call(
        id,
        id === ToolId.disconnect ? { hostId, sessionIds: ["a"] } : { hostId },
      );
      assert.deepEqual([outcome, isComplete], ["unknownHost", false], id);
      assert.doesNotMatch(note ?? "", /No signed-in account/u);
      assert.equal(data?.["incomplete"]?.[0]?.["what"], "hosts");
    }
  });

  it("about the number of sessions in a list that couldn't be read completely, and when hosts were searched", async () => {
    await using bench = await toolBench(WORLD);
    bench.azure.behave("bas-a", { fault: { kind: "json", body: { value: [{ sessionId: "a1" }, 42] } } });
    await bench.call(ToolId.listSessions, {});
    const { asOf, data } = await bench.call(ToolId.listHosts, {});
    const [host] = data?.["hosts"] ?? [];
    assert.deepEqual([host?.["sessions"], host?.["sessionsAtLeast"], asOf], [undefined, 1, undefined]);
  });

  it("by leaving out what is missing without a word", async () => {
    const hosts = Array.from({ length: 52 }, (_, index) => ({ name: `bas-${index}`, sessions: 1 }));
    await using bench = await toolBench({ ...COMMON, hosts });
    bench.azure.behave({ route: "list" }, { fault: DENIED });
    const { data } = await bench.call(ToolId.listSessions, {});
    assert.deepEqual([data?.["incomplete"]?.length, data?.["moreIncomplete"]], [50, 2]);
  });

  it("and has no names and addresses of persons that weren't asked for, in Azure's messages neither", async () => {
    await using bench = await toolBench(WORLD);
    const message =
      "The client 'live.com#ops' with object id '5d1c' does not have authorization to perform action 'x/read' over scope '/s'. ann@contoso.example came from 203.0.113.7.";
    bench.azure.behave("bas-a", { fault: { ...DENIED, message } });
    const { text } = await bench.call(ToolId.listSessions, {});
    assert.match(text, /The client '…' with object id '…' does not have authorization to perform action 'x\/read'/u);
    assert.doesNotMatch(text, /live\.com|5d1c|ann@|203\.0/u);
  });

  it("about accounts that VS Code couldn't name", async () => {
    await using bench = await toolBench({ ...WORLD, accounts: [] });
    bench.identities.accounts = () => Promise.reject(NO_ACCOUNTS);
    await bench.inventory.refresh();
    const { outcome, isComplete } = await bench.call(ToolId.listHosts, {});
    assert.deepEqual([outcome, isComplete], ["ok", false]);
  });
});
