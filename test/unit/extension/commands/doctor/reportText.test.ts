import assert from "node:assert/strict";
import type { Report } from "../../../../../src/extension/commands/doctor/report.ts";
import { importWithStub } from "../../vscodeStub.ts";

const { reportMarkdown } = await importWithStub(
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

  it("names the shell of each command, and both where they take the same", () => {
    assert.ok(
      reportMarkdown(report(["az", "x"])).includes("\n\nRun:\n\nbash, PowerShell:\n\n```bash\naz x\n```\n\n## "),
    );
    const differing = reportMarkdown(report(["az", "/s"]));
    assert.ok(
      differing.includes(
        "\n\nbash:\n\n```bash\nMSYS_NO_PATHCONV=1 az /s\n```\n\nPowerShell:\n\n```powershell\naz /s\n```\n",
      ),
      differing,
    );
  });
});
