import { env, l10n, window, type QuickPickItem } from "vscode";
import { withActions, type RoleDefinition, type WantedAction } from "../../../core/doctor/permissions.ts";
import { parseBastionHostId } from "../../../core/model/armId.ts";
import { commandLines, SHELL_NAMES, type Command } from "../../../core/text/shell.ts";
import { messageText } from "../../../core/text/plainText.ts";
import { formatSecond } from "../../../words/format.ts";
import type { App } from "../app.ts";
import type { Report } from "./report.ts";
import { REPORT_SHELLS, roleJson, ticketText, worstFirst } from "./reportText.ts";
import { showInformationMessage, showWarningMessage } from "../../ui/messages.ts";

/** Copies the custom role that has what is missing, and what the user adds to it. */
export async function copyRole(app: App, uri?: unknown): Promise<void> {
  const report = await reportFor(app, uri);
  const added = report && (await askOptionalActions(report));
  if (!report || !added) {
    return;
  }
  const role = added.length === 0 ? report.role : roleWith(report, added);
  if (role) {
    await copy(roleJson({ role }), l10n.t("Role definition copied."));
    return;
  }
  void showInformationMessage(
    report.optionalActions
      ? l10n.t("Nothing was copied. No actions were selected.")
      : l10n.t("Nothing was copied. The report names no missing action that a role could grant."),
  );
}

function roleWith({ role, hostId }: Report, added: readonly WantedAction[]): RoleDefinition | undefined {
  const host = parseBastionHostId(hostId);
  return host ? withActions(role, added, host) : role;
}

/** What the user wants in the role beside what is missing for everyday work; `undefined` if the user cancels. */
async function askOptionalActions({ optionalActions = [] }: Report): Promise<readonly WantedAction[] | undefined> {
  if (optionalActions.length === 0) {
    return [];
  }
  const items = optionalActions.map((wanted) => ({
    label: wanted.purpose === "deleteLinks" ? l10n.t("Delete shareable links") : l10n.t("List shareable links"),
    detail: wanted.action,
    wanted,
  }));
  const chosen = await window.showQuickPick(items, {
    title: l10n.t("Copy Role Definition"),
    placeHolder: l10n.t("Select optional actions to add, or none, and press Enter"),
    canPickMany: true,
  });
  return chosen?.map(({ wanted }) => wanted);
}

/** Copies what a support request needs, without the account's name. */
export async function copyTicket(app: App, uri?: unknown): Promise<void> {
  const report = await reportFor(app, uri);
  if (report) {
    await copy(ticketText(report), l10n.t("Report copied without the account's name."));
  }
}

/** Copies one of the proposed commands, for the shell that the user picks. */
export async function copyCommand(app: App, uri?: unknown): Promise<void> {
  const report = await reportFor(app, uri);
  if (!report) {
    return;
  }
  const items = worstFirst(report).flatMap(({ title, remedies }) =>
    remedies.flatMap(({ commands }) => commands.flatMap((command) => commandItems(command, title))),
  );
  if (items.length === 0) {
    void showInformationMessage(l10n.t("The report has no commands to copy."));
    return;
  }
  const chosen = await window.showQuickPick(items, {
    title: l10n.t("Copy Command"),
    placeHolder: l10n.t("Select a command to copy (it isn't run)"),
    matchOnDetail: true,
  });
  if (chosen) {
    await copy(chosen.line, l10n.t("Command copied."));
  }
}

/** A command as each shell takes it, once for shells that take the same. */
function commandItems(command: Command, detail: string): readonly (QuickPickItem & { readonly line: string })[] {
  return [...commandLines(command, REPORT_SHELLS)].map(([line, shells]) => {
    const names = shells.map((shell) => SHELL_NAMES[shell]).join(", ");
    // VS Code shows $(…) in a label as an icon.
    return { label: `${names}: ${line.replaceAll("$(", "$ (")}`, detail, line };
  });
}

/** The same report for programs. */
export async function openReportJson(app: App, uri?: unknown): Promise<void> {
  const report = await reportFor(app, uri);
  if (report) {
    await app.reports.show(report, "json");
  }
}

/** The report that a command is about; asks where that isn't certain, since the wrong one could grant the wrong role. */
async function reportFor({ reports }: App, uri: unknown): Promise<Report | undefined> {
  const meant = reports.of(uri);
  if (meant ? !meant.report : reports.all.length === 0) {
    void showWarningMessage(l10n.t("This report is no longer available. Run Diagnose again."));
  }
  if (meant) {
    return meant.report;
  }
  const items = reports.all.map((report) => ({
    label: messageText(report.title),
    description: formatSecond(report.at),
    report,
  }));
  const chosen = items.length > 0 ? await window.showQuickPick(items, { title: l10n.t("Select a Report") }) : undefined;
  return chosen?.report;
}

async function copy(text: string, said: string): Promise<void> {
  await env.clipboard.writeText(text);
  void showInformationMessage(said);
}
