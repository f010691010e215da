import { strict as assert } from "node:assert";
import type { Locator } from "playwright-core";
import { World } from "../../simulated-azure/world/world.ts";
import { PSEUDO_TAG, pseudo, untranslated } from "../../support/language/pseudoLanguage.ts";
import { startServer } from "../../vscode/server.ts";
import { eventually } from "../fixtures/eventually.ts";
import { useTestFonts } from "../fixtures/fonts.ts";
import { cutTexts, shownAndSpoken, wholeLetters } from "../fixtures/inPage.ts";
import { installPseudoLanguage } from "../fixtures/pseudoLanguagePack.ts";
import { SessionsTable } from "../fixtures/sessionsTable.ts";
import { prepareVsCode } from "../fixtures/vsCodeHost.ts";
import { openWorkbenchSession, type WorkbenchSession } from "../fixtures/workbenchSession.ts";

/** What VS Code says itself, in English. */
const VSCODE: readonly RegExp[] = [
  // The oldest one writes titles of views in capitals.
  /^BASTION SESSIONS: /gu,
  /, has actions$|\bactions$|^Actions for |Views and More Actions\.\.\.|^Collapse All$|^Source: /gu,
  /^(?:Cancel|Close|Close Dialog|OK|Warning|Progress|Toggle all checkboxes|\d+ (?:Selected|Results))$/gu,
  /^(?:Notification Actions|More Actions\.\.\.|Clear Notification \([^)]+\))$/gu,
];

/** What the table's texts have in English: fields of the filter, and a time zone; and what the simulated Azure has made up. */
const TABLE: readonly RegExp[] = [
  /\b(?:user|vm|host|protocol|rdp|person|from):?(?!\w)|\bUTC\b/gu,
  /-[A-Z]+-\d+\b|^[a-z]+\.[a-z]+$/gu,
];

function world(): World {
  const made = new World({ log: { tunnelIds: "own", lagMinutes: [0, 0] } });
  made.addTenant({ displayName: "Εταιρεία" });
  made.addAccount({ label: "άννα@εταιρεία.gr" });
  made.addPerson({ email: "βασίλης@εταιρεία.gr", accounts: ["βασίλης"] });
  const subscription = made.addSubscription({ displayName: "Συνδρομή-1" });
  made.addSubscription({ displayName: "Συνδρομή-2" });
  const common = { subscription, resourceGroup: "ομάδα", history: { days: 0 } } as const;
  // As long as the longest host and user that are to be whole at 300 pixels, see narrowSideBar.test.ts.
  const hub = made.addHost({
    ...common,
    name: "κόμβος-westeurope-1",
    sku: "Standard",
    sessions: [],
    links: [{ machine: "μηχανή" }],
  });
  const machine = { targetHostName: "μηχανή", targetIpAddress: "10.0.0.4", ageMinutes: 72.2 };
  made.addSession(hub, { ...machine, userName: "βασίλης", person: "βασίλης@εταιρεία.gr" });
  for (let index = 0; index < 10; index++) {
    made.addSession(hub, { ...machine, userName: `διαχειριστής-${String(index)}`, ageMinutes: 72.2 + index * 300 });
  }
  const shut = made.addHost({ ...common, name: "κλειστός", sku: "Basic", sessions: [] });
  made.setRole(made.account(), shut, "reader");
  return made;
}

/** Asserts that no line has words of ours in English; what is left of one comes first in the message. */
function assertNoneLeft(lines: readonly string[], names: readonly RegExp[] = []): void {
  const left = lines.map((line) => [untranslated(line, [...VSCODE, ...names]), line] as const);
  assert.deepEqual(
    left.filter(([words]) => words.length > 0).map(([words, line]) => `${words.join(" ")} ← ${line}`),
    [],
  );
}

/** Asserts that an element has texts, all of them translated, on screen and for a screen reader. */
async function assertTranslated(element: Locator, names: readonly RegExp[] = []): Promise<void> {
  const lines = await element.evaluate(shownAndSpoken);
  assert.ok(
    lines.some((line) => line.includes("⟦")),
    lines.join("\n"),
  );
  assertNoneLeft(lines, names);
}

