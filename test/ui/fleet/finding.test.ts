import { strict as assert } from "node:assert";
import { eventually } from "../fixtures/eventually.ts";
import { scene } from "../scene.ts";
import type { Scene } from "../scene.ts";

function fleet(): Promise<Scene> {
  return scene((world) => {
    const [production, lab] = ["Production", "Lab"].map((displayName) => world.addSubscription({ displayName }));
    world.addHost({
      name: "bas-prod",
      ...(production && { subscription: production }),
      sessions: [
        { userName: "alice", targetHostName: "vm-web", protocol: "RDP", ageMinutes: 300 },
        { userName: "bob", targetHostName: "vm-db", protocol: "SSH", ageMinutes: 10 },
      ],
    });
    world.addHost({
      name: "bas-lab",
      ...(lab && { subscription: lab }),
      sessions: [{ userName: "alice", targetHostName: "vm-test", protocol: "SSH", ageMinutes: 5 }],
    });
  });
}

describe("finding a session", () => {
  it("leads to its row, with only the keyboard", async () => {
    const { view, workbench, page } = await fleet();
    await view.row("bas-lab").waitFor();
    await workbench.runCommand("Bastion Sessions: Find Session…", "keyboard");
    await workbench.quickPickItem(/bob/).waitFor();
    await page.keyboard.type("alice test");
    await eventually(async () => assert.equal(await workbench.quickPickItem(/alice/).count(), 1));
    await page.keyboard.press("Enter");
    const row = view.row("alice", "vm-test");
    await row.waitFor();
    assert.equal(await row.getAttribute("aria-selected"), "true");
  });

  it("says which hosts it could not look at", async () => {
    const { azure, view, workbench, page } = await fleet();
    await view.row("bas-lab", "1 session").waitFor();
    azure.behave("bas-lab", { fault: { kind: "status", status: 403 } });
    await view.titleButton("Refresh").click();
    await view.row("bas-lab", "couldn't be refreshed").waitFor();
    await workbench.runCommand("Bastion Sessions: Find Session…");
    await workbench.quickPickItem(/1 host couldn't be read: bas-lab/).waitFor();
    await page.keyboard.press("Escape");
  });
});

describe("a filter", () => {
  it("shows what matches, opened, says so, and is cleared", async () => {
    const { view, workbench, page } = await fleet();
    await view.row("bas-lab").waitFor();
    await view.titleButton("Filter Sessions…").click();
    await page.getByPlaceholder("alice protocol:rdp >4h").waitFor();
    await page.keyboard.type("protocol:ssh <1h");
    await page.keyboard.press("Enter");
    await view.row("bob").waitFor();
    await view.row("vm-test").waitFor();
    assert.deepEqual(await view.rows(), [
      "Lab 1 of 1 session",
      "bas-lab 1 of 1 session",
      "alice 5 min · vm-test",
      "Production 1 of 2 sessions",
      "bas-prod 1 of 2 sessions",
      "bob 10 min · vm-db",
    ]);
    await view.pane.getByText("Filter: protocol:ssh <1h.").waitFor();

    await workbench.runCommand("Bastion Sessions: Filter Sessions…");
    await page.getByPlaceholder("alice protocol:rdp >4h").waitFor();
    await page.keyboard.type("nobody at all");
    await page.keyboard.press("Enter");
    await view.pane.getByText("No matching sessions.").waitFor();
    await view.titleButton("Clear Filter").click();
    await view.row("bas-prod", "2 sessions").waitFor();
    await view.pane.getByText("Filter:").waitFor({ state: "hidden" });
  });
});

describe("grouping", () => {
  it("by user and by target VM gathers sessions over all hosts", async () => {
    const { view, workbench } = await scene(
      (world) => {
        world.addHost({
          name: "bas-a",
          sessions: [
            { userName: "alice", targetHostName: "vm-web", protocol: "RDP", ageMinutes: 300.2 },
            { userName: "bob", targetHostName: "vm-web", protocol: "SSH" },
          ],
        });
        world.addHost({
          name: "bas-b",
          sessions: [{ userName: "alice", targetHostName: "vm-test", protocol: "SSH", ageMinutes: 5.2 }],
        });
        world.addHost({ name: "bas-dead", sessions: 1 });
      },
      {
        misbehave: (azure) => void azure.behave("bas-dead", { fault: { kind: "status", status: 403 } }),
      },
    );
    await view.row("bas-dead").waitFor();
    await workbench.runCommandAndPick("Bastion Sessions: Group Sessions By…", "User");
    await view.row("alice", "2 sessions").waitFor();
    await view.row("bas-dead", "sessions couldn't be listed").waitFor();
    await view.expand(view.row("alice", "2 sessions"));
    await view.row("vm-test").waitFor();
    assert.deepEqual(
      (await view.rows()).filter((row) => !row.startsWith("bas-dead")),
      ["alice at least 2 sessions", "vm-web 5 h · bas-a", "vm-test 5 min · bas-b", "bob at least 1 session"],
    );

    await workbench.runCommandAndPick("Bastion Sessions: Group Sessions By…", "Target VM");
    await view.row("vm-web", "2 sessions").waitFor();
    await view.row("vm-test", "1 session").waitFor();

    await workbench.runCommandAndPick("Bastion Sessions: Group Sessions By…", "Subscription and host");
    await view.row("bas-dead").waitFor();
  });
});
