import { strict as assert } from "node:assert";
import { eventually } from "../fixtures/eventually.ts";
import type { PageElement } from "../fixtures/inPage.ts";
import { scene, user } from "../scene.ts";

const SINK = "sink.example";
const planted = `![i](https://${SINK}/i.png) <img src="https://${SINK}/j.png"> [x](https://${SINK}/k)`;

describe("a rendered document", () => {
  it("shows what strangers have written as text, and requests nothing for it", async () => {
    const { page, view, workbench } = await scene((world) => {
      const { subscriptionId } = world.addSubscription({ displayName: planted });
      world.addHost({
        name: "bas-a",
        subscription: subscriptionId,
        sessions: [{ wire: { userName: planted, targetHostName: planted } }],
      });
    });
    const requested: string[] = [];
    const note = (request: { url(): string }) => requested.push(request.url());
    page.on("request", note);
    const showsIt = async (heading: RegExp) => {
      await eventually(async () => {
        const text = await workbench.renderedText();
        assert.match(text, heading);
        assert.ok(text.includes(planted), text);
      });
      assert.equal(await workbench.rendered.locator(`img, [src*="${SINK}"]`).count(), 0);
      // VS Code 1.105 makes links of bare addresses, whatever Markdown says: they may only be what they look like.
      const links = await workbench.rendered
        .locator(`[href*="${SINK}"]`)
        .evaluateAll((found: readonly PageElement[]) =>
          found.map((link) => [link.innerText, link.getAttribute("href")]),
        );
      links.forEach(([text, href]) => assert.equal(text, href));
    };

    await view.expand(view.row("bas-a", "1 session"));
    await workbench.chooseFromContextMenu(view.row(SINK), "Delete Session");
    await workbench.dialog.press("Disconnect");
    await workbench.answerNotification("Disconnected ", "Show Details");
    await showsIt(/^Disconnect on /m);
    await workbench.runCommand("Bastion Sessions: Open Journal");
    await showsIt(/^Journal of disconnects and deleted links$/m);
    await workbench.runCommand("Bastion Sessions: Search Details");
    await showsIt(/^Search details$/m);
    await workbench.runCommand("View: Close All Editors");
    page.off("request", note);
    assert.ok(requested.length > 0, "the previews themselves are requested");
    assert.deepEqual(
      requested.filter((url) => url.includes(SINK)),
      [],
    );
  });

  it("offers its Markdown source in its title", async () => {
    const { page, view, workbench } = await scene((world) => void world.addHost({ name: "bas-a" }));
    await workbench.chooseFromContextMenu(view.row("bas-a"), "Diagnose…");
    await eventually(async () => assert.match(await workbench.renderedText(), /^Diagnosis of bas-a$/m));
    await page.locator(".part.editor .editor-actions").getByRole("button", { name: "Source" }).click();
    await page.locator(".editor-instance .view-line").filter({ hasText: "# Diagnosis of `bas-a`" }).waitFor();
    await workbench.runCommand("View: Close All Editors");
  });

  it("that is opened again shows what it says now", async () => {
    const { azure, page, view, workbench } = await scene((world) => {
      world.addHost({ name: "bas-a" });
      world.setRole(user.label, "bas-a", "reader");
    });
    const diagnose = () => workbench.chooseFromContextMenu(view.row("bas-a"), "Diagnose…");
    const missing = /Missing permission to list its sessions/;
    await diagnose();
    await eventually(async () => assert.match(await workbench.renderedText(), missing));
    await workbench.runCommand("View: Close All Editors");
    await page.locator("iframe.webview").waitFor({ state: "detached" });
    azure.world.setRole(user.label, "bas-a", "operator");
    await diagnose();
    await eventually(async () => assert.match(await workbench.renderedText(), /^Diagnosis of bas-a$/m));
    assert.doesNotMatch(await workbench.renderedText(), missing);
    await workbench.runCommand("View: Close All Editors");
  });
});
