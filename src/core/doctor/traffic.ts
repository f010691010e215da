/**
 * What a network security group does with some traffic, worked out as Azure does it: the rule with the lowest priority
 * number that fits a packet decides it.
 *
 * The traffic is cut into pieces within which every rule says the same, so that an answer for each piece is an answer for
 * all of it. Of some places the addresses are not known (a service tag stands for ranges that Microsoft changes); a rule
 * may then fit or not, and the answer stays open wherever that would change it.
 */
import { AZURE_HOST, covers, cut, EVERYWHERE, overlaps, PUBLIC, size } from "./addresses.ts";
import type { Range } from "./addresses.ts";
import { ALL_PORTS } from "./securityGroup.ts";
import type { Direction, RuleEnd, SecurityGroup, SecurityRule } from "./securityGroup.ts";

/** Somewhere traffic comes from or goes to. */
export interface TrafficEnd {
  /** How service tags relate to it, see {@link tagFits}. */
  readonly kind: "internet" | "gatewayManager" | "azureCloud" | "azureLoadBalancer" | "virtualNetwork";
  /** Its addresses; left out when they are unknown. */
  readonly ranges?: readonly Range[];
}

export const INTERNET: TrafficEnd = { kind: "internet", ranges: PUBLIC };
export const GATEWAY_MANAGER: TrafficEnd = { kind: "gatewayManager" };
export const AZURE_CLOUD: TrafficEnd = { kind: "azureCloud" };
export const AZURE_LOAD_BALANCER: TrafficEnd = { kind: "azureLoadBalancer", ranges: AZURE_HOST };
/** What the tag VirtualNetwork means besides networks that are known: connected and peered ones. */
export const OTHER_NETWORKS: TrafficEnd = { kind: "virtualNetwork" };

export interface Flow {
  readonly direction: Direction;
  readonly protocol: "tcp" | "udp";
  /** The destination's. */
  readonly port: number;
  /** The end that is not the subnet. */
  readonly remote: TrafficEnd;
  /** The subnet that the group is on. */
  readonly local: TrafficEnd;
}

export interface Evaluation {
  /**
   * `partly`: some of it is allowed and some denied. `notAll`: some of it is denied for certain, and the rest, if any, depends
   * on what is unknown here. `undecided`: all of it does.
   */
  readonly outcome: "allowed" | "denied" | "partly" | "notAll" | "undecided";
  readonly allowedBy: readonly SecurityRule[];
  readonly deniedBy: readonly SecurityRule[];
  /** Rules of which it depends whether they fit. */
  readonly dependsOn: readonly SecurityRule[];
  /** The group has rules that could not be read, or too many to try. */
  readonly because?: "unreadable" | "tooMany";
}

/** What one packet stands for: all that its pieces hold. */
interface Packet {
  readonly remote: TrafficEnd;
  readonly local: TrafficEnd;
  readonly sourcePort: Range;
}

/** Fits, does not fit, or (`undefined`) unknown. */
type Fit = boolean | undefined;

/** Whether any of these fits. */
function anyFit(fits: readonly Fit[]): Fit {
  return fits.includes(true) || (fits.includes(undefined) ? undefined : false);
}

/** Whether all of these fit. */
function allFit(fits: readonly Fit[]): Fit {
  return !fits.includes(false) && (fits.includes(undefined) ? undefined : true);
}

/** Rules times packets that are tried at most: far beyond what a real group has. */
const MOST_TRIALS = 4_000_000;

/** What the group does with all traffic of a flow. */
export function evaluate({ rules, unreadable }: SecurityGroup, flow: Flow): Evaluation {
  const relevant = rules.filter(
    ({ direction, protocol, destination }) =>
      direction === flow.direction &&
      (protocol === "*" || protocol === flow.protocol) &&
      overlaps(destination.ports, { from: flow.port, to: flow.port }),
  );
  const [allowed, denied] = [new Set<SecurityRule>(), new Set<SecurityRule>()];
  const [open, few] = [new Set<SecurityRule>(), new Set<SecurityRule>()];
  const packets = packetsOf(flow, relevant);
  const isTooMuch = packets.length * relevant.length > MOST_TRIALS;
  for (const packet of isTooMuch ? [] : packets) {
    const decision = decide(relevant, flow.direction, packet);
    if (decision.dependsOn.length > 0) {
      decision.dependsOn.forEach((rule) => open.add(rule));
    } else if (decision.by) {
      (decision.by.access === "allow" ? allowed : denied).add(decision.by);
      decision.exceptions?.forEach((rule) => few.add(rule));
    }
  }
  const known = { allowedBy: [...allowed], deniedBy: [...denied], dependsOn: [...new Set([...open, ...few])] };
  if (unreadable.length > 0 || isTooMuch) {
    return { outcome: "undecided", ...known, because: isTooMuch ? "tooMany" : "unreadable" };
  }
  if (allowed.size > 0 && denied.size > 0) {
    return { outcome: "partly", ...known };
  }
  if (open.size > 0) {
    return { outcome: "undecided", ...known };
  }
  const deniedOutcome = few.size > 0 ? "notAll" : "denied";
  return { outcome: allowed.size > 0 ? "allowed" : deniedOutcome, ...known };
}

