/**
 * Runs the simulated Azure by itself: `npm run azure -- [--port N] [--seed N] [--latency MS] [--no-drift]`.
 * It is TypeScript that Node 24 runs as it is, so it is handed to the Node 24 that npm installed with the rest.
 */
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import process from "node:process";

const [major] = process.versions.node.split(".");
const node24 = Number(major) >= 24 ? process.execPath : createRequire(import.meta.url).resolve("node/bin/node");
const main = fileURLToPath(new URL("../test/simulated-azure/main.ts", import.meta.url));
const child = spawn(node24, [main, ...process.argv.slice(2)], { stdio: "inherit" });

// Ctrl+C reaches the child by itself, as it shares the terminal: this process only has to outlive it. A signal that was
// sent to this process alone is handed on.
process.on("SIGINT", () => undefined);
process.on("SIGTERM", () => child.kill("SIGTERM"));
child.on("error", (error) => {
  console.error(error.message);
  process.exitCode = 1;
});
child.on("exit", (code, signal) => {
  process.exitCode = signal === "SIGINT" || signal === "SIGTERM" ? 0 : (code ?? 1);
});
