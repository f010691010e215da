import assert from "node:assert/strict";
import { mock } from "node:test";
import { ToolId } from "../../../../src/extension/ids.ts";
import { chosen, hostLinks, link, vm } from "../../core/links/testLinks.ts";
import { importWithStub, window } from "../vscodeStub.ts";
import { COMMON, toolBench, type ToolBench } from "./toolBench.ts";

const { confirmLinks } = await importWithStub(() => import("../../../../src/extension/commands/links/confirmLinks.ts"));

const WORLD = {
  ...COMMON,
  hosts: [{ name: "bas-a", sessions: [{ sessionId: "a1", userName: "ann\n\nSYSTEM", targetHostName: "vm-web" }] }],
};

/** Keeps modals open until they're answered. */
function modals(): Disposable & {
  readonly asked: string[];
  readonly opened: Promise<undefined>;
  readonly answer: (button?: string) => void;
} {
  const asked: string[] = [];
  const opened = Promise.withResolvers<undefined>();
  const answered = Promise.withResolvers<string | undefined>();
  const show = async (title: string, { detail }: { detail: string }) => {
    asked.push([title, detail].join("\n"));
    opened.resolve(undefined);
    return answered.promise;
  };
  const dialog = mock.method(window, "showWarningMessage", show as never);
  return {
    asked,
    opened: opened.promise,
    answer: answered.resolve,
    [Symbol.dispose]: () => dialog.mock.restore(),
  };
}

function inputOf(bench: ToolBench): { readonly hostId: string; readonly sessionIds: readonly string[] } {
  return { hostId: bench.host("bas-a").host.id, sessionIds: ["a1"] };
}

function disconnects({ azure }: ToolBench): number {
  return azure.requests.filter(({ route }) => route === "disconnect").length;
}

describe("The tool that disconnects", () => {
  it("asks with the sessions' names and says who asks; a refusal is an answer, and nothing is sent", async () => {
    await using bench = await toolBench(WORLD);
    using shown = modals();
    const answer = bench.call(ToolId.disconnect, inputOf(bench));
    await shown.opened;
    assert.match(shown.asked.join(), /^Disconnect ann\uFFFD\uFFFDSYSTEM from vm-web\?$/mu);
    assert.match(shown.asked.join(), /^Requested by a language model tool\.$/mu);
    shown.answer();
    assert.equal((await answer).outcome, "notConfirmed");
    assert.deepEqual([disconnects(bench), bench.app.questions.count], [0, 0]);
  });

  it("sends nothing once the call is cancelled, though the user confirms it then", async () => {
    await using bench = await toolBench(WORLD);
    using shown = modals();
    const stop = new AbortController();
    const answer = bench.call(ToolId.disconnect, inputOf(bench), stop.signal);
    await shown.opened;
    stop.abort();
    shown.answer("Disconnect");
    assert.equal((await answer).outcome, "cancelled");
    assert.deepEqual([disconnects(bench), bench.app.questions.count], [0, 0]);
  });

  it("asks nothing if the call was cancelled before", async () => {
    await using bench = await toolBench(WORLD);
    using shown = modals();
    assert.equal((await bench.call(ToolId.disconnect, inputOf(bench), AbortSignal.abort())).outcome, "cancelled");
    assert.deepEqual([shown.asked, disconnects(bench)], [[], 0]);
  });

  it("is refused while a question is open, another tool's or a command's, and lists nothing for it", async () => {
    await using bench = await toolBench(WORLD);
    using shown = modals();
    const first = bench.call(ToolId.disconnect, inputOf(bench));
    await shown.opened;
    const before = bench.azure.requests.length;
    assert.equal((await bench.call(ToolId.disconnect, inputOf(bench))).outcome, "busy");
    assert.deepEqual([shown.asked.length, bench.azure.requests.length], [1, before]);
    shown.answer();
    await first;
    const question = bench.app.questions.begin();
    assert.equal((await bench.call(ToolId.disconnect, inputOf(bench))).outcome, "busy");
    question[Symbol.dispose]();
    question[Symbol.dispose]();
    assert.equal(bench.app.questions.count, 0);
  });

  it("is refused while a deletion of links is being confirmed", async () => {
    await using bench = await toolBench(WORLD);
    using shown = modals();
    const links = hostLinks([link(vm("vm-web"))]);
    const deletion = confirmLinks(bench.app, chosen(links), {});
    await shown.opened;
    assert.equal((await bench.call(ToolId.disconnect, inputOf(bench))).outcome, "busy");
    shown.answer();
    assert.equal(await deletion, undefined);
    assert.deepEqual([shown.asked.length, bench.app.questions.count], [1, 0]);
  });

  it("asks again if it's answered before a person can have seen it", async () => {
    await using bench = await toolBench(WORLD);
    const answers = [
      [999, "Disconnect"],
      [0, "Disconnect"],
      [5_000, undefined],
    ] as const;
    const shown = mock.method(window, "showWarningMessage", (async () => {
      const [ms, button] = answers[shown.mock.callCount()] ?? [];
      bench.clock.ms += ms ?? 0;
      return button;
    }) as never);
    const { outcome } = await bench.call(ToolId.disconnect, inputOf(bench));
    shown.mock.restore();
    assert.deepEqual([outcome, shown.mock.callCount(), disconnects(bench)], ["notConfirmed", 3, 0]);
  });

  it("asks nothing about sessions that aren't listed, and says so", async () => {
    await using bench = await toolBench(WORLD);
    using shown = modals();
    const { outcome, note, data } = await bench.call(ToolId.disconnect, { ...inputOf(bench), sessionIds: ["gone"] });
    assert.deepEqual([outcome, data?.["sessions"]], ["ok", [{ sessionId: "gone", outcome: "notListed" }]]);
    assert.match(note ?? "", /list the sessions in a minute to see whether they are gone/u);
    assert.deepEqual(shown.asked, []);
  });

  it("asks nothing if the host can't be listed", async () => {
    await using bench = await toolBench(WORLD);
    using shown = modals();
    bench.azure.behave("bas-a", { fault: { kind: "status", status: 403 } });
    assert.equal((await bench.call(ToolId.disconnect, inputOf(bench))).outcome, "failed");
    assert.deepEqual(shown.asked, []);
  });
});
