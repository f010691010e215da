import assert from "node:assert/strict";
import type { EntrySession, JournalEntry } from "../../../../../src/core/journal/journalEntry.ts";
import { importWithStub } from "../../vscodeStub.ts";

const { entryMarkdown } = await importWithStub(
  () => import("../../../../../src/extension/commands/journal/entryMarkdown.ts"),
);

const hub = (subscription: string) =>
  `/subscriptions/${subscription}/resourceGroups/rg-hub/providers/Microsoft.Network/bastionHosts/bas-hub`;
const vm = (subscription: string) =>
  `/subscriptions/${subscription}/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm-web-01`;
const byAddress = "/subscriptions/s-2/resourceGroups/rg/providers/Microsoft.Network/bh-hostConnect/10.1.0.4";

function entry(...sessions: readonly EntrySession[]): JournalEntry {
  return { id: "1", at: "2026-11-28T21:25:22.000Z", by: "user", sessions, warnings: [] };
}

function session(subscription: string, more: Partial<EntrySession["session"]> = {}): EntrySession {
  return {
    hostId: hub(subscription),
    hostName: "bas-hub",
    actor: { account: "ops", accountId: "a", tenantId: "t" },
    session: {
      sessionId: `id-${subscription}`,
      userName: "azureuser",
      targetHostName: "vm-web-01",
      targetResourceId: vm(subscription),
      ...more,
    },
    verdict: "disconnected",
  };
}

describe("As of when? The details of a disconnect", () => {
  it("say once for each host when its sessions were listed, if they might have ended", () => {
    const asOf = "2026-11-28T18:15:12.000Z";
    const old = { ...session("s-1"), asOf };
    const text = entryMarkdown(entry(old, old, session("s-2")));
    const said =
      "- Sessions of bas-hub (s-1) might have ended before the disconnect. Listed: 2026-11-28 18:15:12 UTC\n";
    assert.deepEqual([text.split(said).length, text.split("might have ended").length], [2, 2], text);
  });
});

describe("Who asked? The details of a disconnect", () => {
  it("name an extension by its ID, a language model and the command line as such, and say nothing if the user did", () => {
    const said = (by: string) => /^- Requested .*$/mu.exec(entryMarkdown({ ...entry(session("s-1")), by }))?.[0];
    assert.deepEqual(["user", "acme.tools", "languageModel", "commandLine", "commandLineYes"].map(said), [
      undefined,
      "- Requested by extension: acme.tools",
      "- Requested by: a language model tool",
      "- Requested by: the command line, confirmed at the terminal",
      "- Requested by: the command line, confirmed by --yes",
    ]);
  });
});

describe("The details of a disconnect", () => {
  it("have a link that opens them again, made of nothing but an ID of ours", () => {
    const id = "1b4e28ba-2fa1-41d2-883f-0016d3cca427";
    const link = `vscode://bastion-sessions.bastion-sessions/journal?entry=${id}`;
    assert.ok(entryMarkdown({ ...entry(session("s-1")), id }).includes(`\n- Open in VS Code: <${link}>\n`));
    for (const foreign of ["1", `${id}>)[x](command:y)`]) {
      assert.doesNotMatch(entryMarkdown({ ...entry(session("s-1")), id: foreign }), /Open in VS Code/u);
    }
  });
});

describe("Which one? The details of a disconnect", () => {
  it("have the IDs of hosts, target VMs, sessions, and requests in a list below the table", () => {
    const { hostId, ...first } = session("s-1");
    const text = entryMarkdown(
      entry(
        { hostId, ...first, requestId: "r1", reconnected: { at: "x", hostId: hub("s-3"), sessionId: "id-9" } },
        session("s-2", { targetResourceId: byAddress, targetIpAddress: "10.1.0.4" }),
      ),
    );
    assert.ok(
      text.endsWith(
        [
          "\n\n## IDs\n",
          `- Bastion host bas-hub (s-1): \`${hub("s-1")}\``,
          `- Bastion host bas-hub (s-2): \`${hub("s-2")}\``,
          "- Session 1: `id-s-1`",
          `  - Target resource ID: \`${vm("s-1")}\``,
          "  - Request ID: `r1`",
          `  - Reconnected as session \`id-9\` on \`${hub("s-3")}\``,
          "- Session 2: `id-s-2`",
          "  - Target IP address: `10.1.0.4`\n",
        ].join("\n"),
      ),
      text,
    );
  });

  it("tell hosts and target VMs of one name apart, and only these", () => {
    const rows = (...sessions: readonly EntrySession[]) =>
      entryMarkdown(entry(...sessions))
        .split("\n")
        .filter((line) => line.startsWith("| azureuser"))
        .map((line) => line.split(" | ").filter((_, column) => column === 1 || column === 4));
    assert.deepEqual(rows(session("s-1"), session("s-2")), [
      ["vm-web-01 (s-1)", "bas-hub (s-1)"],
      ["vm-web-01 (s-2)", "bas-hub (s-2)"],
    ]);
    const address = { targetHostName: "10.1.0.4", targetResourceId: byAddress };
    assert.deepEqual(
      rows(session("s-1", address), session("s-2", address)).map(([machine]) => machine),
      ["10.1.0.4 (bas-hub (s-1))", "10.1.0.4 (bas-hub (s-2))"],
    );
    assert.deepEqual(rows(session("s-1"), session("s-1", { sessionId: "other" })), [
      ["vm-web-01", "bas-hub"],
      ["vm-web-01", "bas-hub"],
    ]);
  });

  it("have times in UTC, so that a reader in another zone reads the same", () => {
    assert.match(entryMarkdown(entry()), /^- Confirmed: 2026-11-28 21:25:22 UTC$/mu);
  });
});
