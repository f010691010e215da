import { cp, mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Context } from "mocha";
import { outDir } from "../vscode/paths.ts";
import { patience } from "../vscode/patience.ts";
import { openWorkbenchSession } from "./fixtures/workbenchSession.ts";
import type { WorkbenchSession, WorkbenchSessionOptions } from "./fixtures/workbenchSession.ts";
import { startVsCodeHost } from "./fixtures/vsCodeHost.ts";
import type { VsCodeHost } from "./fixtures/vsCodeHost.ts";

let host: VsCodeHost | undefined;
const ownWindows: WorkbenchSession[] = [];
let sharedWindow: WorkbenchSession | undefined;

/** Opens a window for the running test only; it is closed when the test ends. Use it for tests about a window. */
export async function openOwnWindow(options?: WorkbenchSessionOptions): Promise<WorkbenchSession> {
  await closeSharedWindow();
  const window = await openWorkbenchSession(runningHost(), options);
  ownWindows.push(window);
  return window;
}

/**
 * The window that tests share, as each new one costs seconds. It is as the test before has left it, and a new one where
 * that test failed or opened its own: VS Code's storage and the user's settings are for one window at a time.
 */
export async function openSharedWindow(options: () => WorkbenchSessionOptions): Promise<WorkbenchSession> {
  return (sharedWindow ??= await openWorkbenchSession(runningHost(), options()));
}

async function closeSharedWindow(): Promise<void> {
  const window = sharedWindow;
  sharedWindow = undefined;
  await window?.[Symbol.asyncDispose]();
}

function runningHost(): VsCodeHost {
  if (host === undefined) {
    throw new Error("Call this in a test or in a hook of its suite.");
  }
  return host;
}

/** Mocha's root hooks: one VS Code and one browser for the whole run, and evidence of each test that failed. */
export const mochaHooks = {
  async beforeAll(this: Context): Promise<void> {
    // The first run on a machine installs VS Code.
    this.timeout(600_000);
    host = await startVsCodeHost();
  },
  async afterEach(this: Context): Promise<void> {
    this.timeout(patience(60_000));
    // A test that is about to be tried again has failed too, though mocha does not call it so.
    const failed = this.currentTest?.state !== "passed";
    for (const window of failed ? [...ownWindows, ...(sharedWindow ? [sharedWindow] : [])] : []) {
      await keepEvidence(this, window);
    }
    for (const window of ownWindows.splice(0)) {
      await window[Symbol.asyncDispose]();
    }
    await (failed && closeSharedWindow());
  },
  async afterAll(this: Context): Promise<void> {
    this.timeout(patience(60_000));
    await closeSharedWindow();
    await host?.[Symbol.asyncDispose]();
  },
};

async function keepEvidence(context: Context, window: WorkbenchSession): Promise<void> {
  const name = (context.currentTest?.fullTitle() ?? "test").replace(/[^\w-]+/g, "-").slice(0, 100);
  const screenshot = join(outDir, "screenshots", `${name}.png`);
  await mkdir(join(outDir, "screenshots"), { recursive: true });
  await window.page.screenshot({ path: screenshot });
  const logs = join(outDir, "logs", name);
  await cp(join(host?.user.userDataDir ?? "", "logs"), logs, { recursive: true, force: true });
  console.error(`      screenshot: ${screenshot}\n      VS Code's logs: ${logs}`);
}
