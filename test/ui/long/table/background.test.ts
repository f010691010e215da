import { strict as assert } from "node:assert";
import type { World } from "../../../simulated-azure/world/world.ts";
import { eventually } from "../../fixtures/eventually.ts";
import { tableScene } from "../../table/tableScene.ts";

/** More sessions than there is room for. */
function crowd(world: World): void {
  for (const name of ["bas-a", "bas-b"]) {
    world.addHost({
      name,
      sku: "Standard",
      sessions: Array.from({ length: 60 }, (_, index) => ({
        userName: `${name}-user-${String(index).padStart(2, "0")}`,
        targetHostName: "vm",
      })),
    });
  }
}

describe("the sessions table in the background", () => {
  it("is as it was when it is shown again: filter, closed groups, selection, focus, and what is in sight", async () => {
    const { asked, table, page, workbench } = await tableScene(crowd);
    await table.groupBy("Bastion host");
    await table.filter.fill("user");
    await table.row("bas-a", "60 sessions").click();
    await eventually(async () =>
      assert.equal(await table.row("bas-a", "60 sessions").getAttribute("aria-expanded"), "false"),
    );
    await table.row("bas-b-user-03").click();
    await page.keyboard.press("End");
    await table.row("bas-b-user-59").waitFor();
    await page.keyboard.press("Space");
    await table.status.filter({ hasText: "2 selected" }).waitFor();

    await workbench.runCommand("File: New Untitled Text File");
    await table.grid.waitFor({ state: "detached" });
    await table.tab.click();

    await table.status.filter({ hasText: "120 sessions · 2 selected" }).waitFor();
    const last = table.row("bas-b-user-59");
    assert.equal(await last.getAttribute("aria-selected"), "true");
    assert.equal(await table.grid.getAttribute("aria-activedescendant"), await last.getAttribute("id"));
    assert.equal(await table.filter.inputValue(), "user");
    assert.equal(await table.row("bas-b-user-03").count(), 0, "it is scrolled to where it was");
    await page.keyboard.press("Delete");
    assert.equal((await workbench.dialog.text()).message, "Disconnect 2 sessions?");
    await workbench.dialog.press("Cancel");
    assert.equal(asked("disconnect").length, 0);
    await table.grid.focus();
    await page.keyboard.press("Home");
    assert.equal(await table.row("bas-a", "60 sessions").getAttribute("aria-expanded"), "false");
  });
});
