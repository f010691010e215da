import assert from "node:assert/strict";
import { Names } from "../../../../src/core/inventory/names.ts";
import type { HostState } from "../../../../src/core/inventory/hostState.ts";
import { RowFeed } from "../../../../src/extension/table/rowFeed.ts";
import { importWithStub } from "../vscodeStub.ts";
import { momentAt } from "../../../support/momentAt.ts";
import { hostState } from "./tableRows.ts";

const { RowLookup } = await importWithStub(() => import("../../../../src/extension/table/rowLookup.ts"));

describe("Which one? An exported row", () => {
  it("has the IDs of its host, subscription, target VM, and session, as Azure wrote them", () => {
    const targetResourceId = "/subscriptions/S-2/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/VM";
    const found = hostState("bas-Hub", [{ sessionId: "s1", targetResourceId }, { userName: "ann" }]);
    const host: HostState = { ...found, host: { ...found.host, tenantId: "t-1" } };
    const hosts = new Map<string, HostState>([[host.host.key, host]]);
    const nothing = () => undefined;
    const texts = { host: () => "h", subscription: () => "s", problem: nothing, approximation: nothing, time: nothing };
    const feed = new RowFeed(texts);
    feed.changes([host], momentAt(0));
    const names = new Names({ hosts: [], accounts: new Map(), allSubscriptions: new Map() });
    const inventory = { host: (key: string) => hosts.get(key), names };
    const clock = { monotonic: () => 0, wall: () => new Date(0), pause: () => Promise.resolve() };
    const rows = new RowLookup(inventory, clock, feed).exported(feed.ids());
    assert.deepEqual(
      rows.map(({ ids }) => ids),
      [
        {
          hostId: host.host.id,
          subscriptionId: "s-1",
          targetResourceId,
          sessionId: "s1",
          deepLink: `vscode://bastion-sessions.bastion-sessions/session?host=${host.host.key}&session=s1&tenant=t-1`,
        },
        {
          hostId: host.host.id,
          subscriptionId: "s-1",
          targetResourceId: undefined,
          sessionId: undefined,
          deepLink: `vscode://bastion-sessions.bastion-sessions/host?host=${host.host.key}&tenant=t-1`,
        },
      ],
    );
  });
});
