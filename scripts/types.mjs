/**
 * `npm run types`: the compiler over everything, and over each part of src that has a tsconfig.json of its own, such as
 * the table's page, which runs in a browser. What is given behind `--` is passed on, such as `--watch`.
 */
import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const parts = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })
  .filter((path) => basename(path) === "tsconfig.json")
  .map((path) => join("src", dirname(path)));

function compile(project) {
  const args = ["node_modules/typescript-7/bin/tsc", "--noEmit", "-p", project, ...process.argv.slice(2)];
  const child = spawn(process.execPath, args, { cwd: root, stdio: "inherit" });
  return new Promise((resolve) => {
    child.once("error", () => resolve(1));
    child.once("close", (code) => resolve(code ?? 1));
  });
}

const codes = await Promise.all([".", ...parts].map(compile));
process.exitCode = codes.some((code) => code !== 0) ? 1 : 0;
