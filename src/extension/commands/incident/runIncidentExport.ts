import { homedir } from "node:os";
import { commands, l10n, ProgressLocation, Uri, window, workspace } from "vscode";
import type { History } from "../../../core/history/history.ts";
import type { Incident, IncidentSubject } from "../../../core/incident/incident.ts";
import { incidentCsv, incidentJson } from "../../../core/incident/incidentExport.ts";
import { logRange } from "../../../core/incident/incidentInput.ts";
import { incidentMarkdown } from "../../../core/incident/incidentMarkdown.ts";
import { incidentWithoutPeople } from "../../../core/incident/incidentPeople.ts";
import { makeIncident } from "../../../core/incident/makeIncident.ts";
import type { HostState } from "../../../core/inventory/hostState.ts";
import { actors } from "../../../core/inventory/hosts.ts";
import type { JournalContents } from "../../../core/journal/journal.ts";
import { cancellation } from "../../ui/cancellation.ts";
import { choiceNotes } from "../../ui/choiceNotes.ts";
import { codeOf, notifyExportFailure } from "../../ui/fileError.ts";
import { formatNumber } from "../../../words/format.ts";
import { showInformationMessage, showWarningMessage, withProgress } from "../../ui/messages.ts";
import { inBackground } from "../../ui/reportError.ts";
import { journalDays } from "../../ui/settings.ts";
import type { App } from "../app.ts";
import { askIncident, incidentTitle, type IncidentChoice, type IncidentFormat } from "./incidentSteps.ts";
import { allSubjects, meantSubjects } from "./incidentSubjects.ts";
import { incidentTexts, standIns } from "./incidentWords.ts";

const DAY_MS = 86_400_000;
const FORMAT_NAMES: Readonly<Record<IncidentFormat, string>> = { md: "Markdown", json: "JSON", csv: "CSV" };

/** Asks about whom, when and where to; reads audit log, Activity Log and journal; and writes what they have in order. */
export async function exportIncident(app: App, argument: unknown): Promise<void> {
  await app.load();
  const journal = await readJournal(app);
  const contents: JournalContents = "code" in journal ? { entries: [], linkDeletions: [], torn: [] } : journal;
  const meant = meantSubjects(app, argument, contents);
  const choice = await askIncident(app, {
    subjects: meant.length > 0 ? meant : allSubjects(app, contents),
    isOpen: meant.length === 0,
    now: app.clock.wall().getTime(),
  });
  const target = choice && (await askFile(app, choice));
  const incident = choice && target && (await read(app, choice));
  if (incident) {
    await write(app, target, choice.format, incident);
  }
}

async function readJournal({ journal, log }: App): Promise<JournalContents | { readonly code: string }> {
  try {
    return await journal.read();
  } catch (error) {
    log.warn(`the journal couldn't be read for an incident: ${codeOf(error)}`);
    return { code: codeOf(error) };
  }
}

async function askFile({ clock }: App, { format }: IncidentChoice): Promise<Uri | undefined> {
  const name = `bastion-incident-${clock.wall().toISOString().slice(0, 10)}.${format}`;
  return window.showSaveDialog({
    title: incidentTitle(),
    filters: { [FORMAT_NAMES[format]]: [format] },
    defaultUri: Uri.joinPath(workspace.workspaceFolders?.[0]?.uri ?? Uri.file(homedir()), name),
  });
}

/** Reads what there is; `undefined` if the user cancelled. */
async function read(app: App, choice: IncidentChoice): Promise<Incident | undefined> {
  const { inventory, clock } = app;
  const { subject, from, to } = choice;
  const states = hostsOf(app, subject);
  const hosts = states.map(({ host }) => host);
  const history = await readLogs(app, { ...logRange({ from, to }, clock.wall().getTime()), hosts });
  if (!history) {
    return undefined;
  }
  const identities = states.flatMap((state) => actors(state));
  const incident = makeIncident({
    subject,
    from,
    to,
    history,
    journal: await readJournal(app),
    journalSince: clock.wall().getTime() - journalDays() * DAY_MS,
    hosts: hosts.map((host) => ({ ...host, name: inventory.names.host(host) })),
    unasked: states.filter((state) => actors(state).length === 0).map(({ host }) => host.key),
    subscriptionName: (id) => inventory.names.subscription(id),
    exportedAt: clock.wall().getTime(),
    exportedBy: [...new Set(identities.map(({ account }) => inventory.names.account(account)))],
    notes: notesOn(app, subject),
  });
  return choice.isWithPeople ? incident : incidentWithoutPeople(incident, standIns());
}

function hostsOf({ inventory }: App, subject: IncidentSubject): readonly HostState[] {
  const all = [...inventory.hosts];
  return subject.kind === "host" ? all.filter(({ host }) => host.key === subject.hostKey) : all;
}

async function readLogs(
  { inventory, end }: App,
  request: { readonly from: number; readonly to: number; readonly hosts: readonly HostState["host"][] },
): Promise<History | undefined> {
  const options = { location: ProgressLocation.Notification, title: l10n.t("Reading the logs"), cancellable: true };
  return withProgress(options, async (_progress, token) => {
    const signal = AbortSignal.any([cancellation(token), end]);
    try {
      return await inventory.people.history.read({ ...request, withActivity: true }, signal);
    } catch (error) {
      if (signal.aborted) {
        return undefined;
      }
      throw error;
    }
  });
}

/** Which hosts may be missing, by what the user chose and by what the search didn't find. */
function notesOn({ inventory }: App, { kind }: IncidentSubject): readonly string[] {
  const problems = inventory.searchProblems.length;
  return kind === "host"
    ? []
    : [
        ...choiceNotes(inventory),
        ...(problems > 0
          ? [l10n.t("The search for bastion hosts was incomplete (problems: {0}).", formatNumber(problems))]
          : []),
      ];
}

async function write(app: App, target: Uri, format: IncidentFormat, incident: Incident): Promise<void> {
  const text = {
    md: () => incidentMarkdown(incident, incidentTexts()),
    json: () => incidentJson(incident),
    csv: () => incidentCsv(incident),
  }[format]();
  try {
    await workspace.fs.writeFile(target, new TextEncoder().encode(text));
  } catch (error) {
    app.log.warn(`an incident couldn't be exported: ${codeOf(error)}`);
    notifyExportFailure(error);
    return;
  }
  app.log.info(`exported an incident: ${incident.lines.length} entries`);
  inBackground(app, "notifying of an exported incident", notifyWritten(target, format, incident));
}

async function notifyWritten(target: Uri, format: IncidentFormat, { lines, sources }: Incident): Promise<void> {
  const open = l10n.t("Open");
  const number = formatNumber(lines.length);
  const isWhole = Object.values(sources).every((state) => state === "read");
  const answer = await (isWhole
    ? showInformationMessage(l10n.t("Incident exported. Entries: {0}.", number), open)
    : showWarningMessage(
        l10n.t("Incident exported. Entries: {0}. Sources are missing or incomplete: see the top of the file.", number),
        open,
      ));
  if (answer === open) {
    const rendered = "vscode.markdown.preview.editor";
    await (format === "md"
      ? commands.executeCommand("vscode.openWith", target, rendered, { preview: false })
      : commands.executeCommand("vscode.open", target));
  }
}
