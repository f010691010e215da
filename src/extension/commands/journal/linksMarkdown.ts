import { l10n } from "vscode";
import type { JournalLink, LinkDeletion, LinkMachine, LinkVerdict } from "../../../core/journal/linkDeletion.ts";
import { hostNames } from "../../../core/journal/entryNames.ts";
import { armKey } from "../../../core/model/armId.ts";
import { vmNames } from "../../../core/model/vmNames.ts";
import { markdownCode, markdownText } from "../../../core/text/markdown.ts";
import { linkTime } from "../../../core/links/linkTime.ts";
import { formatNumber } from "../../../words/format.ts";
import { confirmedFacts, formatUtc, markdownTable, seenText, text, type EntryRemarks } from "./entryFacts.ts";

/** A deletion of shareable links as Markdown: whose links, what Azure said, and whether there are still any. In UTC. */
export function linksMarkdown(deletion: LinkDeletion, remarks: EntryRemarks = {}, level = "#"): string {
  const { machines } = deletion;
  const vms = vmNames(machines.map(({ vmId }) => vmId));
  const hosts = hostNames(machines);
  const hostOf = ({ hostId, hostName }: LinkMachine) => hosts.get(armKey(hostId)) ?? hostName;
  const facts = [
    ...confirmedFacts(deletion, machines),
    l10n.t("Outcome: {0}", countsText(machines)),
    ...(remarks.isMissingInJournal
      ? [l10n.t("The journal couldn't be written, so this deletion is missing from it or incomplete.")]
      : []),
  ];
  const head = [
    l10n.t("Target VM"),
    l10n.t("Bastion host"),
    l10n.t("Links"),
    l10n.t("Made"),
    l10n.t("Expires"),
    l10n.t("Outcome"),
    l10n.t("Later status"),
    l10n.t("No."),
  ];
  const rows = machines.map((machine, index) => [
    text(vms.get(armKey(machine.vmId))),
    text(hostOf(machine)),
    formatNumber(machine.links.length),
    timesText(machine.links, "createdAt"),
    timesText(machine.links, "expiresAt"),
    verdictText(machine),
    laterText(machine, remarks),
    formatNumber(index + 1),
  ]);
  const ids = new Map(machines.map((machine) => [machine.hostId, hostOf(machine)]));
  return [
    `${level} ${l10n.t("Deletion of shareable links on {0}", formatUtc(deletion.at))}`,
    "",
    ...facts.map((fact) => `- ${fact}`),
    "",
    ...markdownTable(head, rows),
    "",
    `${level}# ${l10n.t("IDs")}`,
    "",
    ...[...ids].map(([id, name]) => `- ${l10n.t("Bastion host {0}: {1}", markdownText(name), markdownCode(id))}`),
    ...machines.flatMap(({ vmId, requestId }, index) => [
      `- ${l10n.t("Target VM {0}: {1}", formatNumber(index + 1), markdownCode(vmId))}`,
      ...(requestId === undefined ? [] : [`  - ${l10n.t("Request ID: {0}", markdownCode(requestId))}`]),
    ]),
    "",
  ].join("\n");
}

/** Times of links in UTC; Azure's own words for those in no known form. */
function timesText(links: readonly JournalLink[], name: keyof JournalLink): string {
  const times = links.flatMap((link) => {
    const time = link[name];
    return time === undefined ? [] : [formatUtc(linkTime(time)?.toISOString() ?? time)];
  });
  return times.length === 0 ? text(undefined) : times.join("; ");
}

/** How many VMs' links came out how. */
function countsText(machines: readonly LinkMachine[]): string {
  const count = (verdict: LinkVerdict | undefined) => machines.filter((machine) => machine.verdict === verdict).length;
  const counts = [
    [count("deleted"), l10n.t("deleted: {0}", formatNumber(count("deleted")))],
    [count("failed"), l10n.t("failed: {0}", formatNumber(count("failed")))],
    [count("unknown"), l10n.t("unknown: {0}", formatNumber(count("unknown")))],
    [count("notSent"), l10n.t("not sent: {0}", formatNumber(count("notSent")))],
    [count(undefined), l10n.t("no response recorded: {0}", formatNumber(count(undefined)))],
  ] as const;
  return counts.flatMap(([number, words]) => (number > 0 ? [words] : [])).join(", ");
}

/** What Azure said of a VM's links. */
function verdictText({ verdict, message, failure }: LinkMachine): string {
  if (verdict === undefined) {
    return l10n.t("No response recorded");
  }
  const isChanged = failure === "changed";
  const words = {
    deleted: l10n.t("Deleted"),
    failed: l10n.t("Failed"),
    unknown: l10n.t("Unknown"),
    notSent: isChanged ? l10n.t("Not sent: the links had changed") : l10n.t("Not sent"),
  };
  const why =
    verdict === "deleted" || isChanged
      ? []
      : [failure, message].filter((part) => part !== undefined).map((part) => markdownText(part));
  return [words[verdict], ...why].join(": ");
}

function laterText({ verdict, listed }: LinkMachine, remarks: EntryRemarks): string {
  return verdict === "failed" || verdict === "notSent" ? "" : seenText(listed, remarks);
}
