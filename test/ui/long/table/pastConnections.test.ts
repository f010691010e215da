import { strict as assert } from "node:assert";
import { join } from "node:path";
import { readFile } from "node:fs/promises";
import type { Locator } from "playwright-core";
import type { WorldSpec } from "../../../simulated-azure/world/worldTypes.ts";
import { eventually } from "../../fixtures/eventually.ts";
import { SessionsTable } from "../../fixtures/sessionsTable.ts";
import type { WorkbenchSession } from "../../fixtures/workbenchSession.ts";
import { openOwnWindow } from "../../hooks.ts";
import { assertNoViolations, THEMES } from "./axe.ts";

const ANN = "ann@contoso.example";
const BOB = "bob@contoso.example";
const HOSTILE = "<img src=x onerror=alert(1)>";

const WORLD: WorldSpec = {
  tenants: [{ displayName: "Contoso" }],
  accounts: [{ label: "ada@contoso.example" }],
  subscriptions: [{ displayName: "Production" }, { displayName: "Lab" }],
  people: [{ email: ANN }, { email: BOB }],
  hosts: [
    {
      name: "bas-prod",
      sku: "Standard",
      sessions: [
        {
          userName: "azureuser",
          targetHostName: "vm-web",
          ageMinutes: 300,
          person: ANN,
          clientAddress: "203.0.113.9",
          protocol: "SSH",
        },
        {
          userName: "root",
          targetHostName: "vm-db",
          ageMinutes: 90,
          person: BOB,
          clientAddress: "10.1.2.3",
          protocol: "SSH",
        },
      ],
      failedSignIns: [
        { userName: HOSTILE, person: "", clientAddress: "198.51.100.66", targetHostName: "vm-web", minutesAgo: 200 },
      ],
    },
    { name: "bas-dark", subscription: "Lab", sku: "Standard", sessions: [], diagnostics: [] },
  ],
};

/** A window with the history open. */
async function opened(): Promise<WorkbenchSession & { readonly table: SessionsTable }> {
  const window = await openOwnWindow({ world: WORLD });
  await window.view.open();
  await window.view.row("Production").waitFor();
  await window.workbench.runCommand("Bastion Sessions: Open History");
  const table = new SessionsTable(window.page);
  await read(table, "3 entries");
  return { ...window, table };
}

async function read(table: SessionsTable, entries: string): Promise<void> {
  await table.status.filter({ hasText: entries }).filter({ hasNotText: "Reading" }).waitFor();
}

function face(table: SessionsTable, name: "Sessions" | "History"): Locator {
  return table.frame.getByRole("button", { name, exact: true });
}

