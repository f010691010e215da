import pLimit from "p-limit";
import type { CallOptions } from "../azure/arm.ts";
import { AzureError } from "../azure/http/azureError.ts";
import { parseBastionHostId, resourcePath } from "../model/armId.ts";
import type { Facts } from "./facts.ts";
import {
  readDiagnosticSettings,
  readHost,
  readList,
  readPermissions,
  readProvider,
  readSubnet,
  readSubscription,
} from "./readers.ts";
import type { Patient } from "./readers.ts";

/** A host is in one subnet; an answer that names many more is none to follow to its end. */
const SUBNETS_AT_MOST = 10;
const SUBNETS_AT_ONCE = 3;
/** Longer than Resource Manager's own 60 s for one request. */
const PATIENCE_MS = 75_000;

/**
 * Looks at everything that can keep the sessions of a host from being seen. Nothing is changed in Azure, and one thing
 * that cannot be read hides no other.
 *
 * @param now milliseconds that are never set back
 * @throws AzureError where the caller stops it, or the id is none of a bastion host
 */
export async function examine(
  parts: Omit<Patient, "options" | "patienceMs">,
  hostId: string,
  options: CallOptions,
  now: () => number,
  patienceMs = PATIENCE_MS,
): Promise<Facts> {
  const id = parseBastionHostId(hostId);
  if (!id) {
    throw new AzureError({
      kind: "failed",
      detail: "not the id of a bastion host",
      code: "InvalidHostId",
      maybeReceived: false,
    });
  }
  const patient: Patient = { ...parts, options, patienceMs };
  const path = resourcePath(id);
  const started = now();
  const listing = async () => {
    const list = await readList(patient, hostId);
    return { list, listMs: now() - started };
  };
  const surroundings = async () => {
    const host = await readHost(patient, path);
    const ids = host.error ? [] : host.value.subnetIds;
    const subnets = await pLimit(SUBNETS_AT_ONCE).map(ids.slice(0, SUBNETS_AT_MOST), (subnetId) =>
      readSubnet(patient, subnetId),
    );
    return { host, subnets, subnetsLeftOut: Math.max(0, ids.length - SUBNETS_AT_MOST) };
  };
  const [subscription, provider, permissions, diagnostics, listed, around] = await Promise.all([
    readSubscription(patient, id.subscriptionId),
    readProvider(patient, id.subscriptionId),
    readPermissions(patient, path),
    readDiagnosticSettings(patient, path),
    listing(),
    surroundings(),
  ]);
  return {
    hostId,
    subscription,
    provider,
    permissions,
    diagnostics,
    ...listed,
    ...around,
    apiVersion: parts.arm.apiVersion(path),
  };
}
