import { appendFileSync, existsSync, readFileSync } from "node:fs";
import type { Context, Runner, Test } from "mocha";
import { noteInTotals } from "../totals.ts";
import { patience } from "./patience.ts";
import { startsText } from "./starts.ts";

/** Names the file in which all suites of a run list the tests that are tried again; `scripts/test.mjs` sets and reads it. */
const FILE = "BASTION_SESSIONS_SECOND_TRIES";

/** In a run, across its suites. `scripts/test.mjs` fails a run that has more, as two suites may take the last one at once. */
const MOST_SECOND_TRIES = 2;

/** Longer than any single wait, so that the wait fails first and says what it was for. */
const TEST_LIMIT_MS = 120_000;

/** Mocha's root hooks for tests that click through VS Code: a limit that suits this machine, and a few second tries. */
export const mochaHooks = {
  beforeEach(this: Context): void {
    this.timeout(patience(TEST_LIMIT_MS));
    this.currentTest?.timeout(patience(TEST_LIMIT_MS));
    this.currentTest?.retries(secondTries() < MOST_SECOND_TRIES ? 1 : 0);
  },
  afterEach(this: Context): void {
    this.timeout(patience(TEST_LIMIT_MS));
  },
  afterAll(): void {
    noteInTotals(startsText());
  },
};

/** Called by mocha's command line: writes down each second try, and why it is needed. */
export function mochaGlobalSetup(this: Runner): void {
  this.on("retry", (test: Test, error: unknown) => {
    console.error("      A second try, because of:", error);
    appendFileSync(process.env[FILE] ?? "", `${test.fullTitle()}\n`);
  });
}

/** How many there have been in this run. Without a run that counts them there are none to spend. */
function secondTries(): number {
  const file = process.env[FILE];
  if (file === undefined) {
    return MOST_SECOND_TRIES;
  }
  return existsSync(file) ? readFileSync(file, "utf8").split("\n").length - 1 : 0;
}
