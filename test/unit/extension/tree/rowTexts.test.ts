import assert from "node:assert/strict";
import { AzureError } from "../../../../src/core/azure/http/azureError.ts";
import type { HostState } from "../../../../src/core/inventory/hostState.ts";
import { Names } from "../../../../src/core/inventory/names.ts";
import { hostState } from "../table/tableRows.ts";
import { importWithStub } from "../vscodeStub.ts";

const { hostDescription, machineBelow, sessionRemarks } = await importWithStub(
  () => import("../../../../src/extension/tree/rowTexts.ts"),
);

const HOUR = 3_600_000;
const problem = new AzureError({ kind: "notAllowed", detail: "", maybeReceived: true });
const alice = { sessionId: "a", userName: "alice" };

/** What the rows of a host and its session show, after so much time by each clock. */
function shown(state: HostState, monotonic: number, wall: number): readonly (string | undefined)[] {
  const clock = { monotonic: () => monotonic, wall: () => new Date(wall), pause: () => Promise.resolve() };
  const [session] = state.list?.sessions ?? [];
  return [hostDescription(state, undefined, clock), session && sessionRemarks(state, session, clock).join(", ")].map(
    // The time of day depends on the machine's zone.
    (text) => text?.replace(/as of [^,·]*\d[^·]*?(?= ·|$)/u, "as of then"),
  );
}

describe("As of when? The tree's rows say so", () => {
  const rows: readonly (readonly [name: string, state: HostState, monotonic: number, wall: number, texts: unknown])[] =
    [
      ["not while a list is new", hostState("x", [alice]), 1_000, 1_000, ["Standard · 1 session", ""]],
      ["once it is old", hostState("x", [alice]), HOUR, HOUR, ["Standard · 1 session as of then", "as of then"]],
      [
        "after a night in which the monotonic clock stood still",
        hostState("x", [alice]),
        1_000,
        8 * HOUR,
        ["Standard · 1 session as of then", "as of then"],
      ],
      [
        "when the host failed since",
        hostState("x", [alice], { problem }),
        1_000,
        1_000,
        ["Standard · 1 session as of then · couldn't be refreshed", "as of then"],
      ],
    ];
  for (const [name, { host, ...state }, monotonic, wall, texts] of rows) {
    it(name, () =>
      assert.deepEqual(shown({ ...state, host: { ...host, provisioningState: "Succeeded" } }, monotonic, wall), texts),
    );
  }
});

describe("Which one? A target VM below its host", () => {
  const vm = (group: string, name: string) => ({
    targetHostName: name,
    targetResourceId: `/subscriptions/s/resourceGroups/${group}/providers/Microsoft.Compute/virtualMachines/${name}`,
  });

  it("has more than its name only where another VM there has the same", () => {
    const sessions = [vm("rg-a", "vm-web"), vm("rg-b", "VM-WEB"), vm("rg-a", "vm-db")];
    const [one, other] = [hostState("bas-a", sessions), hostState("bas-b", [vm("rg-b", "vm-db")])];
    const names = new Names({ hosts: [one, other], accounts: new Map(), allSubscriptions: new Map() });
    assert.ok(one.list);
    const { list } = one;
    assert.deepEqual(
      sessions.map((session) => machineBelow(list, session, names)),
      ["vm-web (rg-a)", "VM-WEB (rg-b)", "vm-db"],
    );
  });
});
