import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { diskSettled } from "../../../support/diskSettled.ts";
import type { TestClock } from "../lease/testClock.ts";

/** A folder as windows share it, which is deleted at the end. */
export class WatchFolder implements AsyncDisposable {
  readonly path: string;
  readonly #root: string;

  private constructor(root: string) {
    this.#root = root;
    this.path = join(root, "watch");
  }

  static async make(): Promise<WatchFolder> {
    return new WatchFolder(await mkdtemp(join(tmpdir(), "bastion-sessions-watch-")));
  }

  file(name: string): string {
    return join(this.path, name);
  }

  /** All names and all contents of what is in it. */
  async everything(): Promise<string> {
    const entries = await readdir(this.path, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    const contents = await Promise.all(files.map((file) => readFile(file, "latin1")));
    return [...entries.map(({ name }) => name), ...contents].join("\n");
  }

  /** No name or ID is in clear in it, whatever the case. */
  async assertHolds(...noneOf: readonly string[]): Promise<void> {
    const all = (await this.everything()).toLowerCase();
    assert.deepEqual(
      noneOf.filter((text) => all.includes(text.toLowerCase())),
      [],
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#root, { recursive: true, force: true });
  }
}

/** Lets time pass by the second on all these clocks, with everything done in each that wants to be done. */
export async function passSeconds(seconds: number, ...clocks: readonly TestClock[]): Promise<void> {
  for (let second = 0; second < seconds; second++) {
    for (const clock of clocks) {
      clock.pass(1_000);
    }
    await diskSettled();
  }
}
