import { strict as assert } from "node:assert";
import { eventually } from "../fixtures/eventually.ts";
import { scene } from "../scene.ts";
import type { Scene } from "../scene.ts";

const people = ["ann", "ben", "cleo", "dan", "eva", "finn", "gus", "hana", "ines", "jon", "kim"];

const ROW_MISSING = "Nothing was done because the view was updating.";

/** A host on which these people are connected, in this order, expanded. */
async function connected(...users: readonly string[]): Promise<Scene> {
  const set = await scene((world) => {
    world.addHost({
      name: "bas-a",
      sessions: users.map((userName, index) => ({
        sessionId: userName,
        userName,
        protocol: "SSH",
        targetHostName: `vm-${userName}`,
        ageMinutes: 200.2 - index,
      })),
    });
  });
  await set.view.expand(set.view.row("bas-a", "session"));
  await set.view.row(users.at(-1)!).waitFor();
  return set;
}

/**
 * Selects rows, presses Delete and waits for the question. While rows are being replaced VS Code cannot name the selected
 * ones; only where the extension says so are they selected again.
 */
async function askedAbout(
  set: Scene,
  select: () => Promise<void>,
): Promise<{ readonly message: string; readonly detail: string }> {
  const { page, view, workbench } = set;
  await view.settled();
  await select();
  await page.keyboard.press("Delete");
  await Promise.race([workbench.dialog.whenOpen(30_000), workbench.notification(ROW_MISSING).waitFor()]);
  if (await workbench.dialog.isOpen) {
    return workbench.dialog.text();
  }
  await workbench.clearNotifications();
  return askedAbout(set, select);
}

