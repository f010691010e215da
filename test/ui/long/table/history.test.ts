import { strict as assert } from "node:assert";
import { eventually } from "../../fixtures/eventually.ts";
import { sceneWindow } from "../../scene.ts";
import { openTable, tableScene, threeSessions } from "../../table/tableScene.ts";

const forbidden =
  "The client 'ada@contoso.example' with object id 'x' does not have authorization to perform action 'Microsoft.Insights/metrics/read' over scope '/y' or the scope is invalid.";

describe("the history of a host", () => {
  it("is that of the busiest host at first, and can be read by keyboard, all plots at the same time", async () => {
    const { asked, page, table } = await tableScene(threeSessions, { newTab: true });
    const { history } = table;
    const values = history.locator(".value");
    const said = async () => (await values.allInnerTexts()).map((text) => text.replace(/^.*? at /u, ""));
    await values
      .first()
      .filter({ hasText: /^2 at /u })
      .waitFor();
    assert.equal((await history.locator("vscode-single-select .select-face").first().innerText()).trim(), "bas-prod");
    await history.locator("canvas").nth(2).waitFor();
    assert.deepEqual(await history.getByRole("heading", { level: 3 }).allInnerTexts(), [
      "Sessions",
      "CPU (%)",
      "Memory (%)",
    ]);
    assert.match(
      await history.locator(".extremes").nth(1).innerText(),
      /^Lowest: \d+% at .+\. Highest: \d+% at .+\.$/u,
    );
    assert.equal(asked("metrics").length, 2);

    const latest = await said();
    assert.equal(new Set(latest).size, 1);
    await history.getByRole("group", { name: "CPU (%)" }).focus();
    await page.keyboard.press("Home");
    await eventually(async () => assert.notDeepEqual(await said(), latest));
    const first = await said();
    assert.equal(new Set(first).size, 1);
    await page.keyboard.press("ArrowRight");
    await eventually(async () => assert.notDeepEqual(await said(), first));
    await page.keyboard.press("End");
    await eventually(async () =>
      assert.ok((await values.allInnerTexts()).every((text) => text.startsWith("no value at "))),
    );
  });

  it("reaches back as far as is selected, and is requested only while on screen, in any browser's language", async () => {
    const { page } = await sceneWindow();
    // What Chromium says under LANG=C, as in containers. Nothing can format in it.
    const posix = await page.addInitScript(
      'Object.defineProperty(Navigator.prototype, "language", { get: () => "en-US@posix" })',
    );
    const set = await tableScene(threeSessions, { newTab: true });
    const { asked, table, workbench } = set;
    const { history } = table;
    await posix.dispose();
    await history.locator("canvas").nth(2).waitFor();
    await history.locator(".value").first().waitFor();
    await table.chooseHistory("Time range", "Last 30 days");
    await history.locator(".source", { hasText: "15-minute averages" }).waitFor();
    await table.chooseHistory("Bastion host", "bas-lab");
    await history
      .locator(".value")
      .first()
      .filter({ hasText: /^1 at \w+ \d+/u })
      .waitFor();
    assert.equal(asked("metrics").length, 6);
    await table.button("Overview").click();
    await history.waitFor({ state: "hidden" });
    await workbench.runCommand("View: Close All Editors");
    await openTable(set, table);
    await table.frame
      .locator("body")
      .evaluate("Object.defineProperty(navigator, 'language', { get: () => 'no language' })");
    assert.equal(asked("metrics").length, 6);
    // With a language that the plotting library cannot bear, nothing is drawn, and everything is said.
    await table.button("Overview").click();
    await history.locator(".undrawn").nth(2).waitFor();
    await history
      .locator(".value")
      .first()
      .filter({ hasText: /^\d+ at \w+ \d+/u })
      .waitFor();
    await table.row("alice").waitFor();
    await table.chooseHistory("Time range", "Last 24 hours");
    await history.locator(".source", { hasText: "5-minute averages" }).waitFor();
  });

  it("says which action is missing and leaves everything else as it is, and is there once it is granted", async () => {
    const { azure, page, table } = await tableScene(threeSessions, { newTab: true });
    const { history } = table;
    await history.locator(".value").first().waitFor();
    const denied = azure.behave(
      { route: "metrics", host: "bas-lab" },
      { fault: { kind: "status", status: 403, message: forbidden } },
    );
    await table.chooseHistory("Bastion host", "bas-lab");
    await history
      .getByRole("alert")
      .filter({ hasText: "Missing permission: Microsoft.Insights/metrics/read" })
      .waitFor();
    assert.deepEqual(await table.column("User"), ["alice", "bob", "carol"]);
    denied.remove();
    await history.getByRole("button", { name: "Retry" }).focus();
    await page.keyboard.press("Enter");
    await history
      .locator(".value")
      .first()
      .filter({ hasText: /^1 at /u })
      .waitFor();
  });
});
