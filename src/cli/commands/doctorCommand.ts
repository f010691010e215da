/** `doctor HOST`: why the sessions of a host can't be seen. */
import * as l10n from "@vscode/l10n";
import { resultOrError, AzureError } from "../../core/azure/http/azureError.ts";
import { diagnose } from "../../core/doctor/diagnose.ts";
import { examine } from "../../core/doctor/examine.ts";
import { checkOf, type Finding } from "../../core/doctor/finding.ts";
import { plainText } from "../../core/text/plainText.ts";
import { commandLine } from "../../core/text/shell.ts";
import type { ExportColumn } from "../../core/text/tabularExport.ts";
import { CommandError, EXIT, type ExitCode } from "../exitCode.ts";
import { errorText } from "../../words/errorText.ts";
import { verdictText } from "../../words/verdictText.ts";
import { conclude, openFleet, type FleetOptions } from "../fleet/fleet.ts";
import { hostCalled } from "../fleet/hostCalled.ts";
import { reasonOf, type Gap } from "../fleet/incomplete.ts";
import { columnsOf, print, type FormatOptions } from "../print/output.ts";
import type { Runtime } from "../runtime.ts";

/** Examines one host and prints what was found; nothing is changed in Azure. @throws CommandError */
export async function doctorCommand(
  named: string,
  options: FleetOptions & FormatOptions,
  runtime: Runtime,
): Promise<ExitCode> {
  const fleet = await openFleet(runtime, options);
  const { host, identities } = hostCalled(named, fleet);
  const [identity] = identities;
  runtime.terminal.progress(() => l10n.t("Diagnosing {0}", fleet.inventory.names.host(host)));
  const parts = { arm: fleet.arm, credential: fleet.identities.credential(identity.account, identity.tenant.tenantId) };
  const facts = await resultOrError(examine(parts, host.id, { signal: runtime.signal }, runtime.clock));
  if (facts instanceof AzureError) {
    throw new CommandError(EXIT.failed, errorText(facts).what);
  }
  const { findings, role } = diagnose(facts);
  const exported = findingColumns();
  await print(runtime.terminal, options, {
    rows: findings,
    columns: columnsOf(exported, { verdict: ({ verdict }) => verdictText(verdict) }),
    exported,
    ids: [],
    json: () => ({
      hostId: host.id,
      at: new Date(facts.at).toISOString(),
      findings: findings.map(findingJson),
      role: role ?? null,
    }),
  });
  return conclude(runtime, findings.flatMap(uncheckedGap), true);
}

function findingColumns(): ExportColumn<Finding>[] {
  return [
    { name: "verdict", title: l10n.t("Result"), value: ({ verdict }) => verdict },
    { name: "check", title: l10n.t("Check"), value: checkOf },
    { name: "evidence", title: l10n.t("Evidence"), value: evidenceText },
    {
      name: "remedies",
      title: l10n.t("Remedies"),
      value: ({ remedies }) => remedies.map(({ kind }) => kind).join(" "),
    },
  ];
}

function evidenceText({ evidence }: Finding): string {
  return evidence.map(({ what, value }) => `${what}: ${plainText(value, 500)}`).join("; ");
}

/** As the extension's report has it, in no language: the remedies by their kinds too. */
function findingJson(finding: Finding): Readonly<Record<string, unknown>> {
  return {
    check: checkOf(finding),
    verdict: finding.verdict,
    evidence: finding.evidence,
    remedies: finding.remedies.map(({ kind, commands }) => ({
      kind,
      bash: linesOf(commands, "bash"),
      powershell: linesOf(commands, "powershell"),
    })),
  };
}

/** The commands, one a line; none where one of them could not be handed over safely. */
function linesOf(commands: Finding["remedies"][number]["commands"], shell: "bash" | "powershell"): string | null {
  const lines = commands.map((command) => commandLine(command, shell));
  return lines.length > 0 && lines.every((line) => line !== undefined) ? lines.join("\n") : null;
}

function uncheckedGap(finding: Finding): readonly Gap[] {
  const check = checkOf(finding);
  return finding.verdict === "unchecked"
    ? [
        {
          incomplete: { what: "checks", ...(finding.error && reasonOf(finding.error)) },
          words: finding.error ? l10n.t("{0}: {1}", check, errorText(finding.error).what) : check,
        },
      ]
    : [];
}
