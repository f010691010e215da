import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { eventually } from "../fixtures/eventually.ts";
import { tableScene } from "./support.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The themes, and the class by which VS Code tells a page of them. */
const themes = [
  ["Light Modern", "vscode-light"],
  ["Dark Modern", "vscode-dark"],
  ["Default High Contrast", "vscode-high-contrast"],
  ["Default High Contrast Light", "vscode-high-contrast-light"],
] as const;

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

describe("the sessions table to everybody", () => {
  after(async () => {
    const { writeWorkspaceSettings } = await tableScene();
    await writeWorkspaceSettings({});
  });

  for (const [theme, marker] of themes) {
    it(`has no violation of axe's rules in ${theme}`, async () => {
      const { table, page, writeWorkspaceSettings } = await tableScene();
      await writeWorkspaceSettings({ "workbench.colorTheme": theme });
      await table.frame.locator(`body.${marker}`).waitFor();
      await table.row("alice").click();
      await page.keyboard.press("Enter");
      await table.details.waitFor();
      const frame = page.frames().find((candidate) => candidate.url().includes("fake.html"));
      assert.ok(frame);
      await frame.evaluate(axe);
      const look = async () => await frame.evaluate<Violation[]>("axe.run(document).then(({ violations }) => violations)");
      const tell = (found: readonly Violation[]) => found.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary ?? ""}`));
      assert.deepEqual(tell(await look()), []);
      await page.keyboard.press("Escape");
      await table.groupBy("Bastion host");
      await table.row("bas-prod").first().waitFor();
      await table.button("Columns").click();
      await eventually(async () => assert.deepEqual(tell(await look()), []));
    });
  }

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
    assert.deepEqual(said.filter((text) => /content security policy|trusted ?types/iu.test(text)), []);
    const frame = page.frames().find((candidate) => candidate.url().includes("fake.html"));
    const policy = await frame?.evaluate("document.querySelector('meta[http-equiv]').content");
    assert.match(String(policy), /^default-src 'none'; script-src 'nonce-[^']+'; style-src 'nonce-[^']+'; font-src [^;]+; base-uri 'none'; form-action 'none'$/u);
  });
});
