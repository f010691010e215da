import pLimit from "p-limit";
import type { CallOptions } from "../azure/arm.ts";
import { requireHostId } from "../azure/bastionHosts.ts";
import { resourcePath } from "../model/armId.ts";
import type { Clock } from "../model/clock.ts";
import { readDenyAssignments, readEligibleRoles, readLocks } from "./accessReaders.ts";
import type { Facts } from "./facts.ts";
import {
  readDiagnosticSettings,
  readHost,
  readList,
  readNewestRecord,
  readPermissions,
  readProvider,
  readRecording,
  readSubnet,
  readSubscription,
} from "./readers.ts";
import type { DiagnosisContext } from "./readers.ts";

/** A host is in one subnet; a response that names many more is not followed to its end. */
const SUBNETS_AT_MOST = 10;
const SUBNETS_AT_ONCE = 3;
/** Longer than Resource Manager's own 60 s for one request. */
const READ_TIMEOUT_MS = 75_000;

/**
 * Reads everything that can keep the sessions of a host from being seen. Nothing is changed in Azure, and one thing that
 * can't be read hides no other.
 *
 * @throws AzureError when the caller stops it, or the id is not of a bastion host
 */
export async function examine(
  parts: Omit<DiagnosisContext, "options" | "readTimeoutMs">,
  hostId: string,
  options: CallOptions,
  clock: Pick<Clock, "monotonic" | "wall">,
  readTimeoutMs = READ_TIMEOUT_MS,
): Promise<Facts> {
  const id = requireHostId(hostId);
  const context: DiagnosisContext = { ...parts, options, readTimeoutMs };
  const path = resourcePath(id);
  const started = clock.monotonic();
  const at = clock.wall().getTime();
  const listing = async () => {
    const list = await readList(context, hostId);
    return { list, listMs: clock.monotonic() - started };
  };
  const surroundings = async () => {
    const host = await readHost(context, path);
    const ids = host.error ? [] : host.value.subnetIds;
    const [recording, subnets] = await Promise.all([
      host.error || !host.value.isRecording ? undefined : readRecording(context, path),
      pLimit(SUBNETS_AT_ONCE).map(ids.slice(0, SUBNETS_AT_MOST), (subnetId) => readSubnet(context, subnetId)),
    ]);
    const subnetsLeftOut = Math.max(0, ids.length - SUBNETS_AT_MOST);
    return { host, subnets, subnetsLeftOut, ...(recording && { recording }) };
  };
  const [locks, denyAssignments, eligibleRoles, ...rest] = await Promise.all([
    readLocks(context, path),
    readDenyAssignments(context, path),
    readEligibleRoles(context, path, { hostId, subscriptionId: id.subscriptionId }),
    readSubscription(context, id.subscriptionId),
    readProvider(context, id.subscriptionId),
    readPermissions(context, path),
    readPermissions(context, `/subscriptions/${encodeURIComponent(id.subscriptionId)}`),
    readDiagnosticSettings(context, path),
    readNewestRecord(context, { hostId, subscriptionId: id.subscriptionId }, at),
    listing(),
    surroundings(),
  ]);
  const [subscription, provider, permissions, subscriptionPermissions, diagnostics, auditLog, listed, around] = rest;
  return {
    hostId,
    locks,
    denyAssignments,
    eligibleRoles,
    subscription,
    provider,
    permissions,
    subscriptionPermissions,
    diagnostics,
    auditLog,
    at,
    ...listed,
    ...around,
    apiVersion: parts.arm.apiVersion("Microsoft.Network"),
  };
}
