import type { SeededRandom } from "./random.ts";

// Users as they sign in to a machine, which is what Bastion reports: local names, domain names, sign-in names.
const USERS = [
  "azureuser",
  "ana.lindqvist",
  "CONTOSO\\svc-backup",
  "j.okafor",
  "mei.tanaka",
  "root",
  "p.raman",
  "CONTOSO\\t.berg",
  "deploy",
  "l.moreau",
  "admin-kowalski",
  "s.haddad",
  "ubuntu",
  "r.iyer",
  "n.petrova",
  "opsadmin",
  "d.silva",
  "h.yoon",
];
const LINUX = ["vm-web", "vm-api", "vm-build", "vm-queue", "vm-pg", "vm-jump"];
const WINDOWS = ["vm-sql", "vm-dc", "vm-rds", "vm-file", "vm-iis"];

export interface InventedSession {
  readonly sessionId: string;
  readonly userName: string;
  readonly protocol: "SSH" | "RDP";
  readonly ageMinutes: number;
  readonly targetHostName: string;
  readonly targetIpAddress: string;
}

/** A session that could be real. Ages are mostly short, and now and then one has been open for days. */
export function inventSession(random: SeededRandom, kind: "basic" | "full"): InventedSession {
  const protocol = random.next() < 0.6 ? "SSH" : "RDP";
  const stem = random.pick(protocol === "SSH" ? LINUX : WINDOWS);
  const number = String(random.int(1, kind === "basic" ? 3 : 9)).padStart(2, "0");
  const hours = random.next() < 0.9 ? random.next() * 4 : 8 + random.next() * 60;
  return {
    sessionId: random.guid(),
    userName: random.pick(USERS),
    protocol,
    ageMinutes: Math.round(hours * 60 * 1000) / 1000,
    targetHostName: `${stem}-${number}`,
    targetIpAddress: `10.${random.int(1, 40)}.${random.int(0, 7)}.${random.int(4, 250)}`,
  };
}
