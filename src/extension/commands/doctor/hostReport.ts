import type { Cloud } from "../../../core/model/cloud.ts";
import type { Diagnosis } from "../../../core/doctor/diagnose.ts";
import { checkOf, type Finding } from "../../../core/doctor/finding.ts";
import { portalUrl } from "../../ui/portalUrl.ts";
import { findingText } from "./findingText.ts";
import { remedyText } from "./remedyText.ts";
import type { Report, ReportEntry } from "./report.ts";

/**
 * A diagnosis in the user's words.
 * @param facts `title`: the host's name among all hosts
 * @param portal of which cloud, and the tenant in which the user has access
 */
export function hostReport(
  { hostId, findings, role, optionalActions }: Diagnosis,
  portal: { readonly cloud: Pick<Cloud, "portalUrl">; readonly tenantId: string },
  facts: Pick<Report, "title" | "at" | "actingAs">,
): Report {
  return {
    hostId,
    ...facts,
    entries: findings.map((finding) => entryOf(finding, (path) => portalUrl(portal.cloud, portal.tenantId, path))),
    ...(role && { role }),
    ...(optionalActions && { optionalActions }),
    ...(findings.some((one) => one.about === "shareableLinks" && one.support === "possible") && { hasLinks: true }),
  };
}

function entryOf(finding: Finding, urlOf: (path: string) => string): ReportEntry {
  const { verdict, evidence } = finding;
  const remedies = finding.remedies.map(({ kind, commands, portal }) => ({
    text: remedyText(kind),
    commands,
    ...(portal !== undefined && { portalUrl: urlOf(portal) }),
  }));
  return { check: checkOf(finding), verdict, ...findingText(finding), evidence, remedies };
}
