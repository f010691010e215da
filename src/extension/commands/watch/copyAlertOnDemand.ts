import type { Handler } from "../app.ts";
import { onDemandActions } from "../onDemand.ts";

/** Copies a watch rule as an alert in Azure. What that takes isn't loaded until it's needed. */
export const copyRuleAsAlert: Handler = async (app, argument) => {
  const { copyRuleAsAlert: run, configuredRules } = await onDemandActions();
  await run(configuredRules)(app, argument);
};
