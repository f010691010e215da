import { strict as assert } from "node:assert";
import type { SessionSpec } from "../../simulated-azure/world/worldTypes.ts";
import { eventually } from "../fixtures/eventually.ts";
import { scene } from "../scene.ts";

/** That many people, each on a machine of their own. */
function crowd(count: number): SessionSpec[] {
  return Array.from({ length: count }, (_, index) => ({
    sessionId: `s${index}`,
    userName: `user-${index}`,
    targetHostName: `vm-${index}`,
    ageMinutes: 200.2 - index,
  }));
}

const all = (count: number): string[] =>
  crowd(count)
    .map(({ sessionId }) => sessionId ?? "")
    .toSorted();

describe("disconnecting everybody from a host", () => {
  it("requires the host's name, and leaves out sessions that arrived in the meantime", async () => {
    const { asked, azure, view, workbench } = await scene(
      (world) => void world.addHost({ name: "bas-crowd", sessions: crowd(15) }),
    );
    await workbench.chooseFromContextMenu(view.row("bas-crowd", "15 sessions"), "Delete All Sessions of Host…");
    await workbench.quickPickItem(/^user-0/).waitFor();
    assert.ok((await workbench.quickPickText()).includes("15 Selected"));
    await workbench.accept();
    await eventually(async () => {
      const question = await workbench.inputText();
      assert.ok(
        question.includes("15 sessions · 15 users · 15 target VMs · 1 bastion host · longest: 3 h 20 min"),
        question,
      );
    });
    azure.world.addSession("bas-crowd", { sessionId: "late", userName: "late" });
    await workbench.answerInput("15");
    await eventually(async () =>
      assert.ok((await workbench.inputText()).includes("Type bas-crowd to disconnect these sessions")),
    );
    await workbench.answerInput("bas-crowd");

    await workbench.notification(/Disconnected 15 sessions/).waitFor();
    assert.deepEqual(
      asked("disconnect")
        .flatMap(({ sessionIds }) => sessionIds ?? [])
        .toSorted(),
      all(15),
    );
    await view.row("bas-crowd", "1 session").waitFor();
  });

  it("requires the number if a session is left out", async () => {
    const { asked, view, workbench } = await scene(
      (world) => void world.addHost({ name: "bas-crowd", sessions: crowd(15) }),
    );
    await workbench.chooseFromContextMenu(view.row("bas-crowd", "15 sessions"), "Delete All Sessions of Host…");
    await workbench.pick(/^user-0/);
    await workbench.accept();
    await workbench.answerInput("bas-crowd");
    await eventually(async () =>
      assert.ok((await workbench.inputText()).includes("Type 14 to disconnect these sessions")),
    );
    assert.deepEqual(asked("disconnect"), []);
    await workbench.answerInput("14");
    await workbench.notification(/Disconnected 14 sessions/).waitFor();
    assert.deepEqual(
      asked("disconnect")
        .flatMap(({ sessionIds }) => sessionIds ?? [])
        .toSorted(),
      all(15).filter((id) => id !== "s0"),
    );
  });

  it("takes no mouse: palette, host, review with one taken out, and the number", async () => {
    const { asked, page, view, workbench } = await scene(
      (world) => void world.addHost({ name: "bas-crowd", sessions: crowd(12) }),
    );
    await view.row("bas-crowd", "12 sessions").waitFor();
    await workbench.runCommand("Bastion Sessions: Delete All Sessions of Host…", "keyboard");
    await workbench.quickPickItem(/^bas-crowd/).waitFor();
    await page.keyboard.press("Enter");
    await workbench.quickPickItem(/^user-0/).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Space");
    await eventually(async () =>
      assert.ok((await workbench.quickPickText()).includes("11 Selected"), await workbench.quickPickText()),
    );
    await page.keyboard.press("Enter");
    await eventually(async () => assert.ok((await workbench.inputText()).includes("Disconnect 11 sessions?")));
    await page.keyboard.type("11");
    await page.keyboard.press("Enter");
    await workbench.notification(/Disconnected 11 sessions/).waitFor();
    assert.equal(asked("disconnect").flatMap(({ sessionIds }) => sessionIds ?? []).length, 11);
  });

  it("does nothing at all once a step is left with Escape", async () => {
    const { answered, asked, page, view, workbench } = await scene(
      (world) => void world.addHost({ name: "bas-crowd", sessions: crowd(15) }),
    );
    await workbench.chooseFromContextMenu(view.row("bas-crowd", "15 sessions"), "Delete All Sessions of Host…");
    await workbench.accept();
    await eventually(async () => assert.ok((await workbench.inputText()).includes("Disconnect 15 sessions?")));
    await page.keyboard.press("Escape");
    await answered("list", () => view.titleButton("Refresh").click());
    assert.deepEqual(asked("disconnect"), []);
    await view.row("bas-crowd", "15 sessions").waitFor();
  });
});

