import { strict as assert } from "node:assert";
import * as vscode from "vscode";
import { newAccount, newTenant, visibleSubscriptions, type Accounts } from "../../src/core/inventory/directoryState.ts";
import { Names } from "../../src/core/inventory/names.ts";
import { AzureError } from "../../src/core/azure/http/azureError.ts";
import { searchReport } from "../../src/extension/commands/doctor/searchReport.ts";
import { reportJson, reportMarkdown, ticketText } from "../../src/extension/commands/doctor/reportText.ts";
import type { Report, ReportEntry } from "../../src/extension/commands/doctor/report.ts";
import { troubleshootingHint } from "../../src/extension/ui/troubleshootingHint.ts";
import { armKey } from "../../src/core/model/armId.ts";
import { hostNode, problemNode } from "../../src/extension/tree/treeNode.ts";
import { dialogs } from "./dialogs.ts";
import { azure, world } from "./testTree.ts";

async function hostNamed(name: string) {
  const host = (await azure.state()).hosts.find((candidate) => candidate.name === name);
  assert.ok(host);
  return host;
}

/** The account that the runner has signed in. */
async function signedIn() {
  const [account] = (await azure.state()).accounts;
  assert.ok(account);
  return account;
}

/** A world with a host whose sessions the account may not list, and another. */
async function showShutAndWell(): Promise<void> {
  const { label } = await signedIn();
  await world({
    hosts: [{ name: "bas-shut", sessions: 1 }, { name: "bas-well" }],
    roles: [{ account: label, scope: "bas-shut", role: "reader" }],
  });
  await vscode.commands.executeCommand("bastionSessions.refresh");
}

/** Diagnoses a host as its row's menu does, and gives the document that is then shown. */
async function diagnosed(name: string): Promise<vscode.TextDocument> {
  await vscode.commands.executeCommand("bastionSessions.diagnose", hostNode(armKey((await hostNamed(name)).id)));
  return shown();
}

/** The report in the active editor. */
async function shown(): Promise<vscode.TextDocument> {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  assert.ok(input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputText);
  assert.equal(input.uri.scheme, "bastion-sessions-report");
  return vscode.workspace.openTextDocument(input.uri);
}

function namesOf(accounts: Accounts): Names {
  return new Names({ hosts: [], accounts, allSubscriptions: visibleSubscriptions(accounts) });
}

async function copied(command: string, ...args: readonly unknown[]): Promise<string> {
  await vscode.env.clipboard.writeText("from before");
  await vscode.commands.executeCommand(command, ...args);
  return vscode.env.clipboard.readText();
}

