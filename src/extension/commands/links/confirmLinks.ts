import { l10n } from "vscode";
import type { HostState } from "../../../core/inventory/hostState.ts";
import type { HostedLinks } from "../../../core/links/hostLinks.ts";
import { linkConfirmationOf } from "../../../core/links/linkConfirmation.ts";
import { present } from "../../../core/text/json.ts";
import { typeAbove } from "../../ui/settings.ts";
import type { App } from "../app.ts";
import { askReason, type Reason } from "../disconnect/askReason.ts";
import { showConfirmation } from "../disconnect/showConfirmation.ts";
import { linkConfirmationTexts, unreadableLinkNotes } from "../../../words/linkConfirmationTexts.ts";

/** What the user confirmed: exactly these links, why, and what the question said beside them. */
export interface ConfirmedLinks {
  readonly machines: readonly HostedLinks[];
  /** The host, if all of its VMs with links are meant. */
  readonly wholeHost?: HostState;
  readonly reason: Reason;
  readonly notes: readonly string[];
}

/**
 * Asks whether all links of these VMs are to be deleted; `undefined` if the user cancelled.
 * @param asked the host if all of it is meant; and if it is asked again, the reason, and notes on why
 */
export async function confirmLinks(
  { inventory, clock, questions }: Pick<App, "inventory" | "clock" | "questions">,
  machines: readonly HostedLinks[],
  asked: { readonly reason?: Reason; readonly notes?: readonly string[]; readonly wholeHost?: HostState | undefined },
): Promise<ConfirmedLinks | undefined> {
  // A question that comes without a click must not take its place while the user types.
  using _open = questions.begin();
  const reason =
    asked.reason ?? (await askReason(l10n.t("Why these links are being deleted, for the journal (optional)")));
  if (!reason) {
    return undefined;
  }
  const accounts = [...inventory.accounts.values()].flatMap(({ account, signInNeeded }) =>
    signInNeeded ? [] : [account.label],
  );
  const confirmation = linkConfirmationOf(
    {
      machines,
      ...present({ wholeHost: asked.wholeHost }),
      notes: [...(asked.notes ?? []), ...unreadableLinkNotes(machines)],
    },
    { accounts, typeAbove: typeAbove() },
    linkConfirmationTexts(inventory.names, clock.wall()),
  );
  const { machines: confirmed, wholeHost, notes } = confirmation;
  return (await showConfirmation(confirmation))
    ? { machines: confirmed, reason, notes, ...(wholeHost && { wholeHost }) }
    : undefined;
}
