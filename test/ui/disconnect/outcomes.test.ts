import { strict as assert } from "node:assert";
import type { SessionSpec } from "../../simulated-azure/world/worldTypes.ts";
import { eventually } from "../fixtures/eventually.ts";
import { scene } from "../scene.ts";
import type { Scene } from "../scene.ts";

const named = (name: string, more: SessionSpec = {}): SessionSpec => ({
  sessionId: name,
  userName: name,
  targetHostName: `vm-${name}`,
  protocol: "SSH",
  ageMinutes: 10.2,
  ...more,
});

/** Sessions on one host, all selected, and the question about them. */
async function about(...sessions: readonly SessionSpec[]): Promise<Scene> {
  const set = await scene((world) => void world.addHost({ name: "bas-a", sessions }));
  await set.view.expand(set.view.row("bas-a", "session"));
  const rows = set.view.tree.getByRole("treeitem", { level: 2 });
  await rows.nth(sessions.length - 1).waitFor();
  await set.view.selectRange(rows.first(), rows.last(), sessions.length);
  await set.page.keyboard.press("Delete");
  assert.equal((await set.workbench.dialog.text()).message, `Disconnect ${sessions.length} sessions?`);
  return set;
}

/** Waits until the line of the details that is about a user says something. */
async function detailsSay({ workbench }: Scene, name: string, what: RegExp): Promise<void> {
  await eventually(async () => {
    const text = await workbench.renderedText();
    assert.match(text.split("\n").find((line) => line.startsWith(`${name} | `)) ?? text, what);
  });
}

describe("what is said of a set of sessions", () => {
  it("tells all four outcomes apart, in the message and in a document that can be kept", async () => {
    const set = await scene((world) => {
      world.addHost({
        name: "bas-a",
        sessions: [named("done"), named("gone"), named("kept", { undisconnectable: "It is being recorded." })],
      });
      world.addHost({ name: "bas-b", sessions: [named("lost")] });
    });
    const { azure, page, view, workbench } = set;
    await view.expand(view.row("bas-a", "3 sessions"));
    await view.expand(view.row("bas-b", "1 session"));
    await view.select(...["done", "gone", "kept", "lost"].map((name) => view.row(name)));
    await page.keyboard.press("Delete");
    await workbench.dialog.text();
    azure.world.endSession("bas-a", "gone");
    azure.behave(
      { route: "disconnect", host: "bas-b" },
      { fault: { kind: "reset", when: "beforeHeaders", acted: true } },
    );
    await workbench.dialog.press("Disconnect");

    const message =
      /Disconnected 1 of 4 sessions\. Already ended: 1\. Unknown, but no longer listed: 1\. Failed: kept on vm-kept\. Azure says: It is being recorded\./;
    await workbench.notification(message).waitFor();
    await workbench.answerNotification(message, "Show Details");
    await detailsSay(set, "done", /\| Disconnected \| no longer listed at .* UTC \| \d$/);
    await detailsSay(set, "gone", /\| Already ended \|/);
    await detailsSay(set, "kept", /\| Failed: It is being recorded\. \|/);
    await detailsSay(set, "lost", /\| Unknown: unreachable.* \| no longer listed at .* UTC \|/);
    const text = await workbench.renderedText();
    assert.match(text, /^Acting as: ada@contoso\.example in tenant Contoso/m);
    assert.match(text, /^Bastion host bas-b: \/subscriptions\/.*\/bastionHosts\/bas-b$/m);
    assert.match(text, /^Session \d: done$/m);
    assert.match(text, /^Outcome: disconnected: 1, already ended: 1, failed: 1, unknown: 1$/m);
  });

  it("retries only those that failed", async () => {
    const { asked, azure, workbench } = await about(
      named("done"),
      named("kept", { undisconnectable: "It is being recorded." }),
    );
    await workbench.dialog.press("Disconnect");
    await workbench
      .notification("Disconnected 1 of 2 sessions. Failed: kept on vm-kept. Azure says: It is being recorded.")
      .waitFor();
    azure.world.addSession("bas-a", named("kept"));
    await workbench.answerNotification("Failed: kept on vm-kept.", "Retry");
    await azure.waitForRequest(
      ({ route, sessionIds, ended }) => route === "disconnect" && sessionIds?.length === 1 && ended,
    );
    await workbench.showNotifications();
    await workbench.notification("Disconnected kept on vm-kept.").waitFor();
    assert.deepEqual(
      asked("disconnect").map(({ sessionIds }) => sessionIds?.toSorted()),
      [["done", "kept"], ["kept"]],
    );
  });

  it("tells after a cancellation between batches what was sent and what was not", async () => {
    const count = 120;
    const { asked, azure, view, workbench } = await scene(
      (world) =>
        void world.addHost({
          name: "bas-a",
          sessions: Array.from({ length: count }, (_, index) => named(`u${index}`)),
        }),
    );
    azure.behave("disconnect", { fault: { kind: "neverAnswers" } });
    azure.behave("disconnect", { fault: { kind: "slowDrip", msPerByte: 0 }, times: 1 });
    await workbench.chooseFromContextMenu(view.row("bas-a", "120 sessions"), "Delete All Sessions of Host…");
    await workbench.accept();
    await workbench.answerInput("bas-a");
    await workbench.notification("50 of 120").waitFor();
    await azure.waitForRequest(
      ({ route, ended, sessionIds }) => route === "disconnect" && !ended && sessionIds?.length === 50,
    );
    // What was sent last is looked for; it ends now, so that nobody has to wait a minute.
    asked("disconnect")
      .at(-1)
      ?.sessionIds?.forEach((id) => azure.world.endSession("bas-a", id));
    await workbench.answerNotification("Disconnecting 120 sessions", "Cancel");
    await workbench
      .notification("Disconnected 50 of 120 sessions. Unknown, but no longer listed: 50. Not sent: 20.")
      .waitFor();
    assert.deepEqual(
      asked("disconnect").map(({ sessionIds }) => sessionIds?.length),
      [50, 50],
    );
    await view.row("bas-a", "20 sessions").waitFor();
  });
});

