import { strict as assert } from "node:assert";
import { scene } from "../scene.ts";

describe("suspected leftovers", () => {
  it("are marked in the tree, say what else they may be, and are cleaned up only by the user", async () => {
    const tunnel = { userName: "alice", targetHostName: "vm-1", protocol: "SSH" };
    const { asked, page, view, workbench } = await scene((world) => {
      world.addHost({
        name: "bas-a",
        sessions: [
          { sessionId: "t1", ...tunnel, ageMinutes: 60.5 },
          { sessionId: "t2", ...tunnel, ageMinutes: 60.52 },
          { sessionId: "alone", userName: "bob", ageMinutes: 60.5 },
        ],
      });
    });
    await view.expand(view.row("bas-a", "3 sessions"));
    await view.row("alice", "suspected leftover").nth(1).waitFor();
    assert.equal(await view.row("bob", "suspected leftover").count(), 0);
    assert.ok((await workbench.hoverOf(view.row("alice").first())).some((line) => line.includes("Remote-SSH or scp")));

    await workbench.chooseFromContextMenu(view.row("bas-a"), "Clean Up Leftovers…");
    await workbench
      .quickPickItem(/^alice/)
      .first()
      .waitFor();
    const shown = await workbench.quickPickText();
    assert.ok(shown.includes("0 Selected") && !shown.includes("bob"), shown);
    await workbench.pick(/^alice/);
    await workbench.accept();
    assert.equal((await workbench.dialog.text()).message, "Disconnect alice from vm-1?");
    await page.keyboard.press("Enter");
    await workbench.notification("Disconnected alice on vm-1.").waitFor();
    assert.equal(asked("disconnect").flatMap(({ sessionIds }) => sessionIds ?? []).length, 1);
    await view.row("bas-a", "2 sessions").waitFor();
    await view.row("alice").waitFor();
    assert.equal(await view.row("suspected leftover").count(), 0, "one alone is none");
  });

  it("are none where nothing looks like one", async () => {
    const { workbench } = await scene(
      (world) => void world.addHost({ name: "bas-a", sessions: [{ userName: "bob" }] }),
    );
    await workbench.runCommand("Bastion Sessions: Clean Up Leftovers…");
    await workbench.notification("No suspected leftovers found.").waitFor();
  });
});
