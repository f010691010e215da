/** What diagnoseOnDemand.ts loads with the first of these commands. */
export { copyCommand, copyRole, copyTicket, openReportJson } from "./copyFromReport.ts";
export { diagnose } from "./diagnoseCommand.ts";
