import * as vscode from "vscode";
import { AzureError } from "../../core/azure/http/azureError.ts";
import { errorText } from "../../words/errorText.ts";
import { showErrorMessage } from "./messages.ts";
import { sentences } from "../../words/format.ts";

/** Has the log that errors go to. */
interface WithLog {
  readonly log: vscode.LogOutputChannel;
}

/** Turns an error of a command into a message and a line of the log. */
export async function reportError({ log }: WithLog, command: string, error: unknown): Promise<void> {
  if (error instanceof AzureError && error.kind === "cancelled") {
    return;
  }
  logError({ log }, command, error);
  const text =
    error instanceof AzureError
      ? errorText(error)
      : { what: vscode.l10n.t("An unexpected error occurred"), why: vscode.l10n.t("See the log for details.") };
  const showLog = vscode.l10n.t("Show Log");
  if ((await showErrorMessage(sentences(text.what, text.why), showLog)) === showLog) {
    log.show();
  }
}

/** Writes an error to the log. The text of one that isn't ours may quote anything, so it goes nowhere; its kind and place do. */
export function logError({ log }: WithLog, what: string, error: unknown): void {
  log.error(
    error instanceof AzureError
      ? `${what}: ${error.message}`
      : `${what}: unexpected error\n${stackWithoutMessage(error)}`,
  );
}

/** Lets work go on in the background; its errors are reported like those of a command. */
export function inBackground(app: WithLog, what: string, work: Promise<unknown>): void {
  void work.catch((error: unknown) => reportError(app, what, error));
}

function stackWithoutMessage(error: unknown): string {
  return error instanceof Error
    ? (error.stack ?? "")
        .split("\n")
        .filter((line) => /^\s+at /.test(line))
        .join("\n")
    : typeof error;
}
