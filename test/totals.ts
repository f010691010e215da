import { writeFileSync } from "node:fs";
import type { Runner, Stats } from "mocha";

/** Names the file through which a suite tells `scripts/test.mjs` how many tests passed, failed and were skipped. */
const FILE = "BASTION_SESSIONS_TOTALS";

/** What the closing lines say of this suite, beside its counts. */
let note: string | undefined;

export function noteInTotals(text: string): void {
  note = text;
}

/** Reports what a suite came to. Does nothing where nobody asked, as when mocha is run by hand. */
export function reportTotals(stats: Stats | undefined): void {
  const file = process.env[FILE];
  if (file !== undefined) {
    writeFileSync(
      file,
      JSON.stringify({ passed: stats?.passes ?? 0, failed: stats?.failures ?? 0, skipped: stats?.pending ?? 0, note }),
    );
  }
}

/** Called by mocha's command line at the end, as this module is among its `require`s. */
export function mochaGlobalTeardown(this: Runner): void {
  reportTotals(this.stats);
}
