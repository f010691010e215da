import assert from "node:assert/strict";
import { AzureError } from "../../../../src/core/azure/http/azureError.ts";
import type { HostState } from "../../../../src/core/inventory/hostState.ts";
import { hostState } from "../table/tableRows.ts";
import { importWithStub } from "../vscodeStub.ts";

const { hostDescription, sessionRemarks } = await importWithStub(
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
