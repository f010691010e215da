import { l10n, ProgressLocation } from "vscode";
import { AzureError } from "../../../core/azure/http/azureError.ts";
import { isVirtualMachineId, LONGEST_MESSAGE } from "../../../core/azure/runCommand.ts";
import { actors } from "../../../core/inventory/hosts.ts";
import type { HostedSession } from "../../../core/inventory/hostState.ts";
import type { Names } from "../../../core/inventory/names.ts";
import type { WarningOutcome } from "../../../core/journal/journalFormat.ts";
import type { JournalRecord } from "../../../core/journal/journalRecord.ts";
import { messageText, plainText } from "../../../core/text/plainText.ts";
import { targetKey } from "../../../core/model/session/target.ts";
import { cancellation } from "../../ui/cancellation.ts";
import { countedProgress } from "../../ui/countedProgress.ts";
import { errorText } from "../../../words/errorText.ts";
import { warnsFirst, warningSeconds } from "../../ui/settings.ts";
import type { App } from "../app.ts";
import { machine } from "../../../words/sessionText.ts";
import { formatNumber } from "../../../words/format.ts";
import { showInputBox, showWarningMessage, withProgress } from "../../ui/messages.ts";
import { plural } from "../../../words/plural.ts";

/** As much as is kept of what a machine wrote, in characters. */
const LONGEST_REASON = 500;

/** What is shown on the target VMs before the disconnect. */
export interface Warning {
  readonly text: string;
  readonly seconds: number;
}

/** One session of each target VM that Run Command can reach. */
function reachable(sessions: readonly HostedSession[]): readonly HostedSession[] {
  const machines = Map.groupBy(
    sessions.filter(({ state }) => isVirtualMachineId(state.session.targetResourceId)),
    ({ state }) => targetKey(state.session),
  );
  return [...machines.values()].flatMap((ofMachine) => ofMachine.slice(0, 1));
}

/** Asks for a warning's text, if the settings want that. `undefined`: the user cancelled the disconnect. */
export async function askWarning(
  sessions: readonly HostedSession[],
): Promise<{ readonly warning?: Warning } | undefined> {
  const machines = reachable(sessions).length;
  if (!warnsFirst() || machines === 0) {
    return {};
  }
  const seconds = warningSeconds();
  const text = await showInputBox({
    title:
      machines === 1 ? l10n.t("Warn Users on 1 VM") : plural("Warn Users on {0} VMs", machines, formatNumber(machines)),
    prompt: l10n.t(
      "Shown to every user signed in to these VMs, not only to those being disconnected. Runs with elevated rights (root or SYSTEM) through Azure's Run Command. Leave empty to skip the warning.",
    ),
    value: plural(
      "You will be disconnected from this machine in about {0} seconds. Please save your work.",
      seconds,
      formatNumber(seconds),
    ),
    ignoreFocusOut: true,
  });
  if (text === undefined) {
    return undefined;
  }
  const message = plainText(text.trim(), LONGEST_MESSAGE);
  return message === "" ? {} : { warning: { text: message, seconds } };
}

/** What the last question says about the warning. */
export function warningNotes(sessions: readonly HostedSession[], warning: Warning | undefined): readonly string[] {
  if (!warning) {
    return [];
  }
  const machines = reachable(sessions).length;
  const rest = new Set(
    sessions
      .filter(({ state }) => !isVirtualMachineId(state.session.targetResourceId))
      .map(({ state }) => targetKey(state.session)),
  ).size;
  return [
    machines === 1
      ? l10n.t(
          "First, a script with elevated rights shows your message to all users on 1 target VM. Disconnecting starts {0} seconds later.",
          formatNumber(warning.seconds),
        )
      : plural(
          "First, a script with elevated rights shows your message to all users on {0} target VMs. Disconnecting starts {1} seconds later.",
          machines,
          formatNumber(machines),
          formatNumber(warning.seconds),
        ),
    ...(rest === 0
      ? []
      : [
          l10n.t(
            "Targets where users won't be warned, because Azure returned no VM for them: {0}.",
            formatNumber(rest),
          ),
        ]),
  ];
}

/**
 * Shows the warning on all target VMs, and waits as long as it says. Both can be cancelled.
 * @returns whether to go on
 */
export async function warn(
  app: App,
  sessions: readonly HostedSession[],
  warning: Warning,
  record: JournalRecord,
): Promise<boolean> {
  const machines = reachable(sessions);
  const failures = await showAll(app, machines, warning, record);
  return (
    failures !== undefined &&
    (failures.length === 0 || (await goOnUnwarned(failures, app.inventory.names))) &&
    countDown(app, warning.seconds)
  );
}

