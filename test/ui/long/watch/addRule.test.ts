import { strict as assert } from "node:assert";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { WorldSpec } from "../../../simulated-azure/world/worldTypes.ts";
import { eventually } from "../../fixtures/eventually.ts";
import type { WorkbenchSession } from "../../fixtures/workbenchSession.ts";
import { openOwnWindow } from "../../hooks.ts";

const ANN = "ann@contoso.example";

const WORLD: WorldSpec = {
  tenants: [{ displayName: "Contoso" }],
  accounts: [{ label: "ada@contoso.example" }],
  people: [{ email: ANN }],
  hosts: [
    {
      name: "bas-prod",
      sessions: [
        {
          sessionId: "s-ann",
          userName: "azureuser",
          targetHostName: "vm-web-01",
          ageMinutes: 72,
          person: ANN,
          protocol: "SSH",
        },
      ],
    },
  ],
};

/** A rule that was written by hand and isn't one: it stays as it is. */
const BROKEN = { name: "Half a rule", usr: "ann" };

/** What the user's settings on disk have of watching. */
async function written({ journalDir }: WorkbenchSession, name: "rules" | "paused"): Promise<unknown> {
  const text = await readFile(join(journalDir, "..", "..", "..", "settings.json"), "utf8");
  return (JSON.parse(text) as Record<string, unknown>)[`bastionSessions.watch.${name}`];
}

/** Waits until a question is asked, as step such of so many. */
async function asked({ page }: WorkbenchSession, title: string, prompt: string): Promise<void> {
  const box = page.locator(".quick-input-widget").filter({ visible: true });
  await box.filter({ hasText: title }).filter({ hasText: prompt }).waitFor();
}

async function opened(): Promise<WorkbenchSession> {
  const window = await openOwnWindow({ world: WORLD, settings: { "bastionSessions.watch.rules": [BROKEN] } });
  await window.view.open();
  await window.view.row("bas-prod").waitFor();
  return window;
}

/** Chooses from the menu of the row that has the focus. */
async function chooseByKeys({ page, view }: WorkbenchSession, title: string): Promise<void> {
  await view.settled();
  const menu = page.locator(".monaco-menu");
  await page.keyboard.press("Shift+F10");
  const count = await menu.getByRole("menuitem").filter({ visible: true }).count();
  const item = menu.locator(".action-item.focused").filter({ hasText: title });
  for (let place = 0; place <= count && (await item.count()) === 0; place++) {
    await page.keyboard.press("ArrowDown");
  }
  await item.waitFor();
}

describe("Adding a watch rule by keyboard", () => {
  it("takes a session's row, a time and a name, with a way back, and keeps what is in the settings", async () => {
    const window = await opened();
    const { page, view, workbench } = window;
    await workbench.runCommand("Bastion Sessions: Focus on Sessions View", "keyboard");
    await view.settled();
    // The rule that isn't one is on top.
    await view.row("Attention").waitFor();
    await view.settled();
    for (const key of ["Home", "ArrowDown", "ArrowRight"]) {
      await page.keyboard.press(key);
    }
    await view.row("vm-web-01").waitFor();
    await view.settled();
    await page.keyboard.press("ArrowDown");
    await chooseByKeys(window, "Watch This Session…");
    await page.keyboard.press("Enter");
    await asked(window, "Watch Session on vm-web-01 (1/2)", "Longest time a session may last");
    await page.keyboard.type("5x");
    await asked(window, "(1/2)", "Enter a length of time such as 8h, 90m, or 2d.");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Control+a");
    await page.keyboard.type("30m");
    await page.keyboard.press("Enter");
    await asked(window, "(2/2)", "This rule stores the session's ID in your settings.");
    assert.equal(await workbench.inputValue(), "Session on vm-web-01: longer than 30m");
    await page.keyboard.press("Control+Alt+-");
    await asked(window, "(1/2)", "Longest time a session may last");
    await page.keyboard.type("2h");
    await page.keyboard.press("Enter");
    await asked(window, "(2/2)", "This rule stores the session's ID in your settings.");
    await page.keyboard.press("Enter");
    await workbench.notification("Watching: Session on vm-web-01: longer than 2h").waitFor();
    await eventually(async () =>
      assert.deepEqual(await written(window, "rules"), [
        BROKEN,
        { name: "Session on vm-web-01: longer than 2h", match: "id:s-ann", longerThan: "2h" },
      ]),
    );
  });

  it("takes a filter that is typed, from the palette; rules can be edited, and watching paused", async () => {
    const window = await opened();
    const { page, workbench } = window;
    await workbench.runCommand("Bastion Sessions: Add Watch Rule…", "keyboard");
    await asked(window, "Add Watch Rule (1/4)", "Type a filter…");
    await page.keyboard.type("Type a filter");
    await page.keyboard.press("Enter");
    await asked(window, "Add Watch Rule (2/5)", "Every term must match.");
    await page.keyboard.type("usr:ann");
    await asked(window, "(2/5)", "usr:ann isn't a term of a filter.");
    await page.keyboard.press("Control+a");
    await page.keyboard.type(`vm:web person:${ANN}`);
    await page.keyboard.press("Enter");
    await asked(window, `Watch vm:web person:${ANN} (3/5)`, "A user connects outside working hours");
    // Counts of Azure Monitor know no people, and a shareable link needs no sign-in.
    const offered = await workbench.quickPickText();
    assert.doesNotMatch(offered, /A host|shareable link/u);
    await page.keyboard.type("working hours");
    await page.keyboard.press("Enter");
    await asked(window, "(4/5)", "Working hours in this machine's time zone");
    await page.keyboard.press("Enter");
    await asked(window, "(5/5)", `This rule stores vm:web person:${ANN} in your settings.`);
    await page.keyboard.type("Half a rule");
    await asked(window, "(5/5)", "Another rule has this name.");
    await page.keyboard.press("Control+a");
    await page.keyboard.type("Ann at night");
    await page.keyboard.press("Enter");
    await workbench.notification("Watching: Ann at night").waitFor();
    await eventually(async () =>
      assert.deepEqual(await written(window, "rules"), [
        BROKEN,
        { name: "Ann at night", match: `vm:web person:${ANN}`, outside: "Mon-Fri 07:00-19:00" },
      ]),
    );

    await workbench.runCommand("Bastion Sessions: Pause Watching", "keyboard");
    await eventually(async () => assert.equal(await written(window, "paused"), true));
    // A palette that was opened before goes on offering what it did then.
    const resume = "Bastion Sessions: Resume Watching";
    await eventually(async () => assert.ok((await workbench.commandsNamed(resume)).includes(resume)));
    await workbench.runCommand(resume, "keyboard");
    await eventually(async () => assert.equal(await written(window, "paused"), false));
    await workbench.runCommand("Bastion Sessions: Edit Watch Rules", "keyboard");
    await page.locator(".view-lines").filter({ hasText: "Half a rule" }).waitFor();
    // What is wrong with a rule stands above it, and how much another matches.
    await page
      .locator(".codelens-decoration")
      .filter({ hasText: /Not watched/u })
      .first()
      .waitFor();
    await page.locator(".codelens-decoration").filter({ hasText: "Matches 1 of 1 known sessions" }).waitFor();
  });
});
