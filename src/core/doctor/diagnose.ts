import { parseBastionHostId, resourcePath } from "../model/armId.ts";
import type { ResourceId } from "../model/armId.ts";
import { isDeveloper } from "../model/capacity.ts";
import { accessFindings, missingRole, optionalActions, unchecked, verdictOf } from "./checksAccess.ts";
import { restrictionFindings } from "./checksRestrictions.ts";
import { subnetFindings } from "./checksNetwork.ts";
import { logFindings } from "./checksLogs.ts";
import { linkSupport } from "../model/linkSupport.ts";
import { az } from "../text/shell.ts";
import type { Facts, SessionRecords } from "./facts.ts";
import { errorEvidence, evidence } from "./finding.ts";
import type { Finding, Remedy } from "./finding.ts";
import { idText } from "./network.ts";
import type { RoleDefinition, WantedAction } from "./permissions.ts";
import type { CheckVerdict } from "./verdict.ts";

/** What is wrong with a host, and what to change. */
export interface Diagnosis {
  readonly hostId: string;
  /** In the order of the checks. */
  readonly findings: readonly Finding[];
  /** What the account's roles lack. */
  readonly role?: RoleDefinition;
  /** What they lack too, but a role should have only if the user adds it; left out where that is nothing. */
  readonly optionalActions?: readonly WantedAction[];
}

/**
 * Judges what was read; asks nothing.
 * @param records what came of looking for the listed sessions in the audit log, where that was done
 */
export function diagnose(facts: Facts, records?: SessionRecords): Diagnosis {
  const id = parseBastionHostId(facts.hostId);
  if (!id) {
    return { hostId: facts.hostId, findings: [] };
  }
  const role = missingRole(facts, id);
  const optional = optionalActions(facts);
  return {
    hostId: facts.hostId,
    findings: [
      ...accessFindings(facts, id),
      ...logFindings(facts, id, records),
      ...restrictionFindings(facts, id),
      ...hostFindings(facts, id),
      ...networkFindings(facts),
    ],
    ...(role && { role }),
    ...(optional.length > 0 && { optionalActions: optional }),
  };
}

const HOST_VERDICTS: Readonly<Record<string, CheckVerdict>> = {
  succeeded: "ok",
  updating: "warning",
  creating: "warning",
  deleting: "error",
  failed: "error",
  canceled: "error",
};

function hostFindings({ host: read, recording }: Facts, id: ResourceId): readonly Finding[] {
  if (read.error) {
    const { error } = read;
    return error.kind === "notFound"
      ? [{ about: "hostMissing", verdict: "error", evidence: errorEvidence(error), remedies: [], error }]
      : [unchecked({ about: "host" }, error)];
  }
  const { host, zones, isPrivateOnly } = read.value;
  const verdict = verdictOf(HOST_VERDICTS, host.provisioningState);
  const state = host.provisioningState === undefined ? {} : { state: host.provisioningState };
  const skuVerdict = host.sku === undefined ? "unchecked" : "ok";
  return [
    {
      about: "host",
      ...state,
      verdict,
      evidence: [...evidence("resourceId", idText(id)), ...evidence("state", host.provisioningState)],
      remedies: verdict === "ok" ? [] : [{ kind: "lookAtState", commands: [], portal: resourcePath(id) }],
    },
    {
      about: "sku",
      ...(host.sku !== undefined && { sku: host.sku }),
      ...(host.scaleUnits !== undefined && { scaleUnits: host.scaleUnits }),
      verdict: isDeveloper(host) ? "note" : skuVerdict,
      evidence: [],
      remedies: [],
    },
    ...(zones.length > 0 ? [{ about: "zones", zones, verdict: "ok", evidence: [], remedies: [] } as const] : []),
    ...(isPrivateOnly ? [{ about: "privateOnly", verdict: "note", evidence: [], remedies: [] } as const] : []),
    ...(recording ? [recordingFinding(recording, id)] : []),
    linksFinding(host, id),
  ];
}

/** A way in that needs no sign-in to Azure and outlives a disconnect: worth knowing, and nothing that keeps sessions from view. */
function linksFinding(
  host: Parameters<typeof linkSupport>[0],
  { subscriptionId, resourceGroup, name }: ResourceId,
): Finding {
  const support = linkSupport(host);
  const turnOff = az("network bastion update", {
    name,
    "resource-group": resourceGroup,
    subscription: subscriptionId,
    "enable-shareable-link": "false",
  });
  const remedies: readonly Remedy[] = [
    { kind: "reviewLinks", commands: [] },
    { kind: "turnOffLinks", commands: [turnOff] },
  ];
  return {
    about: "shareableLinks",
    support,
    verdict: support === "off" || support === "notInSku" ? "ok" : "note",
    evidence: [],
    remedies: support === "possible" ? remedies : [],
  };
}

/**
 * A host that records and has no storage refuses every connection (bicep-registry-modules#6968). Storage that was set by a
 * URL with a signature, as the portal did at first, is not in the host's description, so this is no certain error.
 */
function recordingFinding(read: NonNullable<Facts["recording"]>, id: ResourceId): Finding {
  if (read.error) {
    return unchecked({ about: "recording" }, read.error);
  }
  const { container } = read.value;
  const remedy: Remedy = { kind: "setRecordingStorage", commands: [], portal: resourcePath(id) };
  return {
    about: "recording",
    verdict: container === undefined ? "warning" : "ok",
    evidence: evidence("container", container),
    remedies: container === undefined ? [remedy] : [],
  };
}

/** A host without IP configurations has no subnet of its own: that is how a Developer host is made. */
function networkFindings({ host: read, subnets, subnetsLeftOut }: Facts): readonly Finding[] {
  if (read.error) {
    return [unchecked({ about: "subnet" }, read.error)];
  }
  const { host, isPrivateOnly } = read.value;
  if (subnets.length === 0) {
    return [{ about: "noSubnet", verdict: isDeveloper(host) ? "note" : "unchecked", evidence: [], remedies: [] }];
  }
  const leftOut: readonly Finding[] =
    subnetsLeftOut > 0
      ? [{ about: "subnetsLeftOut", count: subnetsLeftOut, verdict: "unchecked", evidence: [], remedies: [] }]
      : [];
  return [...subnets.flatMap((subnet) => subnetFindings(subnet, isPrivateOnly, host.provisioningState)), ...leftOut];
}
