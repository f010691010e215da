import { strict as assert } from "node:assert";
import { patience } from "../../vscode/patience.ts";
import { eventually } from "../fixtures/eventually.ts";
import { SessionsTable } from "../fixtures/sessionsTable.ts";
import type { Workbench } from "../fixtures/workbench.ts";
import { scene, user, type Scene } from "../scene.ts";

/** What VS Code's server calls itself. */
const LINK = "code-oss://bastion-sessions.bastion-sessions";

async function open(workbench: Workbench, link: string): Promise<void> {
  await workbench.runCommand("Simulation: Open Link");
  await workbench.answerInput(link, "Open Link");
}

async function copied({ page }: Scene): Promise<string> {
  return eventually(async () => {
    const text = await page.evaluate<string>("navigator.clipboard.readText()");
    assert.ok(text.startsWith(LINK), text);
    return text;
  });
}

async function clearClipboard({ page }: Scene): Promise<void> {
  await page.evaluate("navigator.clipboard.writeText('')");
}

async function twoHosts(): Promise<Scene> {
  return scene(
    (world) => {
      world.addSubscription({ displayName: "Home", tenant: "Contoso" });
      world.addSubscription({ displayName: "Shops", tenant: "Northwind" });
      world.addHost({ name: "bas-shops", subscription: "Shops" });
      world.addHost({
        name: "bas-a",
        subscription: "Home",
        sessions: [
          { sessionId: "s-ann", userName: "ann", targetHostName: "vm-ann" },
          { sessionId: "s&ben=1", userName: "ben", targetHostName: "vm-ben" },
        ],
      });
    },
    { guestOf: [{ displayName: "Northwind", needsOwnSignIn: true }] },
  );
}

/** Nothing but what a view reads was asked for. */
function assertOnlyRead({ asked, azure }: Scene): void {
  assert.deepEqual([...asked("disconnect"), ...azure.requests.filter(({ method }) => method === "DELETE")], []);
}

