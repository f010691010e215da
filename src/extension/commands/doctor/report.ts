import type { Evidence } from "../../../core/doctor/finding.ts";
import type { CheckVerdict } from "../../../core/doctor/verdict.ts";
import type { RoleDefinition, WantedAction } from "../../../core/doctor/permissions.ts";
import type { Command } from "../../../core/text/shell.ts";

/** A finding in words. */
export interface FindingText {
  readonly title: string;
  /** Why, and what it means; empty if the title says it all. */
  readonly detail: string;
}

/** Something that was checked, in the user's words. Texts from Azure are in it as they came. */
export interface ReportEntry extends FindingText {
  /** Language-free, such as `traffic/gatewayManagerIn443`. */
  readonly check: string;
  readonly verdict: CheckVerdict;
  readonly evidence: readonly Evidence[];
  readonly remedies: readonly ReportRemedy[];
}

/** A proposal: what to do, the commands that do it, and where to find it in the portal. */
export interface ReportRemedy {
  readonly text: string;
  readonly commands: readonly Command[];
  readonly portalUrl?: string;
}

/** What a diagnosis comes to, for every form in which it is given. */
export interface Report {
  /** Of what: a host's name, or the search for hosts. */
  readonly title: string;
  readonly hostId?: string;
  /** The tenant in which it was asked. */
  readonly tenantId?: string;
  readonly at: Date;
  /** Who asked: personal data, which stays in the report and goes into nothing that is copied. */
  readonly actingAs?: string;
  /** In the order of the checks. */
  readonly entries: readonly ReportEntry[];
  readonly role?: RoleDefinition;
  /** What the user may add to the role before it is copied. */
  readonly optionalActions?: readonly WantedAction[];
  /** Shareable links are possible on the host. */
  readonly hasLinks?: true;
}
