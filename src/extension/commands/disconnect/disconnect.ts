import { l10n, ProgressLocation } from "vscode";
import { groupByHost, runDisconnect, type Run } from "../../../core/disconnect/disconnectRun.ts";
import type { DisconnectRequest } from "../../../core/disconnect/confirmation.ts";
import type { HostOutcome } from "../../../core/disconnect/disconnects.ts";
import type { HostedSession } from "../../../core/inventory/hostState.ts";
import type { JournalEntry } from "../../../core/journal/journalEntry.ts";
import { momentOf } from "../../../core/model/time/moment.ts";
import { JournalRecord } from "../../../core/journal/journalRecord.ts";
import { cancellation } from "../../ui/cancellation.ts";
import { countedProgress } from "../../ui/countedProgress.ts";
import type { App } from "../app.ts";
import { askReason, type Reason } from "./askReason.ts";
import { confirmDisconnect } from "./confirm.ts";
import { journalHosts, JournalRecorder } from "../../../core/disconnect/journalRecorder.ts";
import { reportLater, ReconnectsReport } from "./reportLater.ts";
import { findOtherAccount } from "./otherAccount.ts";
import { inBackground } from "../../ui/reportError.ts";
import { reportOutcomes } from "./reportOutcomes.ts";
import { askWarning, warn, warningNotes, type Warning } from "./warnFirst.ts";
import { confirmWithoutJournal, notifyJournalFailure } from "./journalFailure.ts";
import { formatNumber } from "../../../words/format.ts";
import { showInformationMessage, withProgress } from "../../ui/messages.ts";
import { plural } from "../../../words/plural.ts";

/** Who asks for a disconnect, why, and what the question said beside the sessions. */
interface Why extends Reason {
  readonly by: string;
  readonly notes?: readonly string[];
}

/**
 * Asks, writes down, disconnects, and says what happened.
 * @returns what is known once Azure has answered for each session; `undefined` if nothing was confirmed
 */
export async function confirmAndDisconnect(app: App, request: DisconnectRequest): Promise<JournalEntry | undefined> {
  using _open = app.questions.begin();
  const confirmed = await confirmDisconnect(app, request, askMore);
  if (!confirmed) {
    return undefined;
  }
  const { sessions, notes, answer } = confirmed;
  const why = { by: request.by ?? "user", ...answer.reason, ...(notes.length > 0 && { notes }) };
  return await disconnect(app, sessions, why, answer.warning);
}

/** Asks what the settings want asked before the last question. */
async function askMore(
  sessions: readonly HostedSession[],
): Promise<
  { readonly notes: readonly string[]; readonly reason: Reason; readonly warning: Warning | undefined } | undefined
> {
  const reason = await askReason();
  const answer = reason && (await askWarning(sessions));
  return answer && { notes: warningNotes(sessions, answer.warning), reason, warning: answer.warning };
}

/** Disconnects exactly the sessions that were confirmed. */
async function disconnect(
  app: App,
  confirmed: readonly HostedSession[],
  why: Why,
  warning?: Warning,
): Promise<JournalEntry | undefined> {
  // While the question was open, another one may have been answered: no session is disconnected twice at once.
  using inFlight = app.inFlight.add(confirmed.filter((session) => !isBeingDisconnected(app, session)));
  const { sessions } = inFlight;
  if (sessions.length === 0) {
    void showInformationMessage(l10n.t("What you confirmed is already being disconnected."));
    return undefined;
  }
  const record: JournalRecord = new JournalRecord(
    app.journal,
    () => app.clock.wall(),
    () => app.journalDocuments.update(record.id),
  );
  let isJournaled = true;
  try {
    await record.begin({ ...why, hosts: journalHosts(sessions, momentOf(app.clock)) });
  } catch (error) {
    isJournaled = false;
    if (!(await confirmWithoutJournal(app, error))) {
      return undefined;
    }
  }
  app.journalDocuments.add(record);
  if (warning && !(await warn(app, sessions, warning, record))) {
    await leaveUnsent(sessions, record);
    return record.entry;
  }
  const { run, outcomes } = await send(app, sessions, record);
  await record.whenWritten();
  inBackground(app, "following a disconnect", finishRecord(app, record, run));
  inBackground(app, "notifying of a disconnect", notify(app, sessions, outcomes, record, why));
  if (isJournaled && record.failure !== undefined) {
    notifyJournalFailure(app, record.failure);
  }
  return record.entry;
}

/** Records that the user cancelled after the warning. */
async function leaveUnsent(sessions: readonly HostedSession[], record: JournalRecord): Promise<void> {
  for (const ofHost of groupByHost(sessions)) {
    const results = ofHost.map(({ state }) => ({
      sessionId: state.session.sessionId ?? "",
      verdict: "notSent" as const,
    }));
    record.add({ kind: "answered", hostId: ofHost[0].host.host.id, results });
  }
  record.end();
  await record.whenWritten();
  void showInformationMessage(
    l10n.t("Nothing was disconnected. You cancelled before any disconnect request was sent to Azure."),
  );
}

/** Sends all of it, with VS Code's progress, which offers to stop between batches. */
async function send(
  app: App,
  sessions: readonly HostedSession[],
  record: JournalRecord,
): Promise<{ readonly run: Run; readonly outcomes: readonly HostOutcome[] }> {
  const title =
    sessions.length === 1
      ? l10n.t("Disconnecting 1 session")
      : plural("Disconnecting {0} sessions", sessions.length, formatNumber(sessions.length));
  return withProgress(
    { location: ProgressLocation.Notification, title, cancellable: true },
    async (progress, token) => {
      const recorder = new JournalRecorder(record);
      const reconnects = new ReconnectsReport(app, record.id);
      const report = countedProgress(progress, sessions.length);
      const run = runDisconnect(sessions, {
        inventory: app.inventory,
        disconnects: app.disconnects,
        clock: app.clock,
        request: cancellation(token),
        lifetime: app.end,
        onEvent: (event) => {
          recorder.record(event);
          reconnects.add(event);
          if (event.kind === "answered" && sessions.length > 1) {
            report(event.results.length);
          }
        },
      });
      return { run, outcomes: await run.outcomes };
    },
  );
}

/** Waits until the hosts are no longer listed for it, and reports what is not as Azure said. */
async function finishRecord(app: App, record: JournalRecord, { looked }: Run): Promise<void> {
  await looked;
  record.end();
  await record.whenWritten();
  reportLater(app, record);
}

/** Shows the outcome, and tries again what failed if the user wants that; as another account only after the same question. */
async function notify(
  app: App,
  sessions: readonly HostedSession[],
  outcomes: readonly HostOutcome[],
  record: JournalRecord,
  why: Why,
): Promise<void> {
  const other = await findOtherAccount(app, sessions, outcomes);
  const again = await reportOutcomes(app, sessions, outcomes, record, other);
  if (again.other) {
    await confirmAndDisconnect(app, { sessions: again.sessions, as: again.other.actor, by: why.by });
  } else if (again.sessions.length > 0) {
    await disconnect(app, again.sessions, why);
  }
}

function isBeingDisconnected({ inventory }: App, { host, state }: HostedSession): boolean {
  return (
    inventory.host(host.host.key)?.list?.sessions.some(({ key, work }) => key === state.key && work !== undefined) ===
    true
  );
}
