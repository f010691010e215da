import { cp, mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Context } from "mocha";
import { outDir } from "../vscode/paths.ts";
import { openDesk } from "./fixtures/desk.ts";
import type { Desk, DeskOptions } from "./fixtures/desk.ts";
import { startHost } from "./fixtures/host.ts";
import type { Host } from "./fixtures/host.ts";

let host: Host | undefined;
const desks: Desk[] = [];

/** Opens a window for the running test; it is closed when the test ends. */
export async function open(options?: DeskOptions): Promise<Desk> {
  if (host === undefined) {
    throw new Error("Call this in a test or in a hook of its suite.");
  }
  const desk = await openDesk(host, options);
  desks.push(desk);
  return desk;
}

/** Mocha's root hooks: one VS Code and one browser for the whole run, and a look at what a failed test has left. */
export const mochaHooks = {
  async beforeAll(this: Context): Promise<void> {
    // The first run on a machine installs VS Code.
    this.timeout(600_000);
    host = await startHost();
  },
  async afterEach(this: Context): Promise<void> {
    for (const desk of desks.splice(0)) {
      if (this.currentTest?.isFailed() === true) {
        await keepEvidence(this, desk);
      }
      await desk[Symbol.asyncDispose]();
    }
  },
  async afterAll(): Promise<void> {
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
