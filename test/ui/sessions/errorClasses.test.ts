import { strict as assert } from "node:assert";
import type { Fault } from "../../simulated-azure/faults/faults.ts";
import type { RecordedRequest } from "../../simulated-azure/http/requestLog.ts";
import { eventually } from "../fixtures/eventually.ts";
import { scene } from "../scene.ts";
import type { Scene } from "../scene.ts";

/**
 * Two hosts, of which one cannot be listed for this reason; it is expanded, and so listed a second time.
 * @param requests how many requests both lists come to; they are over when this resolves
 */
async function troubled(fault: Fault, requests = 1): Promise<Scene> {
  const set = await scene(
    (world) => {
      world.addHost({ name: "bas-sick", sessions: [{ userName: "ann" }] });
      world.addHost({ name: "bas-well", sessions: [{ userName: "ben" }] });
    },
    { misbehave: (azure) => void azure.behave({ route: "list", host: "bas-sick" }, { fault }) },
  );
  await set.view.row("bas-well", "1 session").waitFor();
  await set.view.row("bas-sick", "sessions couldn't be listed").waitFor();
  await set.view.expand(set.view.row("bas-sick"));
  const isOver = ({ hostKey, ended }: RecordedRequest) => ended && hostKey?.endsWith("/bas-sick");
  await eventually(() => assert.ok(set.asked("list").filter(isOver).length >= requests));
  return set;
}

const status = (code: number, more: Partial<Extract<Fault, { kind: "status" }>> = {}): Fault => ({
  kind: "status",
  status: code,
  ...more,
});

/** One of each class; what is not allowed, what Azure refuses and what stays unknown have tests of their own. */
const classes: readonly (readonly [name: string, fault: Fault, says: string, requests?: number])[] = [
  // Each list is tried four times.
  ["unreachable", { kind: "reset", when: "beforeHeaders" }, "Azure couldn't be reached", 8],
  ["unreadable: a login page", { kind: "html" }, "Unexpected response"],
  ["unreadable: no list", { kind: "json", body: {} }, "Azure returned no list"],
  [
    "throttled",
    status(429, { retryAfter: 7200, code: "SubscriptionRequestsThrottled", message: "Too many." }),
    "Throttled by Azure; retry in 2 h",
  ],
  [
    "failed",
    status(409, { code: "AnotherOperationInProgress", message: "Wait for it." }),
    "Azure returned an error: AnotherOperationInProgress",
  ],
  ["gone", status(404, { code: "ResourceNotFound" }), "Not found in Azure"],
];

describe("a host that cannot be listed", () => {
  for (const [name, fault, says, requests] of classes) {
    it(`says so in plain words, never "no sessions", and recovers on Retry: ${name}`, async () => {
      const { azure, view, workbench } = await troubled(fault, requests);
      const problem = view.row(says);
      await problem.waitFor();
      assert.ok(!(await view.rows()).some((row) => row.includes("no sessions")));
      azure.clearBehaviours();
      // While rows are being replaced VS Code cannot name the one that was clicked.
      await view.settled();
      await workbench.clickRowButton(problem, "Retry");
      await view.row("ann").waitFor();
      await problem.waitFor({ state: "hidden" });
    });
  }

  it("fetches a fresh token once where the token has expired, and shows the sessions", async () => {
    const { azure, answered, view } = await scene(
      (world) => void world.addHost({ name: "bas-a", sessions: [{ userName: "ann" }] }),
    );
    await view.expand(view.row("bas-a", "1 session"));
    azure.expireTokens();
    azure.world.addSession("bas-a", { userName: "ben" });
    await answered("list", () => view.titleButton("Refresh").click());
    await view.row("ben").waitFor();
  });

  it("asks to sign in again where Azure takes no token, however fresh", async () => {
    const { view } = await troubled(
      status(401, { code: "ExpiredAuthenticationToken", message: "The token has expired." }),
    );
    await view.row("Sign in to Azure again").waitFor();
  });

  it("answers a claims challenge after a click, and after a refusal stays as it was", async () => {
    const { asked, view, workbench } = await troubled({ kind: "claimsChallenge" });
    const problem = view.row("Sign in to Azure again");
    await problem.waitFor();
    assert.equal(await workbench.dialog.isOpen, false, "nothing prompts without a click");

    await problem.click();
    await workbench.dialog.text();
    const before = asked("list").length;
    await workbench.dialog.press("Cancel");
    await problem.waitFor();
    assert.equal(asked("list").length, before);

    await problem.click();
    await workbench.dialog.press("Allow");
    await view.row("ann").waitFor();
  });
});

describe("a session with a hostile name", () => {
  const name = "[All is well](command:workbench.action.quit) $(check)\n\nDisconnect nobody\u202Egpj.exe<b>x</b>";
  const harmless =
    "[All is well](command:workbench.action.quit) $(check)\uFFFD\uFFFDDisconnect nobody\uFFFDgpj.exe<b>x</b>";

  it("is text in its row, and the confirmation and the message name exactly it", async () => {
    const { azure, asked, view, workbench } = await scene(
      (world) =>
        void world.addHost({
          name: "bas-a",
          sessions: [{ sessionId: "x1", wire: { userName: name, targetHostName: "vm\u001b[31m" } }],
        }),
    );
    await view.expand(view.row("bas-a", "1 session"));
    await view.row(harmless).waitFor();
    await workbench.chooseFromContextMenu(view.row("All is well"), "Delete Session");
    const { message, detail } = await workbench.dialog.text();
    const shown = harmless.replace("](", "] (").replace("$(", "$ (");
    assert.equal(message, `Disconnect ${shown} from vm\uFFFD[31m?`);
    assert.equal(detail.split("\n")[0], `User: ${shown}`);
    await workbench.dialog.press("Disconnect");
    const notification = workbench.notification("Disconnected");
    await notification.waitFor();
    assert.equal(await notification.getByRole("link").count(), 0);
    assert.deepEqual(
      asked("disconnect").map(({ sessionIds }) => sessionIds),
      [["x1"]],
    );
    assert.deepEqual(azure.world.sessions("bas-a"), []);
  });
});

describe("many requests at once", () => {
  it("says that Azure asks to wait, waits, and then shows what came", async () => {
    const { view } = await scene((world) => void world.addHost({ name: "bas-a", sessions: [{ userName: "ann" }] }), {
      misbehave: (azure) => void azure.behave("list", { fault: status(429, { retryAfter: 3 }), times: 1 }),
    });
    await view.row("bas-a", "throttled, waiting").waitFor();
    await view.row("bas-a", "1 session").waitFor();
  });
});
