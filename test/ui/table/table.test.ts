import { strict as assert } from "node:assert";
import { eventually } from "../fixtures/eventually.ts";
import { openTable, threeSessions, tableScene } from "./tableScene.ts";

describe("the sessions table", () => {
  it("lists the sessions of every host, and is one tab however often it is opened", async () => {
    const set = await tableScene();
    const { table } = set;
    assert.deepEqual(await table.column("User"), ["alice", "bob", "carol"]);
    assert.deepEqual(await table.column("Subscription"), ["Production", "Production", "Lab"]);
    assert.deepEqual(await table.column("Duration"), ["5 h", "10 min", "1 h 5 min"]);
    assert.equal(await table.status.innerText(), "3 sessions");
    await openTable(set, table);
    assert.equal(await table.tab.count(), 1);
  });

  it("sorts by a click on a title, the other way round by a second one", async () => {
    const { table } = await tableScene();
    await table.header("Target VM").getByRole("button").click();
    await eventually(async () => assert.deepEqual(await table.column("Target VM"), ["vm-test", "vm-web9", "vm-web10"]));
    await table.header("Target VM").getByRole("button").click();
    await eventually(async () => assert.deepEqual(await table.column("Target VM"), ["vm-web10", "vm-web9", "vm-test"]));
    assert.equal(await table.header("Target VM").getAttribute("aria-sort"), "descending");
  });

  it("filters as one types, proposes how a term may go on, and keeps the filter in sight where nothing matches", async () => {
    const { table, page } = await tableScene();
    await table.filter.fill("protocol:ssh >1h");
    await eventually(async () => assert.deepEqual(await table.column("User"), ["carol"]));
    assert.equal(await table.status.innerText(), "1 of 3 sessions");
    await table.filter.fill("");
    await table.filter.pressSequentially("us");
    await table.frame.getByRole("option", { name: "user:" }).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await table.frame.getByRole("option", { name: "user:bob" }).waitFor();
    await page.keyboard.type("bo");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    assert.equal(await table.filter.inputValue(), "user:bob ");
    await eventually(async () => assert.deepEqual(await table.column("User"), ["bob"]));
    await table.filter.fill("nobody");
    await table.frame.getByText("No matching sessions.").waitFor();
    assert.equal(await table.filter.inputValue(), "nobody");
  });

  it("selects rows as VS Code's lists do, and copies them for a spreadsheet", async () => {
    const { table, page } = await tableScene();
    await table.row("alice").click();
    await table.row("carol").click({ modifiers: ["Control"] });
    await table.status.filter({ hasText: "2 selected" }).waitFor();
    await page.keyboard.press("Control+c");
    await eventually(async () =>
      assert.match(
        String(await page.evaluate("navigator.clipboard.readText()")),
        /^User\tTarget VM\t.*\nalice\tvm-web10\t.*\ncarol\tvm-test\t.*\n$/u,
      ),
    );
    await page.keyboard.press("Control+a");
    await table.status.filter({ hasText: "3 selected" }).waitFor();
    await table.filter.fill("bob");
    await table.status.filter({ hasText: "1 of 3 sessions · 1 selected" }).waitFor();
  });

  it("shows everything of a session on Enter, goes back to the table on Escape, and says when it has ended", async () => {
    const { azure, table, page } = await tableScene();
    await table.row("bob").click();
    await page.keyboard.press("Enter");
    await table.details.filter({ hasText: "s-bob" }).waitFor();
    await page.keyboard.press("Escape");
    await table.details.waitFor({ state: "hidden" });
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await table.details.filter({ hasText: "s-carol" }).waitFor();
    azure.world.endSession("bas-lab", "s-carol");
    await table.button("Refresh").click();
    await table.details.filter({ hasText: "This session is no longer listed." }).waitFor();
  });

  it("disconnects with only the keyboard, from opening to the confirmation", async () => {
    const { asked, table, page, workbench, view } = await tableScene();
    await workbench.runCommand("View: Close All Editors", "keyboard");
    await view.settled();
    await workbench.runCommand("Bastion Sessions: Open Sessions Table", "keyboard");
    await table.row("alice").waitFor();
    await table.loaded();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Delete");
    assert.equal((await workbench.dialog.text()).message, "Disconnect bob from vm-web9?");
    await page.keyboard.press("Enter");
    await table.row("bob").waitFor({ state: "hidden" });
    await workbench.notification("Disconnected bob on vm-web9.").waitFor();
    assert.equal(asked("disconnect").length, 1);
    assert.deepEqual(await table.column("User"), ["alice", "carol"]);
    // VS Code gives the focus back to the frame around the page, and from the second table of a window on not to the page.
    await workbench.runCommand("Bastion Sessions: Open Sessions Table", "keyboard");
    await table.grid.and(table.frame.locator(":focus")).waitFor();
    await page.keyboard.press("Enter");
    await table.details.filter({ hasText: "s-carol" }).waitFor();
  });

  it("has a menu on its rows, that means the selection", async () => {
    const { asked, table, workbench } = await tableScene();
    await table.row("alice").click();
    await table.row("bob").click({ modifiers: ["Shift"] });
    assert.deepEqual(await workbench.contextMenuOf(table.row("bob")), [
      "Show Details",
      "Show in Tree",
      "Copy Rows",
      "Copy Link",
      "Export…",
      "Export Incident…",
      "Delete Session",
    ]);
    await workbench.chooseFromContextMenu(table.row("bob"), "Delete Session");
    assert.equal((await workbench.dialog.text()).message, "Disconnect 2 sessions?");
    await workbench.dialog.press("Cancel");
    assert.equal(asked("disconnect").length, 0);
    await workbench.chooseFromContextMenu(table.row("carol"), "Delete Session");
    assert.equal((await workbench.dialog.text()).message, "Disconnect carol from vm-test?");
    await workbench.dialog.press("Cancel");
  });

  it("follows what changes, without losing the selection or the focus", async () => {
    const { azure, table, view } = await tableScene();
    await table.row("bob").click();
    azure.world.addSession("bas-lab", { userName: "aaron", targetHostName: "vm-new" });
    await view.titleButton("Refresh").click();
    await table.row("aaron").waitFor();
    await eventually(async () => assert.deepEqual(await table.column("User"), ["aaron", "alice", "bob", "carol"]));
    assert.equal(await table.row("bob").getAttribute("aria-selected"), "true");
    assert.equal(await table.grid.getAttribute("aria-activedescendant"), await table.row("bob").getAttribute("id"));
  });

  it("is about one host where it is opened on its row", async () => {
    const { table, view, workbench } = await tableScene();
    await workbench.chooseFromContextMenu(view.row("bas-lab"), "Open Sessions Table");
    await table.status.filter({ hasText: "Only bas-lab · 1 session" }).waitFor();
    assert.equal(await table.tab.getAttribute("aria-label"), "Sessions Table: bas-lab");
    await eventually(async () => assert.deepEqual(await table.column("User"), ["carol"]));
    await workbench.chooseFromContextMenu(view.row("Production"), "Open Sessions Table");
    await table.status.filter({ hasText: "Only Production · 2 sessions" }).waitFor();
  });

  it("names the hosts that could not be read", async () => {
    const { azure, table, view } = await tableScene();
    azure.behave("bas-lab", { fault: { kind: "status", status: 403 } });
    await table.button("Refresh").click();
    await table.notice.filter({ hasText: "1 host couldn't be read: bas-lab." }).waitFor();
    await table.row("carol", "out of date").waitFor();
    assert.match((await table.row("carol").getAttribute("aria-description")) ?? "", /^as of .*\d/u);
    assert.equal(await table.row("alice").getAttribute("aria-description"), null);
    await view.row("bas-lab", "couldn't be refreshed").waitFor();
  });

  it("never says that no users are connected if that is not known", async () => {
    const { table, view, workbench } = await tableScene(
      (world) => {
        threeSessions(world);
        world.addHost({ name: "bas-shut", sessions: 1 });
      },
      { misbehave: (azure) => azure.behave("bas-shut", { fault: { kind: "status", status: 403 } }) },
    );
    await workbench.chooseFromContextMenu(view.row("bas-shut"), "Open Sessions Table");
    await table.status.filter({ hasText: "Only bas-shut · No sessions loaded." }).waitFor();
    assert.equal(await table.figure("sessions").innerText(), "–");
    assert.equal(await table.frame.getByText("No users are connected.").count(), 0);
  });

  it("shows whatever Azure sends as text", async () => {
    const name = '<img src=x onerror="document.body.remove()"> **b** $(flame) [x](command:y)';
    const { table } = await tableScene((world) => {
      threeSessions(world);
      world.addHost({ name: "bas-evil", sessions: [{ wire: { userName: name, targetHostName: "<b>vm</b>" } }] });
    });
    await table.row(name, "<b>vm</b>").waitFor();
    assert.equal(await table.frame.locator(".body img, .body b").count(), 0);
  });
});
