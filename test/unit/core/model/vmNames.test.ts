import assert from "node:assert/strict";
import { armKey } from "../../../../src/core/model/armId.ts";
import { vmNames } from "../../../../src/core/model/vmNames.ts";

const vm = (name: string, group = "g", subscription = "s") =>
  `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.Compute/virtualMachines/${name}`;

const named = (...ids: readonly string[]) => {
  const names = vmNames(ids);
  return ids.map((id) => names.get(armKey(id)));
};

describe("The names of VMs", () => {
  it("are those in their IDs where these are unique, whatever their case", () => {
    assert.deepEqual(named(vm("web"), vm("db"), vm("WEB")), ["web", "db", "web"]);
  });

  it("have the group, or the subscription, that tells them apart", () => {
    assert.deepEqual(named(vm("web", "a"), vm("web", "b")), ["web (a)", "web (b)"]);
    assert.deepEqual(named(vm("web", "a", "s1"), vm("web", "a", "s2")), ["web (s1)", "web (s2)"]);
  });

  it("are those of a scale set and its instance", () => {
    const set = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachineScaleSets/vmss";
    assert.deepEqual(named(`${set}/virtualMachines/0`, `${set}/virtualMachines/1`), ["vmss/0", "vmss/1"]);
  });

  it("are the whole text of what is no ID", () => assert.deepEqual(named("web"), ["web"]));
});
