import { strict as assert } from "node:assert";
import { patience } from "../../vscode/patience.ts";
import { eventually } from "../fixtures/eventually.ts";
import { scene } from "../scene.ts";
import type { Scene } from "../scene.ts";

const sessions = [
  { sessionId: "one", userName: "alice", targetHostName: "vm-web-01", ageMinutes: 72.2 },
  { sessionId: "two", userName: "bob", targetHostName: "vm-sql-02", ageMinutes: 5.2 },
];

/** An agent calls the tool about alice's session. */
async function askedByAgent(): Promise<Scene> {
  const set = await scene((world) => void world.addHost({ name: "bas-prod", sessions }));
  await set.view.row("bas-prod", "2 sessions").waitFor();
  const [host] = set.azure.world.hosts;
  await set.workbench.runCommand("Simulation: Call a Tool as an Agent");
  const input = { hostId: host?.id, sessionIds: ["one"] };
  await set.workbench.answerInput(JSON.stringify({ name: "bastionSessions_disconnect", input }), "Call a Tool");
  return set;
}

describe("a disconnect that a language model asks for", () => {
  it("is asked in the dialog of every disconnect, with the session and who asks, and sent on Disconnect", async () => {
    const { asked, azure, view, workbench } = await askedByAgent();
    const { message, detail } = await workbench.dialog.text();
    assert.equal(message, "Disconnect alice from vm-web-01?");
    assert.match(detail, /^Requested by a language model tool\.$/mu);
    assert.deepEqual(asked("disconnect"), []);
    // An answer within a second of the question is asked for again.
    await eventually(async () => {
      if (await workbench.dialog.isOpen) {
        await workbench.dialog.click("Disconnect");
      }
      await workbench.notification("The tool answered: ok").waitFor({ timeout: patience(2_000) });
    });
    await view.row("bas-prod", "1 session").waitFor();
    assert.deepEqual(
      asked("disconnect").map(({ sessionIds }) => sessionIds),
      [["one"]],
    );
    assert.deepEqual(
      azure.world.sessions("bas-prod").map(({ sessionId }) => sessionId),
      ["two"],
    );
  });

  it("sends nothing if the user refuses, which the model is told", async () => {
    const { asked, view, workbench } = await askedByAgent();
    assert.equal((await workbench.dialog.text()).message, "Disconnect alice from vm-web-01?");
    await workbench.dialog.press("Cancel");
    await workbench.notification("The tool answered: notConfirmed").waitFor();
    assert.deepEqual(asked("disconnect"), []);
    await view.row("bas-prod", "2 sessions").waitFor();
  });
});
