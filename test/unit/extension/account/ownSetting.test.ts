import assert from "node:assert/strict";
import type { Inventory } from "../../../../src/core/inventory/inventory.ts";
import { configured, importWithStub } from "../vscodeStub.ts";

const { ownSetting } = await importWithStub(() => import("../../../../src/extension/account/ownSetting.ts"));
const { CloudSettings } = await importWithStub(() => import("../../../../src/extension/account/cloudSetting.ts"));
const { SubscriptionSelection } = await importWithStub(
  () => import("../../../../src/extension/account/subscriptionSelection.ts"),
);

const CLOUD = "microsoft-sovereign-cloud.environment";
const memory = {
  get: (_key: string, value?: unknown) => value,
  update: async () => undefined,
  keys: () => [],
} as never;

describe("A setting of which only the local user's value counts", () => {
  afterEach(() => configured.clear());

  for (const [name, inspected, effective, value, overridden] of [
    ["nothing set", { defaultValue: "d" }, "d", "d", false],
    ["a local window", { globalValue: "u", globalLocalValue: "u" }, "u", "u", false],
    ["a VS Code that has no local value apart", { globalValue: "u" }, "u", "u", false],
    ["a workspace's value", { globalValue: "u", globalLocalValue: "u", workspaceValue: "w" }, "w", "u", true],
    ["a workspace's value alone", { workspaceValue: "w" }, "w", undefined, true],
    ["a remote machine's value", { globalValue: "r", globalLocalValue: "u", globalRemoteValue: "r" }, "r", "u", true],
    ["a remote machine's value alone", { globalValue: "r", globalRemoteValue: "r" }, "r", undefined, true],
    [
      "a remote machine's value alone, equal to the default",
      { defaultValue: "d", globalValue: "d", globalRemoteValue: "d" },
      "d",
      "d",
      true,
    ],
    ["the same on both", { globalValue: "u", globalLocalValue: "u", globalRemoteValue: "u" }, "u", "u", false],
    [
      "objects that VS Code merges",
      { globalValue: { a: 1, b: 2 }, globalLocalValue: { a: 1 }, globalRemoteValue: { b: 2 } },
      { a: 1, b: 2 },
      { a: 1 },
      true,
    ],
  ] as const) {
    it(name, () => {
      configured.set("section.key", { inspected, effective });
      assert.deepEqual(ownSetting("section", "key"), { value, overridden });
    });
  }

  it("no cloud is connected by a remote machine's settings", () => {
    configured.set(CLOUD, {
      inspected: { globalValue: "ChinaCloud", globalRemoteValue: "ChinaCloud" },
      effective: "ChinaCloud",
    });
    assert.equal(new CloudSettings(memory).read().state, "workspaceCloud");
  });

  it("the local user's cloud is connected in a remote window", () => {
    configured.set(CLOUD, {
      inspected: { globalValue: "ChinaCloud", globalLocalValue: "ChinaCloud" },
      effective: "ChinaCloud",
    });
    assert.equal(new CloudSettings(memory).read().state, "ready");
  });

  for (const [name, inspected, isShown] of [
    ["no host is hidden by a remote machine's selection", { globalRemoteValue: ["t/other"] }, true],
    ["the local user's selection holds", { globalLocalValue: ["t/other"], globalRemoteValue: ["t/s"] }, false],
  ] as const) {
    it(name, () => {
      configured.set("azureResourceGroups.selectedSubscriptions", {
        inspected: { ...inspected, globalValue: inspected.globalRemoteValue },
        effective: inspected.globalRemoteValue,
      });
      let isSelected: Parameters<Inventory["select"]>[0] | undefined;
      new SubscriptionSelection(memory).attach({ select: (question) => (isSelected = question) });
      const identity = { account: { id: "a", label: "ann" }, tenant: { tenantId: "t" } };
      assert.equal(isSelected?.(identity, "s"), isShown);
    });
  }
});
