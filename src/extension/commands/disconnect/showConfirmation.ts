import { isExpected, type Question } from "../../../core/disconnect/confirmation.ts";
import { showInputBox, showWarningMessage } from "../../ui/messages.ts";

/** Asks with a modal, or with an input box: a modal has no room for typing. */
export async function showConfirmation({
  title,
  list,
  summary,
  own,
  actor,
  notes,
  consequence,
  answer,
}: Question): Promise<boolean> {
  const paragraphs = [
    summary === undefined ? [] : [summary],
    own,
    actor === undefined ? [] : [actor],
    notes,
    [consequence],
  ];
  if (answer.kind === "button") {
    const detail = [list, ...paragraphs]
      .filter((lines) => lines.length > 0)
      .map((lines) => lines.join("\n"))
      .join("\n\n");
    return (await showWarningMessage(title, { modal: true, detail }, answer.label)) === answer.label;
  }
  const { expected, prompt } = answer;
  const typed = await showInputBox({
    title,
    prompt: paragraphs.flat().join(" "),
    placeHolder: prompt,
    ignoreFocusOut: true,
    validateInput: (text) => (isExpected(text, expected) ? undefined : prompt),
  });
  return typed !== undefined && isExpected(typed, expected);
}
