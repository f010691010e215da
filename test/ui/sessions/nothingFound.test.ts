import { strict as assert } from "node:assert";
import { eventually } from "../fixtures/eventually.ts";
import { scene, user } from "../scene.ts";

describe("where there is no bastion host", () => {
  it("the view says so, and a refresh finds one that came", async () => {
    const { asked, azure, view } = await scene((world) => void world.addSubscription({ displayName: "Barren" }));
    await azure.waitForRequest(() => asked("graph").some(({ ended }) => ended));
    await view.pane.getByText("No bastion hosts were found in the subscriptions that your accounts can see.").waitFor();
    await view.welcomeButton("Diagnose…").waitFor();
    await view.welcomeButton("use another account").waitFor();
    azure.world.addHost({ name: "bas-new" });
    await view.welcomeButton("refresh").click();
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

describe("where there is no permission", () => {
  it("in any subscription, the view says so, and Diagnose… is a click away", async () => {
    const { azure, view, workbench } = await scene(() => undefined);
    await view.pane.getByText("Your accounts don't have access to any Azure subscription.").waitFor();
    assert.equal(await view.pane.getByText("No bastion hosts").count(), 0);
    await view.welcomeButton("Diagnose…").click();
    await eventually(async () => assert.match(await workbench.renderedText(), /no subscriptions/));
    await workbench.runCommand("View: Close All Editors");
    azure.world.addSubscription({ displayName: "Granted" });
    azure.world.addHost({ name: "bas-granted", subscription: "Granted" });
    await view.welcomeButton("refresh").click();
    await view.row("bas-granted", "no sessions").waitFor();
  });

  it("to list the sessions of any host, a sentence says so above the hosts", async () => {
    const { azure, answered, view } = await scene((world) => {
      for (const name of ["bas-a", "bas-b"]) {
        world.addHost({ name, sessions: 1 });
        world.setRole(user.label, name, "reader");
      }
    });
    const sentence = view.pane.getByText("Azure doesn't let you list the sessions of any of these hosts.");
    await sentence.waitFor();
    await view.row("bas-a", "sessions couldn't be listed").waitFor();
    azure.world.setRole(user.label, "bas-a", "operator");
    await answered("list", () => view.titleButton("Refresh").click());
    await view.pane.getByText("1 of 2 hosts couldn't be read.").waitFor();
    await sentence.waitFor({ state: "hidden" });
  });

  it("to search, it isn't said that there are no hosts", async () => {
    const { view } = await scene((world) => void world.addHost({ name: "bas-a", sessions: 1 }), {
      misbehave: (azure) => {
        const fault = { kind: "status", status: 403, code: "AuthorizationFailed" } as const;
        (["graph", "hosts"] as const).forEach((route) => void azure.behave({ route }, { fault }));
      },
    });
    await view.pane.getByText("Bastion hosts may be missing: not everything could be searched.").waitFor();
    await view.row("bastion hosts in subscription").waitFor();
    assert.equal(await view.pane.getByText("No bastion hosts").count(), 0);
  });
});
