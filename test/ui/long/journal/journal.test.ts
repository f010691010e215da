import { strict as assert } from "node:assert";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { WorldSpec } from "../../../simulated-azure/world/worldTypes.ts";
import type { WorkbenchSession } from "../../fixtures/workbenchSession.ts";
import { eventually } from "../../fixtures/eventually.ts";
import { openOwnWindow } from "../../hooks.ts";
import { writtenFile } from "../../fixtures/writtenFile.ts";

const WORLD: WorldSpec = {
  tenants: [{ displayName: "Contoso" }],
  accounts: [{ label: "ada@contoso.example" }],
  hosts: [
    {
      name: "bas-a",
      sessions: [
        { sessionId: "a1", userName: "=ann", targetHostName: "vm-ann" },
        { sessionId: "b1", userName: "ben", targetHostName: "vm|ben" },
      ],
    },
  ],
};

/** A window of its own: what it writes down is read afterwards. */
async function opened(settings: Readonly<Record<string, unknown>> = {}): Promise<WorkbenchSession> {
  const window = await openOwnWindow({ world: WORLD, settings });
  await window.view.open();
  await window.view.expand(window.view.row("bas-a", "2 sessions"));
  return window;
}

async function disconnect({ view, workbench }: WorkbenchSession, name: string): Promise<void> {
  await workbench.chooseFromContextMenu(view.row(name), "Delete Session");
  await workbench.dialog.press("Disconnect");
}

describe("the journal", () => {
  it("has the reason, the ticket and the outcome, and is exported as it is", async () => {
    const window = await opened({ "bastionSessions.journal.askReason": true });
    const { page, view, workbench, workspaceDir } = window;
    await workbench.chooseFromContextMenu(view.row("=ann"), "Delete Session");
    await workbench.answerInput("@leaving", "Reason (1 of 2)");
    await workbench.answerInput("INC-7", "Ticket (2 of 2)");
    await workbench.dialog.press("Disconnect");
    await workbench.notification("Disconnected =ann on vm-ann.").waitFor();

    await workbench.runCommand("Bastion Sessions: Open Journal");
    await eventually(async () =>
      assert.match(await workbench.renderedText(), /^=ann \| vm-ann \| .* \| Disconnected \| no longer listed at /m),
    );
    const shown = await workbench.renderedText();
    assert.match(shown, /^Reason: @leaving$/m);
    assert.match(shown, /^Ticket: INC-7$/m);

    const exported = async (format: string, ending: string): Promise<string> => {
      await workbench.runCommandAndPick("Bastion Sessions: Export Journal…", new RegExp(`^${format}`));
      const path = join(workspaceDir, `journal.${ending}`);
      // The list of formats is gone once VS Code's own dialog proposes a name.
      await eventually(async () =>
        assert.match(await workbench.inputValue(), new RegExp(`bastion-sessions-journal-.*\\.${ending}$`)),
      );
      await workbench.answerInput(path);
      return writtenFile(path);
    };
    const csv = await exported("CSV", "csv");
    const [head = "", row = "", ...rest] = csv.replace("\uFEFF", "").split("\r\n");
    const cells = Object.fromEntries(head.split(",").map((name, index) => [name, row.split(",")[index]]));
    assert.deepEqual(
      [cells['"userName"'], cells['"reason"'], cells['"verdict"'], cells['"stillListed"']],
      [`"'=ann"`, `"'@leaving"`, '"disconnected"', "false"],
    );
    assert.deepEqual(rest, [""]);
    const json = JSON.parse(await exported("JSON", "json")) as {
      readonly entries: readonly {
        readonly ticket: string;
        readonly sessions: readonly { readonly session: { readonly userName: string } }[];
      }[];
    };
    assert.deepEqual(
      json.entries.map(({ ticket, sessions }) => [ticket, sessions.map(({ session }) => session.userName)]),
      [["INC-7", ["=ann"]]],
    );
    assert.match(await exported("Markdown", "md"), /^- Reason: \\@leaving\n- Ticket: INC-7$/m);

    await workbench.runCommand("Bastion Sessions: Delete Journal…");
    await page.locator(".monaco-dialog-box").waitFor();
    await workbench.dialog.press("Delete Journal");
    await workbench.runCommand("Bastion Sessions: Open Journal");
    await eventually(async () => assert.match(await workbench.renderedText(), /The journal is empty\./));
  });

  it("asks whether to go on where it cannot be written, and says that it has nothing of it", async () => {
    const window = await opened();
    const { azure, journalDir, workbench } = window;
    await mkdir(dirname(journalDir), { recursive: true });
    await writeFile(journalDir, "in the way");
    try {
      await disconnect(window, "ben");
      assert.equal((await workbench.dialog.text()).message, "The journal can't be written: EEXIST. Disconnect anyway?");
      await workbench.dialog.press("Cancel");
      assert.deepEqual(
        azure.requests.filter(({ route }) => route === "disconnect"),
        [],
      );
      await disconnect(window, "ben");
      await workbench.dialog.press("Disconnect Without Journal");
      await workbench
        .notification("Disconnected ben on vm|ben. This outcome isn't in the journal, which couldn't be written.")
        .waitFor();
    } finally {
      await rm(journalDir, { force: true });
    }
  });

  it("finds out the outcome after a crash in the middle, and says how it knows", async () => {
    const window = await opened();
    const { azure, page, view, workbench } = window;
    azure.behave("disconnect", { fault: { kind: "neverAnswers", acted: true } });
    await disconnect(window, "ben");
    await azure.waitForRequest(({ route }) => route === "disconnect");
    await workbench.runCommand("Simulation: Crash the Extension Host");
    await azure.waitForRequest(({ route, closedByClient }) => route === "disconnect" && closedByClient);
    azure.clearBehaviours();
    await page.reload();
    await view.open();
    const message = /VS Code closed during a disconnect\. Gone: 1\. Still listed: 0\./;
    await workbench.notification(message).waitFor();
    await workbench.answerNotification(message, "Show Details");
    await eventually(async () =>
      assert.match(
        await workbench.renderedText(),
        /^ben \| vm\|ben \| .* \| No response recorded \| no longer listed \(checked later, at /m,
      ),
    );
    assert.equal(azure.requests.filter(({ route }) => route === "disconnect").length, 1);
  });
});
