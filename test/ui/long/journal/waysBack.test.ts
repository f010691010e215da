import { strict as assert } from "node:assert";
import type { WorldSpec } from "../../../simulated-azure/world/worldTypes.ts";
import { eventually } from "../../fixtures/eventually.ts";
import { SessionsTable } from "../../fixtures/sessionsTable.ts";
import type { WorkbenchSession } from "../../fixtures/workbenchSession.ts";
import { openOwnWindow } from "../../hooks.ts";

/** Without an audit log, who connects is told by lists, which don't come late. */
const WORLD: WorldSpec = {
  tenants: [{ displayName: "Contoso" }],
  accounts: [{ label: "ada@contoso.example" }],
  hosts: [
    {
      name: "bas-prod",
      diagnostics: [],
      links: [{ machine: "vm-build", minutesAgo: 90 }],
      sessions: [{ userName: "deploy", targetHostName: "vm-build", ageMinutes: 72, protocol: "SSH" }],
    },
    { name: "bas-test", diagnostics: [], sessions: 1 },
  ],
};

async function opened(): Promise<WorkbenchSession> {
  const window = await openOwnWindow({ world: WORLD });
  await window.view.open();
  await window.view.expand(window.view.row("bas-prod"));
  await window.view.row("vm-build").waitFor();
  await window.view.settled();
  return window;
}

/** Disconnects the session by keyboard. */
async function disconnected(window: WorkbenchSession): Promise<void> {
  const { page, view, workbench } = window;
  await view.select(view.row("vm-build"));
  await page.keyboard.press("Delete");
  await workbench.dialog.text();
  await page.keyboard.press("Enter");
  await workbench.notification(DISCONNECTED).waitFor();
}

const DISCONNECTED = "Disconnected deploy on vm-build.";

/** Nothing here may ask for links: that is logged, and raises alarms. */
function assertNoLinksAsked({ azure }: WorkbenchSession): void {
  assert.deepEqual(
    azure.requests.filter(({ path }) => /shareable/iu.test(path)).map(({ path }) => path),
    [],
  );
}

describe("After a disconnect", () => {
  it("its details have the ways back, and by keyboard you are told when the user returns", async () => {
    const window = await opened();
    const { azure, page, view, workbench } = window;
    await disconnected(window);
    await workbench.answerNotification(DISCONNECTED, "Show Details");
    await eventually(async () => {
      const text = await workbench.renderedText();
      for (const line of ["Ways back", "bas-prod: possible", "deploy on vm-build"]) {
        assert.ok(text.split("\n").includes(line), text);
      }
    });
    const actions = page.locator(".part.editor .editor-actions");
    await actions.getByRole("button", { name: "Review Shareable Links…" }).waitFor();
    await actions.getByRole("button", { name: "Tell Me If They Return…" }).waitFor();

    await workbench.runCommand("Bastion Sessions: Tell Me If They Return…", "keyboard");
    await page.locator(".quick-input-widget").filter({ visible: true, hasText: "Other time…" }).waitFor();
    await page.keyboard.type("24");
    await page.keyboard.press("Enter");
    await workbench
      .notification("You'll be notified if deploy on vm-build returns within 24 h. Audit logs are minutes late.")
      .waitFor();
    azure.world.addSession("bas-prod", { userName: "deploy", targetHostName: "vm-build", ageMinutes: 0 });
    await view.titleButton("Refresh").click();
    await view.expand(view.row("Attention"));
    await view.row("deploy on vm-build: returns within 24h").waitFor();
    assertNoLinksAsked(window);
  });

  it("its message leads to each way back, and none is opened or asked for before it's chosen", async () => {
    const window = await opened();
    const { page, workbench } = window;
    await disconnected(window);
    const message = workbench.notification(DISCONNECTED);
    await message.getByRole("button", { name: "Review Links…" }).waitFor();
    await workbench.answerNotification(DISCONNECTED, "Ways Back…");
    await eventually(async () => {
      const text = await workbench.quickPickText();
      for (const door of [
        "Review Shareable Links of bas-prod…",
        "Tell Me If They Return…",
        "Access Control (IAM) of bas-prod",
        "Access Control (IAM) of vm-build",
      ]) {
        assert.ok(text.includes(door), text);
      }
    });
    await page.keyboard.press("Escape");
    assertNoLinksAsked(window);
  });
});

describe("From a disconnect", () => {
  it("leads to deleted links by keyboard only", async () => {
    const window = await opened();
    const { azure, page, workbench } = window;
    await disconnected(window);
    await workbench.runCommand("Notifications: Focus Notification Toast", "keyboard");
    await eventually(async () => {
      await page.keyboard.press("Tab");
      assert.equal(await page.locator(":focus").textContent(), "Review Links…");
    });
    assertNoLinksAsked(window);
    await page.keyboard.press("Enter");
    await workbench.quickPickItem(/Read Links/u).waitFor();
    assertNoLinksAsked(window);
    await page.keyboard.press("Enter");
    const row = workbench.quickPickItem(/^vm-build/u);
    await row.waitFor();
    await eventually(async () => {
      await page.keyboard.press("ArrowDown");
      assert.match((await row.getAttribute("class")) ?? "", /focused/u);
    });
    await page.keyboard.press("Space");
    await page.keyboard.press("Enter");
    assert.equal((await workbench.dialog.text()).message, "Delete all links of vm-build on bas-prod?");
    await page.keyboard.press("Enter");
    await workbench.notification("Deleted the links of vm-build on bas-prod.").waitFor();
    assert.deepEqual(azure.world.links.of(azure.world.host("bas-prod")), []);
  });
});

describe("Where shareable links are possible", () => {
  it("is said by the host's row, its sessions' details, the table, and the diagnosis, without asking for links", async () => {
    const window = await opened();
    const { page, view, workbench } = window;
    const label = async (name: string) => (await view.row(name).first().getAttribute("aria-label")) ?? "";
    assert.match(await label("bas-prod"), /shareable links possible/u);
    assert.doesNotMatch(await label("bas-test"), /shareable/u);
    // Nothing in the row itself, which has little room.
    assert.doesNotMatch((await view.rows()).join("\n"), /shareable/iu);
    assert.ok((await workbench.hoverOf(view.row("bas-prod"))).includes("Shareable links: possible"));
    assert.ok((await workbench.hoverOf(view.row("bas-test"))).includes("Shareable links: off"));
    assert.ok((await workbench.hoverOf(view.row("vm-build"))).includes("Shareable links: possible"));

    await workbench.chooseFromContextMenu(view.row("bas-prod"), "Diagnose…");
    await eventually(async () => {
      const text = await workbench.renderedText();
      assert.match(text, /^Note: Shareable links are possible on this host$/mu);
      assert.match(text, /az network bastion update --name bas-prod .*--enable-shareable-link false/u);
    });
    await page
      .locator(".part.editor .editor-actions")
      .getByRole("button", { name: "Review Shareable Links…" })
      .waitFor();

    await workbench.runCommand("Bastion Sessions: Open Sessions Table");
    const table = new SessionsTable(page);
    await table.loaded();
    await table.row("vm-build").click();
    await page.keyboard.press("Enter");
    await table.details.filter({ hasText: "Shareable links" }).waitFor();
    assertNoLinksAsked(window);
  });
});
