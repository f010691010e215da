import assert from "node:assert/strict";
import { AzureError } from "../../../../../src/core/azure/http/azureError.ts";
import type { HostState } from "../../../../../src/core/inventory/hostState.ts";
import { Names } from "../../../../../src/core/inventory/names.ts";
import type { App } from "../../../../../src/extension/commands/app.ts";
import { hostState } from "../../table/tableRows.ts";
import * as stub from "../../vscodeStub.ts";

const { disconnectHost, disconnectUser } = await stub.importWithStub(
  () => import("../../../../../src/extension/commands/disconnect/disconnectAll.ts"),
);

const problem = new AzureError({ kind: "notAllowed", detail: "", maybeReceived: false });
const ann = { sessionId: "a", userName: "ann" };
const fresh = hostState("bas-a", [ann, { sessionId: "b", userName: "ben" }]);
const failed: HostState = { ...hostState("bas-b", [ann]), problem };

describe("As of when? What there is to choose from for all sessions", () => {
  const before: object = { ...stub.window };
  const shown: (string | undefined)[] = [];
  beforeEach(() => {
    shown.length = 0;
    const showQuickPick = async (items: readonly { readonly label: string; readonly description?: string }[]) => {
      shown.push(...items.map(({ label, description }) => `${label}: ${description}`));
    };
    Object.assign(stub.window, { showQuickPick });
  });
  afterEach(() => Object.assign(stub.window, { showQuickPick: undefined }, before));

  const appWith = (hosts: readonly HostState[], ms = 0) =>
    ({
      load: async () => undefined,
      connection: { ensureReady: () => true },
      treeSelection: { now: [] },
      clock: { monotonic: () => ms, wall: () => new Date(ms) },
      inventory: {
        hosts,
        accounts: new Map(),
        enumerated: true,
        searchProblems: [],
        allSubscriptions: new Map(),
        selectedSubscriptions: new Set(),
        names: new Names({ hosts: [], accounts: new Map(), allSubscriptions: new Map() }),
        loading: { ensureListed: async () => hosts.filter((host) => host.problem) },
      },
    }) as unknown as App;

  it("counts a host's sessions only approximately where its list is old, or failed to be renewed", async () => {
    await disconnectHost(appWith([fresh, failed]));
    await disconnectHost(appWith([fresh], 3_600_000));
    assert.deepEqual(shown, ["bas-a: rg · 2 sessions", "bas-b: rg · about 1 session", "bas-a: rg · about 2 sessions"]);
  });

  it("counts a user's sessions only approximately where a host failed to be listed again", async () => {
    await disconnectUser(appWith([fresh]));
    await disconnectUser(appWith([fresh, failed]));
    assert.deepEqual(shown, ["ann: 1 session", "ben: 1 session", "ann: about 2 sessions", "ben: about 1 session"]);
  });

  it("counts a user's sessions as at least so many where a host was never listed", async () => {
    const { list: _none, ...unread } = failed;
    await disconnectUser(appWith([fresh, unread]));
    assert.deepEqual(shown, ["ann: at least 1 session", "ben: at least 1 session"]);
  });
});
