/**
 * What commands do that are seldom used, loaded with the first of them. It is one module for all, since each that is loaded
 * later splits what is read at the start, and every part costs room there.
 */
export { exportIncident } from "./incident/runIncidentExport.ts";
export { exportJournal } from "./journal/exportJournal.ts";
export { configuredRules, copyRuleAsAlert, makeRule, watchRow } from "./watch/watchActions.ts";
