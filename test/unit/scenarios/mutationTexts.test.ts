import assert from "node:assert/strict";
import { checkReplacements } from "../../support/scenario/mutation.ts";
import { mutations } from "../../support/scenario/mutations.ts";

describe("Each mutation changes the product as it is today", () => {
  for (const [name, { replacements }] of Object.entries(mutations)) {
    it(name, () => {
      assert.doesNotThrow(() => checkReplacements(replacements));
    });
  }

  it("and is refused if the text to replace is missing", () => {
    const file = "core/inventory/hosts.ts";
    assert.throws(() => checkReplacements([{ file, text: "no such text", by: "" }]), /there is 0 times: no such text/);
  });
});
