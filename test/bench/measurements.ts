import { approximateCounts } from "./approximateCounts.ts";
import { coldLoad } from "./coldLoad.ts";
import { commandLine } from "./commandLine.ts";
import type { BenchSetup } from "./benchSetup.ts";
import { manySessions } from "./manySessions.ts";
import { scale } from "./scale.ts";
import { steadyState } from "./steadyState.ts";
import type { Table } from "./table.ts";
import type { MakeTree } from "./vscode/makeTree.ts";

/** What is measured, by the numbers that `--only` takes. */
export async function runMeasurements(
  setup: BenchSetup,
  only: readonly number[],
  makeTree: MakeTree | undefined,
): Promise<Table[]> {
  const tables: Table[] = [];
  const all = [
    [1, () => coldLoad(setup)],
    [2, () => scale(setup)],
    [3, () => manySessions(setup, makeTree)],
    [5, () => steadyState(setup, makeTree)],
    [7, () => approximateCounts(setup)],
    [10, async () => [await commandLine(setup)]],
  ] as const;
  for (const [number, measure] of all) {
    if (only.includes(number)) {
      tables.push(...(await measure()));
    }
  }
  return tables;
}
