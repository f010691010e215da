import { strict as assert } from "node:assert";
import { eventually } from "../fixtures/eventually.ts";
import { listedHosts, openThreeHosts, WORLD } from "../fixtures/threeHosts.ts";
import { openOwnWindow } from "../hooks.ts";

describe("a fleet, over time", () => {
  it("is refreshed automatically while it is visible, and not while it is hidden", async () => {
    const { azure, view, page } = await openThreeHosts({
      "bastionSessions.autoRefresh.enabled": true,
      "bastionSessions.autoRefresh.intervalSeconds": 10,
    });
    await view.expand(view.row("bas-a"));
    await view.row("alice").waitFor();
    azure.world.addSession(azure.world.host("bas-a"), { userName: "carol" });
    await view.row("carol").waitFor();
    assert.ok(listedHosts(azure).every((host) => host === "bas-a"));

    await page.getByRole("tab", { name: "Explorer" }).first().click();
    await view.tree.filter({ hasText: "carol" }).waitFor({ state: "hidden" });
    azure.world.endSession("bas-a", "a1");
    // A refresh that was under way may still end; after that nothing is asked, for longer than an interval takes.
    await eventually(() => assert.ok(azure.requests.every(({ ended }) => ended)));
    const before = azure.requests.length;
    await assert.rejects(
      azure.waitForRequest(({ id, route }) => route === "list" && id > before, AbortSignal.timeout(12_000)),
    );
    assert.equal(azure.requests.length, before);

    await view.open();
    await view.row("alice").waitFor({ state: "hidden" });
    await view.row("carol").waitFor();
  });

  it("is there at once after a restart, as remembered, until Azure confirms it", async () => {
    const { azure, view, page } = await openThreeHosts();
    await view.settled();
    // VS Code writes what an extension stores a little later.
    await eventually(async () =>
      assert.match(JSON.stringify(await page.context().storageState({ indexedDB: true })), /bas-a/),
    );
    const never = azure.behave("azure", { fault: { kind: "neverAnswers" } });
    await page.reload();
    await view.open();
    await view.row("bas-a", "cached host").waitFor();
    never.remove();
    await view.titleButton("Refresh").click();
    await view.row("bas-a", "cached host").waitFor({ state: "hidden" });
    await view.row("bas-a").waitFor();
  });

  it("shows the subscriptions that are selected, says how many, and remembers it", async () => {
    const world = {
      ...WORLD,
      subscriptions: [{ displayName: "Production" }, { displayName: "Lab" }],
      hosts: [
        { name: "bas-prod", subscription: "Production", sessions: 1 },
        { name: "bas-lab", subscription: "Lab", sessions: 1 },
      ],
    };
    const { view, workbench, page } = await openOwnWindow({ world });
    await view.open();
    await view.row("bas-lab").waitFor();
    await workbench.runCommandAndPick("Bastion Sessions: Select Subscriptions…", /Lab/);
    await workbench.accept();
    await view.row("bas-lab").waitFor({ state: "hidden" });
    await view.pane.getByText("Subscriptions shown: 1 of 2.").waitFor();
    await page.reload();
    await view.open();
    await view.row("bas-prod").waitFor();
    await view.pane.getByText("Subscriptions shown: 1 of 2.").waitFor();
    assert.ok(!(await view.rows()).some((row) => row.includes("bas-lab")));
  });
});
