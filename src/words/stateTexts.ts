/** What cells of sessions and of the history say in the table, the tree, and the command line. */
import * as l10n from "@vscode/l10n";
import type { EndId } from "../core/model/history/historyFields.ts";
import type { LogBlank } from "../core/model/session/connection.ts";
import type { StateId } from "../core/model/session/sessionStates.ts";
import { perLanguage } from "./language.ts";

/** The states of a session. */
export const stateTexts = perLanguage((): Readonly<Record<StateId, string>> => ({
  active: l10n.t("active"),
  disconnecting: l10n.t("disconnecting…"),
  checking: l10n.t("outcome unknown, checking…"),
  anonymous: l10n.t("no session ID"),
  suspect: l10n.t("suspected leftover"),
  outdated: l10n.t("out of date"),
}));

/** What stands in place of a person. */
export const blankTexts = perLanguage((): Readonly<Record<LogBlank, string>> => ({
  notLoggedYet: l10n.t("not logged yet"),
  noRecord: l10n.t("no record"),
  notLogged: l10n.t("not logged"),
  notLoggedBySku: l10n.t("not logged by this SKU"),
  notAllowed: l10n.t("no permission"),
  shareableLink: l10n.t("shareable link"),
  incomplete: l10n.t("incomplete"),
}));

/** How a connection ended, as far as the audit log says. */
export const loggedEndTexts = perLanguage(
  (): Readonly<Record<Extract<EndId, "failed" | "ended" | "open">, string>> => ({
    failed: l10n.t("failed sign-in"),
    ended: l10n.t("ended, cause not recorded"),
    open: l10n.t("no end logged"),
  }),
);
