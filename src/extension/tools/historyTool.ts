import { historyAnswer, readWantedConnections, type Endings } from "../../core/answers/historyAnswer.ts";
import { withNote, type ToolAnswer } from "../../core/answers/toolAnswer.ts";
import type { App } from "../commands/app.ts";
import { journalDisconnectors } from "../commands/journal/disconnectors.ts";
import { LiveSessions } from "../table/history/liveSessions.ts";
import { answerSource, peopleNote, whyNotReady } from "./toolReadiness.ts";

/** Who was connected in a range of time, by Azure's audit log. Lists no sessions. */
export async function readConnections(app: App, input: unknown, signal: AbortSignal): Promise<ToolAnswer> {
  const wanted = readWantedConnections(input);
  if ("outcome" in wanted) {
    return wanted;
  }
  const notReady = await whyNotReady(app, signal);
  if (notReady) {
    return notReady;
  }
  const { hasPeople, note } = peopleNote(wanted.people);
  const endings = async (): Promise<Endings> => {
    const live = new LiveSessions(app.inventory.hosts);
    return {
      isLive: (connection) => live.of(connection) !== undefined,
      disconnector: await journalDisconnectors(app.journal),
    };
  };
  return withNote(await historyAnswer(answerSource(app), { ...wanted, people: hasPeople }, endings, signal), note);
}
