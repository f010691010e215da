import { env, l10n } from "vscode";
import { armKey } from "../../../core/model/armId.ts";
import { formatDeepLink } from "../../../core/model/deepLink.ts";
import { present } from "../../../core/text/json.ts";
import { CHECK_VERDICTS } from "../../../core/doctor/verdict.ts";
import type { EvidenceKind } from "../../../core/doctor/finding.ts";
import type { CheckVerdict } from "../../../core/doctor/verdict.ts";
import { commandLine, SHELL_NAMES, type Command, type Shell } from "../../../core/text/shell.ts";
import { markdownCode, markdownText } from "../../../core/text/markdown.ts";
import { plainText } from "../../../core/text/plainText.ts";
import { utcTime } from "../../../core/text/timeFormat.ts";
import { formatNumber, SEPARATOR } from "../../../words/format.ts";
import { verdictText } from "../../../words/verdictText.ts";
import type { Report, ReportEntry, ReportRemedy } from "./report.ts";

/** The report as a Markdown document, the worst first. Every value from Azure is text in it, of which nothing becomes a link. */
export function reportMarkdown(report: Report): string {
  const { title, at, actingAs, role } = report;
  const wrong = worstFirst(report).filter(({ verdict }) => verdict !== "ok");
  const well = report.entries.filter(({ verdict }) => verdict === "ok");
  return paragraphs([
    `# ${l10n.t("Diagnosis of {0}", markdownCode(title))}`,
    [
      `**${summary(report)}**`,
      l10n.t("As of {0}.", utcTime(at)),
      ...(actingAs === undefined ? [] : [l10n.t("Acting as {0}.", markdownCode(actingAs))]),
    ].join(" "),
    l10n.t("Nothing was changed in Azure. The commands are suggestions: review them, then run them yourself."),
    ...(wrong.length > 0
      ? [
          `## ${l10n.t("Summary")}`,
          wrong.map((entry) => `- ${verdictText(entry.verdict)}: ${escape(entry.title)}`).join("\n"),
        ]
      : []),
    ...wrong.flatMap(section),
    `## ${l10n.t("Passed checks")}`,
    well.length > 0
      ? well
          .map((entry) =>
            [
              `- ${[entry.title, entry.detail].filter(Boolean).map(escape).join(SEPARATOR)}`,
              ...evidenceLines(entry).map((line) => `  ${line}`),
            ].join("\n"),
          )
          .join("\n")
      : l10n.t("No checks passed."),
    ...(role
      ? [
          `## ${l10n.t("Role definition")}`,
          l10n.t("Custom role with exactly the missing actions, `role.json`:"),
          fence("json", roleJson(report)),
        ]
      : []),
    `## ${l10n.t("Not covered")}`,
    l10n.t(
      "Security admin rules in Azure Virtual Network Manager, firewalls and gateways on the path, role assignment conditions, and anything between you and Azure.",
    ),
  ]);
}

function section(entry: ReportEntry): readonly string[] {
  return [
    `## ${verdictText(entry.verdict)}: ${escape(entry.title)}`,
    ...(entry.detail === "" ? [] : [escape(entry.detail)]),
    ...(entry.evidence.length > 0 ? [evidenceLines(entry).join("\n")] : []),
    ...entry.remedies.flatMap(remedyParagraphs),
  ];
}

function remedyParagraphs({ text, commands, portalUrl }: ReportRemedy): readonly string[] {
  return [
    escape(text),
    ...(commands.length > 0 ? REPORT_SHELLS.flatMap((shell) => shellParagraphs(commands, shell)) : []),
    ...(portalUrl === undefined ? [] : [`[${l10n.t("Open in Azure Portal")}](<${portalUrl}>)`]),
  ];
}

function shellParagraphs(commands: readonly Command[], shell: Shell): readonly string[] {
  const text = lines(commands, shell);
  const name = SHELL_NAMES[shell];
  return text === undefined
    ? [l10n.t("{0}: no command. A value has characters that can't be passed safely.", name)]
    : [`${name}:`, fence(shell, text)];
}

/** The shells that a report has commands for. */
export const REPORT_SHELLS: readonly Shell[] = ["bash", "powershell"];

/** The commands, one a line; none where one of them could not be handed over safely. */
function lines(commands: readonly Command[], shell: Shell): string | undefined {
  const all = commands.map((command) => commandLine(command, shell));
  return all.length > 0 && all.every((line) => line !== undefined) ? all.join("\n") : undefined;
}

