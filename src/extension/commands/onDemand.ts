/**
 * Loads what seldom used commands and documents do, see onDemandActions.ts. Its type is inferred: a type import would make a
 * circle of the journal's documents, which commands get with `App`.
 */
export const onDemandActions = (() => import("./onDemandActions.ts")) satisfies () => Promise<object>;
