/** What the process that starts VS Code tells the one inside it. */
export type Plan = ActivationPlan | MeasurementsPlan;

/** The extension is activated, and nothing else: what is written is an Activation. */
interface ActivationPlan {
  readonly kind: "activation";
  /** Where to write what came of it, as JSON. */
  readonly resultFile: string;
}

/** Measurements are made: what is written is an array of tables. */
interface MeasurementsPlan {
  readonly kind: "measurements";
  readonly azureUrl: string;
  readonly only: readonly number[];
  readonly quick: boolean;
  readonly resultFile: string;
}

/** The environment variable that holds it, as JSON. */
export const PLAN = "BASTION_SESSIONS_BENCH";
