/**
 * What diagnoses, and what is done with a report, loaded with the first of it. It is one module, for each that is loaded
 * later splits what is read at the start.
 */
export { copyCommand, copyRole, copyTicket, openReportJson } from "./copyFromReport.ts";
export { diagnose } from "./diagnoseCommand.ts";
export { reportJson, reportMarkdown } from "./reportText.ts";
