import type {
  SimulatedHost,
  SimulatedNetwork,
  SimulatedSubscription,
  SecurityRuleSpec,
  NetworkSpec,
} from "./worldTypes.ts";

/** Everything that bastion hosts need let in and out, as Microsoft's documentation has it; in forms and cases that Azure mixes. */
export const rightRules: readonly SecurityRuleSpec[] = [
  { name: "AllowHttpsInbound", priority: 120, sourceAddressPrefix: "Internet", destinationPortRange: "443" },
  {
    name: "AllowGatewayManagerInbound",
    priority: 130,
    sourceAddressPrefix: "GatewayManager",
    destinationPortRange: "443",
  },
  {
    name: "AllowAzureLoadBalancerInbound",
    priority: 140,
    sourceAddressPrefix: "AzureLoadBalancer",
    destinationPortRange: "443",
  },
  {
    name: "AllowBastionHostCommunicationInbound",
    priority: 150,
    protocol: "*",
    sourceAddressPrefix: "VirtualNetwork",
    destinationAddressPrefix: "VirtualNetwork",
    destinationPortRange: "",
    destinationPortRanges: ["8080", "5701"],
  },
  { name: "DenyAllInbound", priority: 4096, access: "Deny", protocol: "*" },
  {
    name: "AllowSshRdpOutbound",
    priority: 100,
    direction: "Outbound",
    protocol: "TCP",
    destinationAddressPrefix: "VirtualNetwork",
    destinationPortRange: "",
    destinationPortRanges: ["22", "3389"],
  },
  {
    name: "AllowAzureCloudOutbound",
    priority: 110,
    direction: "Outbound",
    destinationAddressPrefix: "AzureCloud",
    destinationPortRange: "443",
  },
  {
    name: "AllowBastionCommunicationOutbound",
    priority: 120,
    direction: "Outbound",
    protocol: "*",
    sourceAddressPrefix: "VirtualNetwork",
    destinationAddressPrefix: "VirtualNetwork",
    destinationPortRange: "",
    destinationPortRanges: ["8080", "5701"],
  },
  {
    name: "AllowHttpOutbound",
    priority: 130,
    direction: "Outbound",
    protocol: "*",
    destinationAddressPrefix: "Internet",
    destinationPortRange: "80",
  },
  { name: "DenyAllOutbound", priority: 4096, direction: "Outbound", access: "Deny", protocol: "*" },
];

/** What a host's network is made of, with everything made up that is left out. */
export function inventNetwork(
  spec: NetworkSpec,
  host: Pick<SimulatedHost, "name" | "subscriptionId" | "resourceGroup">,
  index: number,
  groupSubscription: SimulatedSubscription,
): SimulatedNetwork {
  const suffix = index === 0 ? host.name : `${host.name}-${index + 1}`;
  const network = (subscriptionId: string, resourceGroup: string) =>
    `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.Network`;
  const own = network(host.subscriptionId, host.resourceGroup);
  const networkId = `${own}/virtualNetworks/vnet-${suffix}`;
  const { group = {} } = spec;
  const groupId =
    group === "none"
      ? undefined
      : `${network(groupSubscription.subscriptionId, group.resourceGroup ?? host.resourceGroup)}/networkSecurityGroups/${group.name ?? `nsg-${suffix}`}`;
  return {
    ...spec,
    networkId,
    subnetId: `${networkId}/subnets/${spec.subnetName ?? "AzureBastionSubnet"}`,
    groupId,
    routeTableId: spec.routes && `${own}/routeTables/rt-${suffix}`,
  };
}

/** Every resource of a network, by its id in lower case, as Azure returns it. */
export function networkResources(hosts: readonly SimulatedHost[]): ReadonlyMap<string, Record<string, unknown>> {
  return new Map(
    hosts
      .flatMap(({ networks, location }) => networks.flatMap((network) => resources(network, location)))
      .map((resource) => [String(resource["id"]).toLowerCase(), resource]),
  );
}

