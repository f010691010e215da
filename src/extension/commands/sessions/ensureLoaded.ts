import { l10n, ProgressLocation } from "vscode";
import type { HostState } from "../../../core/inventory/hostState.ts";
import type { ArmKey } from "../../../core/model/armId.ts";
import { cancellation } from "../../ui/cancellation.ts";
import type { App } from "../app.ts";
import { formatNumber } from "../../../words/format.ts";
import { withProgress } from "../../ui/messages.ts";

/**
 * Loads the sessions of all hosts, or of these, unless they are known and fresh; with progress that can be cancelled.
 * @param maxAge as in Loading.listAll
 * @returns the hosts whose sessions could not be read; `undefined` if the user cancelled
 */
export async function ensureLoaded(
  app: Pick<App, "inventory" | "load">,
  keys?: readonly ArmKey[],
  maxAge?: number,
): Promise<readonly HostState[] | undefined> {
  return withProgress(
    { location: ProgressLocation.Notification, title: l10n.t("Loading sessions"), cancellable: true },
    async (progress, token) => {
      const signal = cancellation(token);
      const { promise: cancelled, resolve } = Promise.withResolvers<undefined>();
      token.onCancellationRequested(() => resolve(undefined));
      await Promise.race([app.load(), cancelled]);
      const wanted = keys ?? [...app.inventory.hosts].map(({ host }) => host.key);
      const report = (done: number, total: number) =>
        progress.report({
          message: l10n.t("{0} of {1} hosts", formatNumber(done), formatNumber(total)),
          increment: done > 0 ? 100 / total : 0,
        });
      const unread = await app.inventory.loading.ensureListed(wanted, signal, report, maxAge);
      return signal.aborted ? undefined : unread;
    },
  );
}
