import { strict as assert } from "node:assert";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installAz, type InstalledAz } from "../../support/standInAz.ts";
import { eventually } from "../fixtures/eventually.ts";
import { scene } from "../scene.ts";

describe("connecting to a target VM", () => {
  let folder: string;
  let az: InstalledAz;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "connect-"));
    az = installAz(folder);
  });

  after(() => rmSync(folder, { recursive: true }));

  it("puts the command into a terminal in view, and runs it when the user presses Enter, not before", async () => {
    const { azure, page, view, workbench, writeWorkspaceSettings } = await scene((world) => {
      world.addHost({ name: "bas-a", sessions: [{ userName: "ann", targetHostName: "vm-ann", protocol: "SSH" }] });
    });
    await writeWorkspaceSettings({
      "terminal.integrated.env.linux": { PATH: az.path },
      // Its text is read from the page, where only this one has it.
      "terminal.integrated.gpuAcceleration": "off",
    });
    await view.expand(view.row("bas-a", "1 session"));
    await workbench.chooseFromContextMenu(view.row("ann", "vm-ann"), "Connect in Terminal…");
    await workbench.pick(/^SSH with a password/);

    const terminal = page.locator(".part.panel .xterm").filter({ visible: true });
    const text = async () => (await terminal.locator(".xterm-rows").innerText()).replaceAll(/\s+/gu, "");
    await eventually(async () => assert.match(await text(), /[#$]aznetworkbastionssh--namebas-a.*--usernameann/));
    assert.deepEqual(az.runs(), []);

    await terminal.click();
    await page.keyboard.press("Enter");
    await eventually(() => assert.equal(az.runs().length, 1));
    const [session] = azure.world.sessions("bas-a");
    const { resourceGroup, subscriptionId } = azure.world.host("bas-a");
    assert.deepEqual(az.runs(), [
      {
        command: "ssh",
        options: {
          name: "bas-a",
          "resource-group": resourceGroup,
          subscription: subscriptionId,
          "target-resource-id": session?.targetResourceId,
          "auth-type": "password",
          username: "ann",
        },
      },
    ]);
    await workbench.runCommand("Terminal: Kill All Terminals");
    await writeWorkspaceSettings({});
  });

  it("says on a host without native clients why it can't, and opens no terminal", async () => {
    const { page, view, workbench } = await scene((world) => {
      world.addHost({ name: "bas-basic", sku: "Basic", sessions: [{ userName: "ann" }] });
    });
    await workbench.chooseFromContextMenu(view.row("bas-basic"), "Connect in Terminal…");
    await workbench
      .notification("bas-basic doesn't allow the Azure CLI. It needs the Standard or Premium SKU; this host is Basic.")
      .waitFor();
    assert.equal(await page.locator(".xterm").filter({ visible: true }).count(), 0);
  });
});
