import { strict as assert } from "node:assert";
import { scene } from "../scene.ts";
import type { Scene } from "../scene.ts";

async function twoHosts(): Promise<Scene> {
  const set = await scene((world) => {
    world.addHost({
      name: "bas-a",
      sessions: [{ sessionId: "a1", userName: "ann", protocol: "SSH", targetHostName: "vm-ann", ageMinutes: 72.2 }],
    });
    world.addHost({
      name: "bas-b",
      sessions: [{ sessionId: "b1", userName: "ben", protocol: "RDP", targetHostName: "vm-ben", ageMinutes: 5.2 }],
    });
  });
  await set.view.row("bas-a", "1 session").waitFor();
  await set.view.row("bas-b", "1 session").waitFor();
  return set;
}

describe("Delete Session in the palette", () => {
  it("asks which session where no row is selected, and then whether", async () => {
    const { asked, workbench } = await twoHosts();
    await workbench.runCommand("Bastion Sessions: Delete Session");
    await workbench.quickPickItem(/^ann, vm-ann · SSH · 1 h 12 min, bas-a/).waitFor();
    await workbench.pick(/^ben/);
    await workbench.accept();
    assert.equal((await workbench.dialog.text()).message, "Disconnect ben from vm-ben?");
    await workbench.dialog.press("Disconnect");
    await workbench.notification("Disconnected ben on vm-ben.").waitFor();
    assert.deepEqual(
      asked("disconnect").map(({ sessionIds }) => sessionIds),
      [["b1"]],
    );
  });

  it("asks nothing more once the question which is left with Escape", async () => {
    const { answered, asked, page, view, workbench } = await twoHosts();
    await workbench.runCommandAndPick("Bastion Sessions: Delete Session", /^ben/);
    await page.keyboard.press("Escape");
    await workbench.quickPickItem(/^ben/).waitFor({ state: "hidden" });
    await answered("list", () => view.titleButton("Refresh").click());
    assert.equal(await workbench.dialog.isOpen, false);
    assert.deepEqual(asked("disconnect"), []);
  });

  it("means the selected session where there is one", async () => {
    const { view, workbench } = await twoHosts();
    await view.expand(view.row("bas-a"));
    await view.row("ann").click();
    await workbench.runCommand("Bastion Sessions: Delete Session");
    assert.equal((await workbench.dialog.text()).message, "Disconnect ann from vm-ann?");
    await workbench.dialog.press("Cancel");
  });

  it("says so where there is no session at all", async () => {
    const { view, workbench } = await scene((world) => void world.addHost({ name: "bas-quiet" }));
    await view.row("bas-quiet", "no sessions").waitFor();
    await workbench.runCommand("Bastion Sessions: Delete Session");
    await workbench.notification("No sessions to disconnect.").waitFor();
  });
});
