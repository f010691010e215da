import type { Handler } from "../app.ts";
import type * as doctorActions from "./doctorActions.ts";

/** The commands of the doctor. It is large and seldom called, so it's loaded with the first call. */
type DoctorCommand = keyof typeof doctorActions;

function onDemand(command: DoctorCommand): Handler {
  return async (app, argument) => {
    const actions = await import("./doctorActions.ts");
    await actions[command](app, argument);
  };
}

/** Diagnoses a host or the search. */
export const diagnose = onDemand("diagnose");
export const copyRole = onDemand("copyRole");
export const copyCommand = onDemand("copyCommand");
export const copyTicket = onDemand("copyTicket");
export const openReportJson = onDemand("openReportJson");
