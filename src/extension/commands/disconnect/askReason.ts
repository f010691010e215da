import { l10n } from "vscode";
import { asksReason } from "../../ui/settings.ts";
import { showInputBox } from "../../ui/messages.ts";

/** Why something is disconnected, for the journal. */
export interface Reason {
  readonly reason?: string;
  readonly ticket?: string;
}

/**
 * Asks for a reason and a ticket, if the settings want that; both may be left empty. `undefined`: the user cancelled.
 * @param why what the reason is for
 */
export async function askReason(
  why = l10n.t("Why these sessions are being disconnected, for the journal (optional)"),
): Promise<Reason | undefined> {
  if (!asksReason()) {
    return {};
  }
  const reason = await showInputBox({
    title: l10n.t("Reason (1 of 2)"),
    prompt: why,
    ignoreFocusOut: true,
  });
  if (reason === undefined) {
    return undefined;
  }
  const ticket = await showInputBox({
    title: l10n.t("Ticket (2 of 2)"),
    prompt: l10n.t("Incident or change number, for the journal (optional)"),
    ignoreFocusOut: true,
  });
  if (ticket === undefined) {
    return undefined;
  }
  return {
    ...(reason.trim() !== "" && { reason: reason.trim() }),
    ...(ticket.trim() !== "" && { ticket: ticket.trim() }),
  };
}
