import { strict as assert } from "node:assert";
import * as vscode from "vscode";
import { CloudSettings } from "../../src/extension/account/cloudSetting.ts";
import { azureUrl, confirmedCloud, memento } from "./testTree.ts";

const SECTION = "microsoft-sovereign-cloud";

describe("the cloud that VS Code is set to", () => {
  const settings = () => vscode.workspace.getConfiguration(SECTION);

  afterEach(async () => {
    await settings().update("environment", undefined, vscode.ConfigurationTarget.Workspace);
    await settings().update("customEnvironment", undefined, vscode.ConfigurationTarget.Workspace);
  });

  it("is the user's own, once its endpoint is confirmed", async () => {
    const cloud = new CloudSettings(memento());
    const before = cloud.read();
    assert.equal(before.state, "endpoint");
    await cloud.confirm(before.cloud);
    const after = cloud.read();
    assert.equal(after.state, "ready");
    assert.equal(after.cloud.resourceManagerUrl.origin, new URL(azureUrl).origin);
    assert.equal(after.cloud.authenticationProviderId, "microsoft-sovereign-cloud");
  });

  it("is none while the workspace sets another", async () => {
    const confirmed = await confirmedCloud();
    await settings().update("environment", "ChinaCloud", vscode.ConfigurationTarget.Workspace);
    assert.equal(confirmed.read().state, "workspaceCloud");
  });

  it("is none while the workspace moves the custom endpoint, confirmed or not", async () => {
    const confirmed = await confirmedCloud();
    const own = settings().inspect<Record<string, string>>("customEnvironment")?.globalValue;
    await settings().update(
      "customEnvironment",
      { ...own, resourceManagerEndpointUrl: "https://evil.example" },
      vscode.ConfigurationTarget.Workspace,
    );
    assert.equal(confirmed.read().state, "workspaceCloud");
  });
});
