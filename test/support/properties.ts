/**
 * Settings of fast-check for all tests; mocha requires this module before them. A failure names its seed and path, and
 * `FC_SEED` and `FC_PATH` replay it; `FC_RUNS` sets how often the scenarios are tried.
 */
import fc from "fast-check";

const { FC_SEED: seed, FC_PATH: path, FC_RUNS: numRuns } = process.env;

/** Whether one failure is replayed, so that nothing can be said of all runs. */
export const isReplay = seed !== undefined || path !== undefined;

/** The same runs everywhere, so that a change is what makes one fail. `FC_SEED` tries others. */
const SEED = 20_261_128;

fc.configureGlobal({
  seed: Number(seed ?? SEED),
  ...(path !== undefined && { path }),
});

/** Says how to replay what failed. */
fc.installGlobalPlugin(() => ({
  onAllRunsComplete: (details) => {
    if (details.failed) {
      const replay = `FC_SEED=${details.seed} FC_PATH=${details.counterexamplePath ?? ""} npm run test:unit -- --grep "<title>"`;
      throw new Error(`To replay: ${replay}\n${fc.defaultReportMessage(details)}`, { cause: details.errorInstance });
    }
  },
}));

/** How often to try what takes long: the suite `scenarios` of `npm run test:full` makes all runs, `npm test` a tenth. */
export function runsOf(all: number): number {
  const share = process.env["BASTION_SESSIONS_ALL_RUNS"] === undefined ? 10 : 1;
  return Number(numRuns ?? Math.ceil(all / share));
}
