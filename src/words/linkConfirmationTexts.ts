import * as l10n from "@vscode/l10n";
import type { Names } from "../core/inventory/names.ts";
import type { HostedLinks } from "../core/links/hostLinks.ts";
import type { LinkConfirmationTexts, NamedLinks } from "../core/links/linkConfirmation.ts";
import { messageText } from "../core/text/plainText.ts";
import { formatNumber, formatTime, namesOf, SEPARATOR } from "./format.ts";
import { hostCount, hostName, machineCount } from "./sessionText.ts";
import { actingAsText } from "./confirmationTexts.ts";
import { linkCount, linkTimeText } from "./linkTexts.ts";
import { plural } from "./plural.ts";

/** Times that a line names; the rest is counted. */
const NAMED = 3;

/** The words of the question before links are deleted. */
export const linkConfirmationTexts = (names: Names, now: Date): LinkConfirmationTexts => ({
  hostName: ({ host }) => names.host(host),
  button: () => l10n.t("Delete Links"),
  typingPrompt: (expected) => l10n.t("Type {0} to delete these links", expected),
  actingAs: (identities) => actingAsText(identities, names),
  titleOfOne: ({ machine, host }) =>
    l10n.t("Delete all links of {0} on {1}?", messageText(machine), hostName(host, names)),
  titleOfMany: ({ machines, links }) =>
    plural("Delete all {0} links of {1} VMs?", links, formatNumber(links), formatNumber(machines)),
  line: (machine) =>
    [
      l10n.t("{0} on {1}", messageText(machine.machine), hostName(machine.host, names)),
      linkCount(machine.links),
      ...madeTexts(machine, now),
    ].join(SEPARATOR),
  summary: ({ machines, links, hosts }) => [linkCount(links), machineCount(machines), hostCount(hosts)].join(SEPARATOR),
  consequence: (isSingle) =>
    isSingle
      ? l10n.t("These links stop working. Sessions that came through them stay connected. You can't undo this action.")
      : l10n.t(
          "Azure deletes all links of a VM, not single ones. Sessions that came through them stay connected. You can't undo this action.",
        ),
});

/** A VM may have links among those that couldn't be read: Azure deletes them too. */
export function unreadableLinkNotes(machines: readonly HostedLinks[]): readonly string[] {
  return machines.some(({ on }) => on.unreadable > 0)
    ? [l10n.t("Some entries couldn't be read, so these VMs may have more links. Those are deleted too.")]
    : [];
}

/** When the links of a VM were made, the newest first. */
function madeTexts({ made, madeTexts: others }: NamedLinks, now: Date): readonly string[] {
  const times = [
    ...made.toReversed().map((time) => formatTime(time, now)),
    ...others.map((text) => linkTimeText(text, now)),
  ];
  return times.length === 0
    ? []
    : [
        l10n.t(
          "made {0}",
          namesOf(times, NAMED, (time) => time, "; "),
        ),
      ];
}
