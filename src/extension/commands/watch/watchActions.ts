/**
 * What commands on watch rules do, loaded with the first of them. It is one module, for each that is loaded later splits
 * what is read at the start.
 */
export { configuredRules, copyRuleAsAlert } from "./copyRuleAsAlert.ts";
export { makeRule, watchRow } from "./makeRule.ts";
