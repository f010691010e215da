import assert from "node:assert/strict";
import type { App } from "../../../../src/extension/commands/app.ts";
import type { ArmKey } from "../../../../src/core/model/armId.ts";
import {
  attentionNode,
  groupNode,
  hitNode,
  hitRowNode,
  hostNode,
  hostNoteNode,
  moreHitsNode,
  sessionNode,
  subscriptionNode,
  watchRuleNode,
} from "../../../../src/extension/tree/treeNode.ts";
import { hostState } from "../table/tableRows.ts";
import { importWithStub, messages } from "../vscodeStub.ts";

const { asNode, meantRows, sessionsOf } = await importWithStub(
  () => import("../../../../src/extension/commands/commandRows.ts"),
);
const { openTable } = await importWithStub(() => import("../../../../src/extension/commands/sessions/openTable.ts"));

const key = "/subscriptions/s/resourcegroups/rg/providers/microsoft.network/bastionhosts/bas" as ArmKey;

describe("A row handed to a command", () => {
  for (const node of [
    subscriptionNode("s"),
    groupNode("user", "ann"),
    groupNode("person", "ann@contoso.example"),
    groupNode("targetVm", ""),
    hostNode(key),
    sessionNode(key, "session-1"),
    hostNoteNode("hostProblem", key),
    hostNoteNode("unreadableSessions", key),
    attentionNode(),
    watchRuleNode("0/rule"),
    hitRowNode({ ruleKey: "0/rule", hitKey: "hit" }),
    moreHitsNode("0/rule"),
  ]) {
    it(`is known by its keys, and by nothing else that it holds: ${node.kind}`, () => {
      const row = { ...node, id: `filtered/${node.id}`, host: { name: "forged" }, session: {}, account: {} };
      assert.deepEqual(asNode(row), node);
    });
  }

  for (const [name, row] of [
    ["a host without a key", { kind: "host", id: "x" }],
    ["a key of another kind of resource", { kind: "host", id: "x", hostKey: "/subscriptions/s" }],
    ["a session without a key", { kind: "session", id: "x", hostKey: key }],
    ["a session's key that is no text", { kind: "session", id: "x", hostKey: key, sessionKey: ["session-1"] }],
    ["a group by anything", { kind: "group", id: "x", by: "host", key: "ann" }],
    ["a watch rule without a key", { kind: "watchRule", id: "x" }],
    ["a watch hit without a key", { kind: "hit", id: "x", ruleKey: "0/rule" }],
    ["a subscription that is no text", { kind: "subscription", id: "x", subscriptionId: 1 }],
    ["no object", "host"],
    ["nothing", null],
  ] as const) {
    it(`is none: ${name}`, () => {
      assert.equal(asNode(row), undefined);
      assert.deepEqual(meantRows(row, [row]), []);
    });
  }
});

describe("The row of a watch hit that is a session", () => {
  const bas = hostState("bas", [{ sessionId: "a" }, { sessionId: "b" }]);
  const hostKey = bas.host.key;
  const [first = "", second = ""] = (bas.list?.sessions ?? []).map((state) => state.key);
  const hit = (rule: string, sessionKey: string) =>
    hitNode(rule, { key: sessionKey, hostKey, subject: { kind: "session", sessionKey } });
  const inventory = { host: (wanted: string) => (wanted === hostKey ? bas : undefined) } as unknown as App["inventory"];

  it("is the session's row to a command", () =>
    assert.deepEqual(asNode(hit("0/rule", first)), sessionNode(hostKey, first)));

  it("means the session once, however many of its rows are selected", () => {
    const rows = [hit("0/rule", first), sessionNode(hostKey, first), hit("1/other", first), hit("0/rule", second)];
    const meant = meantRows(rows[0], rows);
    assert.deepEqual(meant, [sessionNode(hostKey, first), sessionNode(hostKey, second)]);
    assert.deepEqual(
      sessionsOf(inventory, rows).map(({ state }) => state.key),
      [first, second],
    );
  });
});

describe("The sessions table is opened", () => {
  for (const [name, row, expected] of [
    ["of a known host", hostNode(key), [{ host: key }]],
    ["of a known subscription", subscriptionNode("s"), [{ subscription: "s" }]],
    ["of everything, from the palette", undefined, [undefined]],
    ["not of a host that is not known", hostNode(key.replace("/bas", "/other") as ArmKey), []],
    ["not of a subscription that is not known", subscriptionNode("Contoso's own"), []],
    ["not of what only looks like a row", { kind: "host", id: "x" }, []],
  ] as const) {
    it(name, () => {
      const opened: unknown[] = [];
      messages.length = 0;
      openTable(
        {
          sessionsTable: { open: (scope: unknown) => opened.push(scope) },
          inventory: {
            host: (hostKey: string) => (hostKey === key ? {} : undefined),
            subscriptions: [{ subscriptionId: "s", hosts: [] }],
          },
        } as unknown as App,
        row,
      );
      assert.deepEqual(opened, expected);
      assert.equal(messages.length, expected.length === 0 ? 1 : 0);
    });
  }
});
