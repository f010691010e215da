import { strict as assert } from "node:assert";
import { patience } from "../../vscode/patience.ts";
import { eventually } from "../fixtures/eventually.ts";
import { listedHosts } from "../fixtures/threeHosts.ts";
import { openOwnWindow } from "../hooks.ts";

describe("consent to sign in", () => {
  it("is asked for step by step, and sends Azure nothing before the last", async () => {
    const { azure, page, view, workbench } = await openOwnWindow({
      signedIn: [],
      consented: false,
      settings: { "bastionSessions.load": "expanded" },
    });
    const account = azure.world.account();
    const sentToAzure = () => azure.requests.filter(({ route }) => route !== "signIn");
    // VS Code takes a click for the question before while it has yet to tell that this one was declined.
    const askToSignIn = () =>
      eventually(async () => {
        if (!(await workbench.dialog.isOpen)) {
          await view.welcomeButton("Sign In to Azure").click({ timeout: patience(1_000) });
        }
        await workbench.dialog.whenOpen(2_000);
      });
    await view.open();

    await view.welcomeButton("Review Endpoint…").click();
    const question = await workbench.dialog.text();
    assert.equal(question.message, `Send your Azure sign-in to ${azure.url}?`);
    assert.match(question.detail, /will receive a token that lets it act as you/);
    assert.match(question.detail, new RegExp(`Token audience: ${azure.url}/\\.default`));
    assert.match(question.detail, /Sign-in: http:\/\/[\w.:]+\/_signin\//);
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
    await view.welcomeButton("Sign In to Azure").waitFor();
    await view.welcomeButton("Get started").waitFor();
    assert.deepEqual(sentToAzure(), []);

    await askToSignIn();
    await workbench.dialog.press("Allow");
    azure.behave({ route: "tenants" }, { fault: { kind: "neverAnswers" } });
    await workbench.pick(account.label);
    await view.pane.getByText("Searching for bastion hosts…").waitFor();
    await view.welcomeButton("Sign In to Azure").waitFor({ state: "hidden" });
    azure.clearBehaviours();
    await view.titleButton("Refresh").click();
    // Rows that come in, or are drawn again for their counts, would take a click that is meant for another.
    await eventually(async () => {
      const [problem, ...rows] = await view.rows();
      assert.match(problem ?? "", /^Sign in to/);
      const uncounted = rows.filter((row) => !row.includes("≈"));
      assert.deepEqual([rows.length > 9, uncounted], [true, ["bas-sandbox"]]);
    });
    await view.settled();
    assert.deepEqual(listedHosts(azure), [], "A new user's hosts are listed when they are expanded.");
    await view.expand(view.row("bas-dev"));
    await view.row("bas-dev", "3 sessions").waitFor();
    assert.deepEqual(listedHosts(azure), ["bas-dev"]);
    assert.ok(sentToAzure().every((request) => request.account === account.label));
  });
});
