/**
 * `npm run lint`: every linter over everything, side by side. oxlint.config.mjs says what oxlint checks; the others are the
 * one rule that only tsgolint has, comments that would turn a rule off, and Prettier.
 */
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { isMain } from "./isMain.mjs";
import { findClassInstances } from "../lint/tsgolint.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const LINTED = /\.(?:ts|mts|cts|tsx|js|mjs|cjs|jsx)$/u;
const LEFT_OUT = /^(?:node_modules|dist|out|\.vscode-test|\.git|lintFixtures)$/u;

/** Comments that oxlint obeys and has no option against, and those that it doesn't obey, which mislead readers. */
const DIRECTIVE = /(?:oxlint|eslint)-(?:dis|en)able/u;

/** The files below a folder that are linted, as absolute paths. */
export function lintedFiles(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      return LEFT_OUT.test(entry.name) ? [] : lintedFiles(path);
    }
    return LINTED.test(entry.name) ? [path] : [];
  });
}

/** Where files try to turn a rule off, as `file:line: message`. */
export function findDirectives(files) {
  return files.flatMap((file) =>
    readFileSync(file, "utf8")
      .split("\n")
      .flatMap((line, index) => (DIRECTIVE.test(line) ? [`${file}:${index + 1}: No comment turns a rule off.`] : [])),
  );
}

/** What tsgolint objects to, as `file:line: message`. */
export async function findTyped(files) {
  const found = await findClassInstances(files.filter((file) => file.endsWith(".ts")));
  return found.map(({ file, offset, message, rule }) => {
    const line = readFileSync(file)
      .subarray(0, offset + 1)
      .toString("utf8")
      .split("\n").length;
    return `${file}:${line}: ${message} [${rule}]`;
  });
}

/** The arguments for oxlint, without those that say what to lint. */
export const oxlint = (config) => [
  join(root, "node_modules/oxlint/bin/oxlint"),
  `--config=${config}`,
  // A configuration in a folder would change the rules there.
  "--disable-nested-config",
];

/** Runs a program to its end. */
function run(...args) {
  const colours = process.stdout.isTTY && !process.env.NO_COLOR ? { FORCE_COLOR: "1" } : {};
  const child = spawn(process.execPath, args, { cwd: root, env: { ...process.env, ...colours } });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk) => (output += chunk));
  }
  return new Promise((resolve) => {
    child.once("error", (error) => resolve({ output: error.message, failed: true }));
    child.once("close", (code) => resolve({ output, failed: code !== 0 }));
  });
}

/** What has been found, in the form of a program that has ended. */
const found = (lines) => ({
  output: lines.map((line) => `${relative(root, line)}\n`).join(""),
  failed: lines.length > 0,
});

async function main() {
  const files = lintedFiles(root);
  const ended = await Promise.all([
    run(...oxlint("oxlint.config.mjs"), "."),
    findTyped(files).then(found),
    found(findDirectives(files)),
    // By content, since a fresh clone has new times; the cache only saves time where one lints again.
    run(
      "node_modules/prettier/bin/prettier.cjs",
      "--check",
      "--cache",
      "--cache-strategy=content",
      "--log-level=warn",
      ".",
    ),
  ]);
  process.stdout.write(ended.map(({ output }) => output).join(""));
  process.exitCode = ended.some(({ failed }) => failed) ? 1 : 0;
}

if (isMain(import.meta.url)) {
  await main();
}
