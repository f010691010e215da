import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { root } from "../vscode/paths.ts";
import type { WorkbenchSession } from "./fixtures/workbenchSession.ts";
import { openWorkbenchSession } from "./fixtures/workbenchSession.ts";
import { startVsCodeHost } from "./fixtures/vsCodeHost.ts";
import { SessionsTable } from "./fixtures/sessionsTable.ts";

const folder = join(root, "media", "screenshots");

const themes = { light: "Light Modern", dark: "Dark Modern" } as const;

/** Wide enough for the side bar and a dialog beside it, and still readable at the width of a README. */
const viewport = { width: 860, height: 620 };

/** What would date a picture, or draw the eye from what it shows. */
const plain = { "window.title": "Bastion Sessions", "workbench.statusBar.visible": false };

/** A table wants more room, and is still readable when it is made smaller. */
const wide = { width: 1120, height: 660 };

/** What is pictured: how a window gets there from an opened and expanded view. */
const scenes: Readonly<Record<string, (window: WorkbenchSession) => Promise<void>>> = {
  sessions: async ({ view }) => {
    await view.row("deploy", "vm-build-02").click();
  },
  disconnect: async ({ view, workbench }) => {
    await workbench.chooseFromContextMenu(view.row("deploy", "vm-build-02"), "Delete Session");
    await workbench.dialog.text();
  },
  table: async ({ page, workbench }) => {
    await workbench.runCommand("View: Close Primary Side Bar");
    await page.setViewportSize(wide);
    await workbench.runCommand("Bastion Sessions: Open Sessions Table");
    const table = new SessionsTable(page);
    await table.loaded();
    await table.row("deploy", "vm-build-02").getByRole("gridcell").first().click();
  },
};

/** Takes every picture in every theme, and gives their paths. */
export async function takeScreenshots(): Promise<readonly string[]> {
  await mkdir(folder, { recursive: true });
  await using host = await startVsCodeHost();
  const paths: string[] = [];
  for (const [variant, theme] of Object.entries(themes)) {
    for (const [scene, arrange] of Object.entries(scenes)) {
      await using window = await openWorkbenchSession(host, { settings: { ...plain, "workbench.colorTheme": theme } });
      const { page, view } = window;
      await page.setViewportSize(viewport);
      await view.open();
      await view.widen(380);
      // A row that moves under the pointer would leave another one expanded.
      await view.settled();
      await view.expand(view.row("bas-prod-westeurope"));
      await view.row("deploy", "vm-build-02").waitFor();
      await view.settled();
      await arrange(window);
      // Where the pointer rests on nothing that would answer.
      const { width = 0, height = 0 } = page.viewportSize() ?? {};
      await page.mouse.move(width - 100, scene === "table" ? height - 10 : height / 3);
      const path = join(folder, `${scene}-${variant}.png`);
      await page.screenshot({ path, animations: "disabled" });
      paths.push(path);
    }
  }
  return paths;
}
