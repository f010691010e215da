import * as l10n from "@vscode/l10n";
import type { HostState } from "../core/inventory/hostState.ts";
import type { Names } from "../core/inventory/names.ts";
import type { HostedLinks, HostLinks } from "../core/links/hostLinks.ts";
import type { HostLinkOutcome } from "../core/links/linkOutcome.ts";
import { countNotes, formatNumber } from "./format.ts";
import type { LinkDeletionRequest } from "../core/links/linkConfirmation.ts";
import { linkMachineNames } from "./linkNames.ts";

/** VMs that a question names; the rest is counted. */
const NAMED = 5;

/** What is to be confirmed again, and what has changed. */
export interface ChangedLinks {
  /** With the links that they have now; empty if none of them has any left. */
  readonly machines: readonly HostedLinks[];
  /** The host, if all of its VMs with links are meant: also those that had none before. */
  readonly wholeHost?: HostState;
  readonly notes: readonly string[];
}

/** The confirmed VMs of hosts whose links had changed, so that nothing was sent to these hosts; `undefined` if none had. */
export function changedLinks(
  { machines: confirmed, wholeHost }: Pick<LinkDeletionRequest, "machines" | "wholeHost">,
  outcomes: readonly HostLinkOutcome[],
  names: Names,
): ChangedLinks | undefined {
  const now = new Map(outcomes.flatMap(({ host, changed }) => (changed ? [[host.host.key, changed] as const] : [])));
  const concerned = confirmed.flatMap((before) => {
    const on = now.get(before.on.host.host.key);
    return on ? [{ before, now: linksNow(before, on) }] : [];
  });
  if (concerned.length === 0) {
    return undefined;
  }
  const whole = wholeHost && now.get(wholeHost.host.key);
  const before = new Set(confirmed.map(({ machine }) => machine.vmKey));
  const added = (whole?.machines ?? []).flatMap((machine) =>
    whole && !before.has(machine.vmKey) ? [{ on: whole, machine }] : [],
  );
  const machines = [...concerned.flatMap((one) => one.now ?? []), ...added];
  const nameOf = linkMachineNames(
    [...confirmed, ...added].map(({ machine }) => machine.vmId),
    names,
  );
  const told = [
    ...concerned.flatMap((one) => changeNotes(one.before, one.now, nameOf(one.before.machine.vmId))),
    ...added.map(({ machine }) => l10n.t("{0} has links now.", nameOf(machine.vmId))),
  ];
  const notes = told.length > 0 ? told : [l10n.t("Azure's answer has changed, so links may be missing here.")];
  const rest = countNotes(
    notes.length - NAMED,
    () => l10n.t("The links of 1 more VM have changed."),
    (count) => l10n.t("The links of {0} more VMs have changed.", count),
  );
  return {
    machines,
    ...(whole && { wholeHost }),
    notes: [...notes.slice(0, NAMED), ...(notes.length > NAMED ? rest : [])],
  };
}

/** What is said if none of the VMs has links any more, so that there is nothing to confirm again. */
export function goneText({ notes }: Pick<ChangedLinks, "notes">, outcomes: readonly HostLinkOutcome[]): string {
  // Links on other hosts may have been deleted, which is said elsewhere.
  const isAll = outcomes.every(({ changed }) => changed !== undefined);
  return [...notes, ...(isAll ? [l10n.t("Nothing was sent to Azure.")] : [])].join(" ");
}

function linksNow({ machine: { vmKey } }: HostedLinks, on: HostLinks): HostedLinks | undefined {
  const machine = on.machines.find((one) => one.vmKey === vmKey);
  return machine && { on, machine };
}

/** What has changed about a VM's links, in a sentence; none if nothing has. */
function changeNotes({ machine }: HostedLinks, now: HostedLinks | undefined, name: string): readonly string[] {
  if (!now) {
    return [l10n.t("{0} has no links any more.", name)];
  }
  const [before, after] = [machine.links.length, now.machine.links.length];
  if (timesOf(machine.links) === timesOf(now.machine.links)) {
    return [];
  }
  return [
    before === after
      ? l10n.t("{0} has other links than a moment ago.", name)
      : l10n.t("{0} has changed: links before: {1}, now: {2}.", name, formatNumber(before), formatNumber(after)),
  ];
}

function timesOf(links: HostedLinks["machine"]["links"]): string {
  return JSON.stringify(links.map(({ createdAt = "" }) => createdAt).sort());
}
