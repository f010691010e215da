/**
 * What commands and documents do that are seldom used, loaded with the first of them. It is one module for all, since each that
 * is loaded later splits what is read at the start, and every part costs room there.
 */
export { exportIncident } from "./incident/runIncidentExport.ts";
export { entryMarkdown } from "./journal/entryMarkdown.ts";
export { exportJournal } from "./journal/exportJournal.ts";
export { journalMarkdown } from "./journal/journalMarkdown.ts";
export { linksMarkdown } from "./journal/linksMarkdown.ts";
export { recoverLinks } from "./journal/recoverLinks.ts";
export { meantScopes } from "./links/linkScope.ts";
export { reviewLinks } from "./links/reviewLinks.ts";
export { configuredRules, copyRuleAsAlert } from "./watch/copyRuleAsAlert.ts";
export { makeRule, watchRow } from "./watch/makeRule.ts";
export { offerWaysBack } from "./waysBack/offerWaysBack.ts";
export { tellIfTheyReturn } from "./waysBack/tellIfTheyReturn.ts";
export { waysBackOf } from "./waysBack/waysBack.ts";
export { hasPossibleLinks, waysBackMarkdown } from "./waysBack/waysBackMarkdown.ts";
