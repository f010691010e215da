import { cp, mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Context } from "mocha";
import { outDir } from "../vscode/paths.ts";
import { openDesk } from "./fixtures/workbenchSession.ts";
import type { Desk, DeskOptions } from "./fixtures/workbenchSession.ts";
import { startHost } from "./fixtures/vsCodeHost.ts";
import type { Host } from "./fixtures/vsCodeHost.ts";

let host: Host | undefined;
const desks: Desk[] = [];
let shared: Desk | undefined;

/** Opens a window for the running test; it is closed when the test ends. */
export async function open(options?: DeskOptions): Promise<Desk> {
  await closeShared();
  const desk = await openDesk(runningHost(), options);
  desks.push(desk);
  return desk;
}

/**
 * The window that tests share, as each new one costs seconds. It is as the test before has left it, and a new one where
 * that test failed or wanted a window of its own: VS Code's storage and the user's settings are for one at a time.
 */
export async function openShared(options: () => DeskOptions): Promise<Desk> {
  return (shared ??= await openDesk(runningHost(), options()));
}

async function closeShared(): Promise<void> {
  const desk = shared;
  shared = undefined;
  await desk?.[Symbol.asyncDispose]();
}

function runningHost(): Host {
  if (host === undefined) {
    throw new Error("Call this in a test or in a hook of its suite.");
  }
  return host;
}

/** Mocha's root hooks: one VS Code and one browser for the whole run, and a look at what a failed test has left. */
export const mochaHooks = {
  async beforeAll(this: Context): Promise<void> {
    // The first run on a machine installs VS Code.
    this.timeout(600_000);
    host = await startHost();
  },
  async afterEach(this: Context): Promise<void> {
    // A test that is tried again is not called failed.
    const failed = this.currentTest?.state !== "passed";
    for (const desk of failed ? [...desks, ...(shared ? [shared] : [])] : []) {
      await keepEvidence(this, desk);
    }
    for (const desk of desks.splice(0)) {
      await desk[Symbol.asyncDispose]();
    }
    await (failed && closeShared());
  },
  async afterAll(): Promise<void> {
    await closeShared();
    await host?.[Symbol.asyncDispose]();
  },
};

async function keepEvidence(context: Context, desk: Desk): Promise<void> {
  const name = (context.currentTest?.fullTitle() ?? "test").replace(/[^\w-]+/g, "-").slice(0, 100);
  const screenshot = join(outDir, "screenshots", `${name}.png`);
  await mkdir(join(outDir, "screenshots"), { recursive: true });
  await desk.page.screenshot({ path: screenshot });
  const logs = join(outDir, "logs", name);
  await cp(join(host?.user.userDataDir ?? "", "logs"), logs, { recursive: true, force: true });
  console.error(`      what it looked like: ${screenshot}\n      VS Code's logs: ${logs}`);
}
