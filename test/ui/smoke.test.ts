import { strict as assert } from "node:assert";
import { signOut } from "./fixtures/accountsMenu.ts";
import { eventually } from "./fixtures/eventually.ts";
import { open } from "./hooks.ts";

describe("the packaged extension in the ordinary workbench", () => {
  it("signs in through VS Code's real dialogs, and lists hosts and sessions", async () => {
    const { azure, view, workbench } = await open({ signedIn: [], consented: false });
    const [ana] = azure.world.accounts;
    await view.open();

    await view.welcomeButton("Review Endpoint…").click();
    const endpoint = await workbench.dialog.text();
    assert.ok(endpoint.message.includes(new URL(azure.url).host), endpoint.message);
    await workbench.dialog.press("Use This Endpoint");

    const consent = await workbench.dialog.text();
    assert.match(consent.message, /'Bastion Sessions' wants to sign in using Microsoft Sovereign Cloud/);
    await workbench.dialog.press("Allow");
    await workbench.pick(ana!.label);

    await view.expand(view.row("bas-dev"));
    await eventually(async () => assert.equal(await view.row(/ · (?:SSH|RDP) · /).count(), azure.world.sessions("bas-dev").length));
  });

  it("finds everything answered where the user has consented before, and shows nothing after a sign-out in VS Code", async () => {
    const { azure, view, workbench } = await open();
    const [ana] = azure.world.accounts;
    await view.open();
    await view.row("bas-dev").waitFor();
    assert.equal(await workbench.dialog.isOpen, false);

    await signOut(workbench, ana!.label);
    await view.welcomeButton("Sign in to Azure").waitFor();
    assert.deepEqual(await view.rows(), []);
  });
});
