/**
 * npm run bench [-- --only 1,3] [--quick] [--json FILE] [--node]: see test/bench/run.ts.
 */
import { spawn, spawnSync } from "node:child_process";
import { bootstrap, root } from "./bootstrap.mjs";

await bootstrap();
// What it is to VS Code is measured of what is shipped.
const packaged = spawnSync(process.execPath, ["scripts/package.mjs"], { cwd: root, stdio: "inherit" });
if (packaged.status !== 0) {
  process.exit(packaged.status ?? 1);
}
// VS Code's storage is SQLite; Node still calls its own module for it experimental.
const child = spawn(
  process.execPath,
  ["--disable-warning=ExperimentalWarning", "test/bench/run.ts", ...process.argv.slice(2)],
  { cwd: root, stdio: "inherit" },
);
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => child.kill("SIGTERM"));
}
child.once("exit", (code) => {
  process.exitCode = code ?? 1;
});
