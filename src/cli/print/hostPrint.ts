/** Bastion hosts as rows. */
import * as l10n from "@vscode/l10n";
import type { HostState } from "../../core/inventory/hostState.ts";
import type { Names } from "../../core/inventory/names.ts";
import type { Cell, ExportColumn } from "../../core/text/tabularExport.ts";
import type { TextColumn } from "./textTable.ts";
import { plainText } from "../../core/text/plainText.ts";

/** The columns of every form, in their order. */
export function hostExport(names: Names): ExportColumn<HostState>[] {
  const text = (value: string | undefined) => (value === undefined ? undefined : plainText(value));
  const columns: readonly (readonly [name: string, title: string, value: (state: HostState) => Cell])[] = [
    ["host", l10n.t("Bastion host"), ({ host }) => text(names.host(host))],
    ["subscription", l10n.t("Subscription"), ({ host }) => text(names.subscription(host.subscriptionId))],
    ["resourceGroup", l10n.t("Resource group"), ({ host }) => text(host.resourceGroup)],
    ["location", l10n.t("Location"), ({ host }) => text(host.location)],
    ["sku", l10n.t("SKU"), ({ host }) => text(host.sku)],
    ["scaleUnits", l10n.t("Scale units"), ({ host }) => host.scaleUnits],
    ["provisioningState", l10n.t("State"), ({ host }) => text(host.provisioningState)],
  ];
  return columns.map(([name, title, value]) => ({ name, title, value, isAmount: name === "scaleUnits" }));
}

/** What a program knows a host by. */
export const HOST_IDS: readonly Pick<ExportColumn<HostState>, "name" | "value">[] = [
  { name: "hostId", value: ({ host }) => host.id },
  { name: "subscriptionId", value: ({ host }) => host.subscriptionId },
  { name: "tenantId", value: ({ host }) => host.tenantId },
];

/** What a list of sessions says of their hosts beside the rest: how many sessions there are, if that is known, and as of when. */
export const LISTED: readonly Pick<ExportColumn<HostState>, "name" | "value">[] = [
  {
    name: "sessions",
    value: ({ list, problem }) => (list?.unreadable === 0 && !problem ? list.sessions.length : undefined),
  },
  { name: "asOf", value: ({ list }) => list?.receivedAtWall.toISOString() },
];

/** The columns of the table for people. */
export function hostColumns(names: Names): TextColumn<HostState>[] {
  return hostExport(names).map(({ title, value, isAmount }) => ({
    title,
    text: (state) => String(value(state) ?? ""),
    isAmount: isAmount === true,
  }));
}
