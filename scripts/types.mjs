/** `npm run types`: the compiler over everything, and over the page of the sessions table, which runs in a browser. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const compile = (project) =>
  spawnSync(process.execPath, ["node_modules/typescript/bin/tsc", "--noEmit", "-p", project], {
    cwd: root,
    stdio: "inherit",
  }).status;
process.exitCode = [".", "src/extension/table/page"].some((project) => compile(project) !== 0) ? 1 : 0;
