import { strict as assert } from "node:assert";
import { eventually } from "../../fixtures/eventually.ts";
import { tableScene } from "../../table/tableScene.ts";

describe("the rows of the sessions table", () => {
  it("that the filter lets through are selected together, and no other is disconnected", async () => {
    const { asked, page, table, workbench } = await tableScene();
    await table.filter.fill("vm-web");
    await table.row("carol").waitFor({ state: "hidden" });
    await page.keyboard.press("Enter");
    await page.keyboard.press("Control+a");
    await table.status.filter({ hasText: "2 of 3 sessions · 2 selected" }).waitFor();
    await page.keyboard.press("Delete");
    const { message, detail } = await workbench.dialog.text();
    assert.equal(message, "Disconnect 2 sessions?");
    assert.match(detail, /alice/u);
    assert.match(detail, /bob/u);
    assert.doesNotMatch(detail, /carol/u);
    await workbench.dialog.press("Disconnect");
    await table.frame.getByText("No matching sessions.").waitFor();
    const disconnected = asked("disconnect").map(({ hostKey }) => hostKey?.split("/").at(-1));
    assert.deepEqual([...new Set(disconnected)], ["bas-prod"]);
    await table.filter.fill("");
    await eventually(async () => assert.deepEqual(await table.column("User"), ["carol"]));
  });

  it("are found again in the tree", async () => {
    const { table, view, workbench } = await tableScene();
    await workbench.chooseFromContextMenu(table.row("carol"), "Show in Tree");
    await eventually(async () => assert.equal(await view.row("carol").getAttribute("aria-selected"), "true"));
  });

  it("are found again in the tree though its filter hides them", async () => {
    const { table, view, workbench } = await tableScene();
    await workbench.runCommand("Bastion Sessions: Filter Sessions…");
    await workbench.answerInput("user:alice");
    await view.row("bas-lab").waitFor({ state: "hidden" });
    await workbench.chooseFromContextMenu(table.row("carol"), "Show in Tree");
    await eventually(async () => assert.equal(await view.row("carol").getAttribute("aria-selected"), "true"));
  });

  it("are grouped, opened and closed by keyboard, and say so", async () => {
    const { page, table, workbench } = await tableScene();
    // What opens under the pointer would be chosen by it.
    await workbench.movePointerAway();
    await table.frame.locator(".toolbar vscode-single-select").focus();
    for (const key of ["Enter", "ArrowDown", "ArrowDown", "ArrowDown", "Enter"]) {
      await page.keyboard.press(key);
    }
    const heading = table.row("bas-prod", "2 sessions");
    await heading.waitFor();
    await table.grid.focus();
    await page.keyboard.press("End");
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    assert.equal(await table.grid.getAttribute("aria-activedescendant"), await heading.getAttribute("id"));
    assert.deepEqual(
      [await heading.getAttribute("aria-level"), await table.row("alice").getAttribute("aria-level")],
      ["1", "2"],
    );
    assert.deepEqual(
      [await table.grid.getAttribute("aria-rowcount"), await heading.getAttribute("aria-rowindex")],
      ["6", "4"],
    );
    await page.keyboard.press("ArrowLeft");
    await table.row("alice").waitFor({ state: "hidden" });
    assert.equal(await heading.getAttribute("aria-expanded"), "false");
    await page.keyboard.press("Enter");
    await table.row("alice").waitFor();
    assert.equal(await heading.getAttribute("aria-expanded"), "true");
  });

  it("are known to be on their way while hosts are still read", async () => {
    const { azure, table, workbench } = await tableScene();
    assert.equal(await table.grid.getAttribute("aria-busy"), null);
    const shut = azure.behave({ route: "list", host: "bas-lab" }, { fault: { kind: "status", status: 403 } });
    await table.button("Refresh").click();
    await table.frame.getByRole("alert").filter({ hasText: "bas-lab" }).waitFor();
    shut.remove();
    const never = azure.behave({ route: "list", host: "bas-lab" }, { fault: { kind: "neverAnswers" } });
    await workbench.runCommand("View: Close All Editors");
    await workbench.runCommand("Bastion Sessions: Open Sessions Table");
    await table.status.filter({ hasText: "Loading sessions: 0 of 1 hosts" }).waitFor();
    assert.equal(await table.grid.getAttribute("aria-busy"), "true");
    never.remove();
    await table.button("Refresh").click();
    await table.loaded();
    assert.equal(await table.grid.getAttribute("aria-busy"), null);
  });
});
