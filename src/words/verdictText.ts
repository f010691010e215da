import * as l10n from "@vscode/l10n";
import type { CheckVerdict } from "../core/doctor/verdict.ts";

/** What a check of a diagnosis has come to. */
export function verdictText(verdict: CheckVerdict): string {
  return {
    error: l10n.t("Error"),
    warning: l10n.t("Warning"),
    unchecked: l10n.t("Couldn't check"),
    note: l10n.t("Note"),
    ok: l10n.t("OK"),
  }[verdict];
}
