import { strict as assert } from "node:assert";
import type { WorldSpec } from "../../simulated-azure/world/worldTypes.ts";
import { eventually } from "../fixtures/eventually.ts";
import { listedHosts } from "../fixtures/threeHosts.ts";
import type { WorkbenchSession } from "../fixtures/workbenchSession.ts";
import { openOwnWindow } from "../hooks.ts";

const sessions = (count: number) => Array.from({ length: count }, () => ({ ageMinutes: 900 }));

const WORLD: WorldSpec = {
  tenants: [{ displayName: "Contoso" }],
  accounts: [{ label: "ada@contoso.example" }],
  subscriptions: [{ displayName: "Lab" }, { displayName: "Production" }],
  hosts: [
    { name: "bas-lab", subscription: "Lab", sessions: [] },
    { name: "bas-a", subscription: "Production", sessions: sessions(11) },
    { name: "bas-b", subscription: "Production", sessions: sessions(3) },
    { name: "bas-dev", subscription: "Production", sku: "Developer", sessions: sessions(1) },
  ],
};

const opened = (settings: Readonly<Record<string, unknown>> = {}): Promise<WorkbenchSession> =>
  openOwnWindow({ world: WORLD, settings: { "bastionSessions.load": "expanded", ...settings } });

const countRequests = ({ azure }: WorkbenchSession) => azure.requests.filter(({ route }) => route === "regionMetrics");

describe("approximate counts", () => {
  it("are there at the first look with no list, and give way to one", async () => {
    const window = await opened();
    const { azure, view, workbench } = window;
    await view.open();
    await eventually(async () =>
      assert.deepEqual(await view.rows(), [
        "Lab ≈ 0",
        "bas-lab ≈ 0",
        "Production at least ≈ 14",
        "bas-a ≈ 11",
        "bas-b ≈ 3",
        "bas-dev",
      ]),
    );
    assert.deepEqual(listedHosts(azure), []);
    assert.equal(countRequests(window).length, 2);
    // About none is no reason to take away what opens the host.
    assert.equal(await view.row("bas-lab").getAttribute("aria-expanded"), "false");
    assert.match(
      (await view.row("bas-a").getAttribute("aria-label")) ?? "",
      /^Bastion host bas-a, Standard, about 11 sessions at .*\d.*, from Azure Monitor/,
    );
    const [said = ""] = await workbench.hoverOf(view.row("bas-a"));
    assert.match(said, /^About 11 sessions at .*\d.*, from Azure Monitor\. Open the host for the list\.$/);

    await view.expand(view.row("bas-b"));
    await view.row("bas-b", "3 sessions").waitFor();
    await eventually(async () => assert.ok((await view.rows()).includes("Production at least ≈ 14")));
    assert.deepEqual(listedHosts(azure), ["bas-b"]);
  });

  it("are asked for by no view that is hidden", async () => {
    const window = await opened();
    const { azure, view, workbench } = window;
    await workbench.runCommand("Bastion Sessions: Refresh");
    const graph = await azure.waitForRequest(({ route, ended }) => route === "graph" && ended);
    await eventually(() => assert.ok(azure.requests.every(({ ended }) => ended)));
    assert.deepEqual(countRequests(window), []);
    await view.open();
    const first = await azure.waitForRequest(({ route }) => route === "regionMetrics");
    assert.ok(first.id > graph.id);
  });

  it("are neither asked for nor shown where the user wants none", async () => {
    const window = await opened({ "bastionSessions.approximateCounts.enabled": false });
    const { view } = window;
    await view.open();
    await view.row("bas-dev").waitFor();
    await view.settled();
    assert.deepEqual(await view.rows(), ["Lab", "bas-lab", "Production", "bas-a", "bas-b", "bas-dev"]);
    assert.deepEqual(countRequests(window), []);
  });

  it("put the hosts with most sessions first, where they are sorted so", async () => {
    const { view, workbench } = await opened();
    await view.open();
    await view.row("bas-a", "≈ 11").waitFor();
    await workbench.runCommandAndPick("Bastion Sessions: Sort Hosts By…", /^Sessions, most first/);
    await workbench.runCommandAndPick("Bastion Sessions: Group Sessions By…", /^Host/);
    await eventually(async () =>
      assert.deepEqual(await view.rows(), ["bas-a ≈ 11", "bas-b ≈ 3", "bas-dev", "bas-lab ≈ 0"]),
    );
  });
});
