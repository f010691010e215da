import { strict as assert } from "node:assert";
import type { LinkSpec } from "../../simulated-azure/world/linkTypes.ts";
import { eventually } from "../fixtures/eventually.ts";
import { scene, user, type Scene } from "../scene.ts";

const LINKS: readonly LinkSpec[] = [
  { machine: "vm-web-01", minutesAgo: 90 },
  { machine: "vm-web-01", minutesAgo: 60, expiry: { inMinutes: 600 } },
  { machine: "vm-db-01", minutesAgo: 3 * 24 * 60 },
];
const REVIEW = "Review Shareable Links…";
const QUESTION = "Delete all links of vm-web-01 on bas-prod?";

/** A host with links, and one that has none. */
async function twoHosts(): Promise<Scene> {
  const set = await scene((world) => {
    world.addHost({ name: "bas-prod", sessions: [{ userName: "alice", targetHostName: "vm-web-01" }], links: LINKS });
    world.addHost({ name: "bas-quiet" });
  });
  await set.view.row("bas-prod", "1 session").waitFor();
  await set.view.settled();
  return set;
}

/** Chooses an item of a row's menu as keyboards do. */
async function chooseByKeys({ page, view }: Scene, row: string, item: string): Promise<void> {
  await view.row(row).click();
  await view.settled();
  await eventually(async () => {
    await page.keyboard.press("Shift+F10");
    const entries = page.locator(".monaco-menu").getByRole("menuitem");
    await entries.first().waitFor();
    const focused = page.locator(".monaco-menu .action-item.focused").filter({ hasText: item });
    for (let left = await entries.count(); left > 0 && (await focused.count()) === 0; left--) {
      await page.keyboard.press("ArrowDown");
    }
    assert.equal(await focused.count(), 1);
  });
  await page.keyboard.press("Enter");
}

/** Reads the links of bas-prod, and asks about those of vm-web-01. */
async function askAboutWeb(set: Scene): Promise<void> {
  const { page, workbench } = set;
  await chooseByKeys(set, "bas-prod", REVIEW);
  await workbench.quickPickItem(/Read Links/).waitFor();
  await page.keyboard.press("Enter");
  const row = workbench.quickPickItem(/^vm-web-01/);
  await row.waitFor();
  await workbench.quickPickFilled();
  await eventually(async () => {
    await page.keyboard.press("ArrowDown");
    assert.match((await row.getAttribute("class")) ?? "", /focused/);
  });
  await page.keyboard.press("Space");
  await page.keyboard.press("Enter");
  assert.equal((await workbench.dialog.text()).message, QUESTION);
}

describe("Review Shareable Links", () => {
  it("deletes the links of a VM by keyboard, from a host's row, and asks for none before", async () => {
    const set = await twoHosts();
    const { asked, azure, page, workbench } = set;
    await chooseByKeys(set, "bas-prod", REVIEW);
    const read = workbench.quickPickItem(/Read Links/);
    await read.waitFor();
    assert.match(await workbench.quickPickText(), /Anyone with a link and an account on the VM/);
    assert.deepEqual(asked("listLinks"), []);
    await page.keyboard.press("Escape");
    await read.waitFor({ state: "hidden" });
    assert.deepEqual(asked("listLinks"), []);

    await askAboutWeb(set);
    const { detail } = await workbench.dialog.text();
    assert.match(detail, /^vm-web-01 on bas-prod · 2 links · made /);
    assert.match(detail, /Sessions that came through them stay connected\./);
    await page.keyboard.press("Enter");
    await workbench.notification("Deleted the links of vm-web-01 on bas-prod.").waitFor();
    const [{ vmIds = [] } = {}, ...others] = asked("deleteLinks");
    assert.deepEqual(others, []);
    assert.deepEqual(
      vmIds.map((id) => id.split("/").at(-1)),
      ["vm-web-01"],
    );
    assert.equal(azure.world.links.of(azure.world.host("bas-prod")).length, 1);

    await workbench.answerNotification("Deleted the links of vm-web-01", "Show Details");
    await eventually(async () => assert.match(await workbench.renderedText(), /no longer listed at/));
    const text = await workbench.renderedText();
    assert.match(text, /^Deletion of shareable links on /m);
    assert.match(text, /^vm-web-01 \| bas-prod \| 2 \| .* UTC; .* UTC \| .* UTC \| Deleted/m);
    await workbench.runCommand("View: Close Editor");
  });

  it("shows when links were made and expire, and why a host's can't be read", async () => {
    const set = await twoHosts();
    const { page, view, workbench } = set;
    await chooseByKeys(set, "bas-prod", REVIEW);
    await workbench.quickPickItem(/Read Links/).waitFor();
    await page.keyboard.press("Enter");
    await workbench.quickPickItem(/vm-web-01.*2 links · bas-prod.*made .*expires /).waitFor();
    await workbench.quickPickItem(/vm-db-01.*1 link · bas-prod/).waitFor();
    await page.keyboard.press("Escape");

    // The tooltip of the row above would be in the way.
    await page.mouse.move(800, 400);
    await view.select(view.row("bas-quiet"));
    await workbench.runCommand("Bastion Sessions: Review Shareable Links…", "keyboard");
    await workbench.quickPickItem(/Read Links.*bas-quiet/).waitFor();
    await page.keyboard.press("Enter");
    await workbench.quickPickItem(/bas-quiet: the links couldn't be read/).waitFor();
    await page.keyboard.press("Escape");
  });

  it("sends nothing once the question is left with Escape", async () => {
    const set = await twoHosts();
    const { asked, azure, answered, view, workbench } = set;
    await askAboutWeb(set);
    await workbench.dialog.escape();
    await answered("list", () => view.titleButton("Refresh").click());
    assert.deepEqual(asked("deleteLinks"), []);
    assert.equal(azure.world.links.of(azure.world.host("bas-prod")).length, 3);
  });

  it("asks again if a link was made while the question was open, and only then sends", async () => {
    const set = await twoHosts();
    const { asked, azure, page, workbench } = set;
    await askAboutWeb(set);
    azure.world.links.add(azure.world.host("bas-prod"), { machine: "vm-web-01", minutesAgo: 0 });
    await page.keyboard.press("Enter");
    await eventually(async () =>
      assert.match((await workbench.dialog.text()).detail, /vm-web-01 has changed: links before: 2, now: 3\./),
    );
    assert.deepEqual(asked("deleteLinks"), []);
    await page.keyboard.press("Enter");
    await workbench.notification("Deleted the links of vm-web-01 on bas-prod.").waitFor();
    assert.equal(asked("deleteLinks").length, 1);
  });

  it("names the action that is missing, and diagnoses the host with Enter", async () => {
    const set = await scene((world) => {
      const host = world.addHost({ name: "bas-prod", links: LINKS });
      world.setRole(world.account(user.label), host, "operatorWithoutLinks");
    });
    const { asked, page, view, workbench } = set;
    await view.row("bas-prod").waitFor();
    await chooseByKeys(set, "bas-prod", REVIEW);
    await workbench.quickPickItem(/Read Links/).waitFor();
    await page.keyboard.press("Enter");
    await workbench
      .quickPickItem(
        /bas-prod: the links couldn't be read.*Microsoft\.Network\/bastionHosts\/getShareableLinks\/action/i,
      )
      .waitFor();
    await page.keyboard.press("Enter");
    await eventually(async () => assert.match(await workbench.renderedText(), /^Diagnosis of bas-prod$/m));
    assert.deepEqual(asked("deleteLinks"), []);
  });
});
