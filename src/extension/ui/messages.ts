/**
 * Everything by which a text reaches the user as a message. VS Code turns `[text](command:…)` into a link there, and `$(name)`
 * into an icon, also where neither part of it was one before they were put together: Korean's "{0}({1})" makes a link of a
 * user called `[Undo]` on a machine called `command:…`. So each text is made safe as a whole, at the last moment.
 */
import {
  QuickInputButtons,
  window,
  type CancellationToken,
  type InputBoxOptions,
  type MessageOptions,
  type Progress,
  type ProgressOptions,
} from "vscode";
import { inertMessage } from "../../core/text/plainText.ts";

/** Buttons, after options if there are any. */
type Rest = readonly string[] | readonly [options: MessageOptions, ...buttons: string[]];
interface Step {
  readonly message?: string;
  readonly increment?: number;
}

/** @returns the button that the user chose */
export async function showInformationMessage(message: string, ...rest: Rest): Promise<string | undefined> {
  return window.showInformationMessage(inertMessage(message), ...inertRest(rest));
}

/** @returns the button that the user chose */
export async function showWarningMessage(message: string, ...rest: Rest): Promise<string | undefined> {
  return window.showWarningMessage(inertMessage(message), ...inertRest(rest));
}

/** @returns the button that the user chose */
export async function showErrorMessage(message: string, ...rest: Rest): Promise<string | undefined> {
  return window.showErrorMessage(inertMessage(message), ...inertRest(rest));
}

/** @returns what the user typed */
export async function showInputBox(options: InputBoxOptions): Promise<string | undefined> {
  const { prompt } = options;
  return window.showInputBox({
    ...options,
    ...(prompt !== undefined && { prompt: inertMessage(prompt) }),
    validateInput: async (text: string) => {
      const objection = await options.validateInput?.(text);
      return typeof objection === "string" ? inertMessage(objection) : objection;
    },
  });
}

/** Where a question stands among those that are asked one after the other. */
export interface StepPlace {
  readonly step: number;
  readonly totalSteps: number;
}

/** What the user did instead of answering: they went back a step, or cancelled. */
export type NoAnswer = "back" | "cancel";

export interface InputStep extends StepPlace {
  readonly title: string;
  readonly prompt: string;
  readonly value: string;
  /** Why a text can't be taken; `undefined` for one that can. */
  readonly objection: (text: string) => string | undefined;
}

/** Asks for a text in a step after which others may come; the first has no way back. */
export async function showInputStep(options: InputStep): Promise<{ readonly text: string } | NoAnswer> {
  const { title, step, totalSteps, value, prompt, objection } = options;
  const box = window.createInputBox();
  Object.assign(box, { title, step, totalSteps, value, prompt: inertMessage(prompt), ignoreFocusOut: true });
  box.buttons = step > 1 ? [QuickInputButtons.Back] : [];
  const check = () => {
    const text = objection(box.value);
    box.validationMessage = text === undefined ? undefined : inertMessage(text);
    return text === undefined;
  };
  try {
    return await new Promise((resolve) => {
      box.onDidChangeValue(check);
      box.onDidAccept(() => check() && resolve({ text: box.value }));
      box.onDidTriggerButton(() => resolve("back"));
      box.onDidHide(() => resolve("cancel"));
      box.show();
    });
  } finally {
    box.dispose();
  }
}

/** Shows progress while something is done. */
export async function withProgress<T>(
  options: ProgressOptions,
  task: (progress: Progress<Step>, token: CancellationToken) => Thenable<T>,
): Promise<T> {
  const { title } = options;
  return window.withProgress(
    { ...options, ...(title !== undefined && { title: inertMessage(title) }) },
    (progress, token) => {
      const report = ({ message, ...step }: Step) =>
        progress.report({ ...step, ...(message !== undefined && { message: inertMessage(message) }) });
      return task({ report }, token);
    },
  );
}

/** Options keep their place before the buttons. VS Code tells them apart, its types don't allow for either. */
function inertRest(rest: Rest): string[] {
  const inert = rest.map((part) =>
    typeof part === "string" || part.detail === undefined ? part : { ...part, detail: inertMessage(part.detail) },
  );
  return inert as string[];
}
