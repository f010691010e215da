import assert from "node:assert/strict";
import type { App } from "../../../../src/extension/commands/app.ts";
import type { ArmKey } from "../../../../src/core/model/armId.ts";
import {
  groupNode,
  hostNode,
  hostNoteNode,
  sessionNode,
  subscriptionNode,
} from "../../../../src/extension/tree/treeNode.ts";
import { importWithStub, messages } from "../vscodeStub.ts";

const { asNode, meantRows } = await importWithStub(() => import("../../../../src/extension/commands/commandRows.ts"));
const { openTable } = await importWithStub(() => import("../../../../src/extension/commands/sessions/openTable.ts"));

const key = "/subscriptions/s/resourcegroups/rg/providers/microsoft.network/bastionhosts/bas" as ArmKey;

describe("A row handed to a command", () => {
  for (const node of [
    subscriptionNode("s"),
    groupNode("user", "ann"),
    groupNode("targetVm", ""),
    hostNode(key),
    sessionNode(key, "session-1"),
    hostNoteNode("hostProblem", key),
    hostNoteNode("unreadableSessions", key),
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
