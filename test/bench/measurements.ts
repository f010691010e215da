import { coldLoad } from "./coldLoad.ts";
import type { Ground } from "./ground.ts";
import { manySessions } from "./manySessions.ts";
import type { BuildRows } from "./manySessions.ts";
import { scale } from "./scale.ts";
import { steadyState } from "./steadyState.ts";
import type { Table } from "./table.ts";

/** What is measured, by the numbers that `--only` takes. */
export async function runMeasurements(ground: Ground, only: readonly number[], rows: BuildRows | undefined): Promise<Table[]> {
  const tables: Table[] = [];
  const all = [
    [1, () => coldLoad(ground)],
    [2, () => scale(ground)],
    [3, () => manySessions(ground, rows)],
    [5, () => steadyState(ground)],
  ] as const;
  for (const [number, measure] of all) {
    if (only.includes(number)) {
      tables.push(...(await measure()));
    }
  }
  return tables;
}
