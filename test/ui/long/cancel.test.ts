import { strict as assert } from "node:assert";
import type { WorkbenchSession } from "../fixtures/workbenchSession.ts";
import { openOwnWindow } from "../hooks.ts";

/** A window of its own, in which a list is waited for that never comes. */
async function openWaiting(settings: Readonly<Record<string, unknown>> = {}): Promise<WorkbenchSession> {
  const world = {
    tenants: [{ displayName: "Contoso" }],
    accounts: [{ label: "ada@contoso.example" }],
    hosts: [{ name: "bas-dead", sessions: 1 }],
  };
  const window = await openOwnWindow({ world, settings });
  window.azure.behave("list", { fault: { kind: "neverAnswers" } });
  await window.view.open();
  await window.view.row("bas-dead").waitFor();
  return window;
}

describe("what is no longer wanted", () => {
  it("is not waited for after its host was collapsed, and asked for again when it is expanded", async () => {
    const { azure, view } = await openWaiting({ "bastionSessions.load": "expanded" });
    const host = view.row("bas-dead");
    await view.expand(host);
    await view.row("bas-dead", "listing sessions…").waitFor();
    await host.locator(".monaco-tl-twistie").click();
    await azure.waitForRequest(({ route, closedByClient }) => route === "list" && closedByClient);
    await view.settled();
    assert.ok(!(await view.rows()).some((row) => row.startsWith("bas-dead") && row.includes("no sessions")));

    azure.clearBehaviours();
    const before = azure.requests.length;
    await view.expand(view.row("bas-dead"));
    await view.row("bas-dead", "1 session").waitFor();
    assert.equal(azure.requests.slice(before).filter(({ route }) => route === "list").length, 1);
  });

  it("is not waited for after a sign-out", async () => {
    const { azure, view, workbench } = await openWaiting();
    await view.row("bas-dead", "listing sessions…").waitFor();
    await workbench.signOut("ada@contoso.example");
    await azure.waitForRequest(({ route, closedByClient }) => route === "list" && closedByClient);
    await view.row("bas-dead").waitFor({ state: "hidden" });
  });

  it("is not waited for when the window is closed", async () => {
    const { azure, page } = await openWaiting();
    await page.goto("about:blank");
    await azure.waitForRequest(({ route, closedByClient }) => route === "list" && closedByClient);
  });
});
