import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { copyFile, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { atExit } from "./cleanup.ts";
import { withLock } from "./lock.ts";
import { cacheDir } from "./paths.ts";

/** VS Code's server and web workbench, as the npm package code-server carries them: its 4.139 is VS Code 1.139. */
interface Release {
  readonly codeServer: string;
  /** To be raised when {@link install} comes to do something else: what an earlier one left is then not taken for it. */
  readonly revision: number;
  /** The Node to run it with, where it is not the project's own. */
  readonly node?: string;
  /** The node-pty to open terminals with, where its own has to be compiled. */
  readonly pty?: string;
}

const releases: Readonly<Record<VsCodeRelease, Release>> = {
  current: { codeServer: "4.139.1", revision: 4 },
  // Under Node 24 its extension host waits for itself when it imports a module of the newer kind.
  oldest: { codeServer: "4.105.1", revision: 5, node: "22.19.0", pty: "1.2.0-beta.15" },
};

/** Which VS Code is meant: the newest that npm has and we have tried, or the oldest that `engines.vscode` in package.json admits. */
export type VsCodeRelease = "current" | "oldest";

/** An installed VS Code server. */
export interface VsCodeInstallation {
  /** VS Code's own version, such as `1.139.1`. */
  readonly version: string;
  /** The Node program that runs it. */
  readonly node: string;
  /** The server's entry point. */
  readonly serverMain: string;
  /** The folder of the built-in extensions. */
  readonly builtinExtensions: string;
}

/**
 * Installs a VS Code from npm into the cache, unless it is there already. Throws with npm's own output where that fails.
 *
 * It is installed beside its place and moved there when complete, so that what is in place is whole, whatever
 * interrupted an earlier attempt.
 */
export async function installVsCode(release: VsCodeRelease = "current"): Promise<VsCodeInstallation> {
  const { codeServer, revision, node } = releases[release];
  const name = `code-server-${codeServer}-${revision}`;
  const folder = join(cacheDir, name);
  if (!existsSync(folder)) {
    await withLock(join(cacheDir, `${name}.lock`), async () => {
      if (!existsSync(folder)) {
        await install(releases[release], folder);
      }
    });
  }
  const vscode = vsCodeIn(folder);
  const { version } = JSON.parse(await readFile(join(vscode, "package.json"), "utf8")) as { version: string };
  return {
    version,
    node:
      node === undefined
        ? process.execPath
        : join(folder, "node_modules", nodePackage, "bin", process.platform === "win32" ? "node.exe" : "node"),
    serverMain: join(vscode, "out", "server-main.js"),
    builtinExtensions: join(vscode, "extensions"),
  };
}

const vsCodeIn = (folder: string): string => join(folder, "node_modules", "code-server", "lib", "vscode");

/** The npm package that holds the Node program for this system. */
const nodePackage = `${process.platform === "darwin" && process.arch === "arm64" ? "node-bin" : "node"}-${process.platform.replace("win32", "win")}-${process.arch}`;

async function install({ codeServer, node, pty }: Release, folder: string): Promise<void> {
  const partial = `${folder}.partial`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true });
  process.stdout.write(`Installing VS Code from npm (code-server ${codeServer}), once …\n`);

  // A package.json of its own keeps npm from taking the repository's root for its project.
  await writeFile(join(partial, "package.json"), JSON.stringify({ private: true }));
  // No install scripts: they compile native modules, of which only that for terminals is needed, and want a compiler.
  await npm(partial, [
    "install",
    "--ignore-scripts",
    "--no-save",
    `code-server@${codeServer}`,
    ...(node === undefined ? [] : [`${nodePackage}@${node}`]),
    ...(pty === undefined ? [] : [`node-pty@${pty}`]),
  ]);

  const vscode = vsCodeIn(partial);
  await removeGitDependencies(vscode);
  // --legacy-peer-deps: the package's shrinkwrap does not satisfy npm's own check of peer dependencies.
  await npm(vscode, ["install", "--ignore-scripts", "--omit=dev", "--legacy-peer-deps", "--no-save"]);

  if (pty !== undefined) {
    const own = join(vscode, "node_modules", "node-pty");
    await rm(own, { recursive: true });
    await rename(join(partial, "node_modules", "node-pty"), own);
  }
  await putStandIns(vscode);
  await rename(partial, folder);
}

/** Older releases name a watcher by its git address; it is optional, and git hosts are not where this project installs from. */
async function removeGitDependencies(vscode: string): Promise<void> {
  interface Manifest {
    dependencies?: Record<string, string>;
    packages?: Record<string, Manifest | undefined>;
  }
  for (const file of ["package.json", "npm-shrinkwrap.json"]) {
    const manifest = JSON.parse(await readFile(join(vscode, file), "utf8")) as Manifest;
    const listings = [manifest.dependencies, manifest.packages?.[""]?.dependencies];
    for (const [name, version] of listings.flatMap((listing) => Object.entries(listing ?? {}))) {
      if (/^(?:git|github:|[\w-]+\/[\w-]+)/.test(version)) {
        listings.forEach((listing) => delete listing?.[name]);
        delete manifest.packages?.[`node_modules/${name}`];
      }
    }
    await writeFile(join(vscode, file), JSON.stringify(manifest, undefined, 2));
  }
}

/** Replaces what wants a native module and would fail without a word (see each); 1.105 knows one of them by an older name. */
async function putStandIns(vscode: string): Promise<void> {
  const modules = { spdlog: ["@vscode/spdlog"], watchdog: ["@vscode/native-watchdog", "native-watchdog"] };
  for (const [standIn, names] of Object.entries(modules)) {
    const folder = names.map((name) => join(vscode, "node_modules", name)).find((path) => existsSync(path));
    if (folder === undefined) {
      throw new Error(`This VS Code has no ${names.join(" or ")}.`);
    }
    await copyFile(join(import.meta.dirname, "standins", `${standIn}.cjs`), join(folder, "index.js"));
  }
}

/** Runs npm quietly; its output is shown only where it fails. */
async function npm(cwd: string, args: readonly string[]): Promise<void> {
  const common = ["--no-audit", "--no-fund", "--loglevel=error"];
  // Under `npm start` and `npm test`, npm names its own program; elsewhere the one on the PATH is taken (a shell script on Windows).
  const program = process.env["npm_execpath"];
  const child =
    program === undefined
      ? spawn("npm", [...args, ...common], { cwd, shell: process.platform === "win32" })
      : spawn(process.execPath, [program, ...args, ...common], { cwd });
  const ended = atExit(() => child.kill());
  let output = "";
  child.stdout.on("data", (chunk) => (output += String(chunk)));
  child.stderr.on("data", (chunk) => (output += String(chunk)));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  ended();
  if (code !== 0) {
    throw new Error(`npm ${args.join(" ")} failed in ${cwd}:\n${output}`);
  }
}
