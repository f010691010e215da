import { strict as assert } from "node:assert";
import type { WorldSpec } from "../../simulated-azure/world/worldTypes.ts";
import type { Desk } from "../fixtures/workbenchSession.ts";
import { eventually } from "../fixtures/eventually.ts";
import { open } from "../hooks.ts";

const WORLD: WorldSpec = {
  tenants: [{ displayName: "Contoso" }],
  accounts: [{ label: "ada@contoso.example" }],
  hosts: [
    { name: "bas-a", sessions: [{ sessionId: "a1", userName: "ann", targetHostName: "vm-ann", protocol: "SSH" }] },
  ],
};

/** The question about ann's session, with the warning answered. */
async function warned(misbehave: (desk: Desk) => void = () => undefined): Promise<Desk> {
  const desk = await open({
    world: WORLD,
    settings: { "bastionSessions.warnFirst.enabled": true, "bastionSessions.warnFirst.seconds": 20 },
  });
  const { view, workbench } = desk;
  await view.open();
  await view.expand(view.row("bas-a", "1 session"));
  misbehave(desk);
  await workbench.chooseFromContextMenu(view.row("ann"), "Delete Session");
  const question = await workbench.inputText();
  assert.ok(
    question.includes("Shown to everyone who is logged in there") &&
      question.includes("elevated rights (root or SYSTEM)"),
    question,
  );
  await workbench.answerInput("Save; $(reboot) now!");
  assert.ok(
    (await workbench.dialog.text()).detail.includes(
      "First a message is shown to everyone on 1 target VM, with elevated rights there; 20 seconds later",
    ),
  );
  await workbench.dialog.press("Disconnect");
  return desk;
}

const disconnects = ({ azure }: Desk) => azure.requests.filter(({ route }) => route === "disconnect");
const scripts = ({ azure }: Desk) => azure.requests.flatMap(({ script }) => script ?? []);

describe("a warning before the disconnect", () => {
  it("is shown on the machine, and counted down from", async () => {
    const desk = await warned();
    const { workbench } = desk;
    await workbench.notification("disconnecting in").waitFor();
    assert.deepEqual(scripts(desk), [
      `printf %s '${Buffer.from("Save; $(reboot) now!").toString("base64")}' | base64 -d | wall`,
    ]);
    assert.deepEqual(disconnects(desk), []);
    const passed = workbench.notification("Disconnected ann on vm-ann.");
    await eventually(async () => {
      await workbench.runCommand("Simulation: Let 20 Seconds Pass");
      await passed.waitFor({ timeout: 500 });
    }, 40_000);
    assert.equal(disconnects(desk).length, 1);
  });

  it("can be thought better of while it is counted down from", async () => {
    const desk = await warned();
    await desk.workbench.answerNotification("disconnecting in", "Cancel");
    await desk.workbench.notification("Nothing was disconnected: it was cancelled before anything was sent.").waitFor();
    assert.deepEqual(disconnects(desk), []);
    assert.equal(desk.azure.world.sessions("bas-a").length, 1);
  });

  it("names the permission that is missing, and asks whether to go on without it", async () => {
    const desk = await warned(({ azure }) =>
      azure.world.setRole(azure.world.account(), azure.world.sessions("bas-a")[0]!.targetResourceId, "reader"),
    );
    const { message, detail } = await desk.workbench.dialog.text();
    assert.equal(message, "1 target VM could not be warned. Disconnect all the same?");
    assert.equal(detail, "vm-ann: Not allowed: Microsoft.Compute/virtualMachines/runCommand/action is missing");
    await desk.workbench.dialog.press("Cancel");
    await desk.workbench.notification("Nothing was disconnected").waitFor();
    assert.deepEqual([scripts(desk).length, disconnects(desk).length], [1, 0]);
  });
});
