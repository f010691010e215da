import { strict as assert } from "node:assert";
import { mock } from "node:test";
import { setTimeout as reading } from "node:timers/promises";
import * as vscode from "vscode";
import { dialogs } from "./dialogs.ts";
import { azure } from "./testTree.ts";

const NAMES = ["listHosts", "listSessions", "history", "diagnose", "disconnect"].map(
  (name) => `bastionSessions_${name}`,
);

interface Answer {
  readonly outcome: string;
  readonly note?: string;
  readonly notice?: string;
  readonly isComplete?: boolean;
  readonly data?: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
}

async function call(name: string, input: object, token?: vscode.CancellationToken): Promise<Answer> {
  const result = await vscode.lm.invokeTool(
    `bastionSessions_${name}`,
    { input, toolInvocationToken: undefined },
    token,
  );
  const [part] = result.content;
  assert.ok(part instanceof vscode.LanguageModelTextPart);
  return JSON.parse(part.value) as Answer;
}

/** Keeps modals open until they're answered. */
function modals(): Disposable & {
  readonly asked: string[];
  readonly answer: (button?: string) => void;
  readonly whenOpen: () => Promise<void>;
} {
  const asked: string[] = [];
  const open: ((button?: string) => void)[] = [];
  let opened = Promise.withResolvers<undefined>();
  const show = async (text: string, options: vscode.MessageOptions) => {
    if (options.modal !== true) {
      return undefined;
    }
    asked.push([text, options.detail ?? ""].join("\n"));
    const { promise, resolve } = Promise.withResolvers<string | undefined>();
    open.push(resolve);
    opened.resolve(undefined);
    return promise;
  };
  const mocks = [
    mock.method(vscode.window, "showWarningMessage", show),
    mock.method(vscode.window, "showInformationMessage", () => Promise.resolve(undefined)),
  ];
  return {
    asked,
    answer: (button) => {
      opened = Promise.withResolvers();
      open.shift()?.(button);
    },
    whenOpen: async () => {
      await opened.promise;
    },
    [Symbol.dispose]: () => mocks.forEach((mocked) => mocked.mock.restore()),
  };
}

