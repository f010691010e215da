import { strict as assert } from "node:assert";
import type { WorldSpec } from "../../simulated-azure/world/worldTypes.ts";
import { eventually } from "../fixtures/eventually.ts";
import { SessionsTable } from "../fixtures/sessionsTable.ts";
import type { WorkbenchSession } from "../fixtures/workbenchSession.ts";
import { openOwnWindow } from "../hooks.ts";

const ANN = "ann@contoso.example";

const on = (userName: string, targetHostName: string, ageMinutes: number, person: string) => ({
  userName,
  targetHostName,
  ageMinutes,
  person,
  clientAddress: person === ANN ? "203.0.113.9" : "198.51.100.7",
  protocol: "SSH",
});

const WORLD: WorldSpec = {
  tenants: [{ displayName: "Contoso" }],
  accounts: [{ label: "ada@contoso.example" }],
  subscriptions: [{ displayName: "Production" }],
  people: [{ email: ANN }, { email: "bob@contoso.example" }],
  hosts: [
    {
      name: "bas-prod",
      sessions: [
        on("azureuser", "vm-web-01", 72, ANN),
        on("azureuser", "vm-web-02", 60, "bob@contoso.example"),
        on("root", "vm-db-01", 40, ANN),
        on("azureuser", "vm-new", 3, ANN),
      ],
    },
    { name: "bas-unlogged", sessions: [on("deploy", "vm-build", 90, ANN)], diagnostics: [] },
  ],
};

const opened = (settings: Readonly<Record<string, unknown>> = {}): Promise<WorkbenchSession> =>
  openOwnWindow({ world: WORLD, settings });

const logged = ({ azure }: WorkbenchSession) => azure.requests.filter(({ route }) => route === "auditLog");

async function expanded(window: WorkbenchSession): Promise<void> {
  await window.view.open();
  await window.view.expand(window.view.row("bas-prod"));
  await window.view.row("vm-new").waitFor();
}

describe("the people behind sessions", () => {
  it("are what rows are called by, beside the account that they use", async () => {
    const window = await opened();
    const { view, workbench } = window;
    await expanded(window);
    await eventually(async () =>
      assert.deepEqual(await view.rows(), [
        "bas-prod 4 sessions",
        "ann 1 h 12 min · vm-web-01 · azureuser",
        "bob 1 h · vm-web-02 · azureuser",
        "ann 40 min · vm-db-01 · root",
        "azureuser 3 min · vm-new",
        "bas-unlogged 1 session",
      ]),
    );
    // A query for what is listed first, and one for what is listed meanwhile.
    assert.ok(logged(window).length <= 2);
    assert.match(
      (await view.row("vm-web-01").getAttribute("aria-label")) ?? "",
      /^Person ann@contoso\.example, account azureuser, SSH session to vm-web-01 for 1 h 12 min/,
    );
    const said = await workbench.hoverOf(view.row("vm-web-01"));
    assert.deepEqual(said.slice(0, 3), [
      "User: azureuser",
      `Person: ${ANN} (from the audit log)`,
      "Client address: 203.0.113.9",
    ]);
    const [, unknown] = await workbench.hoverOf(view.row("vm-new"));
    assert.equal(unknown, "Person: not logged yet (the log is up to 10 minutes late)");
  });

  it("are in the confirmation, and all sessions of one are disconnected, whatever the account", async () => {
    const window = await opened();
    const { azure, view, workbench } = window;
    await expanded(window);
    await view.row("ann", "vm-web-01").waitFor();
    await view.settled();
    await workbench.chooseFromContextMenu(view.row("vm-web-01"), "Delete All Sessions of Person…");
    const { message, detail } = await workbench.dialog.text();
    assert.equal(message, "Disconnect 2 sessions?");
    assert.match(detail, /ann@contoso\.example \(azureuser\) on vm-web-01/);
    assert.match(detail, /ann@contoso\.example \(root\) on vm-db-01/);
    await workbench.dialog.press("Disconnect");
    await azure.waitForRequest(({ route, ended }) => route === "disconnect" && ended);
    await eventually(() =>
      assert.deepEqual(
        azure.world.sessions("bas-prod").map(({ targetHostName }) => targetHostName),
        ["vm-web-02", "vm-new"],
      ),
    );
  });

  it("are found by name and address, and groups of the tree", async () => {
    const window = await opened({ "bastionSessions.groupBy": "person" });
    const { view } = window;
    await view.open();
    await view.row("ann@contoso.example", "2 sessions").waitFor();
    await view.expand(view.row("ann@contoso.example"));
    await view.row("vm-db-01").waitFor();
  });

  it("are columns of the table", async () => {
    const window = await opened({ "bastionSessions.load": "all" });
    const { page, view, workbench } = window;
    await view.open();
    await workbench.runCommand("Bastion Sessions: Open Sessions Table");
    const table = new SessionsTable(page);
    await table.loaded();
    await table.row("vm-web-01", ANN, "203.0.113.9").waitFor();
    await table.row("vm-build", "no record").waitFor();
    // What is kept of the filter for the next window is searched for names by the suite `leaks`.
    await table.filter.fill(`person:${ANN} from:203.0.113.0/24 vm:web`);
    await eventually(async () => assert.equal(await table.row("vm-").count(), 1));
  });

  it("are neither asked for nor shown where the user wants none", async () => {
    const window = await opened({ "bastionSessions.people.enabled": false });
    const { view } = window;
    await expanded(window);
    await view.settled();
    assert.deepEqual(logged(window), []);
    await view.row("azureuser", "vm-web-01").waitFor();
  });
});
