import assert from "node:assert/strict";
import fc from "fast-check";
import { AzureError } from "../../../../src/core/azure/http/azureError.ts";
import type { HostState } from "../../../../src/core/inventory/hostState.ts";
import { about, atLeastAbout, type Count } from "../../../../src/core/model/count.ts";
import { Names } from "../../../../src/core/inventory/names.ts";
import { hostState } from "../table/tableRows.ts";
import { importWithStub } from "../vscodeStub.ts";

const { hostDescription, hostLabel, machineBelow, sessionRemarks } = await importWithStub(
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
      ["not while a list is new", hostState("x", [alice]), 1_000, 1_000, ["1 session", ""]],
      ["once it is old", hostState("x", [alice]), HOUR, HOUR, ["1 session as of then", "as of then"]],
      [
        "after a night in which the monotonic clock stood still",
        hostState("x", [alice]),
        1_000,
        8 * HOUR,
        ["1 session as of then", "as of then"],
      ],
      [
        "when the host failed since",
        hostState("x", [alice], { problem }),
        1_000,
        1_000,
        ["1 session as of then · couldn't be refreshed", "as of then"],
      ],
    ];
  for (const [name, { host, ...state }, monotonic, wall, texts] of rows) {
    it(name, () =>
      assert.deepEqual(shown({ ...state, host: { ...host, provisioningState: "Succeeded" } }, monotonic, wall), texts),
    );
  }
});

describe("How many? The row of a host without a list", () => {
  const NOON = Date.parse("2026-03-02T12:00:00Z");
  const clock = { monotonic: () => 0, wall: () => new Date(NOON), pause: () => Promise.resolve() };
  const actor = { account: { id: "a", label: "a" }, tenant: { tenantId: "t" } };
  const row = (count: Count, minutesAgo = 5, more: Partial<HostState> = {}) => {
    const { host, list: _none, ...state } = hostState("bas-a", []);
    const receivedAt = { monotonic: 0, wall: new Date(NOON) };
    const approximate = { count, at: new Date(NOON - minutesAgo * 60_000), receivedAt, actor };
    const shown = { ...state, approximate, host: { ...host, provisioningState: "Succeeded" }, ...more };
    return { text: hostDescription(shown, undefined, clock), label: hostLabel(shown, "bas-a", undefined, clock) };
  };
  const spoken = (text: string) => new RegExp(`^Bastion host bas-a, Standard, ${text} at .*, from Azure Monitor$`, "u");

  it("shows about how many, and says it in words", () => {
    assert.equal(row(about(11)).text, "≈ 11");
    assert.match(row(about(11)).label, spoken("about 11 sessions"));
    assert.match(row(about(1)).label, spoken("about 1 session"));
    assert.equal(row(atLeastAbout(3)).text, "at least ≈ 3");
    assert.match(row(atLeastAbout(3)).label, spoken("at least about 3 sessions"));
  });

  it("never says that there are none", () => {
    assert.equal(row(about(0)).text, "≈ 0");
    assert.match(row(about(0)).label, spoken("about 0 sessions"));
    assert.equal(row(atLeastAbout(0)).text, "");
  });

  it("shows it beside a failure, and nothing once it is too old", () => {
    assert.equal(row(about(2), 5, { problem }).text, "≈ 2 · sessions couldn't be listed");
    assert.equal(row(about(2), 21).text, "");
  });

  it("has only the list's number once there is a list", () => {
    const { list } = hostState("bas-a", [alice]);
    assert.ok(list);
    const read = { ...list, receivedAt: 0, receivedAtWall: new Date(NOON) };
    assert.equal(row(about(11), 5, { list: read }).text, "1 session");
  });

  it("is exact in no number that isn't", () => {
    const approximate = fc.oneof(fc.nat(5_000).map(about), fc.nat(5_000).map(atLeastAbout));
    fc.assert(
      fc.property(approximate, fc.nat(30), (count, minutes) => {
        const { text, label } = row(count, minutes);
        assert.match(text, /^(?:(?:at least )?≈ [\d,]+)?$/u);
        assert.doesNotMatch(label.replaceAll(/(?:at least )?about [\d,]+ sessions?/gu, ""), /\bsessions?\b/u);
      }),
    );
  });
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

describe("Where are shareable links possible? The row of a host", () => {
  const clock = { monotonic: () => 0, wall: () => new Date(0), pause: () => Promise.resolve() };
  for (const [shareableLink, isSaid] of [
    [true, true],
    [false, false],
    [undefined, false],
  ] as const) {
    it(`${isSaid ? "says it to screen readers only" : "says nothing"}: ${String(shareableLink)}`, () => {
      const { host, ...state } = hostState("bas-a", [alice]);
      const shown = { ...state, host: { ...host, ...(shareableLink !== undefined && { shareableLink }) } };
      assert.equal(hostLabel(shown, "bas-a", undefined, clock).endsWith(", shareable links possible"), isSaid);
      assert.doesNotMatch(hostDescription(shown, undefined, clock), /shareable/u);
    });
  }
});
