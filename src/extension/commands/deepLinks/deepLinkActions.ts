/**
 * What is done with deep links, loaded with the first of it. It is one module, for each that is loaded later splits what is
 * read at the start.
 */
export { copyLink } from "./copyLink.ts";
export { openDeepLink } from "./openDeepLink.ts";
