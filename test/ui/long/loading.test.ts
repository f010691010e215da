import { strict as assert } from "node:assert";
import { eventually } from "../fixtures/eventually.ts";
import { listedHosts, openThreeHosts, WORLD } from "../fixtures/threeHosts.ts";
import { openOwnWindow } from "../hooks.ts";

describe("a fleet", () => {
  it("is loaded where it is looked at: a host that is not open never shows that there is nothing", async () => {
    const { azure, view } = await openThreeHosts({ "bastionSessions.approximateCounts.enabled": false });
    await view.settled();
    assert.deepEqual(listedHosts(azure), []);
    assert.deepEqual(await view.rows(), ["bas-a", "bas-b", "bas-c"]);
    await view.expand(view.row("bas-b"));
    await view.row("bob").waitFor();
    assert.deepEqual(listedHosts(azure), ["bas-b"]);
    await view.expand(view.row("bas-c"));
    await view.row("bas-c", "no sessions").waitFor();
    await view.titleButton("Refresh").click();
    await eventually(() => assert.deepEqual(listedHosts(azure).toSorted(), ["bas-b", "bas-b", "bas-c", "bas-c"]));
  });

  it("starts from what is selected in the Azure Resources view", async () => {
    const world = {
      ...WORLD,
      tenants: [{ displayName: "Contoso", tenantId: "7c2f3f0e-6f0e-4b7e-8d0a-0d9a4f4f0a02" }],
      subscriptions: [
        { displayName: "Production", subscriptionId: "0f5be5cb-0000-4000-8000-000000000001" },
        { displayName: "Lab", subscriptionId: "0f5be5cb-0000-4000-8000-000000000002" },
      ],
      hosts: [
        { name: "bas-prod", subscription: "Production", sessions: 1 },
        { name: "bas-lab", subscription: "Lab", sessions: 1 },
      ],
    };
    const selected = ["7C2F3F0E-6F0E-4B7E-8D0A-0D9A4F4F0A02/0f5be5cb-0000-4000-8000-000000000002"];
    const { view } = await openOwnWindow({
      world,
      settings: { "azureResourceGroups.selectedSubscriptions": selected },
    });
    await view.open();
    await view.row("bas-lab").waitFor();
    await view.pane.getByText("Subscriptions shown: 1 of 2.").waitFor();
  });
});
