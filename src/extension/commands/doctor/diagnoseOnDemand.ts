import type { Handler } from "../app.ts";

/** The doctor is large and seldom called, so it's loaded with the first of its commands. */
function onDemand(name: "diagnose" | "copyRole" | "copyCommand" | "copyTicket" | "openReportJson"): Handler {
  return async (app, row) => {
    await (await import("./doctorActions.ts"))[name](app, row);
  };
}

/** Diagnoses a host or the search. */
export const diagnose = onDemand("diagnose");

/** Copy from a report, or show it for programs. */
export const copyRole = onDemand("copyRole");
export const copyCommand = onDemand("copyCommand");
export const copyTicket = onDemand("copyTicket");
export const openReportJson = onDemand("openReportJson");