describe("after Azure has said that a session is disconnected", () => {
  it("its host is listed until it is gone, and the user is notified after a minute if it stays", async () => {
    const set = await about(named("done"), named("ghost", { ghost: true }));
    const { view, workbench } = set;
    await workbench.dialog.press("Disconnect");
    await workbench.notification(/Disconnected 2 sessions/).waitFor();
    await workbench.answerNotification(/Disconnected 2 sessions/, "Show Details");
    await detailsSay(set, "done", /\| Disconnected \| no longer listed at /);
    await detailsSay(set, "ghost", /\| Disconnected \| checking… \|/);
    await view.row("ghost").waitFor();
    // Five more looks, the last of which comes half a minute after the one before: time passes until it is told.
    const told = workbench.notification(
      "Azure reported ghost on vm-ghost as disconnected, but the session is still listed.",
    );
    await eventually(async () => {
      await workbench.runCommand("Simulation: Let 20 Seconds Pass");
      assert.ok(await told.isVisible());
    });
    await detailsSay(set, "ghost", /\| Disconnected \| still listed at /);
  });

  it("a user who reconnects in a new session is shown as soon as any list has it", async () => {
    const set = await about(named("done"), named("back", { reconnects: true }));
    const { workbench } = set;
    await workbench.dialog.press("Disconnect");
    await workbench
      .notification("back on vm-back reconnected in a new session. Disconnecting doesn't lock users out.")
      .waitFor();
    await workbench.answerNotification("back on vm-back reconnected", "Show Details");
    await detailsSay(set, "back", /\| Disconnected \| no longer listed at .* UTC; reconnected \(seen at .* UTC\) \|/);
    await detailsSay(set, "done", /\| Disconnected \| no longer listed at [^;|]* UTC \|/);
  });
});
