import assert from "node:assert/strict";
import { linkSupport } from "../../../../src/core/model/linkSupport.ts";

describe("Whether shareable links are possible on a host", () => {
  const hosts = [
    ["is what Azure says", { sku: "Standard", shareableLink: true }, "possible"],
    ["is what Azure says, whatever the SKU", { sku: "Basic", shareableLink: true }, "possible"],
    ["is off where Azure says so", { sku: "Premium", shareableLink: false }, "off"],
    ["is unknown, not off, where Azure didn't say", { sku: "Standard" }, "unknown"],
    ["is unknown where nothing is known", {}, "unknown"],
    ["isn't with the Basic SKU", { sku: "BASIC" }, "notInSku"],
    ["isn't with the Developer SKU", { sku: "Developer", shareableLink: false }, "notInSku"],
  ] as const;
  for (const [name, host, support] of hosts) {
    it(name, () => assert.equal(linkSupport(host), support));
  }
});
