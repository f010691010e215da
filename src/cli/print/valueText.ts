/** Values in words: as the extension says them. */
import * as l10n from "@vscode/l10n";
import { parseAzureTime } from "../../core/model/azureTime.ts";
import type { LogBlank } from "../../core/model/session/connection.ts";
import type { StateId } from "../../core/model/session/sessionStates.ts";
import { utcTime } from "../../core/text/timeFormat.ts";

/** A point in time in UTC, since what is printed ends in tickets and files. */
export function timeText(ms: number): string {
  return utcTime(new Date(ms));
}

/** Milliseconds of a time that Azure wrote; Azure's own text where it is no time. */
export function startedOf(text: string): number | string {
  return parseAzureTime(text)?.getTime() ?? text;
}

/** A state of a session, or why no person is known. */
export function stateText(key: StateId | LogBlank): string {
  return {
    active: l10n.t("active"),
    disconnecting: l10n.t("disconnecting…"),
    checking: l10n.t("outcome unknown, checking…"),
    anonymous: l10n.t("no session ID"),
    suspect: l10n.t("suspected leftover"),
    outdated: l10n.t("out of date"),
    notLoggedYet: l10n.t("not logged yet"),
    noRecord: l10n.t("no record"),
    notLogged: l10n.t("not logged"),
    notLoggedBySku: l10n.t("not logged by this SKU"),
    notAllowed: l10n.t("no permission"),
    shareableLink: l10n.t("shareable link"),
    incomplete: l10n.t("incomplete"),
  }[key];
}
