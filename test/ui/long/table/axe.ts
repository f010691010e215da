import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Frame, Page } from "playwright-core";
import { eventually } from "../../fixtures/eventually.ts";
import type { TableScene } from "../../table/tableScene.ts";

// VS Code 1.105 has its two modern themes under names of before.
const modern = process.env["BASTION_SESSIONS_VSCODE"] === "oldest" ? "Default " : "";

/** The themes, and the class by which VS Code tells a page of them. */
export const THEMES = [
  [`${modern}Light Modern`, "vscode-light"],
  [`${modern}Dark Modern`, "vscode-dark"],
  ["Default High Contrast", "vscode-high-contrast"],
  ["Default High Contrast Light", "vscode-high-contrast-light"],
] as const;

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** The document of the table itself, within VS Code's own frames. */
export function tableDocument(page: Page): Frame {
  const frame = page.frames().find((candidate) => candidate.url().includes("fake.html"));
  assert.ok(frame, "The table is not open.");
  return frame;
}

/** Has axe look at what the table shows now, with all of its rules. */
export async function assertNoViolations(page: Page, at: string): Promise<void> {
  const frame = tableDocument(page);
  await frame.evaluate(axe);
  await look(frame, at);
}

async function look(frame: Frame, at: string): Promise<void> {
  // What has only just been drawn may not be there to its end.
  await eventually(async () => {
    const found = await frame.evaluate<readonly Violation[]>("axe.run(document).then(({ violations }) => violations)");
    assert.deepEqual(
      found.flatMap(({ id, nodes }) =>
        nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary ?? ""}`),
      ),
      [],
      at,
    );
  }, 3_000);
}

/** Goes through what the table may show, and has axe look at each with all of its rules. */
export async function assertAccessible({ page, table }: TableScene): Promise<void> {
  const frame = tableDocument(page);
  await frame.evaluate(axe);
  await table.row("alice").click();
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Enter");
  await table.details.waitFor();
  await look(frame, "two rows selected, details open");
  await page.keyboard.press("Escape");
  await table.filter.pressSequentially("us");
  await page.keyboard.press("ArrowDown");
  await table.frame.getByRole("option", { name: "user:", selected: true }).waitFor();
  await look(frame, "completion open");
  await table.filter.fill("nobody");
  await table.frame.getByText("No matching sessions.").waitFor();
  await look(frame, "nothing matches");
  await table.filter.fill("");
  await table.groupBy("Bastion host");
  await table.row("bas-prod", "2 sessions").click();
  await table.button("Columns").click();
  await table.frame.getByRole("dialog", { name: "Columns" }).waitFor();
  await look(frame, "a group closed, column chooser open");
  await page.keyboard.press("Escape");
}
