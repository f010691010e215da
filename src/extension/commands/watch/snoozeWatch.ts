import { l10n } from "vscode";
import { showInformationMessage } from "../../ui/messages.ts";
import { SNOOZE_MS } from "../../watch/snoozeTimes.ts";
import type { Handler } from "../app.ts";

/** Holds notifications on watch hits for an hour. */
export const snoozeWatch: Handler = ({ attention, clock }) =>
  attention.watching?.snooze(clock.wall().getTime() + SNOOZE_MS);

/** Tells of watch hits again. */
export const endSnooze: Handler = ({ attention }) => attention.watching?.snooze(undefined);

/** Shows what watch rules have found. */
export const showAttention: Handler = async ({ attention, showAttention: show }) => {
  if (attention.isShown) {
    await show();
  } else {
    void showInformationMessage(l10n.t("Watch rules haven't found anything."));
  }
};
