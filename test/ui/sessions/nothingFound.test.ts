import { strict as assert } from "node:assert";
import { scene, user } from "../scene.ts";

describe("where there is no bastion host", () => {
  it("the view says so, and a refresh finds one that came", async () => {
    const { asked, azure, view } = await scene((world) => void world.addSubscription({ displayName: "Barren" }));
    await azure.waitForRequest(() => asked("graph").some(({ ended }) => ended));
    await view.pane.getByText("No bastion hosts were found in the subscriptions that your accounts can see.").waitFor();
    await view.welcomeButton("Manage Accounts…").waitFor();
    await view.welcomeButton("Search Details").waitFor();
    azure.world.addHost({ name: "bas-new" });
    await view.welcomeButton("Refresh").click();
    await view.row("bas-new", "no sessions").waitFor();
  });

  it("Search Details lists accounts, tenants and subscriptions, and those that were not searched", async () => {
    const { page, view, workbench } = await scene(
      (world) => {
        world.addSubscription({ displayName: "Barren" });
        world.addSubscription({ displayName: "Dunes", state: "Warned" });
      },
      { guestOf: [{ displayName: "Northwind", needsOwnSignIn: true }] },
    );
    await view.row("Sign in to Northwind…").waitFor();
    await workbench.runCommand("Bastion Sessions: Search Details");
    await workbench.quickPickItem(/^Contoso, subscriptions: 2 · bastion hosts: 0/).waitFor();
    await workbench.quickPickItem(/^Barren, bastion hosts: 0/).waitFor();
    await workbench.quickPickItem(/^Dunes, bastion hosts: 0 · Warned/).waitFor();
    await workbench.quickPickItem(/^Northwind, not searched: sign-in required/).waitFor();
    assert.ok((await workbench.quickPickText()).includes(user.label));
    await page.keyboard.press("Escape");
  });
});
