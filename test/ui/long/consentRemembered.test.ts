import { strict as assert } from "node:assert";
import { openOwnWindow } from "../hooks.ts";

describe("consent to sign in", () => {
  it("is remembered after a restart", async () => {
    const { azure, page, view, workbench } = await openOwnWindow({ signedIn: [], consented: false });
    await view.open();
    await view.welcomeButton("Review Endpoint…").click();
    await workbench.dialog.press("Use This Endpoint");
    await workbench.dialog.press("Allow");
    await workbench.pick(azure.world.account().label);
    await view.row("bas-dev", "3 sessions").waitFor();

    await page.reload();
    await view.open();
    await view.row("bas-dev", "3 sessions").waitFor();
    assert.equal(await workbench.dialog.isOpen, false);
  });
});
