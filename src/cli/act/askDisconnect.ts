/** The question before a disconnect, at the terminal: what the extension's modal says, and an answer that is always typed. */
import {
  confirmationOf,
  isExpected,
  reviewOf,
  type Confirmation,
  type ConfirmationContext,
  type DisconnectRequest,
} from "../../core/disconnect/confirmation.ts";
import { momentOf } from "../../core/model/time/moment.ts";
import { confirmationTexts } from "../../words/confirmationTexts.ts";
import { SEPARATOR } from "../../words/format.ts";
import type { Fleet } from "../fleet/fleet.ts";
import type { Runtime } from "../runtime.ts";

/** A question without buttons, with a line for each session that it's about. */
export interface TypedQuestion extends Confirmation {
  readonly rows: readonly string[];
  readonly answer: Extract<Confirmation["answer"], { readonly kind: "typed" }>;
}

/** What is asked: the same data and words as in the extension. */
export function questionOf(
  request: DisconnectRequest,
  { inventory: { names }, identities: { userName } }: Fleet,
  { clock }: Pick<Runtime, "clock">,
): TypedQuestion {
  const now = momentOf(clock);
  const context: ConfirmationContext = { accounts: userName === undefined ? [] : [userName], now, typeAbove: 0 };
  const texts = confirmationTexts(names);
  const review = reviewOf(request, context, texts);
  const { answer, ...asked } = confirmationOf(request, request.sessions, context, texts);
  if (answer.kind !== "typed") {
    throw new Error("a question at the terminal has no button");
  }
  const rows = (review?.rows ?? []).filter(({ isChecked }) => isChecked);
  return {
    ...asked,
    answer,
    rows: rows.map(({ session, remark }) =>
      [texts.line(session, now), ...(remark === undefined ? [] : [remark])].join(SEPARATOR),
    ),
  };
}

/** Asks a person at the terminal. */
export async function askDisconnect(
  { title, rows, summary, own, actor, notes, consequence, answer }: TypedQuestion,
  { terminal, signal }: Pick<Runtime, "terminal" | "signal">,
): Promise<boolean> {
  terminal.say(title);
  rows.forEach((row) => terminal.say(`  ${row}`));
  [summary, ...own, actor, ...notes, consequence].forEach((line) => line !== undefined && terminal.say(line));
  return isExpected(await terminal.ask(`${answer.prompt}:`, signal), answer.expected);
}
