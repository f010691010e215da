import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { chromium } from "playwright-core";
import type { Browser, BrowserContext, BrowserContextOptions, LaunchOptions } from "playwright-core";
import { withLock } from "./lock.ts";
import { cacheDir } from "./paths.ts";

/** Names a browser to use instead of the one that would be found. */
const OVERRIDE = "BASTION_SESSIONS_BROWSER";

/** A browser that can be launched, and what its process needs to find. */
interface BrowserProgram {
  readonly executablePath: string;
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Starts a headless Chromium: on Linux x64 the one inside the npm package @sparticuz/chromium, so that a machine needs
 * none; elsewhere an installed Chrome, Edge or Chromium. Throws where there is none.
 */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch(await launchOptions());
}

/** As {@link launchBrowser}, with a profile on disk: what the pages have loaded and compiled once is quick the next time. */
export async function launchBrowserProfile(folder: string, options: BrowserContextOptions): Promise<BrowserContext> {
  return chromium.launchPersistentContext(folder, { ...(await launchOptions()), ...options });
}

async function launchOptions(): Promise<LaunchOptions> {
  const { executablePath, env } = await findBrowser();
  return {
    executablePath,
    // The caller ends the browser; left to Playwright, Ctrl+C would close it before tests could tidy up.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    env: { ...definedOnly(process.env), ...env },
    args: [
      // A container's root may not make the sandbox's namespaces; the pages shown here are our own.
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  };
}

async function findBrowser(): Promise<BrowserProgram> {
  const named = process.env[OVERRIDE];
  if (named !== undefined && named !== "") {
    if (!existsSync(named)) {
      throw new Error(`${OVERRIDE} names ${named}, which is not there.`);
    }
    return { executablePath: named };
  }
  if (process.platform === "linux" && process.arch === "x64") {
    return bundledChromium();
  }
  const found = installedBrowsers().find((path) => existsSync(path));
  if (found === undefined) {
    throw new Error(
      `No Chrome, Edge or Chromium was found. Install one, or name its program in the environment variable ${OVERRIDE}.`,
    );
  }
  return { executablePath: found };
}

function installedBrowsers(): readonly string[] {
  switch (process.platform) {
    case "darwin":
      return [
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
      ];
    case "win32":
      return ["PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"]
        .map((name) => process.env[name])
        .filter((folder) => folder !== undefined)
        .flatMap((folder) => [
          join(folder, "Google", "Chrome", "Application", "chrome.exe"),
          join(folder, "Microsoft", "Edge", "Application", "msedge.exe"),
        ]);
    default:
      return ["google-chrome", "microsoft-edge", "chromium", "chromium-browser"].map((name) => join("/usr/bin", name));
  }
}

/** Unpacks the browser of @sparticuz/chromium into the cache, once. */
async function bundledChromium(): Promise<BrowserProgram> {
  const entry = dirname(fileURLToPath(import.meta.resolve("@sparticuz/chromium")));
  const manifest = join(entry, "..", "..", "package.json");
  const { version } = JSON.parse(await readFile(manifest, "utf8")) as { version: string };
  const name = `chromium-${version}`;
  const folder = join(cacheDir, name);
  if (!existsSync(folder)) {
    await withLock(join(cacheDir, `${name}.lock`), async () => {
      if (!existsSync(folder)) {
        await unpackChromium(folder);
      }
    });
  }
  const executablePath = join(folder, "chromium");
  return { executablePath, env: await missingFromSystem(executablePath, folder) };
}

async function unpackChromium(folder: string): Promise<void> {
  const partial = `${folder}.partial`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true });
  process.stdout.write("Unpacking Chromium, once …\n");
  // The package unpacks into the system's temporary folder, under names that all users of a machine share, and adds the
  // libraries of a bare system only where it takes itself to be in a cloud function. A process of its own is told so.
  const program = 'const { default: chromium } = await import("@sparticuz/chromium"); await chromium.executablePath();';
  await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", program], {
    cwd: import.meta.dirname,
    env: { ...process.env, TMPDIR: partial, AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x" },
  });
  await rename(partial, folder);
}

/** Environment that lets the bundled browser find what a bare system lacks: shared libraries, fonts. */
async function missingFromSystem(executablePath: string, folder: string): Promise<Record<string, string>> {
  const env: Record<string, string> = {};
  const { stdout } = await promisify(execFile)("ldd", [executablePath]).catch(() => ({ stdout: "not found" }));
  if (stdout.includes("not found")) {
    env["LD_LIBRARY_PATH"] = join(folder, "al2023", "lib");
  }
  if (!existsSync("/etc/fonts/fonts.conf")) {
    env["FONTCONFIG_PATH"] = join(folder, "fonts");
  }
  return env;
}

function definedOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
