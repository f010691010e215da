import { strict as assert } from "node:assert";
import type { WorldSpec } from "../../simulated-azure/world/worldTypes.ts";
import type { WorkbenchSession } from "../fixtures/workbenchSession.ts";
import { patience } from "../../vscode/patience.ts";
import { eventually } from "../fixtures/eventually.ts";
import { openOwnWindow } from "../hooks.ts";

const WORLD: WorldSpec = {
  tenants: [{ displayName: "Contoso" }],
  accounts: [{ label: "ada@contoso.example" }],
  hosts: [
    { name: "bas-a", sessions: [{ sessionId: "a1", userName: "ann", targetHostName: "vm-ann", protocol: "SSH" }] },
  ],
};

/** The question about ann's session, with the warning answered. */
async function warned(misbehave: (window: WorkbenchSession) => void = () => undefined): Promise<WorkbenchSession> {
  const window = await openOwnWindow({
    world: WORLD,
    settings: { "bastionSessions.warnFirst.enabled": true, "bastionSessions.warnFirst.seconds": 20 },
  });
  const { view, workbench } = window;
  await view.open();
  await view.expand(view.row("bas-a", "1 session"));
  misbehave(window);
  await workbench.chooseFromContextMenu(view.row("ann"), "Delete Session");
  const question = await workbench.inputText();
  assert.ok(
    question.includes("Shown to every user signed in to these VMs") &&
      question.includes("elevated rights (root or SYSTEM)"),
    question,
  );
  await workbench.answerInput("Save; $(reboot) now!");
  assert.ok(
    (await workbench.dialog.text()).detail.includes(
      "First, a script with elevated rights shows your message to all users on 1 target VM. Disconnecting starts 20 seconds later.",
    ),
  );
  await workbench.dialog.press("Disconnect");
  return window;
}

const disconnects = ({ azure }: WorkbenchSession) => azure.requests.filter(({ route }) => route === "disconnect");
const scripts = ({ azure }: WorkbenchSession) => azure.requests.flatMap(({ script }) => script ?? []);

describe("a warning before the disconnect", () => {
  it("is shown on the machine, and counted down from", async () => {
    const window = await warned();
    const { workbench } = window;
    await workbench.notification("disconnecting in").waitFor();
    const message = Buffer.from("Save; $(reboot) now!").toString("base64");
    assert.equal(scripts(window).length, 1);
    assert.ok(scripts(window)[0]?.includes(`if printf %s '${message}' | base64 -d | wall; then`), scripts(window)[0]);
    assert.deepEqual(disconnects(window), []);
    const passed = workbench.notification("Disconnected ann on vm-ann.");
    await eventually(async () => {
      await workbench.runCommand("Simulation: Let 20 Seconds Pass");
      await passed.waitFor({ timeout: patience(500) });
    });
    assert.equal(disconnects(window).length, 1);
  });

  it("can be thought better of while it is counted down from", async () => {
    const window = await warned();
    await window.workbench.answerNotification("disconnecting in", "Cancel");
    await window.workbench
      .notification("Nothing was disconnected. You cancelled before any disconnect request was sent to Azure.")
      .waitFor();
    assert.deepEqual(disconnects(window), []);
    assert.equal(window.azure.world.sessions("bas-a").length, 1);
  });

  it("names the permission that is missing, and asks whether to go on without it", async () => {
    const window = await warned(({ azure }) =>
      azure.world.setRole(azure.world.account(), azure.world.sessions("bas-a")[0]!.targetResourceId, "reader"),
    );
    const { message, detail } = await window.workbench.dialog.text();
    assert.equal(message, "The warning couldn't be shown on 1 target VM. Disconnect anyway?");
    assert.equal(detail, "vm-ann: Missing permission: Microsoft.Compute/virtualMachines/runCommand/action");
    await window.workbench.dialog.press("Cancel");
    await window.workbench.notification("Nothing was disconnected").waitFor();
    assert.deepEqual([scripts(window).length, disconnects(window).length], [1, 0]);
  });
});
