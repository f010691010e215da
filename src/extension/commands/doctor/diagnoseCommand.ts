import { l10n, ProgressLocation, ThemeIcon, Uri, window, type QuickPickItem } from "vscode";
import type { Cloud } from "../../../core/model/cloud.ts";
import type { HostState } from "../../../core/inventory/hostState.ts";
import { armKey } from "../../../core/model/armId.ts";
import { messageText } from "../../../core/text/plainText.ts";
import { cancellation } from "../../ui/cancellation.ts";
import { errorText } from "../../../words/errorText.ts";
import type { App } from "../app.ts";
import { asNode } from "../commandRows.ts";
import { hostItem } from "../pickHost.ts";
import { reportOnHost } from "./reportOnHost.ts";
import { searchReport } from "./searchReport.ts";
import { showWarningMessage, withProgress } from "../../ui/messages.ts";

/**
 * Finds out why the sessions of a host cannot be seen, and shows a report: of the row's host, of the report's own where it
 * is called from one, else of one that the user picks. Rows that concern no host, and a view without hosts, get a report
 * on the search for hosts.
 */
export async function diagnose(app: App, row?: unknown): Promise<void> {
  const { setting } = app.connection;
  if (setting.state !== "ready") {
    return;
  }
  const node = asNode(row);
  const again = row instanceof Uri ? app.reports.of(row) : undefined;
  if (again?.hostId !== undefined) {
    // The report may be of an earlier window, in which the host was known.
    await app.load();
    await diagnoseHost(app, app.inventory.host(armKey(again.hostId)), setting.cloud);
  } else if (again) {
    await diagnoseSearch(app);
  } else if (node && "hostKey" in node) {
    await diagnoseHost(app, app.inventory.host(node.hostKey), setting.cloud);
  } else if (node) {
    await diagnoseSearch(app);
  } else {
    await pickAndDiagnose(app, setting.cloud);
  }
}

async function diagnoseHost(app: App, state: HostState | undefined, cloud: Cloud): Promise<void> {
  const { names } = app.inventory;
  const title = state && l10n.t("Diagnosing {0}", messageText(names.host(state.host)));
  const report =
    title &&
    (await withProgress({ location: ProgressLocation.Notification, title, cancellable: true }, (_progress, token) =>
      reportOnHost(app, state, cloud, cancellation(token)),
    ));
  if (report) {
    await app.reports.show(report);
  } else {
    void showWarningMessage(l10n.t("The bastion host is no longer in the view. Refresh to see the current hosts."));
  }
}

async function diagnoseSearch(app: App): Promise<void> {
  await app.load();
  const report = searchReport(app.inventory, app.selection.isSelected(), app.clock.wall());
  app.log.info(`diagnosed the search: ${report.entries.filter(({ verdict }) => verdict === "error").length} errors`);
  await app.reports.show(report);
}

async function pickAndDiagnose(app: App, cloud: Cloud): Promise<void> {
  await app.load();
  const states = [...app.inventory.hosts].sort(
    (a, b) =>
      Number(b.problem !== undefined) - Number(a.problem !== undefined) || a.host.name.localeCompare(b.host.name),
  );
  if (states.length === 0) {
    await diagnoseSearch(app);
    return;
  }
  const hosts = states.map((state): QuickPickItem & { state?: HostState } => ({
    ...hostItem(state, app.inventory.names, state.problem && errorText(state.problem).what),
    iconPath: new ThemeIcon(state.problem ? "warning" : "shield"),
  }));
  const search = { label: l10n.t("A host is missing from the view…"), iconPath: new ThemeIcon("search") };
  const chosen: (QuickPickItem & { state?: HostState }) | undefined = await window.showQuickPick([...hosts, search], {
    title: l10n.t("Diagnose"),
    placeHolder: l10n.t("Select the bastion host whose sessions you can't see"),
    matchOnDescription: true,
  });
  if (chosen?.state) {
    await diagnoseHost(app, chosen.state, cloud);
  } else if (chosen) {
    await diagnoseSearch(app);
  }
}