function evidenceLines({ evidence }: ReportEntry): readonly string[] {
  return evidence.map(({ what, value }) => `- ${evidenceText(what)}: ${markdownCode(value)}`);
}

/** The report as plain text for a support request: without the account and without Azure's sentences, which name people. */
export function ticketText(report: Report): string {
  const entries = worstFirst(report).filter(({ verdict, check }) => verdict !== "ok" || check === "list");
  return paragraphs([
    `${l10n.t("Diagnosis of {0}", report.hostId ?? report.title)}\n${report.at.toISOString()}`,
    summary(report),
    ...entries.map(({ verdict, check, evidence }) =>
      [`[${verdict}] ${check}`, ...evidence.map(({ what, value }) => `  ${what}: ${plainText(value, 500)}`)].join("\n"),
    ),
    ...[deepLink(report)].flatMap((link) => (link === undefined ? [] : l10n.t("Open in VS Code: {0}", link))),
  ]);
}

/** Leads to what was diagnosed, and to this report while it's kept. */
function deepLink({ hostId, tenantId }: Report): string | undefined {
  const host = hostId === undefined ? undefined : armKey(hostId);
  const tenant = host && tenantId?.toLowerCase();
  return formatDeepLink(env.uriScheme, { place: "doctor", ...present({ host, tenant }) });
}

/** The report for programs: in no language, and without personal data as {@link ticketText}. */
export function reportJson(report: Report): string {
  const findings = report.entries.map(({ check, verdict, evidence, remedies }) => ({
    check,
    verdict,
    evidence,
    remedies: remedies.map(({ commands, portalUrl }) => ({
      bash: lines(commands, "bash") ?? null,
      powershell: lines(commands, "powershell") ?? null,
      portalUrl: portalUrl ?? null,
    })),
  }));
  const { hostId = null, at, role = null } = report;
  return `${JSON.stringify({ hostId, at: at.toISOString(), findings, role, deepLink: deepLink(report) ?? null }, undefined, 2)}\n`;
}

export function roleJson({ role }: Pick<Report, "role">): string {
  return JSON.stringify(role, undefined, 2);
}

export function worstFirst({ entries }: Report): readonly ReportEntry[] {
  return CHECK_VERDICTS.flatMap((verdict) => entries.filter((entry) => entry.verdict === verdict));
}

/** How many of each kind. */
export function summary({ entries }: Report): string {
  const count = (verdict: CheckVerdict) => entries.filter((entry) => entry.verdict === verdict).length;
  const [errors, warnings, unchecked] = [count("error"), count("warning"), count("unchecked")];
  if (errors + warnings + unchecked === 0) {
    return l10n.t("No problems found.");
  }
  return l10n.t(
    "Errors: {0}, warnings: {1}, couldn't be checked: {2}.",
    formatNumber(errors),
    formatNumber(warnings),
    formatNumber(unchecked),
  );
}

function evidenceText(kind: EvidenceKind): string {
  return {
    resourceId: l10n.t("Resource ID"),
    state: l10n.t("State"),
    tenant: l10n.t("Tenant"),
    deniedBy: l10n.t("Denied by"),
    allowedBy: l10n.t("Allowed by"),
    dependsOn: l10n.t("Depends on"),
    unreadableRules: l10n.t("Rules that couldn't be read"),
    prefixes: l10n.t("Address prefixes"),
    route: l10n.t("Route"),
    action: l10n.t("Action"),
    scope: l10n.t("Scope"),
    lock: l10n.t("Lock"),
    denyAssignment: l10n.t("Deny assignment"),
    role: l10n.t("Role"),
    setting: l10n.t("Diagnostic setting"),
    workspace: l10n.t("Log Analytics workspace"),
    storageAccount: l10n.t("Storage account"),
    newestRecord: l10n.t("Newest record"),
    sessionsWithoutRecord: l10n.t("Sessions without a record"),
    container: l10n.t("Storage container"),
    httpStatus: l10n.t("HTTP status"),
    errorCode: l10n.t("Error code"),
    requestId: l10n.t("Request ID"),
    apiVersion: l10n.t("api-version"),
    elapsed: l10n.t("Elapsed time"),
    answeredBy: l10n.t("Response format"),
  }[kind];
}

function paragraphs(parts: readonly string[]): string {
  return `${parts.join("\n\n")}\n`;
}

/** Sentences that quote Azure, as text that Markdown does not act on. */
function escape(text: string): string {
  return markdownText(text, 4_000);
}

function fence(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}
