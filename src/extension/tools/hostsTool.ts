import { hostsAnswer, readHostName } from "../../core/answers/hostsAnswer.ts";
import type { ToolAnswer } from "../../core/answers/toolAnswer.ts";
import type { App } from "../commands/app.ts";
import { answerSource, whyNotReady } from "./toolReadiness.ts";

/** The hosts that the user's accounts see, and how many sessions each had when it was last listed. Lists no sessions. */
export async function listHosts(app: App, input: unknown, signal: AbortSignal): Promise<ToolAnswer> {
  const name = readHostName(input);
  if (typeof name !== "string") {
    return name;
  }
  return (await whyNotReady(app, signal)) ?? hostsAnswer(answerSource(app), name);
}
