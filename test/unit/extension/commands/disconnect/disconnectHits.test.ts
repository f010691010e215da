import assert from "node:assert/strict";
import { OpenQuestions } from "../../../../../src/core/disconnect/openQuestions.ts";
import type { App } from "../../../../../src/extension/commands/app.ts";
import type { Hit } from "../../../../../src/core/watch/hit.ts";
import { watchRuleNode } from "../../../../../src/extension/tree/treeNode.ts";
import { inventoryBench, type InventoryBench } from "../../../../support/inventoryBench.ts";
import { silent } from "../../../../support/silentLog.ts";
import { connectionHit, FakeWatch, ruleState } from "../../watch/watchStates.ts";
import * as stub from "../../vscodeStub.ts";

const { disconnectHits } = await stub.importWithStub(
  () => import("../../../../../src/extension/commands/disconnect/disconnectHits.ts"),
);
const { AttentionRows } = await stub.importWithStub(
  () => import("../../../../../src/extension/tree/attention/attentionRows.ts"),
);

const WORLD = {
  tenants: [{ displayName: "Contoso" }],
  accounts: [{ label: "ops@contoso.example", home: "Contoso" }],
  subscriptions: [{ displayName: "Production", tenant: "Contoso" }],
  hosts: [{ name: "bas-a", sessions: ["s1", "s2", "s3"].map((sessionId) => ({ sessionId, userName: "ann" })) }],
};

/** Calls the command on a rule that has found these of the host's sessions, and gives the question. */
async function asked(bench: InventoryBench, found: readonly Hit[]): Promise<readonly string[]> {
  const questions: string[] = [];
  const before = { ...stub.window };
  Object.assign(stub.window, {
    showWarningMessage: async (title: string, { detail }: { readonly detail: string }) =>
      void questions.push(`${title} ${detail}`),
    showInformationMessage: async (text: string) => void questions.push(text),
  });
  const attention = new AttentionRows();
  attention.attach(new FakeWatch([ruleState(found)]));
  const app = {
    inventory: bench.inventory,
    disconnects: bench.disconnects,
    clock: { monotonic: () => bench.clock.ms, wall: () => new Date(bench.clock.ms), pause: () => Promise.resolve() },
    log: silent,
    questions: new OpenQuestions(),
    treeSelection: { now: [] },
    attention,
    end: new AbortController().signal,
  };
  await disconnectHits(app as unknown as App, watchRuleNode("0/rule"));
  Object.assign(stub.window, before);
  return questions;
}

describe("Deleting the sessions of a watch rule", () => {
  it("asks the usual question about the sessions of its hits, each once, and sends nothing without an answer", async () => {
    const bench = await inventoryBench(WORLD);
    await using _ = bench;
    await bench.inventory.refresh();
    const { host, list } = bench.host("bas-a");
    const hits = (list?.sessions ?? []).slice(1).map(({ key }): Hit => {
      return { key, hostKey: host.key, subject: { kind: "session", sessionKey: key } };
    });
    const again = hits.map((hit) => ({ ...hit, key: `again-${hit.key}` }));
    const ended: Hit = { key: "e", hostKey: host.key, subject: { kind: "session", sessionKey: "gone" } };
    const [question, ...others] = await asked(bench, [...hits, ...again, ended, connectionHit("c")]);
    assert.match(question ?? "", /^Disconnect 2 sessions\? [^]*1 session has already ended and will be skipped\./u);
    assert.deepEqual(others, []);
    assert.deepEqual(
      bench.azure.requests.filter(({ route }) => /disconnect/iu.test(route)),
      [],
    );
  });

  it("asks nothing without a session, and doesn't call one ended whose host has no list", async () => {
    const bench = await inventoryBench(WORLD);
    await using _ = bench;
    const hit: Hit = { ...connectionHit("a"), subject: { kind: "session", sessionKey: "unknown" } };
    assert.deepEqual(await asked(bench, [hit]), ["No sessions to disconnect."]);
  });
});
