import { strict as assert } from "node:assert";
import { eventually } from "../fixtures/eventually.ts";
import { scene, user } from "../scene.ts";

describe("accounts", () => {
  it("of which VS Code has one more are a row that asks, and once allowed bring their hosts", async () => {
    const grace = { label: "grace@contoso.example" };
    const { asked, azure, page, view, workbench } = await scene(
      (world) => {
        world.addHost({ name: "bas-ada" });
        world.addHost({ name: "bas-grace" });
        world.setRole(user.label, "bas-grace", "none");
        world.setRole(grace.label, "bas-ada", "none");
      },
      { others: [grace] },
    );
    await view.row("bas-ada", "no sessions").waitFor();
    await workbench.runCommandAndPick("Simulated Sign-In: Sign In", grace.label);
    const ask = view.row("Allow access…", grace.label);
    await ask.waitFor();
    assert.equal(await workbench.dialog.isOpen, false);

    await ask.click();
    await workbench.dialog.press("Cancel");
    await ask.waitFor();
    assert.deepEqual(
      azure.requests.filter(({ account }) => account === grace.label),
      [],
    );

    await ask.click();
    await workbench.dialog.press("Allow");
    await view.row("bas-grace", "no sessions").waitFor();
    await ask.waitFor({ state: "hidden" });
    await view.row("bas-ada", "no sessions").waitFor();
    assert.ok(asked("list").some(({ account }) => account === grace.label));

    await workbench.signOut(grace.label);
    await view.row("bas-grace").waitFor({ state: "hidden" });
    await view.row("bas-ada", "no sessions").waitFor();
    await workbench.clearNotifications();
    assert.ok(!(await page.locator("body").innerText()).includes("grace"));
  });

  it("of which another may disconnect what one may not are offered, never used without a question", async () => {
    const grace = { label: "grace@contoso.example" };
    const { asked, azure, view, workbench } = await scene(
      (world) => world.addHost({ name: "bas-a", sessions: [{ userName: "ann", targetHostName: "vm-a" }] }),
      { others: [grace] },
    );
    await workbench.runCommandAndPick("Simulated Sign-In: Sign In", grace.label);
    await view.row("Allow access…", grace.label).click();
    await workbench.dialog.press("Allow");
    await view.row("Allow access…").waitFor({ state: "hidden" });
    azure.behave(
      { route: "disconnect", account: user.label },
      {
        fault: { kind: "status", status: 403, code: "AuthorizationFailed", message: "Not ada." },
      },
    );

    await view.expand(view.row("bas-a", "1 session"));
    await workbench.chooseFromContextMenu(view.row("ann"), "Delete Session");
    assert.match((await workbench.dialog.text()).detail, /^Acting as: ada@contoso\.example in tenant Contoso$/mu);
    await workbench.dialog.press("Disconnect");
    await workbench.answerNotification("Not ada.", `Retry as ${grace.label}…`);
    assert.match((await workbench.dialog.text()).detail, /^Acting as: grace@contoso\.example in tenant Contoso$/mu);
    assert.deepEqual(new Set(asked("disconnect").map(({ account }) => account)), new Set([user.label]));
    // VS Code shows no more than three notifications that come within 800 ms.
    await workbench.notification("Disconnecting 1 session").waitFor({ state: "hidden" });
    await workbench.dialog.press("Disconnect");
    await workbench.notification("Disconnected ann on vm-a").waitFor();
    assert.equal(asked("disconnect").at(-1)?.account, grace.label);
    await workbench.signOut(grace.label);
  });

  it("of which none is left are gone from the screen, and come back with a new sign-in", async () => {
    const { page, view, workbench } = await scene(
      (world) => void world.addHost({ name: "bas-zoe", sessions: [{ userName: "yan" }] }),
    );
    await view.expand(view.row("bas-zoe", "1 session"));
    await view.row("yan").click();
    await workbench.signOut(user.label);
    await view.welcomeButton("Sign In to Azure").waitFor();
    await eventually(async () => assert.deepEqual(await view.rows(), []));
    const seen = await page.locator("body").innerText();
    assert.deepEqual(
      ["ada@", "bas-zoe", "yan", "Contoso"].filter((word) => seen.includes(word)),
      [],
      seen,
    );

    await view.welcomeButton("Sign In to Azure").click();
    await workbench.dialog.press("Allow");
    await view.row("bas-zoe", "1 session").waitFor();
  });

  it("that a tenant wants to sign in to it are asked by a row, and only once that is clicked", async () => {
    const { view, workbench } = await scene(
      (world) => {
        world.addSubscription({ displayName: "Home" });
        world.addSubscription({ displayName: "Shops", tenant: "Northwind" });
        world.addHost({ name: "bas-home", subscription: "Home" });
        world.addHost({ name: "bas-shops", subscription: "Shops" });
      },
      { guestOf: [{ displayName: "Northwind", needsOwnSignIn: true }] },
    );
    await view.row("bas-home", "no sessions").waitFor();
    const ask = view.row("Sign in to Northwind…", user.label);
    await ask.waitFor();
    assert.equal(await workbench.dialog.isOpen, false);
    await ask.click();
    await workbench.dialog.press("Allow");
    await view.row("bas-shops", "no sessions").waitFor();
    await ask.waitFor({ state: "hidden" });
  });

  it("no longer ask for a tenant that is hidden, which answers about all go on saying, until it is shown again", async () => {
    const { view, workbench } = await scene(
      (world) => world.addHost({ name: "bas-home", sessions: [{ userName: "alice" }] }),
      { guestOf: [{ displayName: "Northwind", needsOwnSignIn: true }] },
    );
    const ask = view.row("Sign in to Northwind…", user.label);
    const note = "1 tenant hidden by you: sessions may be missing.";
    await ask.waitFor();
    await workbench.chooseFromContextMenu(ask, "Hide Tenant");
    await ask.waitFor({ state: "hidden" });
    await view.pane.getByText(note).waitFor();
    await view.row("bas-home", "1 session").waitFor();

    await workbench.runCommandAndPick("Bastion Sessions: Delete All Sessions of Account…", /^alice/);
    const { detail } = await workbench.dialog.text();
    assert.ok(detail.includes(note) && !detail.includes("incomplete"), detail);
    await workbench.dialog.escape();

    // In VS Code 1.105 it is no button by its role.
    const more = view.pane.locator(".title").getByLabel("Views and More Actions...").first();
    await workbench.chooseFromButtonMenu(more, "Show Hidden Tenants…");
    await workbench.pick(/^Northwind/);
    await workbench.accept();
    await ask.waitFor();
    await view.pane.getByText(note).waitFor({ state: "hidden" });
    const offered = await workbench.commandsNamed("Show Hidden Tenants");
    assert.ok(!offered.includes("Bastion Sessions: Show Hidden Tenants…"));
  });

  it("are listed by Manage Accounts… with the state of each", async () => {
    const { page, view, workbench } = await scene((world) => void world.addHost({ name: "bas-a" }));
    await view.row("bas-a", "no sessions").waitFor();
    await workbench.runCommand("Bastion Sessions: Manage Accounts…");
    await workbench.quickPickItem(new RegExp(`^${user.label}.*1 tenant`)).waitFor();
    await workbench.quickPickItem("Sign in with another account…").waitFor();
    await page.keyboard.press("Escape");
  });
});
