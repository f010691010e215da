/**
 * Everything by which a text reaches the user as a message. VS Code turns `[text](command:…)` into a link there, and `$(name)`
 * into an icon, also where neither part of it was one before they were put together: Korean's "{0}({1})" makes a link of a
 * user called `[Undo]` on a machine called `command:…`. So each text is made safe as a whole, at the last moment.
 */
import {
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
