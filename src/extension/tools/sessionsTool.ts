import { sessionsAnswer } from "../../core/answers/sessionsAnswer.ts";
import { withNote, type ToolAnswer } from "../../core/answers/toolAnswer.ts";
import { readWantedEntries } from "../../core/answers/toolInput.ts";
import { isLoggedField } from "../../core/model/session/sessionFields.ts";
import type { App } from "../commands/app.ts";
import { answerSource, peopleNote, whyNotReady } from "./toolReadiness.ts";

/** Who is connected, by lists that are at most a minute old: of one host or of all, by a filter. */
export async function listSessions(app: App, input: unknown, signal: AbortSignal): Promise<ToolAnswer> {
  const selection = readWantedEntries(input, isLoggedField);
  if ("outcome" in selection) {
    return selection;
  }
  const notReady = await whyNotReady(app, signal);
  if (notReady) {
    return notReady;
  }
  const { hasPeople, note } = peopleNote(selection.people);
  return withNote(await sessionsAnswer(answerSource(app), { ...selection, people: hasPeople }, signal), note);
}
