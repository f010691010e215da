/** The outcome of each VM whose links were to be deleted: for people, and for programs. Never with the URL of a link. */
import * as l10n from "@vscode/l10n";
import type { LinkMachine, LinkVerdict } from "../../core/journal/linkDeletion.ts";
import type { HostLinks } from "../../core/links/hostLinks.ts";
import { armKey, type ArmKey } from "../../core/model/armId.ts";
import { plainText } from "../../core/text/plainText.ts";
import type { ExportColumn } from "../../core/text/tabularExport.ts";

/** The outcome of one VM. */
export interface PrintedLinkOutcome {
  readonly vm: string;
  readonly vmId: string;
  readonly host: string;
  readonly hostId: string;
  /** How many there were when it was confirmed. */
  readonly links: number;
  readonly outcome: LinkVerdict;
  /** Whether the VM still has links; absent if that wasn't seen. */
  readonly stillListed: boolean | undefined;
  /** Azure's own words, or the kind of failure. */
  readonly message: string | undefined;
}

/**
 * @param names of VMs
 * @param changed the links of the host, if nothing was sent because they had changed
 */
export function linkOutcomeOf(
  { vmId, hostId, hostName, links, verdict, message, failure, listed }: LinkMachine,
  names: ReadonlyMap<ArmKey, string>,
  changed: HostLinks | undefined,
): PrintedLinkOutcome {
  return {
    vm: names.get(armKey(vmId)) ?? vmId,
    vmId,
    host: hostName,
    hostId,
    links: links.length,
    outcome: verdict ?? "unknown",
    stillListed: listed?.listed ?? (changed && isListed(vmId, changed)),
    message: message ?? failure,
  };
}

/** What is missing from a list that couldn't be read completely may still be there. */
function isListed(vmId: string, { machines, unreadable }: HostLinks): boolean | undefined {
  const isThere = machines.some(({ vmKey }) => vmKey === armKey(vmId));
  return isThere || unreadable === 0 ? isThere : undefined;
}

/** The columns of every form. */
export function linkOutcomeExport(): ExportColumn<PrintedLinkOutcome>[] {
  const text = (value: string | undefined) => (value === undefined ? undefined : plainText(value, 500));
  return [
    { name: "vm", title: l10n.t("VM"), value: ({ vm }) => text(vm) },
    { name: "host", title: l10n.t("Bastion host"), value: ({ host }) => text(host) },
    { name: "links", title: l10n.t("Links"), value: ({ links }) => links },
    { name: "outcome", title: l10n.t("Outcome"), value: ({ outcome }) => outcome },
    { name: "stillListed", title: l10n.t("Still listed"), value: ({ stillListed }) => stillListed },
    { name: "message", title: l10n.t("Message"), value: ({ message }) => text(message) },
  ];
}

/** What a program knows a VM on a host by. */
export const LINK_OUTCOME_IDS = (["vmId", "hostId"] as const).map((name) => ({
  name,
  value: (outcome: PrintedLinkOutcome) => outcome[name],
}));
