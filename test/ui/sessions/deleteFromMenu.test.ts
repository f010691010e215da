import { strict as assert } from "node:assert";
import { eventually } from "../fixtures/eventually.ts";
import { scene } from "../scene.ts";
import type { Scene } from "../scene.ts";

const sessions = [
  { sessionId: "one", userName: "alice", protocol: "SSH", targetHostName: "vm-web-01", ageMinutes: 72.2 },
  { sessionId: "two", userName: "bob", protocol: "RDP", targetHostName: "vm-sql-02", ageMinutes: 5.2 },
];

/** A host with two sessions, expanded, and the question about the first one's. */
async function askAboutAlice(): Promise<Scene> {
  const set = await scene((world) => void world.addHost({ name: "bas-prod", sessions }));
  await set.view.expand(set.view.row("bas-prod", "2 sessions"));
  await set.workbench.chooseFromContextMenu(set.view.row("alice"), "Delete Session");
  return set;
}

describe("Delete Session in the context menu", () => {
  it("is the last thing that a session's menu offers, and a host's menu has what concerns all of its sessions", async () => {
    const { view, workbench } = await scene((world) => void world.addHost({ name: "bas-prod", sessions }));
    await view.expand(view.row("bas-prod", "2 sessions"));
    assert.deepEqual(await workbench.contextMenuOf(view.row("alice")), [
      "Open History",
      "Open in Azure Portal",
      "Export Incident…",
      "Connect in Terminal…",
      "Copy Connect Command…",
      "Watch This Session…",
      "Watch This Account…",
      "Copy Session ID",
      "Copy Target IP",
      "Copy Resource ID",
      "Copy Link",
      "Delete All Sessions of Target VM…",
      "Delete All Sessions of Account…",
      "Delete Session",
    ]);
    assert.deepEqual(await workbench.contextMenuOf(view.row("bas-prod")), [
      "Refresh Host",
      "Open Sessions Table",
      "Open History",
      "Open in Azure Portal",
      "Export Incident…",
      "Diagnose…",
      "Connect in Terminal…",
      "Copy Connect Command…",
      "Watch This Host…",
      "Copy Resource ID",
      "Copy Link",
      "Clean Up Leftovers…",
      "Delete All Sessions of Host…",
    ]);
  });

  it("names whom it would hit, and what they will see", async () => {
    const { workbench } = await askAboutAlice();
    const { message, detail } = await workbench.dialog.text();
    assert.equal(message, "Disconnect alice from vm-web-01?");
    assert.deepEqual(
      detail.split("\n").filter((line) => line !== ""),
      [
        "User: alice",
        "Target VM: vm-web-01",
        "Bastion host: bas-prod",
        "Protocol: SSH",
        "Duration: 1 h 12 min",
        "The user will see Azure's “disconnected” notice and can reconnect.",
      ],
    );
    await workbench.dialog.press("Cancel");
  });

  for (const [way, leave] of [
    ["Cancel", ({ workbench }: Scene) => workbench.dialog.press("Cancel")],
    ["Escape", ({ workbench }: Scene) => workbench.dialog.escape()],
  ] as const) {
    it(`does nothing at all after ${way}`, async () => {
      const set = await askAboutAlice();
      await set.workbench.dialog.text();
      await leave(set);
      // Whatever had been sent would have come before the list that is asked for now.
      await set.answered("list", () => set.view.titleButton("Refresh").click());
      assert.deepEqual(set.asked("disconnect"), []);
      await set.view.row("bas-prod", "2 sessions").waitFor();
      assert.equal(await set.view.row("alice").count(), 1);
    });
  }

  it("means all selected rows if it is opened on one of them, otherwise only that row", async () => {
    const { view, workbench } = await scene((world) => {
      world.addHost({
        name: "bas-prod",
        sessions: [...sessions, { userName: "carol", targetHostName: "vm-api-03", ageMinutes: 1.2 }],
      });
    });
    await view.expand(view.row("bas-prod", "3 sessions"));
    await view.select(view.row("alice"), view.row("bob"));
    await workbench.chooseFromContextMenu(view.row("bob"), "Delete Session");
    assert.equal((await workbench.dialog.text()).message, "Disconnect 2 sessions?");
    await workbench.dialog.press("Cancel");
    await workbench.chooseFromContextMenu(view.row("carol"), "Delete Session");
    assert.equal((await workbench.dialog.text()).message, "Disconnect carol from vm-api-03?");
    await workbench.dialog.press("Cancel");
  });

  it("is not offered for a session to which Azure gave no id", async () => {
    const { view, workbench } = await scene(
      (world) => void world.addHost({ name: "bas-prod", sessions: [{ userName: "alice", omit: ["sessionId"] }] }),
    );
    await view.expand(view.row("bas-prod", "1 session"));
    await view.row("alice", "no session ID").waitFor();
    assert.deepEqual(await workbench.contextMenuOf(view.row("alice")), [
      "Open History",
      "Open in Azure Portal",
      "Export Incident…",
      "Connect in Terminal…",
      "Copy Connect Command…",
      "Watch This Account…",
      "Copy Target IP",
      "Copy Resource ID",
      "Delete All Sessions of Target VM…",
      "Delete All Sessions of Account…",
    ]);
  });

  it("disconnects on Disconnect: the row leaves, the session has ended, and a message says so", async () => {
    const { azure, asked, view, workbench } = await askAboutAlice();
    const listed = asked("list").length;
    await workbench.dialog.press("Disconnect");

    await workbench.notification("Disconnected alice on vm-web-01.").waitFor();
    await view.row("alice").waitFor({ state: "hidden" });
    await view.row("bas-prod", "1 session").waitFor();
    assert.deepEqual(
      azure.world.sessions("bas-prod").map(({ sessionId }) => sessionId),
      ["two"],
    );
    assert.deepEqual(
      asked("disconnect").map(({ sessionIds }) => sessionIds),
      [["one"]],
    );
    await eventually(() => assert.ok(asked("list").length > listed, "The host was not listed again."));
  });
});
