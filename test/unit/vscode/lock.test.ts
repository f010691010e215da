import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { withLock } from "../../vscode/lock.ts";
import { createScratch } from "../../vscode/scratch.ts";

describe("the lock around an installation", () => {
  let file: string;
  let dispose: () => Promise<void>;

  beforeEach(async () => {
    const scratch = await createScratch("bastion-sessions-lock");
    dispose = scratch.dispose;
    file = join(scratch.folder, "it.lock");
  });
  afterEach(() => dispose());

  it("lets one in after the other", async () => {
    const events: string[] = [];
    const { promise: firstIsIn, resolve: enter } = Promise.withResolvers<undefined>();
    const { promise: gate, resolve: open } = Promise.withResolvers<undefined>();
    const first = withLock(file, async () => {
      events.push("first in");
      enter(undefined);
      await gate;
      events.push("first out");
    });
    await firstIsIn;
    const second = withLock(file, () => Promise.resolve(events.push("second in")));
    open(undefined);
    await Promise.all([first, second]);
    assert.deepEqual(events, ["first in", "first out", "second in"]);
  });

  it("is taken over from an owner who has died", async () => {
    const { pid } = spawnSync(process.execPath, ["--version"]);
    await writeFile(file, String(pid));
    assert.equal(await withLock(file, () => Promise.resolve("in")), "in");
  });

  it("is given up where the work fails", async () => {
    await assert.rejects(
      withLock(file, () => Promise.reject(new Error("broken"))),
      /broken/,
    );
    assert.equal(existsSync(file), false);
  });
});
