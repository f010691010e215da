import fc from "fast-check";

/**
 * Tries a property that many times. The seed is another one each time, and stands in the report of a failure; `FC_SEED` and
 * `FC_PATH` repeat it, `FC_RUNS` tries more or fewer.
 */
export async function check<Ts>(property: fc.IAsyncProperty<Ts> | fc.IProperty<Ts>, runs: number): Promise<void> {
  const { FC_SEED: seed, FC_PATH: path, FC_RUNS: numRuns = runs } = process.env;
  const details = await fc.check(property, {
    numRuns: Number(numRuns),
    ...(seed !== undefined && { seed: Number(seed) }),
    ...(path !== undefined && { path }),
  });
  if (details.failed) {
    const again = `Again: FC_SEED=${details.seed} FC_PATH=${details.counterexamplePath ?? ""} npm run test:unit -- --grep "…"`;
    throw new Error(`${again}\n${fc.defaultReportMessage(details)}`, { cause: details.errorInstance });
  }
}