describe("disconnecting all sessions of a user or a target VM", () => {
  const alice = { userName: "alice", targetHostName: "vm-shared", targetIpAddress: "10.1.1.1" };

  it("means a user on all hosts, listed just now, and names the host that could not be read", async () => {
    const { asked, azure, view, workbench } = await scene((world) => {
      world.addHost({
        name: "bas-a",
        sessions: [
          { sessionId: "a1", ...alice },
          { sessionId: "a2", userName: "bob" },
        ],
      });
      world.addHost({ name: "bas-b", sessions: [{ sessionId: "b1", ...alice }] });
      world.addHost({ name: "bas-sick", sessions: [{ sessionId: "c1", ...alice }] });
    });
    await view.expand(view.row("bas-a", "2 sessions"));
    await view.row("bas-sick", "1 session").waitFor();
    azure.world.addSession("bas-b", { sessionId: "b2", ...alice });
    azure.behave({ route: "list", host: "bas-sick" }, { fault: { kind: "status", status: 403 } });
    await workbench.chooseFromContextMenu(view.row("alice"), "Delete All Sessions of Account…");
    const { message, detail } = await workbench.dialog.text();
    assert.equal(message, "Disconnect 4 sessions?");
    assert.ok(detail.includes("Sessions may be missing: 1 host couldn't be read completely: bas-sick."), detail);
    await workbench.dialog.press("Disconnect");
    await workbench.answerNotification(/Disconnected 4 sessions/, "Show Details");
    await eventually(async () =>
      assert.match(
        await workbench.renderedText(),
        /^Note in the confirmation: Sessions may be missing: 1 host couldn't be read completely: bas-sick\.$/m,
      ),
    );
    await workbench.runCommand("View: Close All Editors");
    assert.deepEqual(
      asked("disconnect")
        .flatMap(({ sessionIds }) => sessionIds ?? [])
        .toSorted(),
      ["a1", "b1", "b2", "c1"],
    );
    assert.deepEqual(
      azure.world.sessions("bas-a").map(({ userName }) => userName),
      ["bob"],
    );
  });

  it("means a target VM through any host, chosen from the palette with only the keyboard", async () => {
    const { asked, page, workbench } = await scene((world) => {
      world.addHost({
        name: "bas-a",
        resourceGroup: "rg-hub",
        sessions: [
          { sessionId: "a1", ...alice },
          { sessionId: "a2", userName: "bob", targetHostName: "vm-other" },
        ],
      });
      world.addHost({
        name: "bas-b",
        resourceGroup: "rg-hub",
        sessions: [{ sessionId: "b1", ...alice, userName: "carol" }],
      });
    });
    await workbench.runCommand("Bastion Sessions: Delete All Sessions of Target VM…", "keyboard");
    await workbench.quickPickItem(/^vm-shared/).waitFor();
    await page.keyboard.type("vm-shared");
    await page.keyboard.press("Enter");
    assert.equal((await workbench.dialog.text()).message, "Disconnect 2 sessions?");
    await page.keyboard.press("Enter");
    await workbench.notification(/Disconnected 2 sessions/).waitFor();
    assert.deepEqual(
      asked("disconnect")
        .flatMap(({ sessionIds }) => sessionIds ?? [])
        .toSorted(),
      ["a1", "b1"],
    );
  });
});

describe("disconnecting what the filter shows", () => {
  it("means the matching sessions of all hosts, and no others", async () => {
    const { asked, azure, view, workbench } = await scene((world) => {
      world.addHost({
        name: "bas-a",
        sessions: [
          { sessionId: "a1", userName: "alice" },
          { sessionId: "a2", userName: "bob" },
        ],
      });
      world.addHost({ name: "bas-b", sessions: [{ sessionId: "b1", userName: "malice" }] });
    });
    await view.row("bas-b", "1 session").waitFor();
    await workbench.runCommand("Bastion Sessions: Filter Sessions…");
    await workbench.answerInput("user:alice");
    await view.row("bob").waitFor({ state: "hidden" });
    await view.pane.getByText("Filter: user:alice.").waitFor();
    await workbench.runCommand("Bastion Sessions: Delete All Sessions Matching the Filter…");
    assert.equal((await workbench.dialog.text()).message, "Disconnect 2 sessions?");
    await workbench.dialog.press("Disconnect");
    await workbench.notification(/Disconnected 2 sessions/).waitFor();
    assert.deepEqual(
      asked("disconnect")
        .flatMap(({ sessionIds }) => sessionIds ?? [])
        .toSorted(),
      ["a1", "b1"],
    );
    assert.deepEqual(
      azure.world.sessions("bas-a").map(({ userName }) => userName),
      ["bob"],
    );
    await workbench.runCommand("Bastion Sessions: Clear Filter");
  });
});

describe("your own sessions", () => {
  it("are pointed out, certain or not", async () => {
    const { page, view, workbench } = await scene((world) => {
      world.addHost({
        name: "bas-a",
        sessions: [
          { userName: "ada@contoso.example", ageMinutes: 3.2 },
          { userName: "CORP\\ada", ageMinutes: 2.2 },
          { userName: "eve", ageMinutes: 1.2 },
        ],
      });
    });
    await view.expand(view.row("bas-a", "3 sessions"));
    await view.selectRange(view.row("ada@contoso.example"), view.row("eve"), 3);
    await page.keyboard.press("Delete");
    const { detail } = await workbench.dialog.text();
    assert.ok(detail.includes("One of these sessions is yours.\nOne of these sessions might be yours."), detail);
    await workbench.dialog.press("Cancel");
  });
});
