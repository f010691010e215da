import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { atExit } from "./cleanup.ts";
import { killTree, stopTree } from "./processes.ts";
import type { VsCodeInstallation } from "./install.ts";
import type { Profile } from "./profile.ts";
import { starts } from "./starts.ts";

/** A running VS Code server. */
export interface VsCodeServer {
  /** Where the workbench is, such as `http://127.0.0.1:40123`. */
  readonly url: string;
  /** What the server has printed so far. */
  log(): string;
  /** Ends the server and every process that it started. */
  stop(): Promise<void>;
}

export interface ServerOptions {
  readonly vscode: VsCodeInstallation;
  readonly profile: Profile;
  /** Added to this process's environment; extension hosts inherit it. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /**
   * Lets the page's address name an extension under development and a test suite, at a price: VS Code then shows no
   * notification toasts.
   */
  readonly smokeTestDriver?: boolean;
  /** The display language; English where it is left out. Needs its pack, see `installLanguagePack`. */
  readonly locale?: string;
  /** The port to listen on; a free one where it is left out. */
  readonly port?: number;
}

/** Starts a VS Code server on 127.0.0.1 and waits until it listens. Throws with its output where it does not. */
export async function startServer(options: ServerOptions): Promise<VsCodeServer> {
  const { vscode, profile } = options;
  const args = [
    "--host=127.0.0.1",
    `--port=${String(options.port ?? 0)}`,
    "--without-connection-token",
    "--accept-server-license-terms",
    "--disable-telemetry",
    ...profileArguments(profile),
    ...(options.locale === undefined ? [] : [`--locale=${options.locale}`]),
    ...(options.smokeTestDriver === true ? ["--enable-smoke-test-driver"] : []),
  ];
  const child = spawnServer(vscode, profile, args, options.env);
  starts.servers += 1;
  let output = "";
  const listening = new Promise<number>((resolve, reject) => {
    const read = (line: string): void => {
      output += `${line}\n`;
      const port = /Extension host agent listening on (\d+)/.exec(line)?.[1];
      if (port !== undefined) {
        resolve(Number(port));
      }
    };
    createInterface({ input: child.stdout }).on("line", read);
    createInterface({ input: child.stderr }).on("line", read);
    child.once("error", reject);
    child.once("exit", (code) => {
      reject(new Error(`The VS Code server ended with code ${String(code)}:\n${output}`));
    });
  });
  const stopped = atExit(() => killTree(child));
  const port = await listening;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    log: () => output,
    async stop() {
      await stopTree(child);
      stopped();
    },
  };
}

/** Installs a packaged extension into a profile, as the user's "Install from VSIX…" does. */
export async function installExtension(vscode: VsCodeInstallation, profile: Profile, vsix: string): Promise<void> {
  const child = spawnServer(vscode, profile, [...profileArguments(profile), "--install-extension", vsix]);
  let output = "";
  child.stdout.on("data", (chunk) => (output += String(chunk)));
  child.stderr.on("data", (chunk) => (output += String(chunk)));
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) {
    throw new Error(`VS Code did not install ${vsix}:\n${output}`);
  }
}

function profileArguments(profile: Profile): string[] {
  return [
    `--server-data-dir=${profile.serverDataDir}`,
    `--user-data-dir=${profile.userDataDir}`,
    `--extensions-dir=${profile.extensionsDir}`,
    `--builtin-extensions-dir=${profile.builtinExtensionsDir}`,
  ];
}

function spawnServer(
  vscode: VsCodeInstallation,
  profile: Profile,
  args: readonly string[],
  env: ServerOptions["env"] = {},
) {
  return spawn(vscode.node, [vscode.serverMain, ...args], {
    // Without a gallery VS Code asks the internet for nothing; what is tested here is installed from a file.
    env: {
      ...withoutHostEditor(process.env),
      ...socketsIn(profile.temporaryDir),
      EXTENSIONS_GALLERY: JSON.stringify({ serviceUrl: "" }),
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
    // A process group of its own: stopping the group reaches the extension hosts too, and Ctrl+C does not reach it first.
    detached: process.platform !== "win32",
  });
}

/**
 * VS Code makes a socket for every window and leaves it behind; here it goes with the profile. On Linux alone: macOS's
 * folder for temporary files has a name so long that a socket's name below ours would be over the limit.
 */
function socketsIn(folder: string): NodeJS.ProcessEnv {
  return process.platform === "linux" ? { TMPDIR: folder, XDG_RUNTIME_DIR: folder } : {};
}

/** Where this runs in a terminal of VS Code, that editor's own variables would mislead the one that is started here. */
function withoutHostEditor(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(?:VSCODE_|ELECTRON_|NODE_OPTIONS$)/.test(name)));
}
