/** What two windows watch in toldOnce.ts: rules, hosts, and what fails. */
import type { ParsedRule } from "../../../src/core/watch/watchRule.ts";
import type { Behaviour, Target } from "../../simulated-azure/faults/behaviours.ts";
import { azureFaults } from "../../simulated-azure/faults/faults.ts";
import type { WorldSpec } from "../../simulated-azure/world/worldTypes.ts";
import { ANN, ruleOf, world as small } from "./watchScene.ts";

export const LOGGED = ["bas-a", "bas-b", "bas-c"] as const;
export const HOME = "10.1.2.3";
export const ELSEWHERE = "203.0.113.5";
/** Sessions that last longer are told; the short ones end long before. */
const LONG_MINUTES = 120;
export const SHORT_MINUTES = 90;

export const rules: Readonly<Record<string, ParsedRule>> = {
  connects: ruleOf({ kind: "connects" }),
  ann: ruleOf({ kind: "connects" }, `person:${ANN}`),
  elsewhere: ruleOf({ kind: "clientNotIn", blocks: ["10.0.0.0/8"] }),
  link: ruleOf({ kind: "linkUsed" }),
  failed: ruleOf({ kind: "failedSignIns", count: 5, withinMinutes: 15 }),
  long: ruleOf({ kind: "longerThan", minutes: LONG_MINUTES }),
  more: ruleOf({ kind: "more" }),
};
/** What a rule is called here, by its key. */
export const nameOf = new Map(Object.entries(rules).map(([name, { rule }]) => [rule?.key, name]));

export const spec: WorldSpec = {
  ...small,
  hosts: [
    ...LOGGED.map((name, place) => ({
      name,
      subscription: place === 2 ? "Test" : "Production",
      sku: "Standard" as const,
      scaleUnits: 2,
      sessions: [],
    })),
    { name: "bas-unlogged", subscription: "Test", sku: "Standard", scaleUnits: 2, sessions: [], diagnostics: [] },
  ],
};

const { throttled, logsThrottled, logsTimedOut } = azureFaults;
export const faults: readonly (readonly [Target, Behaviour])[] = [
  [{ route: "auditLog" }, { fault: logsThrottled }],
  [{ route: "auditLog" }, { fault: logsTimedOut }],
  [{ route: "auditLog" }, { fault: { kind: "status", status: 503 } }],
  [{ route: "auditLog" }, { fault: { kind: "cutBody" } }],
  [{ route: "auditLog" }, { fault: { kind: "status", status: 403 } }],
  [{ route: "auditLog" }, { auditLog: "partial" }],
  [{ route: "auditLog" }, { auditLog: "noContent" }],
  [{ route: "auditLog" }, { auditLog: "columnsReversed" }],
  [{ route: "regionMetrics" }, { fault: throttled }],
  [{ route: "regionMetrics" }, { fault: { kind: "status", status: 503 } }],
  [{ route: "list" }, { fault: throttled }],
  [{ route: "list" }, { fault: { kind: "status", status: 503, retryAfter: 1 } }],
  [{ route: "list" }, { fault: { kind: "cutBody" } }],
  [{ route: "list" }, { fault: { kind: "reset", when: "beforeHeaders" } }],
];

/** These cost real time. */
export const slowFaults: typeof faults = [
  [{ route: "auditLog" }, { fault: { kind: "slowDrip", msPerByte: 50 }, chance: 0.3 }],
  [{ route: "list" }, { fault: { kind: "neverAnswers" }, chance: 0.3 }],
];