describe("the history of connections", () => {
  it("shows who was there, is filtered and sorted, and leads to a session, with only the keyboard", async () => {
    const { page, table } = await opened();
    await table.row(ANN, "azureuser", "vm-web", "203.0.113.9").waitFor();
    await table.row(BOB, "root", "vm-db", "10.1.2.3").waitFor();
    // What a stranger typed is text.
    await table.row(HOSTILE, "198.51.100.66").waitFor();
    await table.frame.getByText(/^As of .* audit log, which is 3 to 10 minutes late/u).waitFor();
    await table.frame.getByText("bas-dark: no audit log in a workspace that you can read.").waitFor();

    const filter = table.frame.getByRole("combobox", { name: "Filter History" });
    await page.keyboard.press("Control+f");
    await page.keyboard.type("person:ann");
    await read(table, "1 of 3 entries");
    await filter.fill("from:10.0.0.0/8");
    await read(table, "1 of 3 entries");
    await table.row(BOB).waitFor();
    await filter.fill("nowhere");
    await table.frame.getByText("No matching entries.").waitFor();
    await filter.fill("");
    await read(table, "3 entries");

    await table.header("Person").getByRole("button").focus();
    await page.keyboard.press("Enter");
    await eventually(async () => assert.equal(await table.header("Person").getAttribute("aria-sort"), "ascending"));
    await face(table, "Sessions").focus();
    await page.keyboard.press("Enter");
    await table.loaded();
    assert.equal(await face(table, "Sessions").getAttribute("aria-pressed"), "true");
    await page.keyboard.press("ArrowRight");
    await face(table, "History").focus();
    await page.keyboard.press("Enter");
    await read(table, "3 entries");
    assert.equal(await table.header("Person").getAttribute("aria-sort"), "ascending");

    await table.grid.focus();
    await page.keyboard.press("Home");
    await page.keyboard.press("Enter");
    await table.details.getByText("still connected").waitFor();
    await table.details.getByRole("button", { name: "Show Session" }).focus();
    await page.keyboard.press("Enter");
    await table.frame.locator(".body .row.selected", { hasText: "azureuser" }).waitFor();
    assert.equal(await face(table, "Sessions").getAttribute("aria-pressed"), "true");
  });

  it("opens about a row of the tree, reads another range, and exports with and without people", async () => {
    const { table, view, workbench, workspaceDir } = await opened();
    await view.expand(view.row("Production"));
    await view.expand(view.row("bas-prod"));
    await workbench.chooseFromContextMenu(view.row("vm-db"), "Open History");
    await read(table, "1 of 3 entries");
    const range = table.frame.locator("vscode-single-select.range");
    await range.click();
    await range.locator(".option", { hasText: "Last hour" }).click();
    await read(table, "no entries");
    await range.click();
    await range.locator(".option", { hasText: "Last 7 days" }).click();
    await read(table, "1 of 3 entries");

    await table.button("Export…").click();
    await workbench.pick(/^CSV.*all: 3 entries/u);
    await workbench.pick(/^Without People/u);
    await eventually(async () => assert.match(await workbench.inputValue(), /bastion-history\.csv$/u));
    const path = join(workspaceDir, "history.csv");
    await workbench.answerInput(path);
    await eventually(async () => assert.match(await readFile(path, "utf8"), /"vm-db"/iu));
    const text = await readFile(path, "utf8");
    assert.doesNotMatch(text, /bob@|"root"|10\.1\.2\.3/u);
  });

  it("shows on request what was done to hosts, and who probably ended a connection, with the rule", async () => {
    const { azure, page, table } = await opened();
    const [ofAnn] = azure.world.sessions("bas-prod").filter(({ userName }) => userName === "azureuser");
    azure.world.endSession("bas-prod", ofAnn!.sessionId, 60);
    azure.world.recordActivity("bas-prod", {
      operation: "disconnectActiveSessions/action",
      caller: BOB,
      minutesAgo: 60.5,
    });
    azure.world.recordActivity("bas-prod", {
      operation: "createShareableLinks/action",
      caller: BOB,
      minutesAgo: 50,
      outcome: "Failed",
    });
    const asked = () => azure.requests.filter(({ route }) => route === "activityLog").length;
    assert.equal(asked(), 0);

    const toggle = table.frame.getByRole("button", { name: "Activity Log", exact: true });
    assert.equal(await toggle.getAttribute("aria-pressed"), "false");
    await toggle.focus();
    await page.keyboard.press("Enter");
    await read(table, "5 entries");
    assert.equal(await toggle.getAttribute("aria-pressed"), "true");
    assert.equal(asked(), 2);
    await table.frame.getByText(/The Activity Log is 3 to 20 minutes late\.$/u).waitFor();
    await table.row(BOB, "bas-prod", "disconnected sessions").waitFor();
    await table.row(BOB, "bas-prod", "created shareable links: rejected by Azure").waitFor();
    // No connection of bob's: bars are counted in words.
    await table.frame
      .locator("table.spoken tr", { hasText: BOB })
      .filter({ hasText: "1 connection" })
      .waitFor({ state: "attached" });

    await table.row(ANN, `probably disconnected by ${BOB}`).click();
    await page.keyboard.press("Enter");
    await table.details
      .getByText(`Azure logged a disconnect of this host's sessions by ${BOB} within 90 seconds of the end.`)
      .waitFor();
    await assertNoViolations(page, "with the Activity Log");
    await page.screenshot({ path: "out/screenshots/historyActivity.png" });
    const filter = table.frame.getByRole("combobox", { name: "Filter History" });
    await filter.fill("probably");
    await read(table, "1 of 5 entries");
    await table.row(ANN, `probably disconnected by ${BOB}`).waitFor();
    await filter.fill("");

    await toggle.click();
    await read(table, "3 entries");
    assert.equal(asked(), 2);
  });

  it("has no violation of axe's rules in any theme, with its pictures and details", async () => {
    const { page, table, writeWorkspaceSettings } = await opened();
    for (const summary of await table.frame.locator(".pictures summary").all()) {
      if ((await summary.locator("xpath=..").getAttribute("open")) === null) {
        await summary.click();
      }
    }
    await table.row("azureuser").click();
    await page.keyboard.press("Enter");
    await table.details.waitFor();
    for (const [theme, marker] of THEMES) {
      await writeWorkspaceSettings({ "workbench.colorTheme": theme });
      await table.frame.locator(`body.${marker}`).waitFor();
      await assertNoViolations(page, theme);
    }
    await page.screenshot({ path: "out/screenshots/history.png" });
  });
});
