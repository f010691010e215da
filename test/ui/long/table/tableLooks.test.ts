import { strict as assert } from "node:assert";
import { eventually } from "../../fixtures/eventually.ts";
import { assertAccessible, tableDocument, THEMES } from "./axe.ts";
import { openTable, threeSessions, tableScene, type TableScene } from "../../table/tableScene.ts";

describe("the look of the sessions table", () => {
  after(async () => {
    const { page, writeWorkspaceSettings } = await tableScene();
    await page.setViewportSize({ width: 1280, height: 800 });
    await writeWorkspaceSettings({});
  });

  for (const [theme, marker] of THEMES) {
    it(`has no violation of axe's rules in ${theme}`, async () => {
      const set = await tableScene();
      await set.writeWorkspaceSettings({ "workbench.colorTheme": theme });
      await set.table.frame.locator(`body.${marker}`).waitFor();
      await assertAccessible(set);
    });
  }

  // A window of 1280 by 800 that is enlarged to 200 %, and half an editor.
  for (const [width, height] of [
    [640, 400],
    [480, 800],
  ] as const) {
    it(`leaves nothing out of reach in ${width} by ${height} pixels`, async () => {
      const set = await tableScene();
      const { page, table, workbench } = set;
      await page.setViewportSize({ width, height });
      try {
        await workbench.runCommand("View: Close Primary Side Bar");
        await table.row("alice").click();
        assert.ok((await heightOf(set, ".grid")) >= 150, "there is room for rows");
        const wide = await tableDocument(page).evaluate<readonly string[]>(
          "[...document.querySelectorAll('body *')].filter((part) => !part.closest('.grid, .timelines, .uplot, .spoken') && part.getBoundingClientRect().right > innerWidth + 1).map(({ className, tagName }) => `${tagName}.${className}`)",
        );
        assert.deepEqual(wide, []);
        // The plots stand side by side, and are scrolled to as the columns are.
        await table.frame.locator(".timelines .plot").last().hover();
        await page.keyboard.press("Enter");
        await table.details.filter({ hasText: "s-alice" }).waitFor();
        await page.keyboard.press("Escape");
        await table.button("Columns").click();
        const last = table.frame.getByRole("dialog", { name: "Columns" }).locator("vscode-checkbox").last();
        await last.scrollIntoViewIfNeeded();
        await last.click({ trial: true });
        await page.keyboard.press("Escape");
        // Every column can be scrolled to.
        await table.header("State").scrollIntoViewIfNeeded();
        await table.header("State").getByRole("button").click({ trial: true });
      } finally {
        await page.setViewportSize({ width: 1280, height: 800 });
        await set.view.open();
      }
    });
  }

  it("moves nothing for those who want nothing moved", async () => {
    const set = await tableScene((world) => {
      threeSessions(world);
      world.addHost({ name: "bas-slow", sessions: 1 });
    });
    const { azure, page, table } = set;
    await page.emulateMedia({ reducedMotion: "reduce" });
    try {
      azure.behave({ route: "list", host: "bas-slow" }, { fault: { kind: "neverAnswers" } });
      await set.workbench.runCommand("View: Close All Editors");
      await set.view.titleButton("Refresh").click();
      await set.workbench.runCommand("Bastion Sessions: Open Sessions Table");
      await table.row("alice").waitFor();
      await eventually(async () =>
        assert.equal(await tableDocument(page).evaluate("document.getAnimations().length"), 0),
      );
    } finally {
      await page.emulateMedia({ reducedMotion: null });
    }
  });

  it("is restored after the window was reloaded, about the same host and arranged as before", async () => {
    const set = await tableScene();
    const { page, table, view, workbench } = set;
    await workbench.chooseFromContextMenu(view.row("bas-prod"), "Open Sessions Table");
    await table.filter.fill("bob");
    await table.status.filter({ hasText: "Only bas-prod · 1 of 2 sessions" }).waitFor();
    // What an extension stores is written a little later, and which editors are open when the window is left for another.
    await eventually(async () =>
      assert.match(JSON.stringify(await page.context().storageState({ indexedDB: true })), /"filter\\*":\\*"bob/u),
    );
    await eventually(async () => {
      await page.evaluate(
        "for (const is of [true, false]) { document.hasFocus = () => is; dispatchEvent(new Event(is ? 'focus' : 'blur')); }",
      );
      assert.ok(
        /workbench\.parts\.editor.*bastionSessions\.table/u.test(
          JSON.stringify(await page.context().storageState({ indexedDB: true })),
        ),
      );
    });
    await page.reload();
    await table.status.filter({ hasText: "Only bas-prod · 1 of 2 sessions" }).waitFor();
    assert.equal(await table.tab.count(), 1);
    assert.equal(await table.filter.inputValue(), "bob");
    await openTable(set, table);
    await table.status.filter({ hasText: "1 of 3 sessions" }).waitFor();
    assert.equal(await table.tab.count(), 1);
  });
});

async function heightOf({ table }: TableScene, selector: string): Promise<number> {
  return (await table.frame.locator(selector).boundingBox())?.height ?? 0;
}
