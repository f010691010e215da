import { l10n } from "vscode";
import type { HostState } from "../../core/inventory/hostState.ts";
import type { Names } from "../../core/inventory/names.ts";
import { formatNumber, namesOf } from "../../words/format.ts";
import { hostName } from "../../words/sessionText.ts";
import { plural } from "../../words/plural.ts";

/** Hosts that a sentence names; the rest is counted. */
const NAMED = 5;

/** Which hosts an answer about all sessions leaves out; empty if it leaves out none. */
export function unreadText(unread: readonly HostState[], names: Names): string {
  if (unread.length === 0) {
    return "";
  }
  const all = namesOf(unread, NAMED, (host) => hostName(host, names));
  return unread.length === 1
    ? l10n.t("1 host couldn't be read: {0}.", all)
    : plural("{0} hosts couldn't be read: {1}.", unread.length, formatNumber(unread.length), all);
}
