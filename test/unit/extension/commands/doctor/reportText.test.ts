import assert from "node:assert/strict";
import type { Report } from "../../../../../src/extension/commands/doctor/report.ts";
import { importWithStub } from "../../vscodeStub.ts";

const { reportJson, reportMarkdown, ticketText } = await importWithStub(
  () => import("../../../../../src/extension/commands/doctor/reportText.ts"),
);

const AT = new Date(Date.UTC(2026, 10, 28, 21, 25, 22));

describe("A diagnosis", () => {
  const report = (command: readonly string[]): Report => ({
    title: "bas-hub",
    at: AT,
    entries: [
      {
        check: "x",
        verdict: "error",
        title: "t",
        detail: "",
        evidence: [],
        remedies: [{ text: "Run:", commands: [command] }],
      },
    ],
  });

  it("says as of when in UTC, so that a reader in another zone reads the same", () => {
    assert.match(reportMarkdown(report(["az"])), / As of 2026-11-28 21:25:22 UTC\.$/mu);
  });

  it("has a link in its ticket and for programs: to its host, or to the search", () => {
    const hostId = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/bastionHosts/bas-hub";
    const address = "vscode://bastion-sessions.bastion-sessions/doctor";
    for (const [given, link] of [
      [{ hostId, tenantId: "T-1" }, `${address}?host=${hostId.toLowerCase()}&tenant=t-1`],
      [{}, address],
    ] as const) {
      const made = { ...report(["az"]), ...given };
      assert.ok(ticketText(made).endsWith(`\n\nOpen in VS Code: ${link}\n`));
      assert.equal((JSON.parse(reportJson(made)) as { deepLink: string }).deepLink, link);
    }
  });

  it("names the shell of each command, and one that there is no command for", () => {
    const says = (command: readonly string[]) =>
      reportMarkdown(report(command)).split("\n\nRun:\n\n")[1]?.split("\n\n## ")[0];
    assert.equal(
      says(["az", "/s"]),
      "bash:\n\n```bash\nMSYS_NO_PATHCONV=1 az /s\n```\n\nPowerShell:\n\n```powershell\naz /s\n```",
    );
    assert.equal(
      says(["az", 'a"b']),
      "bash:\n\n```bash\naz 'a\"b'\n```\n\nPowerShell: no command. A value has characters that can't be passed safely.",
    );
  });
});
