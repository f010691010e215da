/** Ranges of numbers, both ends included: IPv4 addresses as 32-bit numbers, and ports. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

const LAST_ADDRESS = 2 ** 32 - 1;

/** Every IPv4 address. */
export const EVERYWHERE: Range = { from: 0, to: LAST_ADDRESS };

/** The addresses of `10.0.1.0/26` or `10.0.1.4`; `undefined` for anything else, IPv6 included. Bits below the mask do not count. */
export function parseIpv4(text: string): Range | undefined {
  const [, address = "", length = "32"] = /^(\d{1,3}(?:\.\d{1,3}){3})(?:\/(\d{1,2}))?$/.exec(text.trim()) ?? [];
  const bytes = address.split(".").map(Number);
  const bits = Number(length);
  if (bytes.length !== 4 || bytes.some((byte) => byte > 255) || bits > 32) {
    return undefined;
  }
  const size = 2 ** (32 - bits);
  const number = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
  const from = Math.floor(number / size) * size;
  return { from, to: from + size - 1 };
}

/** Whether a text is an IPv6 address or prefix rather than IPv4 or a name. */
export function isIpv6(text: string): boolean {
  return /^[0-9a-f:.]*:[0-9a-f:.]*(?:\/\d{1,3})?$/i.test(text.trim());
}

/** The same numbers as ranges that neither touch nor overlap, the lowest first. */
export function union(ranges: readonly Range[]): readonly Range[] {
  const joined: { from: number; to: number }[] = [];
  for (const { from, to } of ranges.toSorted((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last && from <= last.to + 1) {
      last.to = Math.max(last.to, to);
    } else {
      joined.push({ from, to });
    }
  }
  return joined;
}

/** Whether all numbers of the first are in the others. */
export function covers(ranges: readonly Range[], all: readonly Range[]): boolean {
  const joined = union(ranges);
  return all.every(({ from, to }) => joined.some((range) => range.from <= from && to <= range.to));
}

export function overlaps(ranges: readonly Range[], { from, to }: Range): boolean {
  return ranges.some((range) => range.from <= to && from <= range.to);
}

/** How many numbers ranges hold together that don't overlap. */
export function size(ranges: readonly Range[]): number {
  return ranges.reduce((sum, { from, to }) => sum + to - from + 1, 0);
}

/** Ranges cut at both ends of every other range: each piece is then completely inside or outside each of these. */
export function cut(ranges: readonly Range[], others: readonly Range[]): readonly Range[] {
  const starts = [...new Set(others.flatMap(({ from, to }) => [from, to + 1]))].sort((a, b) => a - b);
  return union(ranges).flatMap(({ from, to }) => {
    const begins = [from, ...starts.filter((start) => start > from && start <= to)];
    return begins.map((begin, index) => ({ from: begin, to: (begins[index + 1] ?? to + 1) - 1 }));
  });
}

const SPECIAL = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "168.63.129.16/32",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "224.0.0.0/3",
];

/** Addresses of the public Internet: all but private, local, multicast and reserved ones, and the address of Azure's own host. */
export const PUBLIC: readonly Range[] = withoutSpecial();

function withoutSpecial(): readonly Range[] {
  const special = SPECIAL.flatMap((text) => parseIpv4(text) ?? []);
  return union(cut([EVERYWHERE], special).filter((piece) => !overlaps(special, piece)));
}

/** Where Azure's health probes come from: what the tag AzureLoadBalancer stands for. */
export const AZURE_HOST: readonly Range[] = [parseIpv4("168.63.129.16")].filter((range) => range !== undefined);
