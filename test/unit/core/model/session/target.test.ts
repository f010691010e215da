import assert from "node:assert/strict";
import { armKey } from "../../../../../src/core/model/armId.ts";
import type { BastionSession } from "../../../../../src/core/model/session/session.ts";
import { isSameAddress, isSameMachine, targetName } from "../../../../../src/core/model/session/target.ts";

const GROUP = "/subscriptions/s/resourceGroups/rg/providers";
const [viaA, viaB] = ["a", "b"].map((name) => ({ via: armKey(`${GROUP}/Microsoft.Network/bastionHosts/${name}`) }));
const vm = { targetResourceId: `${GROUP}/Microsoft.Compute/virtualMachines/vm`, targetIpAddress: "10.1.0.4" };
const byId = { ...viaA, targetResourceId: `${GROUP}/Microsoft.Network/bh-hostConnect/10.1.0.4` };
const byAddress = { ...viaA, targetIpAddress: "10.1.0.4" };

/** Two sessions, and whether their target VM certainly is one, may be one by its address, or is none that is known to be. */
const cases: readonly (readonly [name: string, a: BastionSession, b: BastionSession, expected: string])[] = [
  ["one resource ID", vm, { ...vm, targetResourceId: vm.targetResourceId.toUpperCase() }, "same"],
  ["one address through one host", byAddress, byAddress, "same"],
  ["one address in the networks of two hosts", byAddress, { ...byAddress, ...viaB }, "address"],
  ["one name through two hosts", { ...viaA, targetHostName: "vm" }, { ...viaB, targetHostName: "vm" }, "other"],
  ["pseudo IDs of two hosts", byId, { ...byId, ...viaB }, "address"],
  ["an address only in the pseudo ID", vm, byId, "address"],
  ["an address only as the name", vm, { ...viaA, targetHostName: "10.1.0.4" }, "address"],
  ["an address with a port", vm, { ...viaA, targetIpAddress: "10.1.0.4:22" }, "address"],
  ["IPv6 in another case", { ...viaA, targetIpAddress: "FD00::4" }, { ...viaB, targetIpAddress: "fd00::4" }, "address"],
  ["other addresses", vm, { ...viaA, targetIpAddress: "10.1.0.40" }, "other"],
  ["no address", { ...viaA, targetHostName: "vm" }, { ...viaA, targetHostName: "db" }, "other"],
  ["nothing", viaA ?? {}, viaA ?? {}, "other"],
];

describe("Which one? Target VMs of two sessions", () => {
  for (const [name, a, b, expected] of cases) {
    it(`${name}: ${expected}`, () => {
      const found = isSameAddress(a, b) ? "address" : "other";
      assert.equal(isSameMachine(a, b) ? "same" : found, expected);
      assert.deepEqual([isSameMachine(b, a), isSameAddress(b, a)], [isSameMachine(a, b), isSameAddress(a, b)]);
    });
  }

  it("are called by the address that only a pseudo ID names", () => assert.equal(targetName(byId), "10.1.0.4"));
});
