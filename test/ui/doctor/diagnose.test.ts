import { strict as assert } from "node:assert";
import { rightRules } from "../../simulated-azure/world/networks.ts";
import { eventually } from "../fixtures/eventually.ts";
import { scene, user } from "../scene.ts";
import type { Scene } from "../scene.ts";

async function assertReport(set: Scene, ...patterns: readonly RegExp[]): Promise<void> {
  await eventually(async () => {
    const text = await set.workbench.renderedText();
    patterns.forEach((pattern) => assert.match(text, pattern));
  });
}

async function closeEditors({ workbench, page }: Scene): Promise<void> {
  await workbench.runCommand("View: Close All Editors");
  await page.locator("iframe.webview").waitFor({ state: "detached" });
}

describe("Diagnose…", () => {
  it("leads from a forbidden host to the report, and to the role on the clipboard, by keyboard too", async () => {
    const set = await scene((world) => {
      world.addHost({ name: "bas-closed", sessions: 1 });
      world.setRole(user.label, "bas-closed", "reader");
    });
    const { azure, page, view, workbench } = set;
    await view.expand(view.row("bas-closed", "sessions couldn't be listed"));
    const problem = view.row("Missing permission");
    // While the row is being put below its host, VS Code may still tell of the host.
    await eventually(async () => {
      const hover = await workbench.hoverOf(problem);
      assert.ok(
        hover.some((line) => line.startsWith("Use Diagnose… to see what's missing")),
        hover.join("\n"),
      );
    });
    await workbench.chooseFromContextMenu(problem, "Diagnose…");
    await assertReport(set, /^Diagnosis of bas-closed$/m, /Error: Missing permission to list its sessions/);

    await workbench.runCommand("Bastion Sessions: Copy Role Definition", "keyboard");
    await workbench.notification("Role definition copied.").waitFor();
    const role = JSON.parse(await page.evaluate<string>("navigator.clipboard.readText()")) as {
      Actions: string[];
      AssignableScopes: string[];
    };
    assert.deepEqual(role.Actions, [
      "Microsoft.Network/bastionHosts/getactivesessions/action",
      "Microsoft.Network/bastionHosts/disconnectactivesessions/action",
    ]);
    assert.deepEqual(role.AssignableScopes, [`/subscriptions/${azure.world.host("bas-closed").subscriptionId}`]);

    await page.locator(".part.editor .editor-actions").getByRole("button", { name: "Copy for Ticket" }).click();
    await workbench.notification("Report copied").waitFor();
    const ticket = await page.evaluate<string>("navigator.clipboard.readText()");
    assert.ok(ticket.includes("[error] action/listSessions") && !ticket.includes(user.label));
    await closeEditors(set);
  });

  it("leads from a host whose group blocks 443 to the rule that does it, and to the command that opens it", async () => {
    const shut = {
      name: "ShutManagement",
      priority: 105,
      access: "Deny",
      sourceAddressPrefix: "GatewayManager",
      destinationPortRange: "443",
    };
    const set = await scene(
      (world) => void world.addHost({ name: "bas-shut", networks: [{ group: { rules: [shut, ...rightRules] } }] }),
    );
    const { page, view, workbench } = set;
    await workbench.chooseFromContextMenu(view.row("bas-shut"), "Diagnose…");
    await assertReport(
      set,
      /Error: Port 443 from GatewayManager is denied/,
      /Denied by: ShutManagement \(105\): Deny Inbound Tcp GatewayManager → \*:443/,
    );

    await workbench.runCommandAndPick(
      "Bastion Sessions: Copy Command…",
      /^bash, PowerShell: az network nsg rule create.*GatewayManager443/,
    );
    await workbench.notification("Command copied.").waitFor();
    assert.match(
      await page.evaluate<string>("navigator.clipboard.readText()"),
      /^az network nsg rule create .*--nsg-name nsg-bas-shut .*--priority 104 /,
    );
    await closeEditors(set);
  });

  it("is reached from the welcome where no host is found, and says what came of the search", async () => {
    const set = await scene((world) => void world.addSubscription({ displayName: "Barren", state: "Warned" }));
    await set.view.welcomeButton("Diagnose…").click();
    await assertReport(
      set,
      /^Diagnosis of the bastion host search$/m,
      /Warning: Subscription Barren: Warned/,
      /no bastion hosts were found/,
    );
    await closeEditors(set);
  });
});