describe("the Delete key", () => {
  it("means the row to which the arrow keys have moved, not the one that was clicked", async () => {
    const set = await connected("ann", "ben", "cleo");
    const { message } = await askedAbout(set, async () => {
      await set.view.row("ann").click();
      await set.page.keyboard.press("ArrowDown");
    });
    assert.equal(message, "Disconnect ben from vm-ben?");
    await set.workbench.dialog.press("Cancel");
  });

  it("means every selected row where the focused one is among them", async () => {
    const set = await connected("ann", "ben", "cleo");
    const { message, detail } = await askedAbout(set, () => set.view.select(set.view.row("ann"), set.view.row("cleo")));
    assert.equal(message, "Disconnect 2 sessions?");
    assert.deepEqual(detail.split("\n").slice(0, 2), [
      "ann on vm-ann · SSH · 3 h 20 min · bas-a",
      "cleo on vm-cleo · SSH · 3 h 18 min · bas-a",
    ]);
    assert.ok(!detail.includes("ben"), detail);
    await set.workbench.dialog.press("Cancel");
  });

  it("means only the focused row if it is not among the selected ones", async () => {
    const set = await connected("ann", "ben", "cleo");
    const { message } = await askedAbout(set, async () => {
      await set.view.select(set.view.row("ann"), set.view.row("cleo"));
      await set.page.keyboard.press("ArrowUp");
    });
    assert.equal(message, "Disconnect ben from vm-ben?");
    await set.workbench.dialog.press("Cancel");
  });

  it("asks once for sessions of two hosts, and then asks each host once", async () => {
    const set = await scene((world) => {
      world.addHost({
        name: "bas-a",
        sessions: [
          { sessionId: "a1", userName: "ann" },
          { sessionId: "a2", userName: "ben" },
        ],
      });
      world.addHost({ name: "bas-b", sessions: [{ sessionId: "b1", userName: "cleo" }] });
    });
    const { asked, azure, view, workbench } = set;
    await view.expand(view.row("bas-a", "2 sessions"));
    await view.expand(view.row("bas-b", "1 session"));
    const { message, detail } = await askedAbout(set, () =>
      view.select(view.row("ann"), view.row("ben"), view.row("cleo")),
    );
    assert.equal(message, "Disconnect 3 sessions?");
    assert.deepEqual(
      ["ann", "ben", "cleo", "bas-a", "bas-b"].filter((name) => !detail.includes(name)),
      [],
      detail,
    );
    await workbench.dialog.press("Disconnect");

    await workbench.notification(/Disconnected 3 sessions: /).waitFor();
    const hosts = new Map(asked("disconnect").map(({ hostKey, sessionIds }) => [hostKey, sessionIds?.toSorted()]));
    assert.deepEqual(
      hosts,
      new Map([
        [azure.world.host("bas-a").key, ["a1", "a2"]],
        [azure.world.host("bas-b").key, ["b1"]],
      ]),
    );
    assert.equal(asked("disconnect").length, 2);
    await view.row("bas-a", "no sessions").waitFor();
    await view.row("bas-b", "no sessions").waitFor();
  });

  it("lists more sessions than fit a dialog in a review, and asks only about those that stay checked", async () => {
    const { asked, page, view, workbench } = await connected(...people);
    await view.selectRange(view.row("ann"), view.row("kim"), people.length);
    await page.keyboard.press("Delete");
    await workbench.quickPickItem(/^ben/).waitFor();
    assert.ok((await workbench.quickPickText()).includes("11 Selected"), await workbench.quickPickText());
    await workbench.pick(/^ben/);
    await workbench.accept();
    const { message, detail } = await workbench.dialog.text();
    assert.equal(message, "Disconnect 10 sessions?");
    assert.deepEqual(
      detail
        .split("\n")
        .slice(0, 10)
        .map((line) => line.split(" ")[0]),
      people.filter((name) => name !== "ben"),
    );
    assert.ok(detail.includes("10 sessions · 10 users · 10 target VMs · 1 bastion host · longest: 3 h 20 min"), detail);
    await workbench.dialog.press("Disconnect");
    await workbench.notification(/Disconnected 10 sessions/).waitFor();
    assert.deepEqual(
      asked("disconnect")
        .flatMap(({ sessionIds }) => sessionIds ?? [])
        .toSorted(),
      people.filter((name) => name !== "ben"),
    );
  });

  it("belongs to an input that has the focus", async () => {
    const { asked, page, view, workbench } = await connected("ann", "ben");
    await view.select(view.row("ann"));
    // The tree's own search box: the view has the focus, and an input in it has.
    await page.keyboard.press("F3");
    const search = view.pane.getByRole("textbox");
    await search.waitFor();
    await search.fill("xben");
    await search.press("Home");
    await search.press("Delete");
    assert.equal(await search.inputValue(), "ben");
    assert.equal(await workbench.dialog.isOpen, false);
    await page.keyboard.press("Escape");
    await search.waitFor({ state: "hidden" });
    assert.deepEqual(asked("disconnect"), []);
  });

  it("is enough, with arrows, Tab and Enter, to disconnect without a mouse", async () => {
    const { azure, page, view, workbench } = await scene((world) => {
      world.addHost({ name: "bas-a", sessions: [{ userName: "ann", targetHostName: "vm-ann" }] });
    });
    await view.row("bas-a", "1 session").waitFor();
    await view.settled();
    await workbench.runCommand("Bastion Sessions: Focus on Sessions View", "keyboard");
    await view.tree.and(page.locator(":focus")).waitFor();
    await page.keyboard.press("Home");
    // One expands the host, one goes to its first session, and another changes nothing.
    await eventually(async () => {
      await page.keyboard.press("ArrowRight");
      assert.equal(await view.row("ann").and(page.locator(".focused")).count(), 1);
    });
    await page.keyboard.press("Delete");
    await workbench.dialog.text();
    // VS Code puts the focus on the dialog's first button.
    await page.keyboard.press("Enter");
    await workbench.notification("Disconnected ann on vm-ann.").waitFor();
    await eventually(() => assert.deepEqual(azure.world.sessions("bas-a"), []));
  });

  it("does nothing on a row that is no session: it opens no sign-in, and leaves a host expanded", async () => {
    const { page, view, workbench } = await scene(
      (world) => {
        world.addSubscription({ displayName: "Home", tenant: "Contoso" });
        world.addHost({ name: "bas-a", subscription: "Home", sessions: [{ userName: "ann" }] });
      },
      { guestOf: [{ displayName: "Northwind", needsOwnSignIn: true }] },
    );
    await view.expand(view.row("bas-a", "1 session"));
    await view.select(view.row("ann"));
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Delete");
    await eventually(async () => assert.equal(await view.row("bas-a").getAttribute("aria-selected"), "true"));
    await view.row("ann").waitFor();

    // The host's row is expanded again and takes the focus once more, at a moment of VS Code's own. Above this row is none.
    await eventually(async () => {
      await page.keyboard.press("ArrowUp");
      assert.equal(await view.row("Sign in to Northwind").and(page.locator(".focused")).count(), 1);
    });
    await page.keyboard.press("Delete");
    await eventually(async () =>
      assert.equal(await view.row("Sign in to Northwind").getAttribute("aria-selected"), "true"),
    );
    // Had the row's command run, its dialog would come up before this command's document does.
    await workbench.runCommand("Bastion Sessions: Search Details");
    await workbench.rendered.getByText("Northwind").waitFor();
    assert.equal(await workbench.dialog.isOpen, false);
    await workbench.runCommand("View: Close All Editors");
  });
});
