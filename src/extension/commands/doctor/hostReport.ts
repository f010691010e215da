import type { Cloud } from "../../../core/model/cloud.ts";
import type { Diagnosis } from "../../../core/doctor/diagnose.ts";
import { checkOf, type Finding } from "../../../core/doctor/finding.ts";
import { findingText } from "./findingText.ts";
import { remedyText } from "./remedyText.ts";
import type { Report, ReportEntry } from "./report.ts";

/** A diagnosis in the user's words. */
export function hostReport(
  { hostId, hostName, findings, role }: Diagnosis,
  cloud: Cloud,
  facts: Pick<Report, "at" | "actingAs">,
): Report {
  return {
    title: hostName,
    hostId,
    ...facts,
    entries: findings.map((finding) => entryOf(finding, cloud)),
    ...(role && { role }),
  };
}

function entryOf(finding: Finding, cloud: Cloud): ReportEntry {
  const { verdict, evidence } = finding;
  const remedies = finding.remedies.map(({ kind, commands, portal }) => ({
    text: remedyText(kind),
    commands,
    ...(portal !== undefined && { portalUrl: `${cloud.portalUrl.origin}/#resource${portal}` }),
  }));
  return { check: checkOf(finding), verdict, ...findingText(finding), evidence, remedies };
}
