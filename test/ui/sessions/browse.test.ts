import { strict as assert } from "node:assert";
import { eventually } from "../fixtures/eventually.ts";
import { scene, user } from "../scene.ts";

describe("browsing", () => {
  it("leads from subscription to bastion host to session, by name and the longest session first", async () => {
    const { view } = await scene((world) => {
      world.addSubscription({ displayName: "Zebra" });
      world.addSubscription({ displayName: "apple" });
      world.addSubscription({ displayName: "Without a host" });
      world.addHost({ name: "bas-10", subscription: "apple", sku: "Basic" });
      world.addHost({
        name: "bas-9",
        subscription: "apple",
        sku: "Premium",
        sessions: [
          { userName: "short", protocol: "RDP", targetHostName: "vm-a", ageMinutes: 5.2 },
          { userName: "long", protocol: "SSH", targetHostName: "vm-b", ageMinutes: 72.2 },
          { userName: "untold", protocol: "SSH", targetHostName: "vm-c", omit: ["sessionDurationInMins"] },
          { userName: "longest", protocol: "SSH", targetHostName: "vm-d", ageMinutes: 1_503.2 },
        ],
      });
      world.addHost({ name: "bas-zoo", subscription: "Zebra", sessions: 1, provisioningState: "Updating" });
    });
    await view.expand(view.row("bas-9"));
    await eventually(async () => {
      assert.deepEqual(await view.rows(), [
        "apple 4 sessions",
        "bas-9 4 sessions",
        "longest 1 d 1 h · vm-d",
        "long 1 h 12 min · vm-b",
        "short 5 min · vm-a",
        "untold unknown · vm-c",
        "bas-10 no sessions",
        "Zebra 1 session",
        "bas-zoo 1 session · Updating",
      ]);
    });
  });

  it("leaves out the level of subscriptions if only one has hosts", async () => {
    const { view } = await scene((world) => {
      world.addSubscription({ displayName: "Only" });
      world.addSubscription({ displayName: "Without a host" });
      world.addHost({ name: "bas-only", sessions: 2 });
    });
    await view.row("bas-only", "2 sessions").waitFor();
    assert.deepEqual(await view.rows(), ["bas-only 2 sessions"]);
    assert.equal(await view.row("bas-only").getAttribute("aria-level"), "1");
  });

  it("gives a host that has no sessions nothing to expand", async () => {
    const { view } = await scene((world) => void world.addHost({ name: "bas-quiet" }));
    await view.row("bas-quiet", "no sessions").waitFor();
    assert.equal(await view.row("bas-quiet").getAttribute("aria-expanded"), null);
  });

  it("shows a session that Azure lists twice once", async () => {
    const { view } = await scene(
      (world) =>
        void world.addHost({ name: "bas-a", list: "twice", sessions: [{ userName: "ann" }, { userName: "ben" }] }),
    );
    await view.expand(view.row("bas-a", "2 sessions"));
    await view.row("ben").waitFor();
    assert.equal((await view.rows()).length, 3);
  });

  it("speaks a row as a sentence", async () => {
    const { view } = await scene((world) => {
      world.addHost({
        name: "bas-a",
        sku: "Basic",
        sessions: [{ userName: "alice", protocol: "SSH", targetHostName: "vm-web-01", ageMinutes: 72.2 }],
      });
    });
    await view.expand(view.row("bas-a", "1 session"));
    const session = view.row("alice");
    assert.match(
      (await session.getAttribute("aria-label")) ?? "",
      /^alice, SSH session to vm-web-01 for 1 h 12 min, through bas-a/,
    );
    assert.match((await view.row("bas-a").getAttribute("aria-label")) ?? "", /^Bastion host bas-a, Basic, 1 session/);
  });

  it("tells every field of a session on its tooltip, and what Azure left out as unknown", async () => {
    const { view, workbench, azure } = await scene((world) => {
      world.addHost({
        name: "bas-a",
        sessions: [
          {
            sessionId: "session-7",
            userName: "*alice*",
            protocol: "SSH",
            targetHostName: "vm-web-01",
            targetIpAddress: "10.1.2.3",
            ageMinutes: 72.2,
            omit: ["resourceType"],
          },
        ],
      });
    });
    await view.expand(view.row("bas-a"));
    const [session] = azure.world.sessions("bas-a");
    assert.ok(session);
    const started = new Date(session.startedAt).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "medium" });
    const lines = await workbench.hoverOf(view.row("alice"));
    assert.match(lines.at(-1) ?? "", /^Listed at: \d/);
    assert.deepEqual(lines.slice(0, -1), [
      "User: *alice*",
      "Target VM: vm-web-01",
      "Target IP address: 10.1.2.3",
      "Protocol: SSH",
      `Started: ${started} (1 h 12 min ago)`,
      "Duration: 1 h 12 min",
      `Target resource group: ${session.targetResourceGroup}`,
      `Target subscription: ${session.targetSubscriptionId}`,
      `Target resource ID: ${session.targetResourceId}`,
      "Resource type: unknown",
      "Session ID: session-7",
      "Bastion host: bas-a",
    ]);
  });

  it("tells on a host's tooltip what it is, and as whom it is asked", async () => {
    const { view, workbench, azure } = await scene(
      (world) => void world.addHost({ name: "bas-a", scaleUnits: 4, location: "koreacentral" }),
    );
    const lines = await workbench.hoverOf(view.row("bas-a", "no sessions"));
    const expected = [
      "SKU: Standard",
      "Scale units: 4",
      "Location: koreacentral",
      `Resource ID: ${azure.world.host("bas-a").id}`,
      `Acting as: ${user.label} · Contoso`,
    ];
    assert.deepEqual(
      expected.filter((line) => !lines.includes(line)),
      [],
      lines.join("\n"),
    );
  });
});
