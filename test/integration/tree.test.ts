import { strict as assert } from "node:assert";
import * as vscode from "vscode";
import type { TreeNode } from "../../src/extension/tree/treeNode.ts";
import { azure, bench, resolved, text, tooltip, world } from "./testTree.ts";
import type { Bench } from "./testTree.ts";

/** What VS Code is told next to have changed. */
function nextEvent({ tree }: Bench): Promise<TreeNode | TreeNode[] | undefined> {
  return new Promise((resolve) => {
    const listener = tree.onDidChangeTreeData((changed) => {
      listener.dispose();
      resolve(changed);
    });
  });
}

const production = { displayName: "Production" };

describe("the tree", () => {
  after(() => azure.reset());

  it("shows only subscriptions with hosts, by name, and sessions longest first", async () => {
    await world({
      subscriptions: [{ displayName: "Production 10" }, { displayName: "Production 9" }, { displayName: "Empty" }],
      hosts: [
        { name: "bas-a", subscription: "Production 10", sessions: 0, sku: "Basic" },
        {
          name: "bas-b",
          subscription: "Production 9",
          sessions: [
            { userName: "alice", protocol: "SSH", targetHostName: "vm-web-01", ageMinutes: 72 },
            { userName: "bob", protocol: "RDP", targetHostName: "vm-dc", ageMinutes: 2000 },
          ],
        },
      ],
    });
    using tree = await bench();
    const [first, second] = tree.rows();
    assert.ok(first && second);
    assert.deepEqual([text(first), text(second)], ["Production 9 | 2 sessions", "Production 10 | no sessions"]);
    assert.deepEqual(tree.rows(first.node).map(text), ["bas-b | 2 sessions"]);
    assert.deepEqual(tree.rows(second.node).map(text), ["bas-a | no sessions"]);
    assert.deepEqual(tree.rows(tree.row("bas-b").node).map(text), [
      "bob | 1 d 9 h · vm-dc",
      "alice | 1 h 12 min · vm-web-01",
    ]);
  });

  it("puts the hosts at the top if only one subscription has any", async () => {
    await world({
      subscriptions: [production, { displayName: "Empty" }],
      hosts: [
        { name: "bas-b", sessions: 1 },
        { name: "bas-a", sessions: 0 },
      ],
    });
    using tree = await bench();
    assert.deepEqual(
      tree.rows().map(({ item }) => item.label),
      ["bas-a", "bas-b"],
    );
    const [, host] = tree.rows();
    assert.ok(host);
    assert.equal(tree.tree.getParent(host.node), undefined);
  });

  it("names a host's state where it is not Succeeded", async () => {
    await world({
      subscriptions: [production],
      hosts: [{ name: "bas-a", provisioningState: "Updating", sessions: 0 }],
    });
    using tree = await bench();
    assert.deepEqual(tree.rows().map(text), ["bas-a | no sessions · Updating"]);
  });

  it("lets ages grow with the time since the answer", async () => {
    await world({
      subscriptions: [production],
      hosts: [
        { name: "bas-a", sessions: [{ userName: "alice", protocol: "SSH", targetHostName: "vm", ageMinutes: 10.5 }] },
      ],
    });
    using tree = await bench();
    tree.clock.ms += 2 * 60_000;
    assert.equal(text(tree.row("alice")), "alice | 12 min · vm");
    tree.clock.ms += 48 * 60_000;
    assert.equal(text(tree.row("alice")), "alice | 1 h · vm · as of 2:32 PM");
  });

  it("says unknown of what Azure left out, and guesses nothing", async () => {
    const omit = [
      "userName",
      "targetHostName",
      "targetIpAddress",
      "protocol",
      "startTime",
      "sessionDurationInMins",
      "targetResourceId",
    ];
    await world({ subscriptions: [production], hosts: [{ name: "bas-a", sessions: [{ omit }] }] });
    using tree = await bench();
    assert.equal(text(tree.row("unknown")), "unknown | unknown · unknown");
    assert.match(tooltip(tree.row("unknown")), /\*\*User:\*\* unknown/);
  });

  it("shows every field in the tooltip, the start with its age", async () => {
    await world({
      subscriptions: [production],
      hosts: [
        {
          name: "bas-a",
          sessions: [
            {
              sessionId: "session-1",
              userName: "alice",
              protocol: "SSH",
              targetHostName: "vmweb",
              targetIpAddress: "10.0.0.4",
              ageMinutes: 5.2,
            },
          ],
        },
      ],
    });
    using tree = await bench();
    const shown = tooltip(tree.row("alice"));
    for (const part of [
      "alice",
      "vmweb",
      /10\\?\.0\\?\.0\\?\.4/,
      /session\\?-1/,
      "5&nbsp;min&nbsp;ago",
      "virtualMachines",
      "SSH",
    ]) {
      assert.match(shown, new RegExp(part));
    }
  });

  it("makes a session that is listed twice one row, and one without an id a row that cannot be disconnected", async () => {
    await world({
      subscriptions: [production],
      hosts: [
        { name: "bas-a", list: "twice", sessions: [{ userName: "alice" }, { userName: "bob", omit: ["sessionId"] }] },
      ],
    });
    using tree = await bench();
    const rows = tree.rows(tree.row("bas-a").node);
    const ids = rows.map(({ item }) => item.id);
    assert.equal(new Set(ids).size, ids.length);
    assert.equal(rows.filter(({ item }) => item.label === "alice").length, 1);
    assert.match(tree.row("alice").item.contextValue ?? "", /\bsession\b/);
    assert.doesNotMatch(tree.row("bob").item.contextValue ?? "", /\bsession(Id)?\b/);
    assert.match(text(tree.row("bob")), /no session ID/);
  });

  it("knows its rows again after a refresh, by the same objects", async () => {
    await world({
      subscriptions: [production, { displayName: "Other" }],
      hosts: [
        { name: "bas-a", sessions: [{ userName: "alice" }] },
        { name: "bas-b", subscription: "Other", sessions: 0 },
      ],
    });
    using tree = await bench();
    const [host, session] = [tree.row("bas-a"), tree.row("alice")];
    await tree.inventory.refresh();
    assert.equal(tree.row("bas-a").node, host.node);
    assert.equal(tree.row("alice").node, session.node);
    assert.equal(tree.tree.getParent(session.node), host.node);
  });

  it("refreshes no row if a response changes nothing, otherwise only those of the hosts concerned", async () => {
    const hosts = ["bas-a", "bas-b", "bas-c", "bas-d"].map((name) => ({
      name,
      sessions: [{ userName: "alice", sessionId: `${name}-1` }],
    }));
    await world({ subscriptions: [production], hosts });
    using tree = await bench();
    const rows = ["bas-a", "bas-c"].map((label) => tree.row(label).node);
    // What came before is told by then.
    await nextEvent(tree);
    tree.clock.ms += 60_000;
    await tree.inventory.loading.refresh();
    const fired = nextEvent(tree);
    await Promise.all([
      azure.addSession({ host: "bas-a", session: { userName: "bob" } }),
      azure.endSession({ host: "bas-c", sessionId: "bas-c-1" }),
    ]);
    await tree.inventory.loading.refresh();
    // The rows of each have been asked for, so that they are open: these are told of one at a time.
    assert.deepEqual(await fired, [rows[0]]);
    assert.deepEqual(await nextEvent(tree), [rows[1]]);
  });

  it("redraws the rows whose age now reads differently, and no others", async () => {
    await world({
      subscriptions: [production],
      hosts: [
        {
          name: "bas-a",
          sessions: [
            { userName: "alice", ageMinutes: 5 },
            { userName: "bob", ageMinutes: 3000 },
          ],
        },
      ],
    });
    using tree = await bench();
    const alice = tree.row("alice").node;
    await nextEvent(tree);
    tree.clock.ms += 60_000;
    const fired = nextEvent(tree);
    tree.tree.tick();
    assert.deepEqual(await fired, [alice]);
  });

  it("shows hostile names as text", async () => {
    const name = "[x](command:evil) **b**\n<b>$(flame)</b>\u202Eecila\u0000";
    await world({
      subscriptions: [production],
      hosts: [{ name: "bas-a", sessions: [{ wire: { userName: name, targetHostName: "a".repeat(10_000) } }] }],
    });
    using tree = await bench();
    const [row] = tree.rows(tree.row("bas-a").node);
    assert.ok(row);
    assert.equal(row.item.label, "[x](command:evil) **b**\uFFFD<b>$(flame)</b>\uFFFDecila\uFFFD");
    assert.ok(text(row).length < 500);
    const { tooltip: shown } = resolved(row);
    assert.ok(shown instanceof vscode.MarkdownString);
    assert.ok(!shown.isTrusted && !shown.supportHtml);
    assert.doesNotMatch(shown.value, /[^\\]\[x\]\(command/);
    assert.doesNotMatch(shown.value, /[^\\]<b>/);
  });

  it("makes a tooltip when it is asked for, and for every row", async () => {
    await azure.reset();
    using tree = await bench();
    const [signIn] = tree.rows();
    assert.ok(signIn);
    const host = tree.row("bas-finance");
    const rows = [
      signIn,
      host,
      ...tree.rows(host.node),
      ...tree.rows(tree.row("bas-dev").node),
      ...tree.rows().filter(({ node }) => node.kind === "subscription"),
    ];
    assert.deepEqual([...new Set(rows.map(({ node }) => node.kind))].sort(), [
      "host",
      "hostProblem",
      "searchProblem",
      "session",
      "subscription",
    ]);
    assert.deepEqual(rows.filter(({ item }) => item.tooltip !== undefined).map(text), []);
    assert.equal(tooltip(signIn), "Sign in to Northwind Traders… · ana.lindqvist@contoso.com");
    assert.deepEqual(rows.filter((row) => row !== signIn && !/\*\*\w/.test(tooltip(row))).map(text), []);
  });

  it("gives no false count where entries of the list cannot be read", async () => {
    await world({ subscriptions: [production], hosts: [{ name: "bas-a", sessions: 1 }] });
    using tree = await bench();
    const shows = async (value: unknown) => {
      await azure.behave({ target: "bas-a", behaviour: { fault: { kind: "json", body: { value } } } });
      await tree.inventory.refresh();
      return text(tree.row("bas-a"));
    };
    assert.equal(await shows([7, null]), "bas-a | sessions: unknown");
    assert.equal(await shows([{ sessionId: "x" }, 7]), "bas-a | at least 1 session");
  });

  it("makes no link of an address in a tooltip", async () => {
    await world({
      subscriptions: [production],
      hosts: [
        {
          name: "bas-a",
          sessions: [
            { wire: { userName: "ann@contoso.example", targetHostName: "https://evil.example www.evil.example" } },
          ],
        },
      ],
    });
    using tree = await bench();
    const [row] = tree.rows(tree.row("bas-a").node);
    assert.ok(row);
    assert.doesNotMatch(tooltip(row), /[^\\]@|[^\\:*]:\/\/|www[^\\]/);
  });

  it("gives a host that may not be listed one child with the reason, and no count", async () => {
    await azure.reset();
    using tree = await bench();
    const host = tree.row("bas-finance");
    assert.equal(text(host), "bas-finance | sessions couldn't be listed");
    const [problem, ...others] = tree.rows(host.node);
    assert.deepEqual(others, []);
    assert.ok(problem);
    assert.match(text(problem), /^Missing permission: Microsoft\.Network\/bastionHosts\/getactivesessions\/action/i);
    assert.match(String(problem.item.description), /on the scope \/subscriptions\//);
    assert.match(problem.item.contextValue ?? "", /\bretryable\b/);
  });

  it("keeps what was known of a host that fails later, and says of when it is", async () => {
    await world({
      subscriptions: [production],
      hosts: [
        { name: "bas-a", sessions: [{ userName: "alice", protocol: "SSH", targetHostName: "vm", ageMinutes: 1.5 }] },
      ],
    });
    using tree = await bench();
    await azure.behave({ target: "bas-a", behaviour: { fault: { kind: "status", status: 403 } } });
    await tree.inventory.refresh();
    assert.match(text(tree.row("bas-a")), /^bas-a \| 1 session as of .* · couldn't be refreshed$/);
    assert.match(text(tree.row("alice")), /^alice \| 1 min · vm · as of [^,]*:32[^,]*$/);
  });

  it("gives the date with the time where that is not today", async () => {
    await world({ subscriptions: [production], hosts: [{ name: "bas-a", sessions: [{ userName: "alice" }] }] });
    using tree = await bench();
    await azure.behave({ target: "bas-a", behaviour: { fault: { kind: "status", status: 403 } } });
    tree.clock.ms += 10 * 3_600_000;
    await tree.inventory.refresh();
    for (const label of ["bas-a", "alice"]) {
      assert.match(text(tree.row(label)), /2100/, label);
    }
    assert.match(tooltip(tree.row("bas-a")), /Listed&nbsp;at:.*2100/);
  });

  it("shows a tenant that wants its own sign-in as a row that asks for it", async () => {
    await azure.reset();
    using tree = await bench();
    const [row] = tree.rows();
    assert.ok(row);
    assert.equal(text(row), "Sign in to Northwind Traders… | ana.lindqvist@contoso.com");
    assert.equal(row.item.command?.command, "bastionSessions.signInToTenant");
  });

  it("refreshes only hosts where something changed, and none for a response that changes nothing", async () => {
    const hosts = ["bas-a", "bas-b", "bas-c"].map((name) => ({
      name,
      sessions: [1, 2, 3, 4, 5, 6].map((number) => ({ sessionId: `${name}-${number}` })),
    }));
    await world({ subscriptions: [production], hosts });
    using tree = await bench();
    tree.rows();
    const told: (readonly string[] | "everything")[] = [];
    let heard = Promise.withResolvers<undefined>();
    const listener = tree.tree.onDidChangeTreeData((nodes) => {
      told.push(nodes === undefined ? "everything" : [nodes].flat().map(({ id }) => id.split("/").at(-1) ?? ""));
      heard.resolve(undefined);
      heard = Promise.withResolvers();
    });
    // What the first load had to tell is told when a change of one host is told of by its name.
    for (let number = 1; told.at(-1) === undefined || told.at(-1) === "everything"; number++) {
      const event = heard.promise;
      await azure.endSession({ host: "bas-a", sessionId: `bas-a-${number}` });
      await tree.inventory.loading.refresh();
      await event;
    }
    told.length = 0;
    tree.clock.ms += 60_000;
    await tree.inventory.loading.refresh();
    await azure.endSession({ host: "bas-b", sessionId: "bas-b-1" });
    await tree.inventory.loading.refresh();
    while (!told.flat().includes("bas-b")) {
      await heard.promise;
    }
    listener.dispose();
    assert.deepEqual(
      told.flat().filter((name) => name !== "bas-a"),
      ["bas-b"],
    );
  });
});
