import { strict as assert } from "node:assert";
import * as vscode from "vscode";
import { armKey } from "../../src/core/model/armId.ts";
import { hostNode, sessionNode } from "../../src/extension/tree/treeNode.ts";
import { dialogs } from "./dialogs.ts";
import { azure } from "./testTree.ts";

/** The id of the last request that came. */
async function last(): Promise<number> {
  return (await azure.requests()).at(-1)?.id ?? 0;
}

describe("the extension", () => {
  before(async () => {
    await azure.reset();
    await vscode.commands.executeCommand("bastionSessions.sessions.focus");
    await azure.waitForRequest({ route: "list", host: "bas-dev", ended: true });
  });

  after(() => azure.reset());

  it("asks everything again at Refresh", async () => {
    const after = await last();
    await vscode.commands.executeCommand("bastionSessions.refresh");
    const routes = (await azure.requests({ after })).map(({ route }) => route);
    for (const route of ["tenants", "subscriptions", "graph", "list"] as const) {
      assert.ok(routes.includes(route), route);
    }
  });

  it("asks only one host at Refresh Host", async () => {
    const { hosts } = await azure.state();
    const host = hosts.find(({ name }) => name === "bas-dev");
    assert.ok(host);
    const after = await last();
    await vscode.commands.executeCommand("bastionSessions.refreshHost", hostNode(armKey(host.id)));
    const asked = (await azure.requests({ after })).filter(({ route }) => route !== "signIn");
    assert.deepEqual(
      asked.map(({ route, hostKey }) => [route, hostKey]),
      [["list", host.key]],
    );
  });

  it("keeps its connections: they are few, and not one for each request", async () => {
    const hostKey = armKey((await azure.state()).hosts.find(({ name }) => name === "bas-dev")?.id ?? "");
    const after = await last();
    for (let refreshes = 0; refreshes < 12; refreshes++) {
      await vscode.commands.executeCommand("bastionSessions.refreshHost", hostNode(hostKey));
    }
    const asked = (await azure.requests({ after })).filter(({ route }) => route !== "signIn");
    const connections = new Set(asked.map(({ connection }) => connection)).size;
    assert.ok(asked.length >= 12);
    assert.ok(connections <= asked.length / 3, `${connections} connections for ${asked.length} requests`);
  });

  it("copies what rows stand for, whole and one a line, and no character that acts", async () => {
    const hostKey = armKey((await azure.state()).hosts.find(({ name }) => name === "bas-dev")?.id ?? "");
    await azure.addSession({
      host: "bas-dev",
      session: {
        sessionId: "id-1",
        targetIpAddress: "10.0.0.1",
        wire: { targetResourceId: "/a\nrm\u2028\u202E-rf\u2066" },
      },
    });
    const long = `/${"x".repeat(1_000)}`;
    await azure.addSession({
      host: "bas-dev",
      session: { sessionId: "id-2", targetIpAddress: "10.0.0.2", wire: { targetResourceId: long } },
    });
    await vscode.commands.executeCommand("bastionSessions.refreshHost", hostNode(hostKey));
    const rows = [sessionNode(hostKey, "id:id-1"), sessionNode(hostKey, "id:id-2")];
    const copied = async (command: string, ...args: unknown[]) => {
      await vscode.commands.executeCommand(command, ...args);
      return vscode.env.clipboard.readText();
    };
    assert.equal(await copied("bastionSessions.copySessionId", rows[0], rows), "id-1\nid-2");
    assert.equal(await copied("bastionSessions.copyTargetIp", rows[1]), "10.0.0.2");
    assert.equal(await copied("bastionSessions.copyResourceId", rows[0]), "/a\uFFFDrm\uFFFD\uFFFD-rf\uFFFD");
    assert.equal(await copied("bastionSessions.copyResourceId", rows[1]), long);
    assert.equal(
      await copied("bastionSessions.copyResourceId", hostNode(hostKey)),
      (await azure.state()).hosts.find(({ key }) => key === hostKey)?.id,
    );
  });

  it("says so where there is nothing to copy, and leaves the clipboard as it is", async () => {
    const hostKey = armKey((await azure.state()).hosts.find(({ name }) => name === "bas-dev")?.id ?? "");
    await vscode.env.clipboard.writeText("from before");
    using shown = dialogs();
    await vscode.commands.executeCommand("bastionSessions.copySessionId", sessionNode(hostKey, "id:gone"));
    assert.deepEqual(shown.messages, [
      "Nothing was copied. Azure didn't provide this value, or the row no longer exists.",
    ]);
    assert.equal(await vscode.env.clipboard.readText(), "from before");
  });

  it("follows a sign-out and a sign-in in VS Code without being told", async () => {
    const { accounts } = await azure.state();
    const [ana] = accounts;
    assert.ok(ana);
    let after = await last();
    await vscode.commands.executeCommand("simulatedSignIn.signOut", ana.id);
    await vscode.commands.executeCommand("bastionSessions.refresh");
    assert.deepEqual(
      (await azure.requests({ after })).filter(({ route }) => route !== "signIn"),
      [],
    );
    after = await last();
    await vscode.commands.executeCommand("simulatedSignIn.signIn", ana.id);
    const request = await azure.waitForRequest({ route: "list", host: "bas-dev", after, ended: true });
    assert.equal(request.status, 200);
  });
});