describe("a deep link", () => {
  afterEach(async function () {
    await (this.currentTest?.state === "passed" &&
      (await scene(() => undefined)).workbench.runCommand("View: Close All Editors"));
  });

  it("is copied from rows, and leads back to them", async () => {
    const set = await twoHosts();
    const { azure, view, workbench } = set;
    const { id, tenantId } = azure.world.host("bas-a");
    await view.expand(view.row("bas-a", "2 sessions"));
    await view.select(view.row("ann"), view.row("ben"));
    await clearClipboard(set);
    await workbench.chooseFromContextMenu(view.row("ben"), "Copy Link");
    const [ann = "", ben = "", ...others] = (await copied(set)).split("\n");
    assert.equal(ann, `${LINK}/session?host=${id.toLowerCase()}&session=s-ann&tenant=${tenantId}`);
    assert.deepEqual(others, []);
    await clearClipboard(set);
    await workbench.chooseFromContextMenu(view.row("bas-a"), "Copy Link");
    const host = await copied(set);
    assert.equal(host, `${LINK}/host?host=${id.toLowerCase()}&tenant=${tenantId}`);

    await open(workbench, ben);
    await eventually(async () => assert.equal(await view.row("ben").getAttribute("aria-selected"), "true"));
    await open(workbench, host);
    await eventually(async () => assert.equal(await view.row("bas-a").getAttribute("aria-selected"), "true"));
    assert.equal(await view.row("ben").getAttribute("aria-selected"), "false");
    assertOnlyRead(set);
  });

  it("to a session that has ended leads to its connection in the history", async () => {
    const set = await twoHosts();
    const { azure, page, view, workbench } = set;
    await view.expand(view.row("bas-a", "2 sessions"));
    await clearClipboard(set);
    await workbench.chooseFromContextMenu(view.row("ben"), "Copy Link");
    const link = await copied(set);
    azure.world.endSession("bas-a", "s&ben=1");
    await view.titleButton("Refresh").click();
    await view.row("bas-a", "1 session").waitFor();
    await open(workbench, link);
    await workbench.notification("The session of this link has ended. The history shows it").waitFor();
    const filter = new SessionsTable(page).frame.getByRole("combobox", { name: "Filter History" });
    await eventually(async () => assert.equal(await filter.inputValue(), 'id:"s&ben=1"'));
    assertOnlyRead(set);
  });

  it("to a tenant that wants its own sign-in leads to its row, and asks for nothing", async () => {
    const set = await twoHosts();
    const { azure, view, workbench } = set;
    const { id, tenantId } = azure.world.host("bas-shops");
    const ask = view.row("Sign in to Northwind…", user.label);
    await ask.waitFor();
    await open(workbench, `${LINK}/host?host=${id}&tenant=${tenantId}`);
    await workbench.notification("Sign in to Northwind, then open the link again.").waitFor();
    await eventually(async () => assert.equal(await ask.getAttribute("aria-selected"), "true"));
    assert.equal(await workbench.dialog.isOpen, false);
    await workbench.clearNotifications();

    const stranger = "00000000-0000-4000-8000-000000000000";
    await open(workbench, `${LINK}/table?subscription=${stranger}&tenant=${stranger}`);
    await workbench.notification("This link leads to a tenant that none of your accounts can see").waitFor();
    assert.equal(await workbench.dialog.isOpen, false);
  });

  it("that is malformed is refused, and nothing of it is shown", async () => {
    const set = await twoHosts();
    const { azure, view, workbench } = set;
    await view.row("bas-a", "2 sessions").waitFor();
    await view.settled();
    const before = azure.requests.length;
    const host = azure.world.host("bas-a").id;
    for (const link of [
      `${LINK}/host?host=${host}&host=${host}`,
      `${LINK}/host?host=${encodeURIComponent(encodeURIComponent(host))}`,
      `${LINK}/host?host=${host}&command=bastionSessions.disconnectHost`,
      `${LINK}/host?host=[Undo](command:bastionSessions.disconnectHost)`,
      `${LINK}/disconnect?host=${host}`,
    ]) {
      await open(workbench, link);
      const refused = workbench.notification("This link can't be opened. It's damaged, or made for another version");
      await eventually(async () => {
        await workbench.showNotifications();
        await refused.waitFor({ timeout: patience(3_000) });
      });
      assert.equal(await refused.getByRole("link").count(), 0);
      await workbench.clearNotifications();
    }
    assert.equal(azure.requests.length, before);
  });

  it("leads to the table of a host, to Find, and to a diagnosis that waits for a click", async () => {
    const set = await twoHosts();
    const { asked, azure, page, view, workbench } = set;
    await view.row("bas-a", "2 sessions").waitFor();
    const { id } = azure.world.host("bas-a");
    await open(workbench, `${LINK}/table?host=${id}`);
    await page.getByRole("tab", { name: "Sessions Table: bas-a" }).waitFor();
    const [ann] = azure.world.sessions("bas-a");
    await open(workbench, `${LINK}/find?target=${ann?.targetResourceId ?? ""}`);
    await eventually(async () => assert.match(await workbench.quickPickText(), /ann/u));
    assert.doesNotMatch(await workbench.quickPickText(), /ben/u);
    await page.keyboard.press("Escape");
    await open(workbench, `${LINK}/doctor?host=${id}`);
    const text = "This link leads to a diagnosis of bas-a, which only reads from Azure.";
    await workbench.notification(text).waitFor();
    assert.deepEqual(asked("permissions"), []);
    await workbench.answerNotification(text, "Diagnose…");
    await eventually(async () => assert.match(await workbench.renderedText(), /^Diagnosis of bas-a$/m));
  });

  it("is in the outcome of a disconnect, and leads back to it", async () => {
    const { view, workbench } = await twoHosts();
    await view.expand(view.row("bas-a", "2 sessions"));
    await workbench.chooseFromContextMenu(view.row("ann"), "Delete Session");
    await workbench.dialog.press("Disconnect");
    await workbench.answerNotification("Disconnected ann on vm-ann.", "Show Details");
    const link = await eventually(async () => {
      const found = /^Open in VS Code: (code-oss:\S+)$/mu.exec(await workbench.renderedText())?.[1];
      assert.ok(found);
      return found;
    });
    await workbench.runCommand("View: Close All Editors");
    await open(workbench, link);
    await eventually(async () => assert.match(await workbench.renderedText(), /^ann \| vm-ann \| .*Disconnected/m));
    await workbench.runCommand("View: Close All Editors");
    await open(workbench, `${LINK}/journal?entry=00000000-0000-4000-8000-000000000000`);
    await eventually(async () =>
      assert.match(await workbench.renderedText(), /This disconnect is no longer in the journal\./),
    );
  });
});
