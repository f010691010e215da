import { l10n, StatusBarAlignment, window } from "vscode";
import type { WatchState } from "../../core/watch/watchState.ts";
import { CommandId, WATCH_STATUS } from "../ids.ts";
import { watchStatusText } from "./watchStatusText.ts";

/** The one status bar item, which is there only while there are hits. */
export interface WatchStatus {
  update(state: WatchState, now: Date): void;
  dispose(): void;
}

/** Makes the item; it isn't shown before the first update. */
export function createWatchStatus(): WatchStatus {
  const item = window.createStatusBarItem(WATCH_STATUS, StatusBarAlignment.Left);
  item.name = l10n.t("Bastion Sessions: Watch Hits");
  item.command = CommandId.showAttention;
  return {
    update: (state, now) => {
      const shown = watchStatusText(state, now);
      if (!shown) {
        item.hide();
        return;
      }
      item.text = shown.text;
      item.tooltip = shown.tooltip;
      item.accessibilityInformation = { label: shown.label, role: "button" };
      item.show();
    },
    dispose: () => item.dispose(),
  };
}
