import { strict as assert } from "node:assert";
import { randomUUID } from "node:crypto";
import { eventually } from "../../fixtures/eventually.ts";
import { user } from "../../scene.ts";
import { tableScene } from "../../table/tableScene.ts";

describe("what the sessions table says of itself", () => {
  it("takes nothing that was not searched for empty, and leads to where one signs in", async () => {
    // A tenant to which nobody has signed in in this window.
    const { page, table, view } = await tableScene(
      (world) => {
        world.addSubscription({ displayName: "Home" });
        world.addHost({ name: "bas-home", subscription: "Home" });
      },
      { guestOf: [{ tenantId: randomUUID(), displayName: "Adatum", needsOwnSignIn: true }] },
    );
    await table.notice
      .filter({ hasText: `Not everything was searched: Sign in to Adatum… · ${user.label}.` })
      .waitFor();
    await table.frame.getByText("No sessions on the hosts that could be read.").waitFor();
    await page.getByRole("tab", { name: "Explorer" }).first().click();
    await view.row("bas-home").waitFor({ state: "hidden" });
    await table.frame.getByRole("button", { name: "Show in Sessions View" }).click();
    await view.row("Sign in to Adatum…").waitFor();
  });

  it("follows what becomes of a host that is refreshed elsewhere", async () => {
    const { azure, table, view, workbench } = await tableScene();
    assert.equal(await table.notice.isVisible(), false);
    await table.frame.getByText(/^updated \d/u).waitFor();
    azure.behave("bas-lab", { fault: { kind: "status", status: 403 } });
    await workbench.chooseFromContextMenu(view.row("bas-lab"), "Refresh Host");
    await table.notice.filter({ hasText: "1 host couldn't be read: bas-lab." }).waitFor();
    azure.clearBehaviours();
    await workbench.chooseFromContextMenu(view.row("bas-lab"), "Refresh Host");
    await table.notice.waitFor({ state: "hidden" });
  });

  it("takes a host for unread of whose sessions one could not be read", async () => {
    const { azure, table } = await tableScene((world) => void world.addHost({ name: "bas-quiet" }));
    azure.behave("bas-quiet", { fault: { kind: "json", body: { value: [7] } } });
    await table.button("Refresh").click();
    await table.notice.filter({ hasText: "1 host couldn't be read: bas-quiet." }).waitFor();
    assert.equal(await table.frame.getByText("No users are connected").count(), 0);
    await eventually(async () => assert.equal(await table.figure("sessions").innerText(), "–"));
  });

  it("says that no users are connected if everything is known", async () => {
    const { table } = await tableScene((world) => void world.addHost({ name: "bas-quiet" }));
    await table.frame.getByText("No users are connected.").waitFor();
    assert.equal(await table.notice.isVisible(), false);
  });
});
