import { coldLoad } from "./coldLoad.ts";
import type { Ground } from "./benchSetup.ts";
import { manySessions } from "./manySessions.ts";
import { scale } from "./scale.ts";
import { steadyState } from "./steadyState.ts";
import type { Table } from "./table.ts";
import type { MakeTree } from "./tree.ts";

/** What is measured, by the numbers that `--only` takes. */
export async function runMeasurements(
  ground: Ground,
  only: readonly number[],
  makeTree: MakeTree | undefined,
): Promise<Table[]> {
  const tables: Table[] = [];
  const all = [
    [1, () => coldLoad(ground)],
    [2, () => scale(ground)],
    [3, () => manySessions(ground, makeTree)],
    [5, () => steadyState(ground, makeTree)],
  ] as const;
  for (const [number, measure] of all) {
    if (only.includes(number)) {
      tables.push(...(await measure()));
    }
  }
  return tables;
}
