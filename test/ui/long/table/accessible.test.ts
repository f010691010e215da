import { strict as assert } from "node:assert";
import { tableDocument } from "./axe.ts";
import { tableScene } from "../../table/tableScene.ts";

describe("the sessions table to everybody", () => {
  // That it breaks none of axe's rules, in any theme: test/ui/long/tableLooks.test.ts.
  it("keeps to its own content security policy", async () => {
    const said: string[] = [];
    const { table, page } = await tableScene();
    page.on("console", (message) => said.push(message.text()));
    await table.button("Overview").click();
    await table.button("Overview").click();
    await table.groupBy("User");
    await table.button("Columns").click();
    await table.filter.pressSequentially("user:");
    await table.row("alice").first().waitFor();
    assert.deepEqual(
      said.filter((text) => /content security policy|trusted ?types/iu.test(text)),
      [],
    );
    const policy = await tableDocument(page).evaluate("document.querySelector('meta[http-equiv]').content");
    assert.match(
      String(policy),
      /^default-src 'none'; script-src 'nonce-[^']+'; style-src 'nonce-[^']+'; font-src [^;]+; base-uri 'none'; form-action 'none'$/u,
    );
  });
});
