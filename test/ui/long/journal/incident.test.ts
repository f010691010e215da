import { strict as assert } from "node:assert";
import { join } from "node:path";
import { startServer } from "../../../vscode/server.ts";
import type { WorldSpec } from "../../../simulated-azure/world/worldTypes.ts";
import { eventually } from "../../fixtures/eventually.ts";
import { SessionsTable } from "../../fixtures/sessionsTable.ts";
import { prepareVsCode } from "../../fixtures/vsCodeHost.ts";
import { openWorkbenchSession, type WorkbenchSession } from "../../fixtures/workbenchSession.ts";
import { openOwnWindow } from "../../hooks.ts";
import { writtenFile } from "../../fixtures/writtenFile.ts";

const ANN = "ann@contoso.example";
const EVE = "eve@contoso.example";
const HOSTILE = "=cmd|<img src=x onerror=alert(1)>";

const WORLD: WorldSpec = {
  tenants: [{ displayName: "Contoso" }],
  accounts: [{ label: "ada@contoso.example" }],
  subscriptions: [{ displayName: "Production" }],
  people: [{ email: ANN }, { email: EVE }],
  log: { lagMinutes: [0, 0], activityLagMinutes: [0, 0] },
  hosts: [
    {
      name: "bas-prod",
      sessions: [
        {
          sessionId: "s-1",
          userName: "azureuser",
          targetHostName: "vm-web",
          ageMinutes: 300,
          person: ANN,
          protocol: "SSH",
        },
        { sessionId: "s-2", userName: "root", targetHostName: "vm-db", ageMinutes: 90, person: ANN, protocol: "SSH" },
      ],
      failedSignIns: [{ userName: HOSTILE, person: ANN, targetHostName: "vm-web", minutesAgo: 310 }],
    },
    { name: "bas-dark", sessions: [], diagnostics: [] },
  ],
};

/** A world in which another administrator ended one session, and the user another. */
async function happened({ azure, view, workbench }: WorkbenchSession): Promise<void> {
  azure.world.endSession("bas-prod", "s-1", 60);
  azure.world.recordActivity("bas-prod", {
    operation: "disconnectActiveSessions/action",
    caller: EVE,
    minutesAgo: 60.5,
  });
  azure.world.recordActivity("bas-prod", { operation: "createShareableLinks/action", caller: EVE, minutesAgo: 45 });
  await view.open();
  await view.expand(view.row("bas-prod"));
  await view.row("ann", "vm-db").waitFor();
  await view.settled();
  await workbench.chooseFromContextMenu(view.row("vm-db"), "Delete Session");
  await workbench.dialog.press("Disconnect");
  await workbench.notification(/Disconnected /u).waitFor();
  await workbench.clearNotifications();
}

/** Answers a question of the export by typing and Enter, once it is asked. */
async function choose({ page, workbench }: WorkbenchSession, item: string): Promise<void> {
  await workbench
    .quickPickItem(new RegExp(`^${item}`, "u"))
    .first()
    .waitFor();
  // A page that was clicked gives the keyboard away a moment later.
  await page.locator(".quick-input-widget input:focus").waitFor();
  await page.keyboard.type(item);
  await eventually(async () =>
    assert.match(await page.locator(".quick-input-widget .monaco-list-row.focused").innerText(), new RegExp(item, "u")),
  );
  await page.keyboard.press("Enter");
}

/** Saves under a name once VS Code's own dialog proposes one, and reads what was written. */
async function saved({ workbench, workspaceDir }: WorkbenchSession, name: string): Promise<string> {
  await eventually(async () => assert.match(await workbench.inputValue(), /bastion-incident-.*\.\w+$/u));
  const path = join(workspaceDir, name);
  await workbench.answerInput(path);
  return writtenFile(path);
}

