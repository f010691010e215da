/**
 * npm test [suite …] [--full] [--grep TEXT]
 *
 * Runs the suites named, or all everyday ones; `--full` runs the longer ones instead. The last line is always
 * `N passed, N failed, N skipped`; a failure, a skipped test or a suite in which nothing ran makes the exit code 1.
 */
import { spawn } from "node:child_process";
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { bootstrap, root } from "./bootstrap.mjs";
import { everyday, longer, suites } from "./suites.mjs";

await bootstrap();
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { full: { type: "boolean" }, grep: { type: "string" } },
});
const names = positionals.length > 0 ? positionals : options.full ? longer : everyday;
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
const kept = join(scratch, "kept");
const total = { passed: 0, failed: 0, skipped: 0 };
const prepared = new Set();
const summary = [];
try {
  for (const name of names) {
    const started = Date.now();
    console.log(`\n── ${name} ${"─".repeat(70 - name.length)}`);
    const result = await runSuite(name);
    for (const key of Object.keys(total)) {
      total[key] += result[key];
    }
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    summary.push(`${result.failed + result.skipped === 0 ? "✓" : "✗"} ${name.padEnd(20)} ${seconds.padStart(6)} s   ${result.note ?? ""}`);
    if (interrupted) {
      break;
    }
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

process.exitCode = total.failed > 0 || total.skipped > 0 || total.passed === 0 || interrupted ? 1 : 0;
console.log(`\n${summary.join("\n")}\n`);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);

/** Runs one suite, and before it what it needs that has not been made in this run. */
async function runSuite(name) {
  const { needs, run, env, counted, inVsCode } = suites[name];
  const folder = join(kept, name);
  const output = join(folder, "output.txt");
  mkdirSync(inVsCode ? join(folder, "vscode") : folder, { recursive: true });
  if (needs && !prepared.has(needs[0]) && (await runNode(needs, output)) !== 0) {
    return { passed: 0, failed: 1, skipped: 0, note: `${needs[0]} failed` };
  }
  const command = run(options.grep);
  const file = join(scratch, `${name}.json`);
  const grep = options.grep ? { MOCHA_GREP: options.grep } : {};
  const keep = { BASTION_SESSIONS_KEPT: kept, ...(inVsCode ? { BASTION_SESSIONS_KEEP: join(folder, "vscode") } : {}) };
  const code = await runNode(command, output, { ...env, ...grep, ...keep, ...(counted ? { BASTION_SESSIONS_TOTALS: file } : {}) });
  [needs, command].forEach((made) => made && code === 0 && prepared.add(made[0]));
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

/** Runs a program; what it prints is shown, and added to the file `output`. */
function runNode(args, output, env = {}) {
  // Programs ask whether they write to a terminal; here they write to a pipe.
  const colours = process.stdout.isTTY && !process.env.NO_COLOR ? { FORCE_COLOR: "1" } : {};
  const child = spawn(process.execPath, args, { cwd: root, stdio: ["inherit", "pipe", "pipe"], env: { ...process.env, ...colours, ...env } });
  for (const stream of ["stdout", "stderr"]) {
    child[stream].on("data", (chunk) => {
      process[stream].write(chunk);
      appendFileSync(output, chunk);
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
