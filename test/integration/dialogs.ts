import { mock } from "node:test";
import * as vscode from "vscode";

/** What the extension asks VS Code to show, in place of showing it. A dialog without an answer is left unanswered. */
export interface Dialogs extends Disposable {
  /** Messages, the oldest first, and what an input box objected to. */
  readonly messages: string[];
  /** The rows of each quick pick, as they read: label and description. */
  readonly picks: string[][];
  /** What each quick pick asked. */
  readonly questions: string[];
}

/** What is chosen in quick picks, by label, and typed into input boxes, in turn. */
export interface Answers {
  readonly picks?: readonly string[];
  readonly inputs?: readonly string[];
}

/** Listens until disposed of. */
export function dialogs(answers: Answers = {}): Dialogs {
  const [messages, picks, questions]: [string[], string[][], string[]] = [[], [], []];
  const [toPick, toType] = [[...(answers.picks ?? [])], [...(answers.inputs ?? [])]];
  const say = (text: string) => {
    messages.push(text);
    return Promise.resolve(undefined);
  };
  const pick = async (
    offered: readonly vscode.QuickPickItem[] | Thenable<readonly vscode.QuickPickItem[]>,
    options?: vscode.QuickPickOptions,
  ) => {
    const items = await offered;
    picks.push(items.map(({ label, description }) => [label, description].filter(Boolean).join(" | ")));
    questions.push(options?.placeHolder ?? "");
    const answer = toPick.shift();
    return answer === undefined ? undefined : items.find(({ label }) => label === answer);
  };
  const type = async (options?: vscode.InputBoxOptions) => {
    const text = toType.shift();
    const objection = text === undefined ? undefined : await options?.validateInput?.(text);
    if (typeof objection === "string") {
      messages.push(objection);
      return undefined;
    }
    return text;
  };
  const mocks = [
    mock.method(vscode.window, "showInformationMessage", say),
    mock.method(vscode.window, "showWarningMessage", say),
    mock.method(vscode.window, "showErrorMessage", say),
    mock.method(vscode.window, "showQuickPick", pick),
    mock.method(vscode.window, "showInputBox", type),
  ];
  return {
    messages,
    picks,
    questions,
    [Symbol.dispose]: () => mocks.forEach((mocked) => mocked.mock.restore()),
  };
}
