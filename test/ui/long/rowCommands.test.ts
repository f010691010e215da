import { strict as assert } from "node:assert";
import { eventually } from "../fixtures/eventually.ts";
import { portalUrl, scene, user } from "../scene.ts";
import type { Scene } from "../scene.ts";

async function twoSessions(): Promise<Scene> {
  const set = await scene((world) => {
    world.addHost({
      name: "bas-a",
      sessions: [
        { sessionId: "s-ann", userName: "ann", targetHostName: "vm-ann", targetIpAddress: "10.0.0.4", ageMinutes: 20 },
        { sessionId: "s-ben", userName: "ben", targetHostName: "vm-ben", targetIpAddress: "10.0.0.5", ageMinutes: 10 },
      ],
    });
  });
  await set.view.expand(set.view.row("bas-a", "2 sessions"));
  await set.view.row("ben").waitFor();
  return set;
}

async function assertCopied(page: Scene["page"], text: string): Promise<void> {
  await eventually(async () => assert.equal(await page.evaluate<string>("navigator.clipboard.readText()"), text));
}

describe("a row's menu", () => {
  it("copies a session's id, its target's address and its target's resource id", async () => {
    const { azure, page, view, workbench } = await twoSessions();
    const [ann] = azure.world.sessions("bas-a");
    await workbench.chooseFromContextMenu(view.row("ann"), "Copy Session ID");
    await assertCopied(page, "s-ann");
    await workbench.chooseFromContextMenu(view.row("ann"), "Copy Target IP");
    await assertCopied(page, "10.0.0.4");
    await workbench.chooseFromContextMenu(view.row("ann"), "Copy Resource ID");
    await assertCopied(page, ann!.targetResourceId);
  });

  it("copies of all selected rows, one a line, and a host's resource id", async () => {
    const { azure, page, view, workbench } = await twoSessions();
    await view.select(view.row("ann"), view.row("ben"));
    await workbench.chooseFromContextMenu(view.row("ben"), "Copy Session ID");
    await assertCopied(page, "s-ann\ns-ben");
    await workbench.chooseFromContextMenu(view.row("bas-a"), "Copy Resource ID");
    await assertCopied(page, azure.world.host("bas-a").id);
  });

  it("opens the cloud's own portal at the host, and at a session's machine", async () => {
    const { azure, page, view, workbench } = await twoSessions();
    const [ann] = azure.world.sessions("bas-a");
    const { id: hostId, tenantId } = azure.world.host("bas-a");
    for (const [row, id] of [
      ["bas-a", hostId],
      ["ann", ann!.targetResourceId],
    ] as const) {
      await workbench.chooseFromContextMenu(view.row(row).first(), "Open in Azure Portal");
      // VS Code asks before it opens an address, and gives it in full to whoever wants to see it.
      await workbench.dialog.press("Copy");
      await assertCopied(page, `${portalUrl}/#@${tenantId}/resource${id}`);
    }
  });

  it("shows the log, which has a failure's request id", async () => {
    const { asked, view, workbench } = await scene((world) => {
      world.addHost({ name: "bas-closed", sessions: 1 });
      world.setRole(user.label, "bas-closed", "reader");
    });
    await view.expand(view.row("bas-closed", "sessions couldn't be listed"));
    await workbench.chooseFromContextMenu(view.row("Missing permission"), "Show Log");
    const requestId = asked("list").at(-1)?.requestId ?? "";
    await eventually(async () => assert.ok((await workbench.outputText()).includes(`request ${requestId}`)));
    await workbench.runCommand("View: Hide Panel");
  });
});
