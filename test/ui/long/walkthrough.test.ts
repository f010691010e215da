import { strict as assert } from "node:assert";
import { SimulatedClock } from "../../simulated-azure/world/clock.ts";
import { World } from "../../simulated-azure/world/world.ts";
import { eventually } from "../fixtures/eventually.ts";
import { SessionsTable } from "../fixtures/sessionsTable.ts";
import { Walkthrough } from "../fixtures/walkthrough.ts";
import { openOwnWindow } from "../hooks.ts";

/** A user who is not signed in yet, and one host. */
function newcomersWorld(): World {
  const world = new World({ clock: SimulatedClock.driven() });
  const { tenantId } = world.addTenant({ displayName: "Contoso" });
  world.addAccount({ label: "ada@contoso.example", home: tenantId });
  world.addHost({ name: "bas-hub", sessions: [{ userName: "ann" }] });
  return world;
}

const title = {
  signIn: "Sign in to Azure",
  sessions: "See who's connected",
  disconnect: "Know what a disconnect asks and says",
  diagnosis: "Find out which permission is missing",
  table: "Work in a table",
} as const;

describe("the walkthrough", () => {
  it("is gone through by keyboard, and a step completes by what succeeded, not by its button", async () => {
    const { azure, page, view, workbench } = await openOwnWindow({
      world: newcomersWorld(),
      signedIn: [],
      consented: false,
      settings: { "bastionSessions.load": "expanded" },
    });
    const { keyboard } = page;
    const walkthrough = new Walkthrough(workbench);

    await walkthrough.openAt(title.signIn);
    await walkthrough.press(title.signIn, "Sign In to Azure");
    await workbench.dialog.text();
    await workbench.dialog.escape();
    assert.deepEqual(await walkthrough.completed(), []);
    await walkthrough.openAt(title.signIn);
    await walkthrough.press(title.signIn, "Sign In to Azure");
    assert.match((await workbench.dialog.text()).message, /^Send your Azure sign-in to /);
    await keyboard.press("Enter");
    await eventually(async () => assert.match((await workbench.dialog.text()).message, /wants to sign in/));
    assert.deepEqual(await walkthrough.completed(), []);
    await keyboard.press("Enter");
    await walkthrough.waitForStep(title.signIn, "Completed");

    await walkthrough.openAt(title.sessions);
    await walkthrough.press(title.sessions, "Show Sessions");
    await view.row("bas-hub").waitFor();
    assert.deepEqual(await walkthrough.completed(), [title.signIn]);
    await view.settled();
    await keyboard.press("ArrowDown");
    await keyboard.press("ArrowRight");
    await view.row("ann").waitFor();
    await walkthrough.waitForStep(title.sessions, "Completed");

    // There is nothing to do but to look.
    await walkthrough.openAt(title.disconnect);
    await walkthrough.waitForStep(title.disconnect, "Completed");

    await walkthrough.openAt(title.diagnosis);
    await walkthrough.press(title.diagnosis, "Diagnose…");
    await workbench.quickPickItem("bas-hub").waitFor();
    assert.deepEqual(await walkthrough.completed(), [title.signIn, title.sessions, title.disconnect]);
    await keyboard.press("Enter");
    await eventually(async () => assert.match(await workbench.renderedText(), /^Diagnosis of bas-hub$/m));
    await walkthrough.openAt(title.diagnosis);
    await walkthrough.waitForStep(title.diagnosis, "Completed");

    await walkthrough.walkTo(title.table);
    await walkthrough.waitForStep(title.table, "Not completed");
    await walkthrough.press(title.table, "Open Sessions Table");
    // The walkthrough's picture is a web page too, until it is hidden.
    await eventually(() => new SessionsTable(page).loaded());
    await walkthrough.openAt(title.table);
    await eventually(async () => assert.deepEqual(await walkthrough.completed(), Object.values(title)));
    assert.ok(azure.requests.every(({ route }) => route !== "disconnect"));
  });
});
