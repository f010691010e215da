import type { App, Handler } from "../app.ts";
import { onDemandActions } from "../onDemand.ts";
import type { RowSubject } from "./ruleSubjects.ts";

/** Makes a rule about the selected row, the filter of the view, everything, or what the user types. */
export const addWatchRule: Handler = async (app) => {
  // What asks the questions is only loaded for those who make a rule.
  const { makeRule } = await onDemandActions();
  await makeRule(app);
};

/** Makes a rule about the session of a row. */
export const watchSession: Handler = (app, row) => watch(app, row, "session");

/** The same about its account. */
export const watchUser: Handler = (app, row) => watch(app, row, "user");

/** The same about the person behind it. */
export const watchPerson: Handler = (app, row) => watch(app, row, "person");

/** The same about its host. */
export const watchHost: Handler = (app, row) => watch(app, row, "host");

async function watch(app: App, row: unknown, kind: RowSubject["kind"]): Promise<void> {
  const { watchRow } = await onDemandActions();
  await watchRow(app, row, kind);
}
