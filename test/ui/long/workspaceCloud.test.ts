import { strict as assert } from "node:assert";
import { startSimulatedAzure } from "../../simulated-azure/server.ts";
import { eventually } from "../fixtures/eventually.ts";
import { openOwnWindow } from "../hooks.ts";

describe("a folder that is not trusted", () => {
  it("does not choose the cloud, and is no hindrance: VS Code itself leaves its settings aside", async () => {
    await using elsewhere = await startSimulatedAzure();
    const { view, page } = await openOwnWindow({
      settings: { "security.workspace.trust.enabled": true, "security.workspace.trust.startupPrompt": "never" },
      workspaceSettings: elsewhere.settings(),
    });
    await page.getByRole("button", { name: "Restricted Mode" }).waitFor();
    await view.open();
    await view.row("bas-dev", "3 sessions").waitFor();
    assert.deepEqual(elsewhere.requests, []);
  });
});

describe("a workspace that changes which cloud VS Code uses", () => {
  it("is shown to the user, and no cloud is contacted until it is removed", async () => {
    await using elsewhere = await startSimulatedAzure();
    const { azure, view, writeWorkspaceSettings } = await openOwnWindow({ workspaceSettings: elsewhere.settings() });
    await view.open();
    await view.pane.getByText("The workspace or remote machine changes which Azure cloud VS Code uses.").waitFor();
    assert.deepEqual([...azure.requests, ...elsewhere.requests], []);

    await view.titleButton("Refresh").click();
    await view.welcomeButton("Open Cloud Settings").waitFor();
    await writeWorkspaceSettings({});
    await view.row("bas-dev", "3 sessions").waitFor();

    await writeWorkspaceSettings({ "microsoft-sovereign-cloud.environment": "USGovernment" });
    await view.pane.getByText("The workspace or remote machine changes which Azure cloud VS Code uses.").waitFor();
    await eventually(async () => assert.deepEqual(await view.rows(), []));
    assert.deepEqual(elsewhere.requests, []);
  });
});
