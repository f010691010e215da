import assert from "node:assert/strict";
import { addressMatcher } from "../../../../src/core/model/address.ts";

describe("An address or a block of them", () => {
  const table: readonly (readonly [block: string, address: string, isIn: boolean])[] = [
    ["10.1.2.3", "10.1.2.3", true],
    ["10.1.2.3", "10.1.2.30", false],
    ["10.1.0.0/16", "10.1.255.4", true],
    ["10.1.0.0/16", "10.2.0.0", false],
    ["10.1.2.3/32", "10.1.2.3", true],
    ["2001:db8::/32", "2001:db8:1::9", true],
    ["2001:DB8::1", "2001:db8:0:0:0:0:0:1", true],
    ["::/0", "10.1.2.3", false],
    ["10.1.2.3", "::ffff:10.1.2.3", true],
    ["0.0.0.0/0", "not an address", false],
    ["0.0.0.0/0", "", false],
  ];
  for (const [block, address, isIn] of table) {
    it(`${block} ${isIn ? "has" : "doesn't have"} ${address || "an unknown one"}`, () =>
      assert.equal(addressMatcher(block)?.(address), isIn));
  }

  for (const text of ["", "10.1", "10.1.2.3/33", "10.1.2.3/", "10.1.2.3/8/8", "10.1.2.3/-1", "host", "1", "::/129"]) {
    it(`is not read from ${JSON.stringify(text)}`, () => assert.equal(addressMatcher(text), undefined));
  }
});
