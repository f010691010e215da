import { readdirSync } from "node:fs";
import { join } from "node:path";
import Mocha from "mocha";
import { reportTotals } from "../totals.ts";

/** How old an extension host is on an idle machine when its tests start. */
const USUAL_START_SECONDS = 3;

/**
 * VS Code calls this in its extension host (`extensionTestsPath`) and takes a rejection for failed tests.
 *
 * In this mode VS Code shows no modal dialog: a call that would show one is rejected instead. What a dialog says and does
 * is therefore for the UI suite to test, in the ordinary workbench.
 */
export async function run(): Promise<void> {
  process.setSourceMapsEnabled(true);
  // How long this extension host has needed until now tells how busy the machine is.
  const slowness = Math.max(1, process.uptime() / USUAL_START_SECONDS);
  const grep = process.env["MOCHA_GREP"];
  const mocha = new Mocha({
    forbidOnly: true,
    forbidPending: true,
    slow: 1_000,
    timeout: 30_000 * slowness,
    ...(grep === undefined ? {} : { grep }),
  });
  for (const file of readdirSync(__dirname).filter((name) => name.endsWith(".test.cjs"))) {
    mocha.addFile(join(__dirname, file));
  }
  const failures = await new Promise<number>((resolve) => {
    const runner = mocha.run((count) => {
      reportTotals(runner.stats);
      resolve(count);
    });
  });
  if (failures > 0) {
    throw new Error(`${failures} failed.`);
  }
}
