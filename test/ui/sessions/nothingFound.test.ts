import { strict as assert } from "node:assert";
import { eventually } from "../fixtures/eventually.ts";
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
    const { azure, view, workbench } = await scene(
      (world) => {
        world.addSubscription({ displayName: "Barren" });
        world.addSubscription({ displayName: "Dunes", state: "Warned" });
      },
      { guestOf: [{ displayName: "Northwind", needsOwnSignIn: true }] },
    );
    await view.row("Sign in to Northwind…").waitFor();
    await workbench.runCommand("Bastion Sessions: Search Details");
    await eventually(async () => {
      const text = await workbench.renderedText();
      assert.match(text, /^Contoso\n+subscriptions: 2 · bastion hosts: 0 · Tenant: /m);
      assert.match(text, /^Barren \| 0 \| Enabled \| /m);
      assert.match(text, /^Dunes \| 0 \| Warned \| /m);
      assert.match(text, /^Northwind\n+not searched: sign-in required · Tenant: /m);
      assert.ok(text.includes(user.label));
    });
    // It follows the search.
    azure.world.addHost({ name: "bas-new", subscription: "Barren" });
    await view.titleButton("Refresh").click();
    await eventually(async () => assert.match(await workbench.renderedText(), /^Barren \| 1 \| Enabled \| /m));
    await workbench.runCommand("View: Close All Editors");
  });
});