describe("Diagnose…", () => {
  before(async () => {
    await azure.reset();
    await vscode.commands.executeCommand("bastionSessions.sessions.focus");
    await vscode.commands.executeCommand("bastionSessions.refresh");
  });

  after(async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await azure.reset();
  });

  it("leads from a host whose group closes 443 to the rule that does it, and to the command that opens it", async () => {
    const document = await diagnosed("bas-empty");
    const text = document.getText();
    assert.equal(document.languageId, "markdown");
    assert.match(text, /^# Diagnosis of `bas-empty`\n/);
    assert.match(text, /## Error: Port 443 from GatewayManager is denied\n/);
    assert.match(text, /- Denied by: `DenyManagementInbound \(110\): Deny Inbound Tcp GatewayManager → \*:\*`/);
    assert.match(text, /\nbash:\n\n```bash\naz network nsg rule create .*--priority 109 .*--source-port-ranges '\*'/);
    assert.match(text, /\nPowerShell:\n\n```powershell\naz network nsg rule create /);
    const { id } = await hostNamed("bas-empty");
    assert.ok(text.includes(id));
  });

  it("says what a role lacks, and copies a role that has exactly it", async () => {
    const { label } = await signedIn();
    await showShutAndWell();
    const text = (await diagnosed("bas-shut")).getText();
    assert.match(
      text,
      /## Error: Missing permission to list its sessions\n\nNone of the account's roles grants .* Azure says: /,
    );
    const { subscriptionId, resourceGroup } = await hostNamed("bas-shut");
    const role = JSON.parse(await copied("bastionSessions.copyRole")) as unknown;
    assert.deepEqual(role, {
      Name: `Bastion Sessions listSessions disconnect on bas-shut in ${resourceGroup} of ${subscriptionId}`,
      IsCustom: true,
      Description: "What was missing to see and disconnect the sessions of an Azure Bastion host.",
      Actions: [
        "Microsoft.Network/bastionHosts/getactivesessions/action",
        "Microsoft.Network/bastionHosts/disconnectactivesessions/action",
      ],
      NotActions: [],
      AssignableScopes: [`/subscriptions/${subscriptionId}`],
    });
    assert.ok(text.includes(label), "the report says as whom Azure was asked");
    const ticket = await copied("bastionSessions.copyTicket");
    assert.match(ticket, /\[error\] action\/listSessions/);
    assert.match(ticket, /requestId: [\w-]{36}/);
    assert.ok(!ticket.includes(label), "a ticket does not");
  });

  it("gives the same to programs, in no language", async () => {
    await vscode.commands.executeCommand("bastionSessions.openReportJson");
    const document = await shown();
    const { hostId, findings } = JSON.parse(document.getText()) as {
      hostId: string;
      findings: { check: string; verdict: string }[];
    };
    assert.equal(document.languageId, "json");
    assert.equal(hostId, (await hostNamed("bas-shut")).id);
    assert.ok(findings.some(({ check, verdict }) => check === "action/listSessions" && verdict === "error"));
  });

  it("a host that is well has nothing to copy a role for", async () => {
    const text = (await diagnosed("bas-well")).getText();
    assert.match(text, /\*\*No problems found\.\*\*/);
    using said = dialogs();
    assert.equal(await copied("bastionSessions.copyRole"), "from before");
    assert.deepEqual(said.messages, [
      "Nothing was copied. The report names no missing action that a role could grant.",
    ]);
  });

  it("offers every proposed command by its shells, once where they take the same", async () => {
    await diagnosed("bas-shut");
    using said = dialogs();
    await vscode.commands.executeCommand("bastionSessions.copyCommand");
    assert.deepEqual(said.picks[0]?.slice(0, 1), [
      "bash, PowerShell: az role definition create --role-definition '@role.json'",
    ]);
  });

  it("renews the one document of a host", async () => {
    const before = await diagnosed("bas-shut");
    const changed = new Promise<void>((resolve) => {
      const watch = vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document === before && document.getText().includes("couldn't be listed: Unexpected response")) {
          watch.dispose();
          resolve();
        }
      });
    });
    await azure.behave({ target: { route: "list", host: "bas-shut" }, behaviour: { fault: { kind: "html" } } });
    await vscode.commands.executeCommand("bastionSessions.diagnose", before.uri);
    await changed;
    assert.equal(await shown(), before);
    await azure.clearBehaviours();
  });

  it("has a title of its own for each of two hosts of the same name", async () => {
    await world({
      subscriptions: [{ displayName: "Production" }, { displayName: "Test" }],
      hosts: [
        { name: "bas-hub", subscription: "Production" },
        { name: "bas-hub", subscription: "Test" },
      ],
    });
    await vscode.commands.executeCommand("bastionSessions.refresh");
    const titles: string[] = [];
    for (const { id } of (await azure.state()).hosts) {
      await vscode.commands.executeCommand("bastionSessions.diagnose", hostNode(armKey(id)));
      const document = await shown();
      titles.push(document.uri.path, document.getText().split("\n")[0] ?? "");
    }
    assert.deepEqual(titles.sort(), [
      "# Diagnosis of `bas-hub (Production)`",
      "# Diagnosis of `bas-hub (Test)`",
      "/Diagnosis of bas-hub (Production).md",
      "/Diagnosis of bas-hub (Test).md",
    ]);
    await showShutAndWell();
  });

  it("asks for a host where none is named, those with a problem first, and the search last", async () => {
    using said = dialogs();
    await vscode.commands.executeCommand("bastionSessions.diagnose");
    assert.deepEqual(
      said.picks[0]?.map((row) => row.split(" | ")[0]),
      ["bas-shut", "bas-well", "A host is missing from the view…"],
    );
  });

  it("a row that concerns no host gets a report on the search", async () => {
    const error = new AzureError({ kind: "failed", detail: "x", maybeReceived: false });
    await vscode.commands.executeCommand("bastionSessions.diagnose", problemNode({ kind: "accounts", error }));
    assert.match((await shown()).getText(), /^# Diagnosis of `the bastion host search`\n[^]*Contoso: 2 bastion hosts/);
  });

  it("copies from the report that a command is called on, and from no other", async () => {
    const { label } = await signedIn();
    await world({
      hosts: [{ name: "bas-one" }, { name: "bas-two" }],
      roles: [
        { account: label, scope: "bas-one", role: "reader" },
        { account: label, scope: "bas-two", role: "reader" },
      ],
    });
    await vscode.commands.executeCommand("bastionSessions.refresh");
    const one = await diagnosed("bas-one");
    await diagnosed("bas-two");
    const roleOf = (text: string) => (JSON.parse(text) as { Name: string }).Name;
    assert.match(roleOf(await copied("bastionSessions.copyRole")), / on bas-two in /);
    assert.match(roleOf(await copied("bastionSessions.copyRole", one.uri)), / on bas-one in /);
    await vscode.commands.executeCommand("vscode.openWith", one.uri, "vscode.markdown.preview.editor");
    assert.match(roleOf(await copied("bastionSessions.copyRole")), / on bas-one in /);
    // Where no report is meant with certainty, the user is asked, the newest first.
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    using said = dialogs();
    assert.equal(await copied("bastionSessions.copyRole"), "from before");
    assert.deepEqual(
      said.picks[0]?.slice(0, 2).map((row) => row.split(" | ")[0]),
      ["bas-two", "bas-one"],
    );
  });

  it("copies nothing from a report of an earlier window, and says so", async () => {
    const { uri } = await vscode.workspace.openTextDocument(
      vscode.Uri.from({ scheme: "bastion-sessions-report", path: "/Diagnosis.md", query: "/gone" }),
    );
    using said = dialogs();
    assert.equal(await copied("bastionSessions.copyRole", uri), "from before");
    assert.deepEqual(said.messages, ["This report is no longer available. Run Diagnose again."]);
  });
});

