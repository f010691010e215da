import { l10n } from "vscode";
import { parseFilter } from "../../../core/model/session/sessionFilter.ts";
import { ensureLoaded } from "./ensureLoaded.ts";
import type { App } from "../app.ts";
import { showInputBox } from "../../ui/messages.ts";

/** Asks which sessions the tree shows, and loads those of all hosts: what a filter hides must be known not to match. */
export async function filterSessions(app: Pick<App, "inventory" | "viewOptions" | "load">): Promise<void> {
  const text = await showInputBox({
    title: l10n.t("Filter Sessions"),
    prompt: l10n.t(
      "Shows sessions that match every term: text, user:, vm:, ip:, host:, subscription:, protocol:, group:, a whole ID, or a duration such as >4h or <30m. Leave empty to show all.",
    ),
    placeHolder: l10n.t("alice protocol:rdp >4h"),
    value: app.viewOptions.filter?.text ?? "",
  });
  if (text === undefined) {
    return;
  }
  app.viewOptions.filter = parseFilter(text);
  if (app.viewOptions.filter) {
    await ensureLoaded(app);
  }
}

/** Shows all sessions again. */
export function clearFilter({ viewOptions }: Pick<App, "viewOptions">): void {
  viewOptions.filter = undefined;
}
