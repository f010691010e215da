import { strict as assert } from "node:assert";
import { eventually } from "../../fixtures/eventually.ts";
import { openTable, tableScene } from "../../table/tableScene.ts";

describe("the sessions table as the user arranges it", () => {
  it("groups with counts, and closes a group", async () => {
    const { table } = await tableScene();
    await table.groupBy("Bastion host");
    await table.row("bas-prod", "2 sessions").waitFor();
    assert.equal(await table.grid.getAttribute("role"), "treegrid");
    await table.row("bas-prod", "2 sessions").click();
    await table.row("alice").waitFor({ state: "hidden" });
    assert.equal(await table.row("bas-prod", "2 sessions").getAttribute("aria-expanded"), "false");
    await table.row("carol").waitFor();
  });

  it("keeps what the user has arranged: columns, order and filter", async () => {
    const set = await tableScene();
    const { table, workbench } = set;
    await table.button("Columns").click();
    const chooser = table.frame.getByRole("dialog", { name: "Columns" });
    await chooser.locator("vscode-checkbox[label=State]").click();
    await chooser.getByRole("button", { name: "Move Target VM Left" }).click();
    await table.header("State").waitFor({ state: "detached" });
    await table.filter.fill("carol");
    const kept = () => table.frame.getByRole("columnheader").first().filter({ hasText: "Target VM" }).waitFor();
    await kept();
    await workbench.runCommand("View: Close All Editors");
    await openTable(set, table);
    assert.equal(await table.filter.inputValue(), "carol");
    await kept();
    assert.equal(await table.header("State").count(), 0);
    await table.button("Columns").click();
    await chooser.locator("vscode-checkbox[label=State]").click();
    await chooser.getByRole("button", { name: "Move User Left" }).click();
    await table.header("State").waitFor();
  });

  it("says how much there is, and how full the hosts are", async () => {
    const { table } = await tableScene();
    for (const [name, value] of [
      ["sessions", "3"],
      ["users", "3"],
      ["machines", "3"],
      ["longest", "5 h"],
    ] as const) {
      await eventually(async () => assert.equal(await table.figure(name).innerText(), value));
    }
    const gauges = await table.frame.locator(".gauges .spoken").allTextContents();
    assert.deepEqual(gauges, [
      "bas-lab: 0 of 40 RDP sessions in use",
      "bas-lab: 1 of 80 SSH sessions in use",
      "bas-prod: 1 of 40 RDP sessions in use",
      "bas-prod: 1 of 80 SSH sessions in use",
    ]);
    const bars = await table.frame.locator(".bars .spoken").allTextContents();
    assert.deepEqual(
      bars.map((text) => text.replace(/^.*: /u, "")),
      ["1 session", "1 session", "1 session", "no sessions", "no sessions"],
    );
    await table.frame.locator(".overview .plot .value", { hasText: /^3 sessions at/u }).waitFor();
  });
});
