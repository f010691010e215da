import { strict as assert } from "node:assert";
import * as vscode from "vscode";
import { armKey } from "../../src/core/model/armId.ts";
import { formatDeepLink, type DeepLink } from "../../src/core/model/deepLink.ts";
import { hostNode } from "../../src/extension/tree/treeNode.ts";
import { azure, world } from "./testTree.ts";

function tabs(): readonly vscode.Tab[] {
  return vscode.window.tabGroups.all.flatMap((group) => group.tabs);
}

/** Waits until there is a tab of which that holds. */
async function untilTab(isWanted: (tab: vscode.Tab) => boolean): Promise<void> {
  await new Promise<void>((resolve) => {
    const look = () => {
      if (tabs().some(isWanted)) {
        watch.dispose();
        resolve();
      }
    };
    const watch = vscode.window.tabGroups.onDidChangeTabs(look);
    look();
  });
}

/** Opens a link as VS Code does when one is clicked in it. */
async function open(link: string): Promise<void> {
  await vscode.commands.executeCommand("vscode.open", vscode.Uri.parse(link, true));
}

function linkTo(link: DeepLink): string {
  const text = formatDeepLink(vscode.env.uriScheme, link);
  assert.ok(text);
  return text;
}

describe("A deep link", () => {
  before(async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await world({ subscriptions: [{ displayName: "Production" }], hosts: [{ name: "bas-linked", sessions: 1 }] });
    await vscode.commands.executeCommand("bastionSessions.refresh");
  });

  after(async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await azure.reset();
  });

  it("has VS Code's own scheme, and opens what it was copied from", async () => {
    const [host] = (await azure.state()).hosts;
    assert.ok(host);
    const key = armKey(host.id);
    await vscode.commands.executeCommand("bastionSessions.copyLink", hostNode(key));
    const link = await vscode.env.clipboard.readText();
    assert.equal(link, linkTo({ place: "host", host: key, tenant: host.tenantId }));
    await open(link.replace("/host?", "/table?"));
    await untilTab(({ label }) => label === "Sessions Table: bas-linked");
  });

  it("leads to the journal", async () => {
    await open(linkTo({ place: "journal" }));
    await untilTab(
      ({ input }) =>
        (input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputText) &&
        input.uri.path === "/journal.md",
    );
  });
});
