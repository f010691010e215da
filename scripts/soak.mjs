/**
 * npm run soak -- --minutes N [--seed S]: the inventory against a large simulated Azure in bad weather, see test/soak/soak.ts;
 * with --watch what watch rules tell, see test/soak/watch.ts.
 * It is TypeScript that Node 24 runs as it is, so it is handed to the Node 24 that npm installed with the rest.
 */
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const [major] = process.versions.node.split(".");
const node24 = Number(major) >= 24 ? process.execPath : createRequire(import.meta.url).resolve("node/bin/node");
const args = process.argv.slice(2);
const file = args.includes("--watch") ? "watch" : "soak";
const soak = fileURLToPath(new URL(`../test/soak/${file}.ts`, import.meta.url));
// Memory is measured once what is not in use has been cleared away.
const { status } = spawnSync(node24, ["--expose-gc", soak, ...args], { stdio: "inherit" });
process.exitCode = status ?? 1;
