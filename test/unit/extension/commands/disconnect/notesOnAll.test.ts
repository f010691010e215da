import assert from "node:assert/strict";
import { OpenQuestions } from "../../../../../src/core/disconnect/openQuestions.ts";
import { AzureError } from "../../../../../src/core/azure/http/azureError.ts";
import type { SearchProblem } from "../../../../../src/core/inventory/directoryState.ts";
import { Names } from "../../../../../src/core/inventory/names.ts";
import { hostNode } from "../../../../../src/extension/tree/treeNode.ts";
import type { App } from "../../../../../src/extension/commands/app.ts";
import { hostState } from "../../table/tableRows.ts";
import * as stub from "../../vscodeStub.ts";

const load = stub.importWithStub;
const { deleteSession } = await load(() => import("../../../../../src/extension/commands/disconnect/deleteSession.ts"));
const { disconnectMatching, disconnectTarget, disconnectUser } = await load(
  () => import("../../../../../src/extension/commands/disconnect/disconnectAll.ts"),
);
const { cleanUpLeftovers } = await load(
  () => import("../../../../../src/extension/commands/disconnect/cleanUpLeftovers.ts"),
);

const identity = { account: { id: "a", label: "ann@contoso.example" }, tenant: { tenantId: "t" } };
const error = new AzureError({ kind: "signInNeeded", detail: "", maybeReceived: false });
const hidden: SearchProblem = { kind: "signInToTenant", identity, error, isHidden: true };
const host = hostState("bas-a", []);

/** One host without sessions, a subscription that isn't selected, and a tenant that is hidden. */
const app = {
  load: async () => undefined,
  connection: { ensureReady: () => true },
  questions: new OpenQuestions(),
  treeSelection: { now: [] },
  viewOptions: { filter: {}, sessions: () => [] },
  clock: { monotonic: () => 0, wall: () => new Date(0) },
  inventory: {
    hosts: [host],
    host: () => host,
    searchProblems: [hidden],
    allSubscriptions: new Map([["s", {}]]),
    selectedSubscriptions: new Set(),
    names: new Names({ hosts: [], accounts: new Map(), allSubscriptions: new Map() }),
    loading: { ensureListed: async () => [] },
  },
} as unknown as App;

const LEFT_OUT =
  "1 subscription isn't selected. Sessions on its hosts aren't included. 1 tenant hidden by you: sessions may be missing.";

describe("That all hosts have no sessions", () => {
  const before: object = { ...stub.window };
  beforeEach(() => {
    stub.messages.length = 0;
    const token = { onCancellationRequested: () => undefined };
    const withProgress = (_options: unknown, task: (...args: readonly unknown[]) => unknown) => task({}, token);
    Object.assign(stub.window, { withProgress });
  });
  afterEach(() => Object.assign(stub.window, { withProgress: undefined }, before));

  for (const [name, run, text] of [
    ["Delete Session", deleteSession, "No sessions to disconnect."],
    ["Delete All Sessions of Account…", disconnectUser, "No sessions to disconnect."],
    ["Delete All Sessions of Target VM…", disconnectTarget, "No sessions to disconnect."],
    ["Delete All Sessions Matching the Filter…", disconnectMatching, "No sessions to disconnect."],
    ["Clean Up Leftovers…", cleanUpLeftovers, "No suspected leftovers found."],
  ] as const) {
    it(`is said together with what the user has left out: ${name}`, async () => {
      await run(app);
      assert.deepEqual(stub.messages, [`${text} ${LEFT_OUT}`]);
    });
  }

  it("is not said of one host, of which nothing is left out", async () => {
    await cleanUpLeftovers(app, hostNode(host.host.key));
    assert.deepEqual(stub.messages, ["No suspected leftovers found."]);
  });
});
