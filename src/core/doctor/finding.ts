import type { AzureError } from "../azure/http/azureError.ts";
import type { SessionRecords } from "./facts.ts";
import type { LinkSupport } from "../model/linkSupport.ts";
import type { ActionPurpose } from "./permissions.ts";
import type { RequirementResult } from "./requirements.ts";
import type { Command } from "../text/shell.ts";
import type { CheckVerdict } from "./verdict.ts";

export type EvidenceKind =
  | "resourceId"
  | "state"
  | "tenant"
  | "deniedBy"
  | "allowedBy"
  | "dependsOn"
  | "unreadableRules"
  | "prefixes"
  | "route"
  | "action"
  | "scope"
  | "lock"
  | "denyAssignment"
  | "role"
  | "setting"
  | "workspace"
  | "storageAccount"
  | "newestRecord"
  | "sessionsWithoutRecord"
  | "container"
  | "httpStatus"
  | "errorCode"
  | "requestId"
  | "apiVersion"
  | "elapsed"
  | "answeredBy";

/** What a verdict rests on: values as Azure gave them, so untrusted text. */
export interface Evidence {
  readonly what: EvidenceKind;
  readonly value: string;
}

export type RemedyKind =
  | "openRule"
  | "changeRule"
  | "registerProvider"
  | "grantRole"
  | "grantReadingRole"
  | "grantBothRoles"
  | "removeLock"
  | "lookAtDeny"
  | "activateRole"
  | "freshToken"
  | "dissociateRouteTable"
  | "newSubnet"
  | "sendAuditLogs"
  | "openStorageAccount"
  | "openWorkspace"
  | "askForRead"
  | "subscriptionOwner"
  | "setRecordingStorage"
  | "retryLater"
  | "lookAtState"
  | "reviewLinks"
  | "turnOffLinks";

/** A proposal. The doctor changes nothing itself. */
export interface Remedy {
  readonly kind: RemedyKind;
  readonly commands: readonly Command[];
  /** The resource that the portal is to show, as a path. */
  readonly portal?: string;
}

/** What is said, in no language. */
export type Statement =
  | {
      readonly about:
        "signIn" | "privateOnly" | "noSubnet" | "noSecurityGroup" | "securityGroup" | "networkSpace" | "hostMissing";
    }
  | { readonly about: "subscription" | "provider" | "host"; readonly state?: string }
  | { readonly about: "sku"; readonly sku?: string; readonly scaleUnits?: number }
  | { readonly about: "zones"; readonly zones: readonly string[] }
  | { readonly about: "recording" }
  | { readonly about: "shareableLinks"; readonly support: LinkSupport }
  | { readonly about: "permissions" }
  | { readonly about: "action"; readonly action: string; readonly purpose: ActionPurpose }
  /** None of them, or some that couldn't be read. */
  | { readonly about: "locks" | "denyAssignments" | "eligibleRoles" }
  /** `isListed`: Azure has listed the sessions all the same. */
  | { readonly about: "lock"; readonly name: string; readonly level: string; readonly isListed: boolean }
  /** `isSpared`: it blocks listing, and Azure has listed the sessions for this account. */
  | { readonly about: "denyAssignment"; readonly name: string; readonly isSpared: boolean }
  | {
      readonly about: "eligibleRole";
      readonly roleName: string;
      readonly scope: string;
      readonly isActive: boolean;
    }
  | { readonly about: "subnet"; readonly name?: string }
  | { readonly about: "subnetSize"; readonly mask?: number }
  | { readonly about: "subnetsLeftOut"; readonly count: number }
  | { readonly about: "traffic"; readonly result: RequirementResult }
  | { readonly about: "routeTable"; readonly attached: boolean }
  | { readonly about: "list"; readonly sessions?: number; readonly unreadable?: number; readonly permitted?: boolean }
  /** `storage`: the storage account that the logs go to in place of a workspace. */
  | { readonly about: "auditLogs"; readonly storage?: string }
  | {
      readonly about: "auditRecords";
      readonly state: AuditRecordsState;
      /** Minutes since the newest record. */
      readonly age?: number;
      /** The account's roles permit what Azure refuses. */
      readonly isPermitted?: boolean;
      readonly records?: SessionRecords;
    };

/**
 * - `notLogged`: no table in any workspace that the account may read
 * - `leftOut`: Azure left out the host's records
 * - `failed`: the log could not be asked for a reason that says nothing of it
 */
export type AuditRecordsState =
  "read" | "none" | "partial" | "unreadable" | "notLogged" | "notLoggedBySku" | "leftOut" | "refused" | "failed";

export type Finding = Statement & {
  readonly verdict: CheckVerdict;
  readonly evidence: readonly Evidence[];
  readonly remedies: readonly Remedy[];
  /** Why it could not be checked, or what failed. */
  readonly error?: AzureError;
};

export function evidence(what: EvidenceKind, value: string | undefined): readonly Evidence[] {
  return value === undefined || value === "" ? [] : [{ what, value }];
}

/** What a failed request tells, without Azure's own sentence, which may name a person. */
export function errorEvidence({ facts }: AzureError): readonly Evidence[] {
  return [
    ...evidence("httpStatus", facts.status?.toString()),
    ...evidence("errorCode", facts.code),
    ...evidence("action", facts.action),
    ...evidence("scope", facts.scope),
    ...evidence("requestId", facts.requestId),
  ];
}

/** What a finding is about, in one word or two: `traffic/gatewayManagerIn443`. */
export function checkOf(finding: Finding): string {
  switch (finding.about) {
    case "traffic":
      return `traffic/${finding.result.requirement.id}`;
    case "action":
      return `action/${finding.purpose}`;
    default:
      return finding.about;
  }
}
