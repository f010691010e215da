import { strict as assert } from "node:assert";
import { WATCH_STATUS } from "../../../../src/extension/ids.ts";
import type { WorldSpec } from "../../../simulated-azure/world/worldTypes.ts";
import { patience } from "../../../vscode/patience.ts";
import { eventually } from "../../fixtures/eventually.ts";
import type { WorkbenchSession } from "../../fixtures/workbenchSession.ts";
import { openOwnWindow } from "../../hooks.ts";

const ANN = "ann@contoso.example";

const on = (targetHostName: string, ageMinutes: number) => ({
  userName: "azureuser",
  targetHostName,
  ageMinutes,
  person: ANN,
  clientAddress: "203.0.113.9",
  protocol: "SSH",
});

const WORLD: WorldSpec = {
  tenants: [{ displayName: "Contoso" }],
  accounts: [{ label: "ada@contoso.example" }],
  subscriptions: [{ displayName: "Production" }, { displayName: "Test" }],
  people: [{ email: ANN }],
  hosts: [
    { name: "bas-prod", subscription: "Production", sessions: [on("vm-web-01", 600), on("vm-web-02", 30)] },
    { name: "bas-test", subscription: "Test", sessions: [on("vm-test", 20)], diagnostics: [] },
  ],
};

const LONG = { name: "Long sessions", longerThan: "8h" };
const LINKS = { name: "Links", linkUsed: true };
const TYPO = { name: "Typo", match: "usr:ann", connects: true };

const opened = (rules: readonly unknown[], more: Readonly<Record<string, unknown>> = {}): Promise<WorkbenchSession> =>
  openOwnWindow({ world: WORLD, settings: { "bastionSessions.watch.rules": rules, ...more } });

const badge = ({ page }: WorkbenchSession) => page.locator(".activitybar .badge-content").filter({ visible: true });
const status = ({ page }: WorkbenchSession) =>
  page.locator(`.statusbar-item[id*="${WATCH_STATUS}"]`).filter({ visible: true });
const asked = ({ azure }: WorkbenchSession, route: string) =>
  azure.requests.filter((request) => request.route === route);

describe("Watch rules", () => {
  it("tell what held already, before the view is opened, with one list of each host that needs one", async () => {
    const window = await opened([LONG]);
    const { view, workbench } = window;
    await workbench.notification(/Long sessions/).waitFor();
    assert.equal(await badge(window).first().innerText(), "1");
    assert.match(await workbench.notification(/Long sessions/).innerText(), /watch/iu);
    const lists = asked(window, "list");
    assert.deepEqual([...new Set(lists.map(({ hostKey }) => hostKey))].length, lists.length);
    await workbench.answerNotification(/Long sessions/, "Show");
    await view.row("vm-web-01").first().waitFor();
    // What was seen is no longer counted.
    await eventually(async () => assert.equal(await badge(window).count(), 0));
  });

  it("give links to their hits, and stand on top of the tree with them; the usual question disconnects", async () => {
    const window = await opened([LONG]);
    const { azure, page, view, workbench } = window;
    await workbench.answerNotification(/Long sessions/, "More…");
    await workbench.pick("Copy Link");
    await eventually(async () =>
      assert.match(
        await page.evaluate<string>("navigator.clipboard.readText()"),
        /\/session\?host=.*\/bas-prod&session=/u,
      ),
    );
    await view.open();
    const group = view.row("Attention");
    await group.waitFor();
    await view.expand(group);
    await view.expand(view.row("Long sessions"));
    const rows = await view.rows();
    assert.match(rows[0] ?? "", /^Attention/);
    assert.match(rows[1] ?? "", /^Long sessions/);
    await view.settled();
    await workbench.chooseFromContextMenu(view.row("Long sessions"), "Delete Sessions of This Rule…");
    const { message, detail } = await workbench.dialog.text();
    assert.match(message, /1 session|azureuser|ann@/u);
    assert.match(detail, /vm-web-01/);
    assert.equal(azure.requests.filter(({ route }) => route === "disconnect").length, 0);
    await workbench.dialog.press("Disconnect");
    await eventually(() => {
      assert.equal(azure.world.sessions("bas-prod").length, 1);
      return Promise.resolve();
    });
  });

  it("say that they can't see a host whose log isn't collected, and what is wrong with a rule", async () => {
    // The view lists no host that isn't expanded, and no rule needs a list.
    const window = await opened([LINKS, TYPO], { "bastionSessions.load": "expanded" });
    const { view, workbench } = window;
    await view.open();
    const links = view.row("Links", "can't tell on bas-test");
    // Rows that come in meanwhile move what is clicked.
    await eventually(async () => {
      await view.expand(view.row("Attention"));
      await links.waitFor({ timeout: patience(3_000) });
    });
    assert.match((await workbench.hoverOf(links)).join("\n"), /bas-test: no audit log that you can read/u);
    const typo = view.row("Typo", "Not watched: 1 problem");
    await typo.waitFor();
    assert.match((await typo.getAttribute("aria-label")) ?? "", /usr:ann/u);
    assert.deepEqual(asked(window, "list"), []);
  });

  it("are snoozed and paused, and ask nothing while they are paused", async () => {
    const window = await opened([LONG]);
    const { view, workbench } = window;
    await workbench.answerNotification(/Long sessions/, "Snooze 1 Hour");
    await view.open();
    await view.row("Attention", "snoozed until").waitFor();
    await workbench.runCommand("Bastion Sessions: Tell Again", "keyboard");
    await eventually(async () => assert.equal(await view.row("Attention", "snoozed until").count(), 0));
    await status(window).first().waitFor();
    await workbench.runCommand("Bastion Sessions: Pause Watching", "keyboard");
    await eventually(async () => assert.equal(await status(window).count(), 0));
  });

  it("show nothing where there is none, and ask nothing before the view is opened", async () => {
    const window = await opened([]);
    const { azure, view } = window;
    assert.deepEqual(azure.requests, []);
    await view.open();
    await view.row("bas-prod").waitFor();
    assert.equal(await view.row("Attention").count(), 0);
  });
});
