import { LanguageModelTextPart, lm, window } from "vscode";

/** What an agent wants of a tool. */
interface ToolCall {
  readonly name: string;
  readonly input: object;
}

/** Calls a tool as an agent does that approves every call; which one is typed as JSON. Shows the outcome as a message. */
export async function callTool(): Promise<void> {
  const typed = await window.showInputBox({ title: "Call a Tool", ignoreFocusOut: true });
  if (typed === undefined) {
    return;
  }
  const { name, input } = JSON.parse(typed) as ToolCall;
  const { content } = await lm.invokeTool(name, { input, toolInvocationToken: undefined });
  const [part] = content;
  const { outcome } = JSON.parse(part instanceof LanguageModelTextPart ? part.value : "{}") as { outcome?: string };
  void window.showInformationMessage(`The tool answered: ${String(outcome)}`);
}