describe("the timeline of an incident", () => {
  it("is exported about a person by keyboard, and says how sure it is and what is missing", async () => {
    const window = await openOwnWindow({ world: WORLD });
    const { azure, page, workbench } = window;
    await happened(window);
    const asked = azure.requests.length;
    await workbench.runCommand("Bastion Sessions: Export Incident…", "keyboard");
    await choose(window, ANN);
    await choose(window, "Last 24 Hours");
    await choose(window, "Markdown");
    await choose(window, "With People");
    const text = await saved(window, "ann.md");

    assert.match(text, /^# Incident timeline: ann\\@contoso\.example$/mu);
    const [head = "", timeline = ""] = text.split("## Timeline");
    assert.match(head, /^- The audit log has no entries in this range of these hosts, .*: bas-dark\.$/mu);
    assert.match(head, /^- audit log: read$/mu);
    const rows = timeline.split("\n").filter((line) => /^\| \d{4}/u.test(line));
    const told = (what: RegExp) => rows.filter((row) => what.test(row)).length;
    assert.equal(told(/ Sign-in failed as =cmd\\\|\\<img src=x onerror=alert\(1\)\\>/u), 1);
    assert.equal(told(/ Connected as azureuser \(SSH\)\. .* audit log \| certain\. \|$/u), 1);
    assert.equal(
      told(/ ended; probably disconnected by eve\\@contoso\.example\. .* \| probable\. The Activity Log has /u),
      1,
    );
    assert.equal(told(/ Creation of shareable links\. .* Activity Log \| certain\. host-wide\. \|$/u), 1);
    assert.equal(told(/ Azure disconnected the session of .*root.* \| journal \| certain\. /u), 1);
    assert.deepEqual(
      azure.requests
        .slice(asked)
        .filter(({ route }) => route === "disconnect" || route === "hosts")
        .map(({ route }) => route),
      [],
    );

    await workbench.answerNotification(/Incident exported\. Entries: \d+\./u, "Open");
    await eventually(async () =>
      assert.match(await workbench.renderedText(), /^Incident timeline: ann@contoso\.example$/m),
    );
    await workbench.clearNotifications();
    await page.screenshot({ path: "out/screenshots/incident.png" });
  });

  it("is exported from a row of the history, without people, for a typed range, and from the journal", async () => {
    const window = await openOwnWindow({ world: WORLD });
    const { page, view, workbench } = window;
    await happened(window);
    await workbench.runCommand("Bastion Sessions: Open History");
    const table = new SessionsTable(page);
    await workbench.chooseFromContextMenu(table.row("azureuser", "vm-web"), "Export Incident…");
    await choose(window, "VM-WEB");
    await choose(window, "Enter From and To");
    await workbench.answerInput("yesterday", "From, in UTC");
    await page.getByText("Enter a date and a time, such as 2026-08-20 14:30.").waitFor();
    await workbench.answerInput("2025-01-01 00:00");
    await page.locator(".quick-input-widget").filter({ hasText: "To, in UTC", visible: true }).waitFor();
    await page.keyboard.press("Enter");
    await choose(window, "CSV");
    await choose(window, "Without People");
    const csv = await saved(window, "vm-web.csv");
    assert.doesNotMatch(csv, /ann@|eve@|ada@|"azureuser"/u);
    assert.match(csv, /^"missing","","activityKept"/mu);
    assert.match(csv, /^"event","[^"]+","disconnected","probable","endedSoonAfter person \d+"/mu);
    await workbench.clearNotifications();

    await workbench.runCommand("Bastion Sessions: Open Journal");
    await eventually(async () => assert.match(await workbench.renderedText(), /vm-db/u));
    await page.getByRole("button", { name: "Export Incident…" }).click();
    await choose(window, "vm-db");
    await workbench.quickPickItem(/^Last 7 Days/u).waitFor();
    await page.keyboard.press("Escape");
    assert.ok((await workbench.contextMenuOf(view.row("bas-prod"))).includes("Export Incident…"));
  });

  it("is in Korean in a VS Code in Korean", async () => {
    await using setup = await prepareVsCode("ko");
    await using started = new AsyncDisposableStack();
    const server = started.adopt(await startServer(setup), (running) => running.stop());
    const window = started.use(await openWorkbenchSession({ ...setup, server }, { world: WORLD }));
    const { view, workbench } = window;
    await view.open();
    await view.settled();
    await workbench.chooseFromContextMenu(view.row("bas-prod"), "인시던트 내보내기…");
    await choose(window, "지난 7일");
    await choose(window, "Markdown");
    await choose(window, "사람 포함");
    const text = await saved(window, "host.md");
    assert.match(text, /^# 인시던트 타임라인: bas-prod$/mu);
    assert.match(text, /^\| .* \| azureuser \(SSH\)\(으\)로 연결됨\. .* \| 감사 로그 \| 확실함\. \|$/mu);
  });
});
