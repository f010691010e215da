/** What commands on watch rules do that is loaded with onDemandActions.ts. */
export { configuredRules, copyRuleAsAlert } from "./copyRuleAsAlert.ts";
export { makeRule, watchRow } from "./makeRule.ts";