function packetsOf({ direction, remote, local }: Flow, rules: readonly SecurityRule[]): readonly Packet[] {
  const ends = rules.map((rule) => endsOf(rule, direction));
  const places = (place: TrafficEnd, boundaries: readonly Range[]): readonly TrafficEnd[] =>
    place.ranges ? cut(place.ranges, boundaries).map((range) => ({ ...place, ranges: [range] })) : [place];
  const remotes = places(
    remote,
    ends.flatMap((end) => end.remote.ranges),
  );
  const locals = places(
    local,
    ends.flatMap((end) => end.local.ranges),
  );
  const sourcePorts = cut(
    [ALL_PORTS],
    rules.flatMap(({ source }) => source.ports),
  );
  return remotes.flatMap((remotePiece) =>
    locals.flatMap((localPiece) =>
      sourcePorts.map((sourcePort) => ({ remote: remotePiece, local: localPiece, sourcePort })),
    ),
  );
}

function endsOf(
  { source, destination }: SecurityRule,
  direction: Direction,
): { readonly remote: RuleEnd; readonly local: RuleEnd } {
  return direction === "inbound" ? { remote: source, local: destination } : { remote: destination, local: source };
}

/**
 * The rule that decides a packet; or those that would have decided otherwise, and of which it is not known whether they fit.
 * `exceptions`: such rules, where they are about too few addresses to be about all of the packet.
 */
function decide(
  rules: readonly SecurityRule[],
  direction: Direction,
  packet: Packet,
): {
  readonly by?: SecurityRule;
  readonly dependsOn: readonly SecurityRule[];
  readonly exceptions?: readonly SecurityRule[];
} {
  const perhaps: SecurityRule[] = [];
  for (const rule of rules) {
    const fit = fits(rule, direction, packet);
    if (fit === true) {
      const others = perhaps.filter(({ access }) => access !== rule.access);
      const isException = others.length > 0 && rule.access === "deny" && areFew(others, direction, packet);
      return isException ? { by: rule, dependsOn: [], exceptions: others } : { by: rule, dependsOn: others };
    }
    if (fit === undefined) {
      perhaps.push(rule);
    }
  }
  // Not reached with the default rules, which fit everything in the end.
  return { dependsOn: perhaps };
}

/**
 * IPv4 addresses that service tags stand for, at the very least: in April 2026 Microsoft's list for Azure China, the
 * smallest, had 320 of them for GatewayManager. AzureCloud has millions.
 */
const FEWEST: Readonly<Partial<Record<TrafficEnd["kind"], number>>> = { gatewayManager: 256, azureCloud: 65_536 };

/**
 * Whether rules allow fewer public addresses than a service tag has, so that some of it is left to what denies the rest.
 * How many ranges they are written as says nothing: one may be a part of Microsoft's own list of millions.
 */
function areFew(rules: readonly SecurityRule[], direction: Direction, { remote }: Packet): boolean {
  const fewest = remote.ranges ? undefined : FEWEST[remote.kind];
  const ends = rules.map((rule) => endsOf(rule, direction).remote);
  if (fewest === undefined || ends.some(({ tags }) => tags.some((tag) => tagFits(tag, remote.kind) !== false))) {
    return false;
  }
  const ranges = ends.flatMap((end) => end.ranges);
  return size(cut(PUBLIC, ranges).filter((piece) => overlaps(ranges, piece))) <= fewest;
}

function fits(rule: SecurityRule, direction: Direction, { remote, local, sourcePort }: Packet): Fit {
  if (!overlaps(rule.source.ports, sourcePort)) {
    return false;
  }
  const ends = endsOf(rule, direction);
  return allFit([endFits(ends.remote, remote), endFits(ends.local, local)]);
}

/** Whether a rule's end is about a piece of a place. */
function endFits(end: RuleEnd, place: TrafficEnd): Fit {
  return anyFit([
    end.any,
    rangesFit(end.ranges, place),
    ...end.tags.map((tag) => tagFits(tag, place.kind)),
    ...(end.groups ? [groupsFit(place)] : []),
  ]);
}

function rangesFit(ranges: readonly Range[], place: TrafficEnd): Fit {
  if (ranges.length === 0) {
    return false;
  }
  if (place.ranges) {
    return covers(ranges, place.ranges);
  }
  if (covers(ranges, [EVERYWHERE])) {
    return true;
  }
  if (place.kind === "virtualNetwork") {
    // Connected networks that use public addresses are a rarity, and block lists of such addresses are none.
    return ranges.every((range) => covers(PUBLIC, [range])) ? false : undefined;
  }
  return covers(ranges, PUBLIC) || (PUBLIC.some((range) => overlaps(ranges, range)) ? undefined : false);
}

/** Only machines of virtual networks are in application security groups. */
function groupsFit({ kind }: TrafficEnd): Fit {
  return kind === "virtualNetwork" ? undefined : false;
}

/**
 * How service tags relate to a place, by Microsoft's definitions: Internet is all that is public, Azure's own addresses
 * included; AzureCloud is all public Azure addresses, where some users may be too, and other tags those of one service,
 * where no user is. VirtualNetwork includes the address of the host, from which health probes come, so that it is left
 * open there.
 */
function tagFits(tag: string, place: TrafficEnd["kind"]): Fit {
  const isPublic = tag !== "virtualnetwork" && tag !== "azureloadbalancer";
  switch (place) {
    case "virtualNetwork":
      return tag === "virtualnetwork";
    case "azureLoadBalancer":
      return tag === "azureloadbalancer" || (tag === "virtualnetwork" ? undefined : false);
    case "internet":
      return tag === "internet" || (tag.split(".")[0] === "azurecloud" ? undefined : false);
    case "azureCloud":
      return isPublic ? tag === "internet" || tag === "azurecloud" || undefined : false;
    case "gatewayManager":
      return isPublic ? tag === "internet" || tag === "azurecloud" || tag === "gatewaymanager" || undefined : false;
  }
}
