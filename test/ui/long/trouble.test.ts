import { strict as assert } from "node:assert";
import { eventually } from "../fixtures/eventually.ts";
import { scene, user } from "../scene.ts";

const listAction = "Microsoft.Network/bastionHosts/getActiveSessions/action";

describe("when something fails", () => {
  it("says under a host that may not be listed which right is missing, and lists it on Retry once it is granted", async () => {
    const { azure, view, workbench } = await scene((world) => {
      world.addHost({ name: "bas-closed", sessions: 2 });
      world.addHost({ name: "bas-open", sessions: 1 });
      world.setRole(user.label, "bas-closed", "reader");
    });
    await view.row("bas-closed", "sessions couldn't be listed").waitFor();
    await view.row("bas-open", "1 session").waitFor();
    await view.expand(view.row("bas-closed"));
    const reason = view.row(`Missing permission: ${listAction}`);
    await reason.waitFor();
    const text = (await view.rows()).find((row) => row.startsWith("Missing permission")) ?? "";
    assert.ok(
      text.includes(
        `The account has no role that permits ${listAction} on the scope ${azure.world.host("bas-closed").id}.`,
      ),
      text,
    );
    assert.ok(!(await view.rows()).some((row) => row.includes("no sessions")), "It is not known that there are none.");

    azure.world.setRole(user.label, "bas-closed", "operator");
    await view.settled();
    await workbench.clickRowButton(reason, "Retry");
    await view.row("bas-closed", "2 sessions").waitFor();
    await reason.waitFor({ state: "hidden" });
  });

  it("gets a fresh token from the row of a host whose role is newer than the sign-in", async () => {
    const { answered, view, workbench } = await scene((world) => void world.addHost({ name: "bas-new", sessions: 2 }), {
      misbehave: (azure) =>
        void azure.behave(
          { host: "bas-new", route: "list" },
          { fault: { kind: "oldToken", action: listAction, scope: azure.world.host("bas-new").id } },
        ),
    });
    await view.row("bas-new", "sessions couldn't be listed").waitFor();
    await view.expand(view.row("bas-new"));
    const reason = view.row(`Missing permission: ${listAction}`);
    await reason.waitFor();
    await view.settled();
    await answered("list", () => workbench.clickRowButton(reason, "Retry"));
    await view.settled();
    await reason.waitFor();

    await workbench.chooseFromContextMenu(reason, "Sign In Again for a Fresh Token");
    await workbench.dialog.press("Allow");
    await view.row("bas-new", "2 sessions").waitFor();
    await reason.waitFor({ state: "hidden" });
  });

  it("lets no other row wait for a host that never answers", async () => {
    const { view } = await scene(
      (world) => {
        world.addHost({ name: "bas-dead", sessions: 3 });
        world.addHost({ name: "bas-live", sessions: 2 });
      },
      { misbehave: (azure) => void azure.behave("bas-dead", { fault: { kind: "neverAnswers" } }) },
    );
    await view.row("bas-live", "2 sessions").waitFor();
    await view.expand(view.row("bas-live"));
    await eventually(async () => assert.equal(await view.row(/ min · vm-/).count(), 2));
    await view.row("bas-dead", "listing sessions…").waitFor();
    await view.progress.waitFor();
  });

  it("keeps the sessions that were known when they cannot be listed again, and says from when they are", async () => {
    const { azure, answered, view } = await scene(
      (world) => void world.addHost({ name: "bas-a", sessions: [{ userName: "ann" }] }),
    );
    await view.expand(view.row("bas-a", "1 session"));
    await view.row("ann").waitFor();
    azure.world.setRole(user.label, "bas-a", "reader");
    await answered("list", () => view.titleButton("Refresh").click());
    await view.row("bas-a", /1 session as of \d.* · couldn't be refreshed/).waitFor();
    await view.row("ann", /as of \d/).waitFor();
    await view.row(`Missing permission: ${listAction}`).waitFor();
  });

  it("says at the top which tenant failed, and hides nothing of the others", async () => {
    const { azure, view, workbench } = await scene(
      (world) => {
        world.addSubscription({ displayName: "Home", tenant: "Contoso" });
        world.addSubscription({ displayName: "Abroad", tenant: "Fabrikam" });
        world.addHost({ name: "bas-home", subscription: "Home" });
        world.addHost({ name: "bas-abroad", subscription: "Abroad" });
      },
      {
        guestOf: [{ displayName: "Fabrikam" }],
        misbehave: (azure) =>
          void azure.behave(
            { tenant: "Fabrikam" },
            { fault: { kind: "status", status: 400, code: "TenantIsBroken", message: "Nobody knows why." } },
          ),
      },
    );
    await view.row("bas-home", "no sessions").waitFor();
    await view.row("Azure returned an error: TenantIsBroken", `bastion hosts · Fabrikam · ${user.label}`).waitFor();
    const rows = await view.rows();
    assert.ok(
      rows.findIndex((row) => row.startsWith("Azure returned an error")) <
        rows.findIndex((row) => row.startsWith("bas-home")),
      rows.join("\n"),
    );
    assert.ok(!rows.some((row) => row.includes("bas-abroad")));

    azure.clearBehaviours();
    const failure = view.row("Azure returned an error: TenantIsBroken", "bastion hosts");
    await view.settled();
    await workbench.clickRowButton(failure, "Retry");
    await view.row("bas-abroad", "no sessions").waitFor();
    await view.row("Azure returned an error").first().waitFor({ state: "hidden" });
  });
});
