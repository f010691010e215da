import * as l10n from "@vscode/l10n";
import { linkTime } from "../core/links/linkTime.ts";
import type { ShareableLink } from "../core/model/shareableLink.ts";
import { messageText } from "../core/text/plainText.ts";
import { formatNumber, formatTime, namesOf } from "./format.ts";
import { plural } from "./plural.ts";

/** Times that a row names; the rest is counted. */
const NAMED = 2;

/** How many links, in words. */
export function linkCount(count: number): string {
  return count === 1 ? l10n.t("1 link") : plural("{0} links", count, formatNumber(count));
}

/** What is being done, of so many VMs. */
export function deletingLinksText(machines: number): string {
  return machines === 1
    ? l10n.t("Deleting the links of 1 VM")
    : l10n.t("Deleting the links of {0} VMs", formatNumber(machines));
}

/** A time of a link as the screen shows it, or Azure's own text if it is no time. */
export function linkTimeText(text: string, now: Date): string {
  const time = linkTime(text);
  return time ? formatTime(time, now) : messageText(text, 40);
}

function timesText(times: readonly string[], now: Date): string {
  const newestFirst = times.toSorted((a, b) => (linkTime(b)?.getTime() ?? 0) - (linkTime(a)?.getTime() ?? 0));
  return namesOf(newestFirst, NAMED, (time) => linkTimeText(time, now), "; ");
}

/** When links were made, the newest first. */
export function madeText(links: readonly Pick<ShareableLink, "createdAt">[], now: Date): string {
  const times = links.flatMap(({ createdAt }) => createdAt ?? []);
  return times.length === 0 ? l10n.t("made at an unknown time") : l10n.t("made {0}", timesText(times, now));
}

/** When links expire, where Azure says so. */
export function expiryText(links: readonly Pick<ShareableLink, "expiresAt">[], now: Date): readonly string[] {
  const times = links.flatMap(({ expiresAt }) => expiresAt ?? []);
  return times.length === 0 ? [] : [l10n.t("expires {0}", timesText(times, now))];
}
