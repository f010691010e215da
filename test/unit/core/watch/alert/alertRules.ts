import { parseFilter } from "../../../../../src/core/model/session/sessionFilter.ts";
import { ruleAlert, type AlertScope, type RuleAlert } from "../../../../../src/core/watch/alert/ruleAlert.ts";
import type { Trigger } from "../../../../../src/core/watch/watchRule.ts";

export const SUBSCRIPTION = "11111111-1111-1111-1111-111111111111";

export const HOST: AlertScope = {
  id: `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-hub/providers/Microsoft.Network/bastionHosts/bas`,
  subscriptionId: SUBSCRIPTION,
  resourceGroup: "rg-hub",
  location: "westeurope",
  host: { sku: "Standard", scaleUnits: 3 },
};

export const WHOLE_SUBSCRIPTION: AlertScope = {
  id: `/subscriptions/${SUBSCRIPTION}`,
  subscriptionId: SUBSCRIPTION,
  resourceGroup: "rg-hub",
  location: "westeurope",
};

/** Triggers that become a query. */
export const LOGGED: readonly Trigger[] = [
  { kind: "longerThan", minutes: 480 },
  { kind: "connects" },
  { kind: "clientNotIn", blocks: ["10.0.0.0/8", "fd00::/8", "192.0.2.7"] },
  { kind: "newAddress" },
  {
    kind: "outside",
    hours: {
      text: "Mon-Fri 07:00-19:00, Sat 22:00-02:00",
      ranges: [
        { days: [1, 2, 3, 4, 5], from: 420, to: 1140 },
        { days: [6], from: 1320, to: 120 },
      ],
    },
  },
  { kind: "failedSignIns", count: 5, withinMinutes: 90 },
  { kind: "linkUsed" },
];

/** The alerts of a rule. */
export function alertFor(
  trigger: Trigger,
  { match, name = "Long sessions", scope = HOST }: { match?: string; name?: string; scope?: AlertScope } = {},
): RuleAlert {
  const filter = match === undefined ? undefined : parseFilter(match);
  return ruleAlert({ key: "key", name, trigger, ...(filter && { match: filter }) }, scope, "Europe/Berlin");
}

/** The query of an alert; empty without one. */
export function queryOf({ alerts }: RuleAlert): string {
  return alerts.map((alert) => (alert.kind === "log" ? alert.query : "")).join("");
}
