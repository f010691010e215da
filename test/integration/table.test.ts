import { strict as assert } from "node:assert";
import * as vscode from "vscode";
import { armKey } from "../../src/core/model/armId.ts";
import { hostNode, sessionNode } from "../../src/extension/tree/treeNode.ts";
import { azure, world } from "./testTree.ts";

/** The tabs of the table; what is in them is for the UI suite to look at. */
function tabs(): readonly vscode.Tab[] {
  const all = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  return all.filter(
    ({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith("bastionSessions.table"),
  );
}

/** Waits until VS Code's list of tabs fulfils a condition. */
async function untilTabs(condition: () => boolean): Promise<void> {
  await new Promise<void>((resolve) => {
    const look = () => {
      if (condition()) {
        watch.dispose();
        resolve();
      }
    };
    const watch = vscode.window.tabGroups.onDidChangeTabs(look);
    look();
  });
}

describe("Open Sessions Table", () => {
  const setting = () => vscode.workspace.getConfiguration("bastionSessions");

  before(async () => {
    await azure.reset();
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await vscode.commands.executeCommand("bastionSessions.sessions.focus");
  });

  after(async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await setting().update("load", "all", vscode.ConfigurationTarget.Global);
    await azure.reset();
  });

  it("opens a tab, and one only", async () => {
    await vscode.commands.executeCommand("bastionSessions.openTable");
    await untilTabs(() => tabs().length === 1);
    await vscode.commands.executeCommand("workbench.action.splitEditorRight");
    await vscode.commands.executeCommand("bastionSessions.openTable");
    assert.equal(tabs().length, 1);
    assert.equal(tabs()[0]?.label, "Sessions Table");
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await untilTabs(() => tabs().length === 0);
  });

  it("offers no choice from all sessions in place of one that ended before its row went", async () => {
    const [host] = (await azure.state()).hosts;
    assert.ok(host);
    const row = sessionNode(armKey(host.id), "id:ended");
    // Would wait for a choice.
    await vscode.commands.executeCommand("bastionSessions.deleteSession", row, [row]);
  });

  it("reads the sessions of the host on whose row it is called, and of no host that is not viewed", async () => {
    await setting().update("load", "expanded", vscode.ConfigurationTarget.Global);
    // Hosts that nobody has opened yet.
    await world({
      subscriptions: [{ displayName: "Production" }],
      hosts: [{ name: "bas-table" }, { name: "bas-other" }],
    });
    const after = (await azure.requests()).at(-1)?.id ?? 0;
    await vscode.commands.executeCommand("bastionSessions.refresh");
    const { hosts } = await azure.state();
    const [host, other] = ["bas-table", "bas-other"].map((name) =>
      hosts.find((known) => known.name === name)?.id.toLowerCase(),
    );
    assert.ok(host);
    await vscode.commands.executeCommand("bastionSessions.openTable", hostNode(armKey(host)));
    await untilTabs(() => tabs()[0]?.label === "Sessions Table: bas-table");
    await azure.waitForRequest({ route: "list", host: "bas-table", after, ended: true });
    const listed = (await azure.requests({ after }))
      .filter(({ route }) => route === "list")
      .map(({ hostKey }) => hostKey);
    assert.ok(listed.includes(host));
    assert.ok(!listed.includes(other));
  });
});
