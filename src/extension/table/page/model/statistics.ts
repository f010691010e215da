import { countFound, type Count } from "../../../../core/model/count.ts";
import { userGroup } from "../../../../core/model/session/userName.ts";
import type { HostRow } from "../../protocol.ts";
import { minutes, type PageRow } from "./rowStore.ts";

/** Those whose sessions a host has a capacity for. */
const PROTOCOLS = ["RDP", "SSH"] as const;

/** How full a host is, of one protocol. */
export interface Use {
  readonly host: HostRow;
  readonly protocol: (typeof PROTOCOLS)[number];
  readonly sessions: number;
  /** `undefined` where the size of the host is not known. */
  readonly capacity: number | undefined;
  /** From 80 % on. */
  readonly isHigh: boolean;
}

/** What the overview shows of the sessions. */
export interface Statistics {
  /** Those that the rows name. A row without one may be of one of them, or of one more. */
  readonly users: Count;
  readonly machines: Count;
  readonly longest: PageRow | undefined;
  /** By host, in the order of their names; those that could not be read are left out. */
  readonly uses: readonly Use[];
  /** Hosts of which nothing is known. */
  readonly unread: readonly HostRow[];
  /** How many sessions are in each of {@link BUCKETS}. */
  readonly durations: readonly number[];
}

/** The minutes from which a duration counts there. */
export const BUCKETS = [0, 60, 240, 480, 1440];

const HIGH = 0.8;

export function statistics(rows: readonly PageRow[], hosts: Iterable<HostRow>, now: number): Statistics {
  const users = new Set<string>();
  const machines = new Set<number | undefined>();
  const inUse = { RDP: new Map<number, number>(), SSH: new Map<number, number>() };
  const durations = BUCKETS.map(() => 0);
  let longest: PageRow | undefined;
  for (const row of rows) {
    users.add(userGroup(row.user));
    machines.add(row.machine);
    const { protocol } = row.search.fields;
    const known = PROTOCOLS.find((name) => name.toLowerCase() === protocol);
    if (known) {
      inUse[known].set(row.host, (inUse[known].get(row.host) ?? 0) + 1);
    }
    const length = minutes(row, now);
    if (length !== undefined && row.began !== undefined) {
      longest = longest?.began !== undefined && longest.began <= row.began ? longest : row;
      const bucket = bucketOf(length);
      durations[bucket] = (durations[bucket] ?? 0) + 1;
    }
  }
  const all = [...hosts].sort((a, b) => BY_NAME.compare(a.name, b.name));
  const uses = all.flatMap((host) =>
    host.reading === "known" ? PROTOCOLS.map((protocol) => use(host, protocol, inUse[protocol].get(host.id) ?? 0)) : [],
  );
  const unread = all.filter(({ reading }) => reading !== "known");
  return {
    users: named(users, ""),
    machines: named(machines, undefined),
    longest,
    uses,
    unread,
    durations,
  };
}

/** How many are named, if `unnamed` stands for those that aren't. */
function named<T>(all: ReadonlySet<T>, unnamed: T): Count {
  const isAll = !all.has(unnamed);
  return countFound(all.size - Number(!isAll), isAll);
}

const BY_NAME = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

function use(host: HostRow, protocol: Use["protocol"], sessions: number): Use {
  const capacity = host.capacity?.[protocol === "RDP" ? "rdp" : "ssh"];
  return { host, protocol, sessions, capacity, isHigh: capacity !== undefined && sessions >= capacity * HIGH };
}

function bucketOf(length: number): number {
  return Math.max(
    0,
    BUCKETS.findLastIndex((from) => length >= from),
  );
}
