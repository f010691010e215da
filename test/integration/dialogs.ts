import { mock } from "node:test";
import * as vscode from "vscode";

/** What the extension asks VS Code to show, in place of showing it. Every dialog is left unanswered. */
export interface Dialogs extends Disposable {
  /** Messages, the oldest first. */
  readonly messages: string[];
  /** The rows of each quick pick, as they read: label and description. */
  readonly picks: string[][];
}

/** Listens until disposed of. */
export function dialogs(): Dialogs {
  const [messages, picks]: [string[], string[][]] = [[], []];
  const say = (text: string) => {
    messages.push(text);
    return Promise.resolve(undefined);
  };
  const pick = async (items: readonly vscode.QuickPickItem[] | Thenable<readonly vscode.QuickPickItem[]>) => {
    picks.push((await items).map(({ label, description }) => [label, description].filter(Boolean).join(" | ")));
    return undefined;
  };
  const mocks = [
    mock.method(vscode.window, "showInformationMessage", say),
    mock.method(vscode.window, "showWarningMessage", say),
    mock.method(vscode.window, "showErrorMessage", say),
    mock.method(vscode.window, "showQuickPick", pick),
  ];
  return {
    messages,
    picks,
    [Symbol.dispose]: () => mocks.forEach((mocked) => mocked.mock.restore()),
  };
}
