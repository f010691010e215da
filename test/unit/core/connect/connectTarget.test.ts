import assert from "node:assert/strict";
import { isIP } from "node:net";
import fc from "fast-check";
import { connectTargetOf, parseConnectTarget } from "../../../../src/core/connect/connectTarget.ts";

const GROUP = "/subscriptions/s/resourceGroups/rg/providers";
const VM = `${GROUP}/Microsoft.Compute/virtualMachines/vm-web`;
const INSTANCE = `${GROUP}/Microsoft.Compute/virtualMachineScaleSets/vmss/virtualMachines/0`;
const BY_ADDRESS = `${GROUP}/Microsoft.Network/bh-hostConnect/10.0.0.4`;

describe("What a command connects to", () => {
  it("is a resource ID or an address that was typed", () => {
    assert.deepEqual(parseConnectTarget(VM), { by: "resourceId", value: VM });
    assert.deepEqual(parseConnectTarget(INSTANCE), { by: "resourceId", value: INSTANCE });
    for (const value of ["10.0.0.4", "fd00::4"]) {
      assert.deepEqual(parseConnectTarget(value), { by: "address", value });
    }
  });

  for (const text of [
    "",
    "vm-web",
    "10.0.0",
    "10.0.0.4:22",
    "fe80::1%eth0",
    `${VM}?x`,
    `${VM} --username x`,
    `${VM}\n`.replace("web", "w\neb"),
    `${VM}\u202E`,
    `${VM}\n`,
    BY_ADDRESS,
  ]) {
    it(`is not ${JSON.stringify(text)}`, () => assert.equal(parseConnectTarget(text), undefined));
  }

  it("is an address just where Node.js says so", () => {
    const part = fc.constantFrom("0", "1", "01", "10", "255", "256", "fd00", "g", ".", ":", "::", "-", "[", "]", "%1");
    const near = fc.array(part, { maxLength: 12 }).map((parts) => parts.join(""));
    const dotted = fc.array(part, { minLength: 4, maxLength: 4 }).map((parts) => parts.join("."));
    fc.assert(
      fc.property(fc.oneof(near, dotted, fc.ipV4(), fc.ipV6()), (text) => {
        assert.equal(parseConnectTarget(text)?.by === "address", isIP(text) !== 0 && !text.includes("%"));
      }),
      { numRuns: 3_000 },
    );
  });

  it("is a session's resource ID, else its address", () => {
    const targetIpAddress = "10.0.0.4";
    const address = { by: "address", value: targetIpAddress };
    assert.deepEqual(connectTargetOf({ targetResourceId: VM, targetIpAddress }), { by: "resourceId", value: VM });
    assert.deepEqual(connectTargetOf({ targetIpAddress }), address);
    assert.deepEqual(connectTargetOf({ targetResourceId: BY_ADDRESS }), address);
    assert.deepEqual(connectTargetOf({ targetHostName: "10.0.0.4" }), address);
  });

  it("is missing where Azure named neither", () => {
    assert.equal(connectTargetOf({}), "missing");
    assert.equal(connectTargetOf({ targetHostName: "vm-web" }), "missing");
  });

  it("is unreadable where what Azure named is neither, and the address isn't taken in place of the ID", () => {
    assert.equal(connectTargetOf({ targetResourceId: `${VM}\n`, targetIpAddress: "10.0.0.4" }), "unreadable");
    assert.equal(connectTargetOf({ targetResourceId: `${GROUP}\u0007`, targetIpAddress: "10.0.0.4" }), "unreadable");
    assert.equal(connectTargetOf({ targetIpAddress: "10.0.0.4\u001b[2J" }), "unreadable");
  });
});