async function lookAtTree({ view, workbench }: WorkbenchSession): Promise<void> {
  await view.expand(view.row("κόμβος"));
  await view.expand(view.row("κλειστός"));
  await view.row("διαχειριστής-0").waitFor();
  await view.widen(300);
  await workbench.movePointerAway();
  await view.settled();
  await assertTranslated(view.pane);
  const shown = (row: string) => view.row(row).locator(".monaco-icon-label-container").evaluate(wholeLetters);
  assert.match(await shown("διαχειριστής-0"), /^διαχειριστής-0 ⟦1 ĥ 12 ɱííñ⟧/u);
  assert.match(await shown("κόμβος"), /^κόμβος-westeurope-1 ⟦11 /u);
  for (const row of ["κόμβος", "βασίλης", "κλειστός"]) {
    const lines = [
      ...(await workbench.contextMenuOf(view.row(row).first())),
      ...(await workbench.hoverOf(view.row(row).first())),
    ];
    assertNoneLeft(lines);
  }
}

async function lookAtDisconnect({ page, view, workbench }: WorkbenchSession): Promise<void> {
  await workbench.chooseFromContextMenu(view.row("διαχειριστής-0"), pseudo("Delete Session"));
  await workbench.dialog.text();
  await assertTranslated(page.locator(".monaco-dialog-box"));
  await workbench.dialog.press(pseudo("Disconnect"));
  const outcome = workbench.notification(/διαχειριστής-0/u).filter({ hasText: pseudo("Show Details") });
  await outcome.waitFor();
  await assertTranslated(outcome);
  await outcome.getByRole("button", { name: pseudo("Show Details") }).click();
  await eventually(() => assertTranslated(workbench.rendered));
  await workbench.clearNotifications();
}

async function lookAtLinks({ page, view, workbench }: WorkbenchSession): Promise<void> {
  await workbench.chooseFromContextMenu(view.row("κόμβος"), pseudo("Review Shareable Links…"));
  const pick = page.locator(".quick-input-widget");
  await pick.getByText(pseudo("Read Links")).first().waitFor();
  await assertTranslated(pick);
  await page.keyboard.press("Enter");
  await workbench.quickPickItem(/μηχανή/u).waitFor();
  await assertTranslated(pick);
  await page.keyboard.press("Escape");
}

async function lookAtDiagnosis({ view, workbench }: WorkbenchSession): Promise<void> {
  await workbench.chooseFromContextMenu(view.row("κλειστός").first(), pseudo("Diagnose…"));
  await eventually(async () => assert.match(await workbench.renderedText(), /^⟦.*κλειστός/mu));
  const text = (await workbench.renderedText()).split("\n").filter((line) => line.includes("⟦"));
  assert.ok(text.length > 10);
}

async function lookAtTable({ page, workbench }: WorkbenchSession): Promise<void> {
  await workbench.runCommand(`Bastion Sessions: ${pseudo("Open Sessions Table")}`);
  const table = new SessionsTable(page);
  const body = table.frame.locator("body");
  await table.row("βασίλης").first().click();
  await page.keyboard.press("Enter");
  await table.frame.locator(".details").filter({ hasText: "μηχανή" }).waitFor();
  await table.frame.locator(".timelines .value").first().waitFor();
  await table.drawn();
  await assertTranslated(body, TABLE);
  assert.deepEqual(await body.evaluate(cutTexts, MUST_BE_WHOLE), []);
  await table.frame.locator(".faces button").last().click();
  await table.row("βασίλης").first().waitFor();
  await table.drawn();
  await assertTranslated(body, TABLE);
  assert.deepEqual(await body.evaluate(cutTexts, MUST_BE_WHOLE), []);
}

/** What has no ellipsis to be followed: buttons, lists, headings, figures, and what bars stand for. */
const MUST_BE_WHOLE =
  "button:not(.head *), vscode-single-select, h2, h3, dt, dd, .bars .name, .number, .notice, .foot > *";

describe("a VS Code in the pseudo-language", () => {
  it("shows translated texts only, whole where they must be", async () => {
    await using setup = await prepareVsCode(PSEUDO_TAG);
    await installPseudoLanguage(setup.profile);
    await using started = new AsyncDisposableStack();
    const server = started.adopt(await startServer(setup), (running) => running.stop());
    const window = started.use(await openWorkbenchSession({ ...setup, server }, { world: world() }));
    await useTestFonts(window.page);
    await window.view.open();
    await lookAtTree(window);
    await lookAtDisconnect(window);
    await lookAtLinks(window);
    await lookAtDiagnosis(window);
    await lookAtTable(window);
  });
});
