import { strict as assert } from "node:assert";
import { eventually } from "../fixtures/eventually.ts";
import { open } from "../hooks.ts";

describe("consent to sign in", () => {
  it("is asked for step by step, sends Azure nothing before the last, and is remembered", async () => {
    const { azure, page, view, workbench } = await open({ signedIn: [], consented: false });
    const account = azure.world.account();
    const sentToAzure = () => azure.requests.filter(({ route }) => route !== "signIn");
    // VS Code takes a click for the question before while it has yet to tell that this one was declined.
    const askToSignIn = () =>
      eventually(async () => {
        if (!(await workbench.dialog.isOpen)) {
          await view.welcomeButton("Sign in to Azure").click({ timeout: 1_000 });
        }
        await workbench.dialog.opened(2_000);
      });
    await view.open();

    await view.welcomeButton("Review Endpoint…").click();
    const question = await workbench.dialog.text();
    assert.equal(question.message, `Send your Azure sign-in to ${azure.url}?`);
    assert.match(question.detail, /receives a token with which it can act as you/);
    await workbench.dialog.press("Cancel");
    assert.deepEqual(azure.requests, [], "Not even the sign-in is asked before the endpoint is confirmed.");

    await view.welcomeButton("Review Endpoint…").click();
    await workbench.dialog.press("Use This Endpoint");
    assert.match((await workbench.dialog.text()).message, /'Bastion Sessions' wants to sign in/);
    await workbench.dialog.press("Cancel");

    await askToSignIn();
    await workbench.dialog.press("Allow");
    await workbench.quickPickItem(account.label).waitFor();
    await page.keyboard.press("Escape");
    await workbench.quickPickItem(account.label).waitFor({ state: "hidden" });
    await view.welcomeButton("Sign in to Azure").waitFor();
    assert.deepEqual(sentToAzure(), []);

    await askToSignIn();
    await workbench.dialog.press("Allow");
    await workbench.pick(account.label);
    await view.row("bas-dev", "3 sessions").waitFor();
    assert.ok(sentToAzure().length > 0);
    assert.ok(sentToAzure().every((request) => request.account === account.label));

    await page.reload();
    await view.open();
    await view.row("bas-dev", "3 sessions").waitFor();
    assert.equal(await workbench.dialog.isOpen, false);
  });
});
