/**
 * The VS Code from npm, made to look like VS Code's own executable to @vscode/test-electron, which passes
 * `--extensionDevelopmentPath`, `--extensionTestsPath`, `--user-data-dir` and `--extensions-dir`, and takes the exit code
 * for the outcome of the tests. So one and the same suite runs here and in a downloaded desktop VS Code.
 */
import { pathToFileURL } from "node:url";
import { format, parseArgs } from "node:util";
import { launchBrowser } from "./browser.ts";
import { installVsCode } from "./install.ts";
import { extensionLogAtTrace } from "./logLevel.ts";
import { createProfile } from "./profile.ts";
import { startServer } from "./server.ts";
import { browserStorage, readStorage } from "./storage.ts";

/** Far longer than the suite takes on a slow machine. */
const DEADLINE_MINUTES = 10;

/** The workbench's own news of its connection, which would come between the lines of the tests. */
const CHATTER =
  /^(?:Creating a socket|Resolv(?:ing|ed) connection token|Ignoring fetching|Updating additional|\[[^\]]+\] (?:Initializing|apply|Client received|registration))/;

const { values: options, positionals } = parseArgs({
  // What else VS Code understands and test-electron passes means nothing to a server.
  strict: false,
  options: {
    release: { type: "string" },
    extensionDevelopmentPath: { type: "string" },
    extensionTestsPath: { type: "string" },
    "user-data-dir": { type: "string" },
    "extensions-dir": { type: "string" },
  },
});
// Heard at any time and as often as it comes (the terminal and test-electron both send it); the end of the process tidies up.
process.on("SIGINT", () => process.exit(130));
process.exitCode = await runTests();

async function runTests(): Promise<number> {
  const vscode = await installVsCode(options.release === "oldest" ? "oldest" : "current");
  const userDataDir = String(options["user-data-dir"]);
  const profile = await createProfile(vscode, { userDataDir, extensionsDir: String(options["extensions-dir"]) });
  const server = await startServer({ vscode, profile, smokeTestDriver: true });
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ storageState: browserStorage(server.url, readStorage(userDataDir)) });
    const { promise: exitCode, resolve: exit } = Promise.withResolvers<number>();
    endWithParent();
    // mocha's own limits do not hold where the extension host hangs, or never comes up.
    const deadline = setTimeout(() => {
      print("error", [`VS Code did not end its tests within ${DEADLINE_MINUTES} minutes.`]);
      exit(1);
    }, DEADLINE_MINUTES * 60_000);
    page.once("crash", () => exit(1));
    // VS Code calls these two in place of a desktop's standard output and process exit.
    await page.exposeFunction("codeAutomationLog", print);
    await page.exposeFunction("codeAutomationExit", exit);
    await page.goto(workbenchUrl(server.url, positionals[0]));
    const code = await exitCode;
    clearTimeout(deadline);
    return code;
  } finally {
    await browser.close();
    await server.stop();
    await profile.dispose();
  }
}

/** test-electron passes on Ctrl+C and nothing else: whoever ends it in another way ends this too. */
function endWithParent(): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) {
      process.exit(1);
    }
  }, 500).unref();
}

/** The page that tests an extension; its payload is read with `--enable-smoke-test-driver` alone. */
function workbenchUrl(server: string, folder: string | undefined): string {
  const url = new URL(server);
  const remote = (path: unknown): string => `vscode-remote://${url.host}${pathToFileURL(String(path)).pathname}`;
  if (folder !== undefined) {
    url.searchParams.set("folder", folder);
  }
  const payload = (["extensionDevelopmentPath", "extensionTestsPath"] as const).map((name) => [
    name,
    remote(options[name]),
  ]);
  url.searchParams.set("payload", JSON.stringify([...payload, extensionLogAtTrace]));
  return url.href;
}

/** What the extension host has written to its console (its arguments as they were given, format and all), and the workbench's own. */
function print(type: string, args: readonly unknown[]): void {
  const text = format(...args);
  if (!CHATTER.test(text)) {
    (type === "error" || type === "warn" ? process.stderr : process.stdout).write(`${text}\n`);
  }
}
