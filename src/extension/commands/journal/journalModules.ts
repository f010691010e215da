/**
 * What documents and commands of the journal need, loaded with the first of them. It is one module, for each that is loaded
 * later splits what is read at the start.
 */
export { entryMarkdown } from "./entryMarkdown.ts";
export { journalMarkdown } from "./journalMarkdown.ts";
export { linksMarkdown } from "./linksMarkdown.ts";
export { recoverLinks } from "./recoverLinks.ts";
export { meantScopes } from "../links/linkScope.ts";
export { reviewLinks } from "../links/reviewLinks.ts";
export { offerWaysBack } from "../waysBack/offerWaysBack.ts";
export { tellIfTheyReturn } from "../waysBack/tellIfTheyReturn.ts";
export { waysBackOf } from "../waysBack/waysBack.ts";
export { hasPossibleLinks, waysBackMarkdown } from "../waysBack/waysBackMarkdown.ts";
