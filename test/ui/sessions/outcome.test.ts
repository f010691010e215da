import { strict as assert } from "node:assert";
import { scene } from "../scene.ts";
import type { Scene } from "../scene.ts";
import type { Fault } from "../../simulated-azure/faults/faults.ts";
import type { SessionSpec } from "../../simulated-azure/world/worldTypes.ts";

const ann = { sessionId: "a1", userName: "ann", targetHostName: "vm-ann", ageMinutes: 60.2 };
const ben = { sessionId: "b1", userName: "ben", targetHostName: "vm-ben", ageMinutes: 30.2 };

/** A host with these sessions, expanded, and the confirmation to disconnect the first, not answered yet. */
async function aboutToDisconnect(...sessions: readonly SessionSpec[]): Promise<Scene> {
  const set = await scene((world) => void world.addHost({ name: "bas-a", sessions }));
  const { view, workbench } = set;
  await view.expand(view.row("bas-a", "session"));
  await workbench.chooseFromContextMenu(view.row("ann"), "Delete Session");
  await workbench.dialog.text();
  return set;
}

/** The disconnect's answer is lost, after Azure has acted on it or before. */
const lost = (acted: boolean): Fault => ({ kind: "reset", when: "beforeHeaders", acted });

describe("the truth about a disconnect", () => {
  it("keeps the row of a session that Azure did not disconnect, gives Azure's reason, and tries again on Retry", async () => {
    const { azure, asked, view, workbench } = await aboutToDisconnect({
      ...ann,
      undisconnectable: "The session is being recorded.",
    });
    await workbench.dialog.press("Disconnect");
    const message = "Couldn't disconnect ann on vm-ann. Azure says: The session is being recorded.";
    await workbench.notification(message).waitFor();
    await view.row("bas-a", "1 session").waitFor();
    assert.equal(await view.row("ann").count(), 1);

    azure.world.addSession("bas-a", ann);
    await workbench.answerNotification(message, "Retry");
    await view.row("ann").waitFor({ state: "hidden" });
    await workbench.showNotifications();
    await workbench.notification("Disconnected ann on vm-ann.").waitFor();
    assert.deepEqual(
      asked("disconnect").map(({ sessionIds }) => sessionIds),
      [["a1"], ["a1"]],
    );
  });

  it("says of a session that had already ended just that, and lets its row go", async () => {
    const { azure, view, workbench } = await aboutToDisconnect(ann, ben);
    azure.world.endSession("bas-a", "a1");
    await workbench.dialog.press("Disconnect");
    await workbench.notification("Azure says the session of ann on vm-ann had already ended.").waitFor();
    await view.row("ann").waitFor({ state: "hidden" });
    await view.row("bas-a", "1 session").waitFor();
  });

  it("tells two outcomes apart in one message", async () => {
    const { page, view, workbench } = await aboutToDisconnect(ann, {
      ...ben,
      undisconnectable: "It is being recorded.",
    });
    await workbench.dialog.press("Cancel");
    await view.select(view.row("ann"), view.row("ben"));
    await page.keyboard.press("Delete");
    await workbench.dialog.press("Disconnect");
    await workbench
      .notification("Disconnected 1 of 2 sessions. Failed: ben on vm-ben. Azure says: It is being recorded.")
      .waitFor();
    await view.row("ann").waitFor({ state: "hidden" });
    assert.equal(await view.row("ben").count(), 1);
  });

  it("names the right that is missing where Azure forbids it", async () => {
    const { azure, view, workbench } = await aboutToDisconnect(ann);
    const action = "Microsoft.Network/bastionHosts/disconnectActiveSessions/action";
    const { id } = azure.world.host("bas-a");
    const message = `The client 'ada' does not have authorization to perform action '${action}' over scope '${id}' or the scope is invalid.`;
    azure.behave("disconnect", { fault: { kind: "status", status: 403, code: "AuthorizationFailed", message } });
    await workbench.dialog.press("Disconnect");
    await workbench.notification(`Couldn't disconnect ann on vm-ann. Missing permission: ${action}.`).waitFor();
    assert.equal(await view.row("ann").count(), 1);
    assert.equal(azure.world.sessions("bas-a").length, 1);
  });

  it("looks whether the session is gone where the answer is lost, and does not call that a disconnect", async () => {
    const { azure, asked, view, workbench } = await aboutToDisconnect(ann);
    azure.behave("disconnect", { fault: lost(true) });
    await workbench.dialog.press("Disconnect");
    await workbench
      .notification(
        "ann on vm-ann is no longer listed, but Azure's response to the disconnect is unknown (Azure couldn't be reached).",
      )
      .waitFor();
    await view.row("bas-a", "no sessions").waitFor();
    assert.equal(asked("disconnect").length, 1);
  });

  it("goes on looking where the answer is lost and the session is still there, and never asks twice", async () => {
    const { azure, asked, view, workbench } = await aboutToDisconnect(ann);
    azure.behave("disconnect", { fault: lost(false) });
    await workbench.dialog.press("Disconnect");
    await view.row("ann", "outcome unknown, checking…").waitFor();
    assert.equal(await workbench.notification(/ann on vm-ann/).count(), 0);

    // It ends after all, while the host is being looked at.
    azure.world.endSession("bas-a", "a1");
    await workbench
      .notification("ann on vm-ann is no longer listed, but Azure's response to the disconnect is unknown")
      .waitFor();
    await view.row("ann").waitFor({ state: "hidden" });
    assert.equal(asked("disconnect").length, 1);
  });

  it("says while Azure is at work what is going on, and offers to stop waiting", async () => {
    const { azure, view, workbench } = await aboutToDisconnect(ann);
    azure.behave("disconnect", { fault: { kind: "neverAnswers", acted: true } });
    await workbench.dialog.press("Disconnect");
    await view.row("ann", "disconnecting…").waitFor();
    assert.ok(!(await workbench.contextMenuOf(view.row("ann"))).includes("Delete Session"), "It could be hit twice.");
    await workbench.answerNotification("Disconnecting 1 session", "Cancel");
    await workbench
      .notification(
        /ann on vm-ann is no longer listed, but Azure's response to the disconnect is unknown \(cancelled after the request was sent to Azure\)/,
      )
      .waitFor();
    await azure.waitForRequest(({ route, closedByClient }) => route === "disconnect" && closedByClient);
  });
});
