import assert from "node:assert/strict";
import { mutate } from "../../support/scenario/mutation.ts";
import { mutations } from "../../support/scenario/mutations.ts";

describe("Each mutation changes the product as it is today", () => {
  for (const [name, { replacements }] of Object.entries(mutations)) {
    it(name, async () => {
      await assert.doesNotReject(mutate(replacements));
    });
  }

  it("and is refused if the text to replace is missing", async () => {
    const file = "core/inventory/hosts.ts";
    await assert.rejects(mutate([{ file, text: "no such text", by: "" }]), /there is 0 times: no such text/);
  });
});