describe("the first guess", () => {
  it("there is one for whatever fails, and none where nothing did", () => {
    const guess = (kind: AzureError["kind"]) =>
      troubleshootingHint(new AzureError({ kind, detail: "x", maybeReceived: false }));
    const kinds = [
      "unreachable",
      "timedOut",
      "unreadable",
      "throttled",
      "notAllowed",
      "signInNeeded",
      "notFound",
      "failed",
    ] as const;
    kinds.forEach((kind) => assert.match(guess(kind), /^Likely cause: /, kind));
    assert.equal(guess("cancelled"), "");
    assert.match(
      troubleshootingHint(new AzureError({ kind: "unreadable", detail: "x", code: "NoList", maybeReceived: true })),
      /network security group/,
    );
  });
});

describe("a report", () => {
  const entry = (more: Partial<ReportEntry>): ReportEntry => ({
    check: "x",
    verdict: "error",
    title: "t",
    detail: "",
    evidence: [],
    remedies: [],
    ...more,
  });
  const report = (...entries: ReportEntry[]): Report => ({
    title: "bas",
    hostId: "/h",
    at: new Date(0),
    actingAs: "ada@contoso.com",
    entries,
  });

  it("shows Azure's texts as text only", () => {
    const bad = "[x](command:quit) <b>`` ` ![i](https://e.example/i) https://e.example\n# no\u202E";
    const text = reportMarkdown(report(entry({ title: bad, detail: bad, evidence: [{ what: "state", value: bad }] })));
    // Once it is a link as it stands: in a piece of code, where nothing is one.
    assert.equal(text.split("[x](command:quit)").length, 2, text);
    assert.ok(text.includes("\\[x\\](command:quit) \\<b\\>"));
    assert.equal(text.split(" https://e.example").length, 2, "nor is an address one by itself");
    assert.ok(!text.includes("\n# no"));
    assert.ok(!text.includes("\u202E"));
    assert.match(text, /- State: ``` \[x\]\(command:quit\) <b>`` ` !/);
  });

  it("has the worst first, and the account's name only in the report", () => {
    const made = report(
      entry({ verdict: "ok", title: "fine" }),
      entry({ verdict: "note", title: "aside" }),
      entry({ verdict: "unchecked", title: "unseen" }),
      entry({ verdict: "error", title: "broken" }),
      entry({ verdict: "warning", title: "odd" }),
    );
    const heads = [...reportMarkdown(made).matchAll(/^## (.*)$/gm)].map(([, head]) => head);
    assert.deepEqual(heads, [
      "Summary",
      "Error: broken",
      "Warning: odd",
      "Couldn't check: unseen",
      "Note: aside",
      "Passed checks",
      "Not covered",
    ]);
    assert.ok(reportMarkdown(made).includes("ada@contoso.com"));
    for (const text of [ticketText(made), reportJson(made)]) {
      assert.ok(!text.includes("ada"));
    }
  });

  it("proposes no command that a shell would not take as it is", () => {
    const text = reportMarkdown(
      report(
        entry({
          remedies: [
            { text: "Do:", commands: [["az", "a\nb"]] },
            { text: "Or:", commands: [["az", 'a"b']] },
          ],
        }),
      ),
    );
    assert.ok(!text.includes("a\nb"));
    assert.deepEqual(
      [...text.matchAll(/```(\w+)\n(.*)/g)].map(([, shell, line]) => [shell, line]),
      [["bash", "az 'a\"b'"]],
    );
  });

  it("on the search says what kept hosts from being found, and that no account is signed in only if that is known", () => {
    const account = { id: "a", label: "ada@contoso.com" };
    const refused = new AzureError({ kind: "notAllowed", detail: "x", status: 403, maybeReceived: false });
    const titles = (inventory: Omit<Parameters<typeof searchReport>[0], "names">) =>
      searchReport(
        { ...inventory, names: namesOf(inventory.accounts) },
        (_identity, subscriptionId) => subscriptionId !== "hidden",
        new Date(0),
      ).entries.map(({ verdict, title }) => `${verdict}: ${title}`);
    const nothing = { accounts: new Map(), searchProblems: [], enumerated: true };
    assert.deepEqual(titles(nothing), ["error: No account is signed in"]);
    assert.deepEqual(titles({ ...nothing, enumerated: false }), ["unchecked: No account is signed in"]);
    assert.deepEqual(titles({ ...nothing, searchProblems: [{ kind: "accounts", error: refused }] }), [
      "error: VS Code's accounts couldn't be read",
    ]);
    const of = (state: object) =>
      titles({ ...nothing, accounts: new Map([["a", { ...newAccount(account), searching: false, ...state }]]) });
    assert.deepEqual(of({ signInNeeded: refused }), ["error: ada@contoso.com: access isn't allowed yet"]);
    const tenant = { tenantId: "t", displayName: "Contoso" };
    const subscriptions = {
      known: [{ subscriptionId: "hidden" }, { subscriptionId: "shown", displayName: "Shown", state: "Disabled" }],
      unreadable: 0,
    };
    assert.deepEqual(
      of({
        tenants: new Map([
          ["t", { ...newTenant(account, tenant), subscriptions, hosts: { known: [], unreadable: 0 } }],
        ]),
      }),
      [
        "warning: Subscription Shown: Disabled",
        "note: ada@contoso.com, Contoso: no bastion hosts were found",
        "warning: ada@contoso.com, Contoso: subscriptions not selected: 1",
      ],
    );
    assert.deepEqual(of({ error: refused }), ["error: ada@contoso.com: the tenants couldn't be listed"]);
  });
});
