import { strict as assert } from "node:assert";
import { mock } from "node:test";
import * as vscode from "vscode";
import type { BastionSessionsApi } from "../../src/api.ts";
import { dialogs } from "./dialogs.ts";
import { azure } from "./testTree.ts";

const EXTENSION = "bastion-sessions.bastion-sessions";

/** Answers the next modal with its first button, and keeps what it asked. */
function answering(): Disposable & { readonly asked: string[] } {
  const asked: string[] = [];
  const answer = (text: string, options: vscode.MessageOptions, ...buttons: readonly string[]) => {
    asked.push([text, options.detail ?? ""].join("\n"));
    return Promise.resolve(options.modal === true ? buttons[0] : undefined);
  };
  const mocks = [
    mock.method(vscode.window, "showWarningMessage", answer),
    mock.method(vscode.window, "showInformationMessage", () => Promise.resolve(undefined)),
  ];
  return { asked, [Symbol.dispose]: () => mocks.forEach((mocked) => mocked.mock.restore()) };
}

async function disconnectsSince(after: number): Promise<(readonly string[] | undefined)[]> {
  return (await azure.requests({ after }))
    .filter(({ route }) => route === "disconnect")
    .map(({ sessionIds }) => sessionIds);
}

describe("the API for other extensions", () => {
  let api: BastionSessionsApi;
  let hostId: string;
  let last: number;

  before(async () => {
    await azure.reset();
    const extension = vscode.extensions.getExtension<BastionSessionsApi>(EXTENSION);
    assert.ok(extension);
    api = await extension.activate();
  });

  beforeEach(async () => {
    hostId = (await azure.state()).hosts.find(({ name }) => name === "bas-dev")?.id ?? "";
    for (const sessionId of ["api-1", "api-2"]) {
      await azure.addSession({ host: "bas-dev", session: { sessionId, userName: `user ${sessionId}` } });
    }
    last = (await azure.requests()).at(-1)?.id ?? 0;
  });

  after(() => azure.reset());

  it("lists hosts and their sessions", async () => {
    const { hosts } = await api.listHosts();
    assert.ok(hosts.some(({ id, name }) => id === hostId && name === "bas-dev"));
    const { sessions, isComplete } = await api.listSessions(hostId.toUpperCase());
    assert.equal(isComplete, true);
    assert.equal(sessions.find(({ sessionId }) => sessionId === "api-1")?.userName, "user api-1");
  });

  it("disconnects what the user confirms, says who asks, and tells the outcome of each", async () => {
    using answers = answering();
    const outcomes = await api.disconnect({ extensionId: "acme.tools", hostId, sessionIds: ["api-1", "nobody"] });
    assert.deepEqual(
      outcomes?.map(({ sessionId, outcome }) => [sessionId, outcome]),
      [
        ["api-1", "disconnected"],
        ["nobody", "notListed"],
      ],
    );
    assert.match(answers.asked.join("\n"), /Disconnect user api-1 from [^]*Requested by the extension acme\.tools\./);
    assert.deepEqual(await disconnectsSince(last), [["api-1"]]);
  });

  it("disconnects nothing that the user does not confirm", async () => {
    using shown = dialogs();
    assert.equal(await api.disconnect({ extensionId: "acme.tools", hostId, sessionIds: ["api-2"] }), undefined);
    assert.equal(shown.messages.length, 1);
    assert.deepEqual(await disconnectsSince(last), []);
  });

  const invalid: readonly (readonly [name: string, request: unknown])[] = [
    ["no host", { extensionId: "acme.tools", hostId: "", sessionIds: ["api-1"] }],
    [
      "another resource",
      {
        extensionId: "acme.tools",
        hostId: "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/v",
        sessionIds: ["api-1"],
      },
    ],
    [
      "a path that goes up",
      {
        extensionId: "acme.tools",
        hostId: "/subscriptions/s/resourceGroups/../providers/Microsoft.Network/bastionHosts/b",
        sessionIds: ["api-1"],
      },
    ],
    [
      "no session",
      {
        extensionId: "acme.tools",
        hostId: "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/bastionHosts/b",
        sessionIds: [],
      },
    ],
    [
      "ids that are no texts",
      {
        extensionId: "acme.tools",
        hostId: "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/bastionHosts/b",
        sessionIds: [7],
      },
    ],
    [
      "no extension",
      {
        extensionId: "acme",
        hostId: "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/bastionHosts/b",
        sessionIds: ["api-1"],
      },
    ],
  ];
  for (const [name, request] of invalid) {
    it(`refuses a request with ${name}, and asks Azure nothing`, async () => {
      await assert.rejects(api.disconnect(request as never), TypeError);
      // The disconnect before may still be looked up.
      const asked = await azure.requests({ after: last });
      assert.deepEqual(
        asked.filter(({ route, path }) => route === "disconnect" || path.startsWith("/subscriptions/s/")),
        [],
      );
    });
  }

  it("has commands that take the same arguments, and refuse others", async () => {
    using answers = answering();
    await vscode.commands.executeCommand("bastionSessions.deleteSession", { hostId, sessionIds: ["api-2"] });
    assert.equal(answers.asked.length, 1);
    assert.deepEqual(await disconnectsSince(last), [["api-2"]]);
    using shown = dialogs();
    for (const argument of [{ hostId: "nowhere" }, { hostId: 7 }, { hostId, sessionIds: "api-1" }]) {
      await vscode.commands.executeCommand("bastionSessions.deleteSession", argument);
      assert.match(shown.messages.pop() ?? "", /^Invalid command argument: /);
    }
    assert.equal((await disconnectsSince(last)).length, 1);
  });
});
