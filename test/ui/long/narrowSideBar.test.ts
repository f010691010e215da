import { strict as assert } from "node:assert";
import type { WorldSpec } from "../../simulated-azure/world/worldTypes.ts";
import { startServer } from "../../vscode/server.ts";
import { useTestFonts } from "../fixtures/fonts.ts";
import { wholeLetters } from "../fixtures/inPage.ts";
import { prepareVsCode } from "../fixtures/vsCodeHost.ts";
import { openWorkbenchSession } from "../fixtures/workbenchSession.ts";
import type { WorkbenchSession } from "../fixtures/workbenchSession.ts";
import { openOwnWindow } from "../hooks.ts";

const ONE: WorldSpec = {
  tenants: [{ displayName: "Contoso" }],
  accounts: [{ label: "ada@contoso.example" }],
  subscriptions: [{ displayName: "Production" }],
  hosts: [
    {
      // 19 letters, as the longest that is to be whole at 300 pixels; users have 14 and machines 9.
      name: "bas-hub-westeurope1",
      sessions: [
        { userName: "administrator1", targetHostName: "vm-web-01", ageMinutes: 72.2 },
        ...Array.from({ length: 10 }, (_, index) => ({ userName: `user${index}`, ageMinutes: 5.2 })),
      ],
    },
    {
      name: "bas-a",
      sessions: [{ userName: "alice", targetHostName: "vm-b", ageMinutes: 72.2 }],
    },
  ],
};

/** With a second subscription, rows stand a level deeper. */
const TWO: WorldSpec = {
  ...ONE,
  subscriptions: [{ displayName: "Production" }, { displayName: "Lab" }],
  hosts: [...(ONE.hosts ?? []), { name: "bas-lab", subscription: "Lab", sessions: 1 }],
};

/** What a row of a side bar of that width shows to the last letter. */
async function shown({ view, workbench }: WorkbenchSession, ...texts: readonly string[]): Promise<string> {
  await workbench.movePointerAway();
  await view.settled();
  return view
    .row(...texts)
    .locator(".monaco-icon-label-container")
    .evaluate(wholeLetters);
}

async function opened(window: WorkbenchSession, sessions: string): Promise<void> {
  const { page, view } = window;
  await useTestFonts(page);
  await view.open();
  await view.expand(view.row("bas-hub-westeurope1", sessions));
  await view.expand(view.row("bas-a"));
  await view.row("administrator1").waitFor();
  await view.row("alice").waitFor();
}

describe("a narrow side bar", () => {
  it("of 300 pixels has users, durations, short target VMs, and hosts' counts whole", async () => {
    const window = await openOwnWindow({ world: ONE });
    await opened(window, "11 sessions");
    await window.view.widen(300);
    assert.equal(await shown(window, "administrator1"), "administrator1 1 h 12 min · vm-web-01");
    assert.equal(await shown(window, "bas-hub-westeurope1"), "bas-hub-westeurope1 11 sessions");
  });

  it("of 300 pixels has the same below subscriptions, but for the end of a target VM's name", async () => {
    const window = await openOwnWindow({ world: TWO });
    await opened(window, "11 sessions");
    await window.view.widen(300);
    assert.match(await shown(window, "administrator1"), /^administrator1 1 h 12 min · vm-web/);
    assert.equal(await shown(window, "bas-hub-westeurope1"), "bas-hub-westeurope1 11 sessions");
    assert.equal(await shown(window, "Production"), "Production 12 sessions");
  });

  it("of 200 pixels has users and durations, and hosts' counts whole", async () => {
    const window = await openOwnWindow({ world: ONE });
    await opened(window, "11 sessions");
    await window.view.widen(200);
    assert.match(await shown(window, "alice"), /^alice 1 h 12 min/);
    assert.match(await shown(window, "bas-a"), /^bas-a 1 session$/);
  });

  it("is as wide as it needs to be in Korean too", async () => {
    await using setup = await prepareVsCode("ko");
    await using started = new AsyncDisposableStack();
    const server = started.adopt(await startServer(setup), (running) => running.stop());
    const window = started.use(await openWorkbenchSession({ ...setup, server }, { world: ONE }));
    await opened(window, "세션 11개");
    await window.view.widen(300);
    assert.equal(await shown(window, "administrator1"), "administrator1 1시간 12분 · vm-web-01");
    assert.equal(await shown(window, "bas-hub-westeurope1"), "bas-hub-westeurope1 세션 11개");
    await window.view.widen(200);
    assert.match(await shown(window, "alice"), /^alice 1시간 12분/);
    assert.match(await shown(window, "bas-a"), /^bas-a 세션 1개$/);
  });
});
