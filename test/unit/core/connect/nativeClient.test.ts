import assert from "node:assert/strict";
import { allowsAddress, nativeClientSupport } from "../../../../src/core/connect/nativeClient.ts";

describe("Whether the Azure CLI may connect through a host", () => {
  it("is as its switch says on Standard and Premium, and unknown if Azure didn't say", () => {
    for (const sku of ["Standard", "Premium", "Later", undefined]) {
      const host = { ...(sku !== undefined && { sku }) };
      assert.equal(nativeClientSupport({ ...host, nativeClient: true }), "on");
      assert.equal(nativeClientSupport({ ...host, nativeClient: false }), "off");
      assert.equal(nativeClientSupport(host), "unknown");
      assert.equal(allowsAddress({ ...host, ipConnect: true }), true);
      assert.equal(allowsAddress({ ...host, ipConnect: false }), false);
      assert.equal(allowsAddress(host), undefined);
    }
  });

  it("is never on Developer and Basic, whatever the switch says", () => {
    for (const sku of ["Developer", "basic"]) {
      assert.equal(nativeClientSupport({ sku }), "sku");
      assert.equal(nativeClientSupport({ sku, nativeClient: true }), "sku");
      assert.equal(allowsAddress({ sku, ipConnect: true }), false);
    }
  });
});
