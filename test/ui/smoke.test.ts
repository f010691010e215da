import { strict as assert } from "node:assert";
import { eventually } from "./fixtures/eventually.ts";
import { open } from "./hooks.ts";

describe("the packaged extension in the ordinary workbench", () => {
  it("signs in through VS Code's dialogs and lists hosts and sessions", async () => {
    const { workbench, view, azure } = await open({ signedIn: [], consented: false });
    await view.open();
    await workbench.page.screenshot({ path: "/tmp/exp/w0.png" });
    await view.pane.getByRole("button", { name: /Review Endpoint|Sign in/ }).click();
    console.log(await workbench.page.locator(".monaco-dialog-box").first().innerHTML().catch(String)); const endpoint = await workbench.dialog.text();
    assert.match(`${endpoint.message} ${endpoint.detail}`, new RegExp(azure.url));
    await workbench.dialog.press("Use This Endpoint");
    await workbench.page.screenshot({ path: "/tmp/exp/w1.png" });
    const consent = await workbench.dialog.text();
    assert.match(consent.message, /Bastion Sessions/);
    await workbench.dialog.press("Allow");
    await workbench.pick(azure.world.accounts[0]!.label);
    await view.expand(view.row("bas-dev"));
    await eventually(async () => assert.ok((await view.rows()).length > 5));
    await workbench.page.screenshot({ path: "/tmp/exp/w2.png" });
    console.log(await view.rows(), await workbench.contextMenuOf(view.row("bas-dev")));
  });

  it("opens signed in, without a dialog", async () => {
    const { workbench, view } = await open();
    await view.open();
    await view.row("bas-prod-westeurope").waitFor();
    await view.expand(view.row("bas-prod-westeurope"));
    await workbench.page.screenshot({ path: "/tmp/exp/w3.png" });
    console.log(await view.rows(), await workbench.commandsNamed("Bastion Sessions"));
  });
});
