import assert from "node:assert/strict";
import type { TreeNode } from "../../../../../src/extension/tree/treeNode.ts";
import { connectionHit, FakeWatch, failuresHit, hostKey, ruleState, sessionHit } from "../../watch/watchStates.ts";
import { importWithStub } from "../../vscodeStub.ts";

const { AttentionRows } = await importWithStub(
  () => import("../../../../../src/extension/tree/attention/attentionRows.ts"),
);

function attached(watch: FakeWatch) {
  const rows = new AttentionRows();
  rows.attach(watch);
  return rows;
}

function below(rows: InstanceType<typeof AttentionRows>, node: TreeNode | undefined): TreeNode[] {
  assert.ok(node);
  return rows.below(node) ?? [];
}

describe("The rows of watch hits", () => {
  for (const [name, rule, isShown] of [
    ["aren't there without anything to show", ruleState([]), false],
    ["are there for a hit", ruleState([sessionHit("a")]), true],
    ["are there for a rule with a problem", ruleState([], { problems: [{ kind: "noTrigger" }] }), true],
    ["are there for a rule that can't see", ruleState([], { blind: [{ hostKey, reason: "notLogged" }] }), true],
    ["are there for a rule that watches nothing", ruleState([], { hosts: 0, idle: "notSearched" }), true],
    [
      "aren't there for a host that hasn't been read yet",
      ruleState([], { blind: [{ hostKey, reason: "unread" }] }),
      false,
    ],
  ] as const) {
    it(name, () => assert.equal(attached(new FakeWatch([rule])).isShown, isShown));
  }

  it("aren't there without a watch", () => assert.equal(new AttentionRows().root, undefined));

  it("are a rule with its hits, the latest first, each with its row above", () => {
    const hits = [connectionHit("old", { at: 1 }), sessionHit("live"), connectionHit("new", { at: 2 })];
    const rows = attached(new FakeWatch([ruleState(hits), ruleState([], { key: "none", index: 1 })]));
    const [rule, ...others] = below(rows, rows.root);
    assert.ok(rule);
    assert.deepEqual(others, []);
    const found = below(rows, rule);
    assert.deepEqual(
      found.map((node) => [node.kind, node.id]),
      [
        ["hit", "attention/0/rule/hits/new"],
        ["hit", "attention/0/rule/hits/old"],
        ["session", "attention/0/rule/hits/live"],
      ],
    );
    assert.ok(found.every((node) => rows.parent(node) === rule));
    assert.equal(rows.parent(rule), rows.root);
  });

  it("are the same objects after a change", () => {
    const watch = new FakeWatch([ruleState([sessionHit("a")])]);
    const rows = attached(watch);
    const before = [rows.root, ...below(rows, rows.root)].flatMap((node) => [node, ...below(rows, node)]);
    watch.set({ rules: [ruleState([sessionHit("a")])] });
    const after = [rows.root, ...below(rows, rows.root)].flatMap((node) => [node, ...below(rows, node)]);
    assert.equal(before.length, 4);
    assert.ok(after.every((node, index) => node === before[index]));
  });

  it("keep two rules apart that say the same", () => {
    const rows = attached(new FakeWatch([ruleState([sessionHit("a")]), ruleState([sessionHit("a")], { index: 1 })]));
    const rules = below(rows, rows.root);
    const ids = [...rules, ...rules.flatMap((rule) => below(rows, rule))].map(({ id }) => id);
    assert.equal(new Set(ids).size, 4);
  });

  it("are few of many hits, and say how many more", () => {
    const hits = Array.from({ length: 10_000 }, (_, index) => connectionHit(String(index), { at: index }));
    const rows = attached(new FakeWatch([ruleState(hits)]));
    const [rule] = below(rows, rows.root);
    const found = below(rows, rule);
    const last = found.at(-1);
    assert.equal(found.length, 51);
    assert.equal(found[0]?.id, "attention/0/rule/hits/9999");
    assert.equal(last?.kind === "moreHits" && rows.more(last), 9_950);
  });
});

describe("New hits", () => {
  it("are seen once the user looks, and stay marked until they look away", () => {
    const watch = new FakeWatch([ruleState([sessionHit("a"), failuresHit(7)])], ["a"]);
    const rows = attached(watch);
    const marked = () => ["a", "failures"].filter((key) => rows.newAmong([connectionHit(key)]) > 0);
    rows.open();
    rows.look();
    assert.deepEqual([...watch.state.unseen], []);
    assert.deepEqual(marked(), ["a"]);
    watch.set({ unseen: new Set(["failures"]) });
    rows.look();
    assert.deepEqual(marked(), ["a", "failures"]);
    rows.close();
    assert.deepEqual(marked(), []);
  });

  it("are open when VS Code asks for the rules, and closed once there are none", () => {
    const watch = new FakeWatch([ruleState([sessionHit("a")])]);
    const rows = attached(watch);
    let changes = 0;
    rows.onDidChange(() => changes++);
    assert.equal(rows.isOpen, false);
    below(rows, rows.root);
    assert.equal(rows.isOpen, true);
    assert.equal(changes, 1);
    watch.set({ rules: [] });
    assert.equal(rows.isOpen, false);
  });

  it("of an earlier watch are no longer followed", () => {
    const watch = new FakeWatch([ruleState([sessionHit("a")])]);
    const rows = attached(watch);
    rows.attach(undefined);
    assert.equal(watch.listenerCount("change"), 0);
    assert.equal(rows.isShown, false);
  });

  it("ask once which of many hits are new", () => {
    const hits = Array.from({ length: 1_000 }, (_, index) => connectionHit(`${index}`));
    const watch = new FakeWatch([ruleState(hits)], ["1", "2"]);
    const rows = attached(watch);
    let asked = 0;
    const { state } = watch;
    Object.defineProperty(watch, "state", {
      get: () => {
        asked++;
        return state;
      },
    });
    assert.equal(rows.newAmong(hits), 2);
    assert.equal(asked, 1);
  });
});
