/**
 * Runs only the simulated Azure: `npm run azure -- [--port N] [--seed N] [--latency MS] [--no-churn]`.
 * It is TypeScript that Node 24 runs as it is, so it is handed to the Node 24 that npm installed with the rest.
 */
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import process from "node:process";

const [major] = process.versions.node.split(".");
const node24 = Number(major) >= 24 ? process.execPath : createRequire(import.meta.url).resolve("node/bin/node");
const main = fileURLToPath(new URL("../test/simulated-azure/main.ts", import.meta.url));
// The channel tells the child when this process is gone, however it went.
const child = spawn(node24, [main, ...process.argv.slice(2)], { stdio: ["inherit", "inherit", "inherit", "ipc"] });

// Ctrl+C in a terminal reaches both processes: the child ends in good order, and this one outlives it.
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => child.kill("SIGTERM"));
}
child.on("error", (error) => {
  console.error(error.message);
  process.exitCode = 1;
});
child.on("exit", (code) => {
  process.exitCode = code ?? 1;
});