/** A target VM on which the warning wasn't shown for certain. */
export interface Unwarned {
  readonly session: HostedSession;
  readonly outcome: Exclude<WarningOutcome, "shown">;
  /** Why, where that is known. */
  readonly why?: string;
}

/** Shows it everywhere at once; `undefined` where the user stopped it. */
async function showAll(
  { disconnects }: App,
  machines: readonly HostedSession[],
  { text }: Warning,
  record: JournalRecord,
): Promise<readonly Unwarned[] | undefined> {
  const title = l10n.t("Showing the warning to all users on the target VMs");
  return withProgress(
    { location: ProgressLocation.Notification, title, cancellable: true },
    async (progress, token) => {
      const stop = cancellation(token);
      const report = countedProgress(progress, machines.length);
      const failures = await Promise.all(
        machines.map(async (session): Promise<readonly Unwarned[]> => {
          const targetId = session.state.session.targetResourceId ?? "";
          const { outcome, why } = await outcomeOn(disconnects, session, text, stop);
          record.add({ kind: "warned", targetId, text, outcome, ...(why !== undefined && { failure: why }) });
          report(1);
          return outcome === "shown" ? [] : [{ session, outcome, ...(why !== undefined && { why }) }];
        }),
      );
      return stop.aborted ? undefined : failures.flat();
    },
  );
}

/** What the machine says, or what a failure leaves open. */
async function outcomeOn(
  disconnects: App["disconnects"],
  session: HostedSession,
  text: string,
  stop: AbortSignal,
): Promise<{ readonly outcome: WarningOutcome; readonly why?: string }> {
  const { host, state } = session;
  const targetId = state.session.targetResourceId ?? "";
  try {
    const { outcome, detail } = await disconnects.showMessage(host.host.key, targetId, text, stop, actors(host)[0]);
    return { outcome, ...(detail !== undefined && { why: plainText(detail, LONGEST_REASON) }) };
  } catch (error) {
    if (!(error instanceof AzureError)) {
      throw error;
    }
    return { outcome: error.facts.maybeReceived ? "unknown" : "notShown", why: errorText(error).what };
  }
}

async function goOnUnwarned(unwarned: readonly Unwarned[], names: Names): Promise<boolean> {
  const disconnect = l10n.t("Disconnect");
  const { question, detail } = unwarnedQuestion(unwarned, names);
  return (await showWarningMessage(question, { modal: true, detail }, disconnect)) === disconnect;
}

/** Asks whether to disconnect although the warning wasn't shown everywhere, or may not have been. */
export function unwarnedQuestion(
  unwarned: readonly Unwarned[],
  names: Names,
): {
  readonly question: string;
  readonly detail: string;
} {
  const lines = unwarned.slice(0, 10).map(({ session, outcome, why }) => {
    const name = machine(session.state.session, names);
    const reason = why === undefined ? undefined : messageText(why);
    if (outcome === "notShown") {
      return l10n.t("{0}: {1}", name, reason ?? l10n.t("not shown"));
    }
    return reason === undefined
      ? l10n.t("{0}: unknown whether it was shown", name)
      : l10n.t("{0}: unknown whether it was shown ({1})", name, reason);
  });
  const rest = unwarned.length - lines.length;
  return {
    question: questionOf(unwarned),
    detail: [...lines, ...(rest > 0 ? [l10n.t("and {0} more", formatNumber(rest))] : [])].join("\n"),
  };
}

function questionOf(unwarned: readonly Unwarned[]): string {
  const unknown = unwarned.filter(({ outcome }) => outcome === "unknown").length;
  const notShown = unwarned.length - unknown;
  if (unknown > 0) {
    return l10n.t(
      "Target VMs where the warning wasn't shown: {0}; where that is unknown: {1}. Disconnect anyway?",
      formatNumber(notShown),
      formatNumber(unknown),
    );
  }
  return notShown === 1
    ? l10n.t("The warning couldn't be shown on 1 target VM. Disconnect anyway?")
    : plural("The warning couldn't be shown on {0} target VMs. Disconnect anyway?", notShown, formatNumber(notShown));
}

/** Waits, and shows for how long still. Whether it came to its end. */
async function countDown({ clock, end }: App, seconds: number): Promise<boolean> {
  const title = l10n.t("Waiting after the warning");
  return withProgress(
    { location: ProgressLocation.Notification, title, cancellable: true },
    async (progress, token) => {
      const stop = AbortSignal.any([cancellation(token), end]);
      for (let left = seconds; left > 0 && !stop.aborted; left--) {
        progress.report({ message: l10n.t("disconnecting in {0} s", formatNumber(left)), increment: 100 / seconds });
        await clock.pause(1_000, stop);
      }
      return !stop.aborted;
    },
  );
}
