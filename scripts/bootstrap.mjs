/**
 * What makes `npm start` and `npm test` work as the first command after a clone, with Node 20 and npm and no more: it
 * installs what package-lock.json names, and runs the script again under the project's own Node.
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/**
 * Returns in a process that runs the project's Node, with all dependencies installed. In any other it does not return:
 * the script is run once more, as a child, and its exit code becomes this one's.
 */
export async function bootstrap() {
  endWithNpm();
  if (!dependenciesAreInstalled()) {
    installDependencies();
  }
  const node = join(root, "node_modules", "node", "bin", process.platform === "win32" ? "node.exe" : "node");
  if (process.versions.node !== readJson("node_modules/node/package.json").version) {
    process.exit(await runAgain(node));
  }
  // Whatever is started from here finds the same Node first.
  process.env.PATH = [join(root, "node_modules", ".bin"), dirname(node), process.env.PATH].join(delimiter);
}

/**
 * npm starts a script through a shell, and what ends npm or that shell is not passed on to the script. So a script of
 * npm's ends itself, as if it had been asked to, when it finds that its parent has gone.
 */
function endWithNpm() {
  if (process.env.npm_lifecycle_event && process.platform !== "win32") {
    const parent = process.ppid;
    const timer = setInterval(() => {
      if (process.ppid !== parent) {
        clearInterval(timer);
        process.kill(process.pid, "SIGTERM");
      }
    }, 500);
    timer.unref();
  }
}

/** Compares what npm has installed with what the lock file wants; times of files say nothing after a clone or a checkout. */
function dependenciesAreInstalled() {
  if (!existsSync(join(root, "node_modules", ".package-lock.json"))) {
    return false;
  }
  const wanted = readJson("package-lock.json").packages;
  const installed = readJson("node_modules/.package-lock.json").packages;
  return Object.entries(wanted).every(
    ([path, { version, optional }]) =>
      path === "" || (optional && !installed[path]) || installed[path]?.version === version,
  );
}

/**
 * What npm is called with: no package runs a script of its own when it is installed, but those that are of no use without.
 * `node` fetches the binary for this platform. esbuild's and vsce-sign's only serve what is not used here.
 */
export const installs = [
  ["ci", "--no-audit", "--no-fund", "--ignore-scripts"],
  ["rebuild", "node", "--ignore-scripts=false"],
];

function installDependencies() {
  console.log("Installing dependencies (npm ci), once …");
  for (const args of installs) {
    npm(args);
  }
}

function npm(args) {
  const options = { cwd: root, stdio: "inherit" };
  const path = process.env.npm_execpath;
  const { status } = path
    ? spawnSync(process.execPath, [path, ...args], options)
    : spawnSync("npm", args, { ...options, shell: process.platform === "win32" });
  if (status !== 0) {
    console.error(`npm ${args[0]} failed.`);
    process.exit(1);
  }
}

function runAgain(node) {
  const child = spawn(node, process.argv.slice(1), { stdio: "inherit" });
  // Ctrl+C reaches the child anyway, as the terminal signals the whole group; what is sent to this process alone is passed on.
  process.on("SIGINT", () => undefined);
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  return new Promise((resolve) => {
    child.once("error", (error) => {
      console.error(error.message);
      resolve(1);
    });
    child.once("exit", (code) => resolve(code ?? 1));
  });
}

function readJson(path) {
  return JSON.parse(readFileSync(join(root, path), "utf8"));
}
