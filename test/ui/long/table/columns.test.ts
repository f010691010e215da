import { strict as assert } from "node:assert";
import { eventually } from "../../fixtures/eventually.ts";
import type { SessionsTable } from "../../fixtures/sessionsTable.ts";
import { tableScene } from "../../table/tableScene.ts";

async function firstTitles({ frame }: SessionsTable): Promise<readonly string[]> {
  return (await frame.getByRole("columnheader").allInnerTexts()).slice(0, 3).map((text) => text.trim());
}

const INITIAL = ["User", "Target VM", "Bastion host"];

describe("the columns of the sessions table", () => {
  it("are moved by dragging a title, and by Alt and an arrow", async () => {
    const { page, table } = await tableScene();
    assert.deepEqual(await firstTitles(table), INITIAL);
    await table.header("Bastion host").getByRole("button").dragTo(table.header("User"));
    await eventually(async () => assert.deepEqual(await firstTitles(table), ["Bastion host", "User", "Target VM"]));
    assert.deepEqual((await table.column("Bastion host")).slice(0, 2), ["bas-prod", "bas-prod"]);
    await table.header("Bastion host").getByRole("button").focus();
    await page.keyboard.press("Alt+ArrowRight");
    await page.keyboard.press("Alt+ArrowRight");
    await eventually(async () => assert.deepEqual(await firstTitles(table), INITIAL));
  });

  it("are made wider by dragging an edge, and narrower by Shift and an arrow", async () => {
    const { page, table } = await tableScene();
    const width = async () => Math.round((await table.header("User").boundingBox())?.width ?? 0);
    const before = await width();
    const edge = await table.header("User").locator(".resize").boundingBox();
    assert.ok(edge);
    await page.mouse.move(edge.x + edge.width / 2, edge.y + edge.height / 2);
    await page.mouse.down();
    await page.mouse.move(edge.x + edge.width / 2 + 32, edge.y + edge.height / 2, { steps: 4 });
    await page.mouse.up();
    await eventually(async () => assert.equal(await width(), before + 32));
    assert.equal(await table.header("User").getAttribute("aria-sort"), "ascending", "a drag is no click");
    await table.header("User").getByRole("button").focus();
    await page.keyboard.press("Shift+ArrowLeft");
    await page.keyboard.press("Shift+ArrowLeft");
    await eventually(async () => assert.equal(await width(), before));
  });

  it("are one stop of the Tab key, and sort by Enter", async () => {
    const { page, table } = await tableScene();
    await table.row("alice").click();
    await page.keyboard.press("Tab");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    await eventually(async () => assert.deepEqual(await table.column("Target VM"), ["vm-test", "vm-web9", "vm-web10"]));
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await eventually(async () => assert.equal(await table.header("Target VM").getAttribute("aria-sort"), "descending"));
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await table.details.filter({ hasText: "s-bob" }).waitFor();
  });

  it("are chosen by keyboard", async () => {
    const { page, table } = await tableScene();
    const chooser = table.frame.getByRole("dialog", { name: "Columns" });
    await table.button("Columns").locator("button").focus();
    await page.keyboard.press("Enter");
    await chooser.waitFor();
    await page.keyboard.press("Space");
    await table.header("User").waitFor({ state: "detached" });
    await page.keyboard.press("Space");
    await table.header("User").waitFor();
    await page.keyboard.press("Escape");
    await chooser.waitFor({ state: "hidden" });
    // The button has the focus again.
    await page.keyboard.press("Enter");
    await chooser.waitFor();
    await page.keyboard.press("Escape");
  });
});