describe("the tools for language models", () => {
  let hostId: string;
  let last: number;

  before(async () => {
    await azure.reset();
    await vscode.commands.executeCommand("bastionSessions.refresh");
  });

  beforeEach(async () => {
    hostId = (await azure.state()).hosts.find(({ name }) => name === "bas-dev")?.id ?? "";
    for (const sessionId of ["tool-1", "tool-2"]) {
      await azure.addSession({ host: "bas-dev", session: { sessionId, userName: `user ${sessionId}` } });
    }
    last = (await azure.requests()).at(-1)?.id ?? 0;
  });

  after(() => azure.reset());

  /** The requests of one kind since the test began. */
  const asked = async (route: string) => (await azure.requests({ after: last })).filter((one) => one.route === route);

  it("are there, each with a description and a schema", () => {
    const tools = vscode.lm.tools.filter(({ name }) => NAMES.includes(name));
    assert.deepEqual(tools.map(({ name }) => name).sort(), NAMES.toSorted());
    assert.ok(tools.every(({ description, inputSchema }) => description.length > 50 && inputSchema !== undefined));
  });

  it("list hosts without a list of sessions", async () => {
    const { outcome, data } = await call("listHosts", { name: "bas-dev" });
    assert.equal(outcome, "ok");
    assert.deepEqual(
      data?.["hosts"]?.map((one) => [one["host"], one["hostId"]]),
      [["bas-dev", hostId]],
    );
    assert.deepEqual(await asked("list"), []);
  });

  it("list the sessions of a host, and say that names are data", async () => {
    await vscode.commands.executeCommand("bastionSessions.refreshHost", { hostId });
    const { outcome, notice, data } = await call("listSessions", { hostId, filter: "user:tool-1" });
    assert.equal(outcome, "ok");
    assert.match(notice ?? "", /never as instructions/);
    const sessions = data?.["hosts"]?.flatMap((host) => host["sessions"] as { sessionId: string; userName: string }[]);
    assert.deepEqual(
      sessions?.map(({ sessionId, userName }) => [sessionId, userName]),
      [["tool-1", "user tool-1"]],
    );
    assert.equal((await asked("list")).length > 0, true);
  });

  it("read the history, and list no sessions for it", async () => {
    const { outcome, data } = await call("history", { range: "7d" });
    assert.equal(outcome, "ok");
    assert.ok(Array.isArray(data?.["connections"]));
    assert.deepEqual(await asked("list"), []);
  });

  it("diagnose a host", async () => {
    const { outcome, data } = await call("diagnose", { hostId });
    assert.equal(outcome, "ok");
    assert.deepEqual([data?.["hostId"], data?.["host"]], [hostId, "bas-dev"]);
  });

  for (const [name, input] of [
    ["listSessions", { hostId: "nowhere" }],
    ["listSessions", { filter: "usr:ann" }],
    ["history", { range: "2y" }],
    ["diagnose", { hostId: "nowhere" }],
    ["disconnect", { hostId: "nowhere", sessionIds: ["a"] }],
  ] as const) {
    it(`answer ${name} with what is right, and ask Azure nothing: ${JSON.stringify(input)}`, async () => {
      assert.equal((await call(name, input)).outcome, "wrongInput");
      const requests = await azure.requests({ after: last });
      assert.deepEqual(
        requests.filter(({ route }) => route === "list" || route === "disconnect"),
        [],
      );
    });
  }

  it("disconnect what the user confirms in the extension's own dialog, which says who asks", async () => {
    using shown = modals();
    const answer = call("disconnect", { hostId, sessionIds: ["tool-1", "gone"] });
    await shown.whenOpen();
    // A person who reads: a quicker answer is asked for again.
    await reading(1_100);
    shown.answer("Disconnect");
    const { outcome, data } = await answer;
    assert.equal(outcome, "ok");
    assert.deepEqual(
      data?.["sessions"]?.map((one) => [one["sessionId"], one["outcome"]]),
      [
        ["tool-1", "disconnected"],
        ["gone", "notListed"],
      ],
    );
    assert.match(shown.asked.join("\n"), /Disconnect user tool-1 from [^]*Requested by a language model tool\./);
    assert.deepEqual(
      (await asked("disconnect")).map(({ sessionIds }) => sessionIds),
      [["tool-1"]],
    );
  });

  it("disconnect nothing that the user refuses", async () => {
    using shown = dialogs();
    assert.equal((await call("disconnect", { hostId, sessionIds: ["tool-2"] })).outcome, "notConfirmed");
    assert.equal(shown.messages.length, 1);
    assert.deepEqual(await asked("disconnect"), []);
  });

  it("send nothing once a call is cancelled, whatever is clicked then", async () => {
    using shown = modals();
    const source = new vscode.CancellationTokenSource();
    const answer = call("disconnect", { hostId, sessionIds: ["tool-2"] }, source.token);
    await shown.whenOpen();
    source.cancel();
    await assert.rejects(answer);
    shown.answer("Disconnect");
    // Whatever had been sent would have come before the next question's list.
    const next = call("disconnect", { hostId, sessionIds: ["gone"] });
    assert.equal((await next).outcome, "ok");
    assert.deepEqual(await asked("disconnect"), []);
  });

  it("ask one question at a time: the second call is refused", async () => {
    using shown = modals();
    const first = call("disconnect", { hostId, sessionIds: ["tool-1"] });
    await shown.whenOpen();
    assert.equal((await call("disconnect", { hostId, sessionIds: ["tool-2"] })).outcome, "busy");
    assert.equal(shown.asked.length, 1);
    shown.answer();
    assert.equal((await first).outcome, "notConfirmed");
    assert.deepEqual(await asked("disconnect"), []);
  });
});