function resources(network: SimulatedNetwork, location: string): readonly Record<string, unknown>[] {
  const {
    networkId,
    subnetId,
    groupId,
    routeTableId,
    addressPrefix = "10.20.1.0/26",
    addressPrefixes,
    group = {},
  } = network;
  const subnet = {
    id: subnetId,
    name: nameOf(subnetId),
    type: "Microsoft.Network/virtualNetworks/subnets",
    properties: {
      provisioningState: "Succeeded",
      ...(addressPrefixes ? { addressPrefixes } : { addressPrefix }),
      ...(groupId !== undefined && { networkSecurityGroup: { id: groupId } }),
      ...(routeTableId !== undefined && { routeTable: { id: routeTableId } }),
      ipConfigurations: [],
      delegations: [],
    },
  };
  const peerings = (network.peerings ?? []).map((prefix, index) => ({
    name: `peering-${index}`,
    properties: { peeringState: "Connected", remoteAddressSpace: { addressPrefixes: [prefix] } },
  }));
  const space = {
    addressSpace: { addressPrefixes: network.addressSpace ?? ["10.20.0.0/16"] },
    subnets: [subnet],
    virtualNetworkPeerings: peerings,
  };
  return [
    subnet,
    {
      id: networkId,
      name: nameOf(networkId),
      type: "Microsoft.Network/virtualNetworks",
      location,
      properties: { provisioningState: "Succeeded", ...space },
    },
    ...(groupId === undefined || group === "none"
      ? []
      : [
          {
            id: groupId,
            name: nameOf(groupId),
            type: "Microsoft.Network/networkSecurityGroups",
            location,
            properties: {
              provisioningState: "Succeeded",
              securityRules: (group.rules ?? rightRules).map(wireRule),
              ...(group.withoutDefaults ? {} : { defaultSecurityRules: defaultRules.map(wireRule) }),
              subnets: [{ id: subnetId }],
              ...group.wire,
            },
          },
        ]),
    ...(routeTableId === undefined
      ? []
      : [
          {
            id: routeTableId,
            name: nameOf(routeTableId),
            type: "Microsoft.Network/routeTables",
            location,
            properties: {
              routes: (network.routes ?? []).map(({ name, ...properties }) => ({
                name,
                properties: { ...properties, provisioningState: "Succeeded" },
              })),
            },
          },
        ]),
  ];
}

function nameOf(id: string): string {
  return id.slice(id.lastIndexOf("/") + 1);
}

/** A rule as Azure returns it: singular and plural fields side by side, of which one is empty. */
export function wireRule({ name, ...properties }: SecurityRuleSpec): Record<string, unknown> {
  const defaults = {
    provisioningState: "Succeeded",
    direction: "Inbound",
    access: "Allow",
    protocol: "Tcp",
    sourcePortRange: "*",
    sourcePortRanges: [],
    sourceAddressPrefix: "*",
    sourceAddressPrefixes: [],
    destinationAddressPrefix: "*",
    destinationAddressPrefixes: [],
    destinationPortRange: "*",
    destinationPortRanges: [],
  };
  return {
    name,
    type: "Microsoft.Network/networkSecurityGroups/securityRules",
    properties: { ...defaults, ...properties },
  };
}

/** Those that every group has. */
const defaultRules: readonly SecurityRuleSpec[] = [
  {
    name: "AllowVnetInBound",
    priority: 65000,
    protocol: "*",
    sourceAddressPrefix: "VirtualNetwork",
    destinationAddressPrefix: "VirtualNetwork",
  },
  { name: "AllowAzureLoadBalancerInBound", priority: 65001, protocol: "*", sourceAddressPrefix: "AzureLoadBalancer" },
  { name: "DenyAllInBound", priority: 65500, protocol: "*", access: "Deny" },
  {
    name: "AllowVnetOutBound",
    priority: 65000,
    direction: "Outbound",
    protocol: "*",
    sourceAddressPrefix: "VirtualNetwork",
    destinationAddressPrefix: "VirtualNetwork",
  },
  {
    name: "AllowInternetOutBound",
    priority: 65001,
    direction: "Outbound",
    protocol: "*",
    destinationAddressPrefix: "Internet",
  },
  { name: "DenyAllOutBound", priority: 65500, direction: "Outbound", protocol: "*", access: "Deny" },
];
