import { createHash } from "node:crypto";
import type { SimulatedHost, SimulatedSession } from "../world/worldTypes.ts";
import { azureTimestamp } from "../http/wire.ts";

/** A GUID that belongs to something for good. */
export function guidOf(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join("-");
}

/** A host's properties. Developer hosts have no address of their own; Basic ones none of the switches. */
function hostProperties(host: SimulatedHost, apiVersion: string): Record<string, unknown> {
  const group = `/subscriptions/${host.subscriptionId}/resourceGroups/${host.resourceGroup}/providers/Microsoft.Network`;
  const common = { provisioningState: host.provisioningState, dnsName: `bst-${guidOf(host.key)}.bastion.azure.com` };
  if (host.sku === "Developer") {
    return {
      ...common,
      dnsName: `omnibrain.${host.location}.bastionglobal.azure.com`,
      virtualNetwork: { id: `${group}/virtualNetworks/vnet-${host.name}` },
      ipConfigurations: [],
    };
  }
  const usual: Record<string, boolean> = {
    disableCopyPaste: false,
    enableTunneling: true,
    enableIpConnect: true,
    enableFileCopy: true,
    enableShareableLink: false,
    enableKerberos: false,
    enableSessionRecording: host.recording !== undefined,
    enablePrivateOnlyBastion: host.privateOnly,
  };
  const switches = Object.entries({ ...(host.sku !== "Basic" && usual), ...host.switches });
  return {
    ...common,
    ...(host.scaleUnits !== undefined && { scaleUnits: host.scaleUnits }),
    ...Object.fromEntries(switches.filter(([, value]) => value !== null)),
    ...(apiVersion >= "2025-07-01" && recordingOf(host)),
    ipConfigurations: host.networks.map(({ subnetId }, index) => ({
      name: index === 0 ? "IpConf" : `IpConf-${index + 1}`,
      id: `${host.id}/bastionHostIpConfigurations/IpConf`,
      etag: `W/"${guidOf(`${host.key}/etag`)}"`,
      type: "Microsoft.Network/bastionHosts/bastionHostIpConfigurations",
      properties: {
        provisioningState: "Succeeded",
        privateIPAllocationMethod: "Dynamic",
        ...(!host.privateOnly && { publicIPAddress: { id: `${group}/publicIPAddresses/pip-${host.name}` } }),
        subnet: { id: subnetId },
      },
    })),
  };
}

/** Where recordings go, which the resource says since 2025-07-01. */
function recordingOf({ recording }: SimulatedHost): Record<string, unknown> {
  return recording?.container === undefined
    ? {}
    : {
        sessionRecordingConfiguration: { blobContainerUri: recording.container, identity: { type: "SystemAssigned" } },
      };
}

/** A host as Azure Resource Manager returns it. */
export function armHost(host: SimulatedHost, apiVersion: string): Record<string, unknown> {
  return {
    name: host.name,
    id: host.id,
    etag: `W/"${guidOf(`${host.key}/etag`)}"`,
    type: "Microsoft.Network/bastionHosts",
    location: host.location,
    ...(host.tags && { tags: host.tags }),
    ...(host.zones && { zones: host.zones }),
    sku: { name: host.sku },
    properties: hostProperties(host, apiVersion),
  };
}

/** A host as Azure Resource Graph returns it: every column there is, type and resource group in lower case. */
export function graphRow(host: SimulatedHost): Record<string, unknown> {
  return {
    id: host.id,
    name: host.name,
    type: "microsoft.network/bastionhosts",
    kind: "",
    location: host.location,
    resourceGroup: host.resourceGroup.toLowerCase(),
    subscriptionId: host.subscriptionId,
    tenantId: host.tenantId,
    managedBy: "",
    sku: { name: host.sku },
    plan: null,
    properties: hostProperties(host, "2024-05-01"),
    tags: host.tags ?? null,
    identity: null,
    zones: host.zones ?? null,
    extendedLocation: null,
  };
}

/** A session as getActiveSessions returns it. */
export function wireSession(session: SimulatedSession, now: number): Record<string, unknown> {
  const fields: Record<string, unknown> = {
    sessionId: session.sessionId,
    startTime: azureTimestamp(session.startedAt),
    targetSubscriptionId: session.targetSubscriptionId,
    resourceType: "VM",
    targetHostName: session.targetHostName,
    targetResourceGroup: session.targetResourceGroup,
    userName: session.userName,
    targetIpAddress: session.targetIpAddress,
    protocol: session.protocol,
    targetResourceId: session.targetResourceId,
    sessionDurationInMins: (now - session.startedAt) / 60_000,
  };
  const kept = Object.entries(fields).filter(([name]) => !session.omit.includes(name));
  return { ...Object.fromEntries(kept), ...session.wire };
}
