import { strict as assert } from "node:assert";
import { eventually } from "../fixtures/eventually.ts";
import { scene } from "../scene.ts";

describe("refreshing", () => {
  it("shows, from the palette, a session that has come and none that has ended", async () => {
    const { azure, view, workbench } = await scene((world) => {
      world.addHost({
        name: "bas-a",
        sessions: [
          { sessionId: "old", userName: "alice", ageMinutes: 30 },
          { userName: "bob", ageMinutes: 20 },
        ],
      });
    });
    await view.expand(view.row("bas-a", "2 sessions"));
    await view.row("alice").waitFor();
    azure.world.endSession("bas-a", "old");
    azure.world.addSession("bas-a", { userName: "carol", ageMinutes: 1 });
    azure.world.addSession("bas-a", { userName: "dave", ageMinutes: 90 });

    await workbench.runCommand("Bastion Sessions: Refresh");
    await view.row("bas-a", "3 sessions").waitFor();
    await eventually(async () =>
      assert.deepEqual(
        (await view.rows()).slice(1).map((row) => row.split(" ")[0]),
        ["dave", "bob", "carol"],
      ),
    );
  });

  it("asks only that host when called on a host's row", async () => {
    const { azure, asked, answered, view, workbench } = await scene((world) => {
      world.addHost({ name: "bas-a", sessions: 1 });
      world.addHost({ name: "bas-b", sessions: 2 });
    });
    await view.row("bas-a", "1 session").waitFor();
    await view.row("bas-b", "2 sessions").waitFor();
    azure.world.addSession("bas-b");
    const before = { lists: asked("list").length, graph: asked("graph").length };

    await view.settled();
    await answered("list", () => workbench.clickRowButton(view.row("bas-b"), "Refresh Host"));
    await view.row("bas-b", "3 sessions").waitFor();
    assert.deepEqual(
      asked("list")
        .slice(before.lists)
        .map(({ hostKey }) => hostKey),
      [azure.world.host("bas-b").key],
    );
    assert.equal(asked("graph").length, before.graph);
  });

  it("keeps what is expanded and what is selected", async () => {
    const { azure, answered, view } = await scene((world) => {
      world.addHost({
        name: "bas-a",
        sessions: [
          { userName: "alice", ageMinutes: 30 },
          { userName: "bob", ageMinutes: 20 },
        ],
      });
      world.addHost({ name: "bas-b", sessions: 1 });
    });
    await view.expand(view.row("bas-a"));
    await view.row("bob").click();
    azure.world.addSession("bas-a", { userName: "dave", ageMinutes: 90 });
    azure.world.addHost({ name: "bas-0" });

    await answered("list", () => view.titleButton("Refresh").click());
    await view.row("dave").waitFor();
    await view.row("bas-0", "no sessions").waitFor();
    assert.equal(await view.row("bob").getAttribute("aria-selected"), "true");
    assert.equal(await view.tree.getByRole("treeitem", { selected: true }).count(), 1);
    assert.equal(await view.row("bas-b").getAttribute("aria-expanded"), "false");
  });

  it("shows progress, and keeps what is shown until something newer is there", async () => {
    const { azure, asked, view } = await scene(
      (world) => void world.addHost({ name: "bas-a", sessions: [{ userName: "alice" }] }),
    );
    await view.expand(view.row("bas-a", "1 session"));
    await view.row("alice").waitFor();
    await view.settled();

    azure.behave("list", { fault: { kind: "neverAnswers" } });
    const before = asked("list").length;
    await view.titleButton("Refresh").click();
    await azure.waitForRequest(() => asked("list").length > before);
    await view.progress.waitFor();
    assert.deepEqual(
      (await view.rows()).map((row) => row.split(" ")[0]),
      ["bas-a", "alice"],
    );
  });
});
