/**
 * npm test [suite …] [--full] [--grep TEXT] [--list]
 *
 * Runs the suites named, one after the other, or all everyday ones, in lanes side by side; `--full` runs the longer ones
 * instead. What a suite prints is shown as a whole, in the order of the lanes; then come each suite's time and count, and
 * the tests that needed a second try. The last line is always `N passed, N failed, N skipped`; a failure, a skipped test
 * or a suite in which nothing ran makes the exit code 1.
 */
import { spawn } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { bootstrap, root } from "./bootstrap.mjs";
import { inTurn, runLanes } from "./lanes.mjs";
import { everyday, last, listSuites, longer, makePackage, suites } from "./suites.mjs";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { full: { type: "boolean" }, grep: { type: "string" }, list: { type: "boolean" } },
});
if (options.list) {
  console.log(listSuites());
  process.exit(0);
}
await bootstrap();
const named = positionals.length > 0;
const all = options.full ? longer : everyday;
const lanes = named ? [[...new Set(positionals)]] : all;
const after = named ? [] : last;
const names = [...lanes.flat(), ...after];
const unknown = names.filter((name) => !Object.hasOwn(suites, name));
if (unknown.length > 0) {
  console.error(`No such suite: ${unknown.join(", ")}. There are ${Object.keys(suites).join(", ")}.`);
  process.exit(2);
}

let interrupted = false;
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => {
    interrupted = true;
  });
}

const scratch = mkdtempSync(join(tmpdir(), "bastion-sessions-test-"));
// What every suite prints, and what those in VS Code leave of its logs: the suite `leaks` searches it.
const runDir = join(scratch, "run");
// The tests that were tried again, one a line: test/vscode/patientTests.ts writes it.
const secondTriesFile = join(scratch, "second-tries.txt");
const MOST_SECOND_TRIES = 2;
let secondTries;
const screen = inTurn(names, (stream, chunk) => process[stream].write(chunk));
const results = new Map();
let packaging;
try {
  await runLanes(lanes, perform);
  await runLanes([after], perform);
  secondTries = existsSync(secondTriesFile) ? readFileSync(secondTriesFile, "utf8").trimEnd().split("\n") : [];
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

const total = { passed: 0, failed: 0, skipped: 0 };
const summary = names
  .filter((name) => results.has(name))
  .map((name) => {
    const { seconds, note, ...counts } = results.get(name);
    Object.keys(total).forEach((key) => (total[key] += counts[key]));
    const tests = suites[name].counted ? `${counts.passed + counts.failed + counts.skipped} tests` : "";
    const mark = counts.failed + counts.skipped === 0 ? "✓" : "✗";
    return `${mark} ${name.padEnd(20)} ${seconds.padStart(6)} s ${tests.padStart(11)}   ${note ?? ""}`.trimEnd();
  });
if (secondTries.length > MOST_SECOND_TRIES) {
  total.failed++;
}
const tries = `${secondTries.length} second ${secondTries.length === 1 ? "try" : "tries"}`;
const most = secondTries.length > MOST_SECOND_TRIES ? ` (at most ${MOST_SECOND_TRIES} are allowed)` : "";
summary.push("", `${tries}${most}${secondTries.map((title) => `\n  ${title}`).join("")}`);
process.exitCode = total.failed > 0 || total.skipped > 0 || total.passed === 0 || interrupted ? 1 : 0;
console.log(`\n${summary.join("\n")}\n`);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);

/** Runs one suite when it is its turn in its lane, unless everything was ended before. */
async function perform(name) {
  if (!interrupted) {
    const started = Date.now();
    screen.print(name, "stdout", `\n── ${name} ${"─".repeat(70 - name.length)}\n`);
    results.set(name, { ...(await runSuite(name)), seconds: ((Date.now() - started) / 1000).toFixed(1) });
  }
  screen.end(name);
}

/** Runs one suite, and before it what it needs that has not been made in this run. */
async function runSuite(name) {
  const { packaged, run, env, counted, inVsCode } = suites[name];
  const folder = join(runDir, name);
  mkdirSync(inVsCode ? join(folder, "vscode") : folder, { recursive: true });
  // By the first suite that needs it: made twice, it would change under the suite that uses it.
  if (packaged && (await (packaging ??= runNode(name, makePackage))) !== 0) {
    return { passed: 0, failed: 1, skipped: 0, note: run && `${makePackage[0]} failed` };
  }
  const file = join(scratch, `${name}.json`);
  const grep = options.grep ? { MOCHA_GREP: options.grep } : {};
  const folders = {
    BASTION_SESSIONS_RUN_DIR: runDir,
    ...(inVsCode ? { BASTION_SESSIONS_SUITE_DIR: join(folder, "vscode") } : {}),
  };
  const code = run
    ? await runNode(name, run(options.grep), {
        ...env,
        ...grep,
        ...folders,
        BASTION_SESSIONS_SECOND_TRIES: secondTriesFile,
        ...(counted ? { BASTION_SESSIONS_TOTALS: file } : {}),
      })
    : 0;
  return counted ? countedTotals(file, code) : { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
}

/** What a suite has reported, made to agree with its exit code: one that counts no failure may still have broken off. */
function countedTotals(file, code) {
  let totals;
  try {
    totals = JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return { passed: 0, failed: 1, skipped: 0, note: "ended without a report" };
  }
  if (totals.passed + totals.failed + totals.skipped === 0) {
    return { ...totals, failed: 1, note: "ran no test" };
  }
  return code !== 0 && totals.failed === 0 ? { ...totals, failed: 1, note: `ended with code ${code}` } : totals;
}

/** Runs a program for a suite; what it prints is shown in the suite's turn, and kept for the suite `leaks`. */
function runNode(name, args, env = {}) {
  // Programs ask whether they write to a terminal; here they write to a pipe.
  const colours = process.stdout.isTTY && !process.env.NO_COLOR ? { FORCE_COLOR: "1" } : {};
  const child = spawn(process.execPath, args, {
    cwd: root,
    stdio: ["inherit", "pipe", "pipe"],
    env: { ...process.env, ...colours, ...env },
  });
  for (const stream of ["stdout", "stderr"]) {
    child[stream].on("data", (chunk) => {
      screen.print(name, stream, chunk);
      appendFileSync(join(runDir, name, "output.txt"), chunk);
    });
  }
  const passOn = () => child.kill("SIGTERM");
  process.once("SIGTERM", passOn);
  return new Promise((resolve) => {
    child.once("error", () => resolve(1));
    child.once("close", (code) => {
      process.off("SIGTERM", passOn);
      resolve(code ?? 1);
    });
  });
}
