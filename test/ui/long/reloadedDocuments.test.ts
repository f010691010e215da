import { strict as assert } from "node:assert";
import { eventually } from "../fixtures/eventually.ts";
import { openOwnWindow } from "../hooks.ts";

describe("after the window was reloaded", () => {
  it("a disconnect's details are there again, and a diagnosis says that it is gone and can be run again", async () => {
    const { page, view, workbench } = await openOwnWindow({
      world: {
        tenants: [{ displayName: "Contoso" }],
        accounts: [{ label: "ada@contoso.example" }],
        hosts: [{ name: "bas-a", sessions: [{ userName: "ann", targetHostName: "vm-ann" }] }],
      },
    });
    await view.open();
    await view.expand(view.row("bas-a", "1 session"));
    await workbench.chooseFromContextMenu(view.row("ann"), "Delete Session");
    await workbench.dialog.press("Disconnect");
    await workbench.answerNotification("Disconnected ann on vm-ann.", "Show Details");
    const shows = (pattern: RegExp) => eventually(async () => assert.match(await workbench.renderedText(), pattern));
    await shows(/^ann \| vm-ann \| .* \| Disconnected \| no longer listed at /m);
    await workbench.chooseFromContextMenu(view.row("bas-a"), "Diagnose…");
    await shows(/^Diagnosis of bas-a$/m);

    const restarted = page.waitForEvent("domcontentloaded");
    await workbench.runCommand("Developer: Reload Window");
    await restarted;
    await workbench.loaded();
    await page.getByRole("tab", { name: "disconnect.md" }).click();
    await shows(/^ann \| vm-ann \| .* \| Disconnected \| no longer listed at /m);
    await page.getByRole("tab", { name: "Diagnosis of bas-a" }).click();
    await shows(/^This report is no longer available\. Run Diagnose again\.$/m);
    await page.locator(".part.editor .editor-actions").getByRole("button", { name: "Diagnose…" }).click();
    await shows(/^Diagnosis of bas-a$/m);
  });
});
