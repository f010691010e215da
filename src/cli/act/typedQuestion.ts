/** A question before something is changed in Azure, at the terminal: the answer is always typed. */
import { isExpected, type Question } from "../../core/disconnect/confirmation.ts";
import type { Runtime } from "../runtime.ts";

/** A question without buttons, with a line for each item that it's about. */
export interface TypedQuestion extends Omit<Question, "list"> {
  readonly rows: readonly string[];
  readonly answer: Extract<Question["answer"], { readonly kind: "typed" }>;
}

/** The question as it is asked where there are no buttons. */
export function typedQuestion({ list: _list, answer, ...asked }: Question, rows: readonly string[]): TypedQuestion {
  if (answer.kind !== "typed") {
    throw new Error("a question at the terminal has no button");
  }
  return { ...asked, answer, rows };
}

/** Asks a person at the terminal. @returns whether they confirmed it */
export async function askAtTerminal(
  { title, rows, summary, own, actor, notes, consequence, answer }: TypedQuestion,
  { terminal, signal }: Pick<Runtime, "terminal" | "signal">,
): Promise<boolean> {
  terminal.say(title);
  rows.forEach((row) => terminal.say(`  ${row}`));
  [summary, ...own, actor, ...notes, consequence].forEach((line) => line !== undefined && terminal.say(line));
  return isExpected(await terminal.ask(`${answer.prompt}:`, signal), answer.expected);
}
