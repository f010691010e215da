/** A watch rule as alerts in Azure, which go on when VS Code is closed, and what of it Azure can't do. */
import type { BastionHost } from "../../model/bastionHost.ts";
import { capacity, instances } from "../../model/capacity.ts";
import type { WatchRule } from "../watchRule.ts";
import { alertQuery } from "./alertQuery.ts";
import { matchConditions } from "./matchConditions.ts";
import type { Unsaid } from "./unsaid.ts";

/** What an alert watches, and where it is kept. */
export interface AlertScope {
  /** The resource ID of a host, or that of a subscription. */
  readonly id: string;
  readonly subscriptionId: string;
  /** Where the alert rule is created. */
  readonly resourceGroup: string;
  /** Absent: the resource group's. */
  readonly location?: string;
  /** The host; absent for a subscription. */
  readonly host?: Pick<BastionHost, "sku" | "scaleUnits">;
  /** Leads to it in VS Code. */
  readonly deepLink?: string;
}

/** An alert rule of Azure Monitor. */
export type AzureAlert = { readonly name: string } & (
  | { readonly kind: "log"; readonly query: string; readonly windowMinutes: number }
  | { readonly kind: "activity"; readonly operation: ActivityOperation }
  /** At least so many sessions on an instance. */
  | { readonly kind: "metric"; readonly threshold: number }
);

/** What others do to hosts, as Azure's Activity Log calls it. */
export type ActivityOperation =
  | "Microsoft.Network/bastionHosts/disconnectActiveSessions/action"
  | "Microsoft.Network/bastionHosts/createShareableLinks/action";

export interface RuleAlert {
  readonly scope: AlertScope;
  /** Empty where Azure can say nothing of the rule. */
  readonly alerts: readonly AzureAlert[];
  readonly unsaid: readonly Unsaid[];
  /** The zone that Azure, which counts in UTC, converts times to; absent where none matters. */
  readonly zone?: string;
}

/**
 * The alerts that say what a rule says, as far as Azure can.
 * @param zone the IANA name of the zone that the rule's hours are meant in
 */
export function ruleAlert({ name, match, trigger }: WatchRule, scope: AlertScope, zone: string): RuleAlert {
  const named = alertName(name);
  switch (trigger.kind) {
    case "more":
      return { scope, alerts: [], unsaid: [{ kind: "more" }] };
    case "returns":
      return {
        scope,
        alerts: [activity(named, "Microsoft.Network/bastionHosts/disconnectActiveSessions/action")],
        unsaid: [{ kind: "returns" }],
      };
    case "fuller":
      return fuller(named, trigger.percent, scope, match !== undefined);
    default: {
      const conditions = matchConditions(match?.text ?? "");
      const found = alertQuery(trigger, conditions, zone);
      if (!found) {
        return { scope, alerts: [], unsaid: [{ kind: "tooLong" }] };
      }
      const madeLinks = activity(
        `${named} - link created`,
        "Microsoft.Network/bastionHosts/createShareableLinks/action",
      );
      return {
        scope,
        alerts: [{ name: named, kind: "log", ...found }, ...(trigger.kind === "linkUsed" ? [madeLinks] : [])],
        unsaid: [...(LIMITS[trigger.kind] ?? []), ...conditions.unsaid],
        ...(trigger.kind === "outside" && { zone }),
      };
    }
  }
}

/** What Azure says of an alert beside its name: where to look, in no language. */
export function alertDescription({ deepLink }: AlertScope): string | undefined {
  return deepLink === undefined ? undefined : `Bastion Sessions: ${deepLink}`;
}

/** What of a trigger is lost although there is a query for it. */
const LIMITS: Readonly<Partial<Record<WatchRule["trigger"]["kind"], readonly Unsaid[]>>> = {
  longerThan: [{ kind: "olderSessions" }],
  newAddress: [{ kind: "olderAddresses" }],
};

function activity(name: string, operation: ActivityOperation): AzureAlert {
  return { name, kind: "activity", operation };
}

/** A host's instances share its sessions, and Azure can't add up averages: so each is compared with its own share. */
function fuller(name: string, percent: number, scope: AlertScope, isMatched: boolean): RuleAlert {
  const { host } = scope;
  const size = host && capacity(host);
  if (!size) {
    return { scope, alerts: [], unsaid: [{ kind: host ? "fullerOfUnknownSize" : "fullerOfSubscription" }] };
  }
  const each = size.rdp / Math.max(1, instances(host) ?? 1);
  return {
    scope,
    alerts: [{ name, kind: "metric", threshold: Math.max(1, Math.ceil((each * percent) / 100)) }],
    unsaid: [{ kind: "fullerByInstance" }, ...(isMatched ? [{ kind: "matchOfHosts" } as const] : [])],
  };
}

/** A name that Azure takes for an alert rule. */
function alertName(name: string): string {
  const taken = Array.from(name.replaceAll(/[*#&+:<>?@%{}\\/|"'`^$\p{C}\p{Zl}\p{Zp}]/gu, "-"))
    .slice(0, 200)
    .join("")
    .replace(/[\s.]+$/u, "")
    .trim();
  return /[\p{L}\p{N}]/u.test(taken) ? taken : "Bastion sessions";
}
