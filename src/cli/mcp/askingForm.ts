/** The question before a disconnect, as a form of the user's MCP client: it's filled in there, and judged here. */
import { isExpected } from "../../core/disconnect/confirmation.ts";
import type { Clock } from "../../core/model/clock.ts";
import type { TypedQuestion } from "../act/typedQuestion.ts";

/** A form with one field, without a default. */
export interface ConfirmForm {
  readonly message: string;
  readonly requestedSchema: {
    readonly type: "object";
    readonly properties: { readonly confirm: { readonly type: "string"; readonly title: string } };
    readonly required: ["confirm"];
  };
}

/** What came of a form: `undefined` if the client's answer isn't one. */
export type FilledForm =
  | {
      readonly action: "accept" | "decline" | "cancel";
      readonly content?: Readonly<Record<string, unknown>> | undefined;
    }
  | undefined;

/** Shows a form to the user. */
export type ShowForm = (form: ConfirmForm, signal: AbortSignal) => Promise<FilledForm>;

/** What the user said: yes, or why it doesn't count as one. */
export type FormAnswer = "confirmed" | "declined" | "unanswered" | "wrongWord" | "tooFast";

/** The shortest time in which a person reads a question and types an answer: two seconds, and half of one for each line. */
const READING_MS = { all: 2_000, line: 500 };

/** Asks the user. An answer that comes faster than a person reads was given by a program. */
export async function askByForm(
  { title, rows, summary, own, actor, notes, consequence, answer }: TypedQuestion,
  show: ShowForm,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<FormAnswer> {
  const lines = [title, ...rows, summary, ...own, actor, ...notes, consequence].filter((line) => line !== undefined);
  const since = clock.monotonic();
  const filled = await show(
    {
      message: lines.join("\n"),
      requestedSchema: {
        type: "object",
        properties: { confirm: { type: "string", title: answer.prompt } },
        required: ["confirm"],
      },
    },
    signal,
  );
  if (filled?.action !== "accept") {
    return filled ? "declined" : "unanswered";
  }
  if (clock.monotonic() - since < READING_MS.all + READING_MS.line * rows.length) {
    return "tooFast";
  }
  const typed = filled.content?.["confirm"];
  return typeof typed === "string" && isExpected(typed, answer.expected) ? "confirmed" : "wrongWord";
}
