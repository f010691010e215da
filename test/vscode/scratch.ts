import { rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { atExit } from "./cleanup.ts";

/** A new folder among the system's temporary ones, which is gone when it is disposed of or, at the latest, when this process ends. */
export async function createScratch(name: string): Promise<{ readonly folder: string; dispose: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), `${name}-`));
  const options = { recursive: true, force: true, maxRetries: 5 } as const;
  const disposed = atExit(() => rmSync(folder, options));
  return {
    folder,
    dispose: async () => {
      await rm(folder, options);
      disposed();
    },
  };
}
