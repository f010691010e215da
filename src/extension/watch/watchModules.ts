/** What is loaded once there is a watch rule: one module, for each that is loaded later splits what is read at the start. */
export { RuleAnnotations } from "./ruleAnnotations.ts";
export { startWatch } from "./startWatch.ts";
