import type { DisconnectRequest } from "../../../core/disconnect/confirmation.ts";
import type { JournalEntry } from "../../../core/journal/journalEntry.ts";
import type { App, Handler } from "../app.ts";
import type * as actions from "./disconnectActions.ts";

type Actions = typeof actions;

/** Loads a command when it's called: the view is there sooner without the questions, progress, and reports. */
function onDemand(name: Exclude<keyof Actions, "confirmAndDisconnect">): Handler {
  return async (app, row, rows) => {
    const { [name]: run } = await import("./disconnectActions.ts");
    await run(app, row, rows);
  };
}

export const cleanUpLeftovers = onDemand("cleanUpLeftovers");
export const deleteSession = onDemand("deleteSession");
export const disconnectHits = onDemand("disconnectHits");
export const disconnectHost = onDemand("disconnectHost");
export const disconnectMatching = onDemand("disconnectMatching");
export const disconnectPerson = onDemand("disconnectPerson");
export const disconnectTarget = onDemand("disconnectTarget");
export const disconnectUser = onDemand("disconnectUser");

/** See {@link Actions.confirmAndDisconnect}. */
export async function confirmAndDisconnect(app: App, request: DisconnectRequest): Promise<JournalEntry | undefined> {
  const { confirmAndDisconnect: run } = await import("./disconnectActions.ts");
  return run(app, request);
}
