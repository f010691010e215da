/** What the process that starts VS Code tells the one inside it. */
export interface Plan {
  readonly azureUrl: string;
  readonly only: readonly number[];
  readonly quick: boolean;
  /** Where to write the tables. */
  readonly resultFile: string;
}

/** The environment variable that holds it, as JSON. */
export const PLAN = "BASTION_SESSIONS_BENCH";
