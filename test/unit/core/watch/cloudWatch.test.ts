import { strict as assert } from "node:assert";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { systemClock } from "../../../../src/core/model/clock.ts";
import { CloudWatch } from "../../../../src/core/watch/cloudWatch.ts";
import type { ParsedRule } from "../../../../src/core/watch/watchRule.ts";
import type { Notice } from "../../../../src/core/watch/watchState.ts";
import { inventoryBench } from "../../../support/inventoryBench.ts";
import { silent } from "../../../support/silentLog.ts";
import { ANN, MINUTE, ruleOf, world } from "../../../support/watch/watchScene.ts";
import { WatchFolder } from "./watchFolder.ts";

const CONNECTS = ruleOf({ kind: "connects" });

/** A watch of a cloud in which Ann has been connected for twenty minutes. */
async function cloudWatch(rules: readonly ParsedRule[]) {
  const bench = await inventoryBench(world);
  const root = await WatchFolder.make();
  bench.watchAll(false);
  bench.azure.world.addSession("bas-a", { userName: "azureuser", person: ANN, ageMinutes: 0 });
  bench.azure.clock.advance(20 * MINUTE);
  bench.clock.asleep = bench.azure.clock.now();
  const settings = { rules, isPaused: false, folder: root.file("cloud-a") as string | undefined };
  const notices: Notice[] = [];
  const watching = new CloudWatch({
    inventory: bench.inventory,
    clock: {
      monotonic: () => bench.clock.ms,
      wall: () => new Date(bench.clock.asleep),
      pause: (ms, signal) => systemClock.pause(ms, signal),
    },
    log: silent,
    rules: () => settings.rules,
    isPaused: () => settings.isPaused,
    folder: () => settings.folder,
    disconnected: () => Promise.resolve([]),
  });
  watching.on("notice", (notice) => notices.push(notice));
  return {
    bench,
    root,
    settings,
    watching,
    notices,
    async until(isSo: () => boolean) {
      while (!isSo()) {
        await once(watching, "change");
      }
    },
    async [Symbol.asyncDispose]() {
      await watching[Symbol.asyncDispose]();
      await bench[Symbol.asyncDispose]();
      await root[Symbol.asyncDispose]();
    },
  };
}

const hits = ({ watching }: Awaited<ReturnType<typeof cloudWatch>>) => watching.state.rules[0]?.hits.length ?? 0;

describe("the watch of a cloud", () => {
  it("writes and asks nothing without a rule, or with none that is understood", async () => {
    await using made = await cloudWatch([{ index: 0, name: "Typo", problems: [{ kind: "noTrigger" }] }]);
    made.watching.update();
    await made.watching[Symbol.asyncDispose]();
    assert.equal(existsSync(made.root.path), false);
    assert.deepEqual(made.bench.azure.requests, []);
    assert.deepEqual(
      made.watching.state.rules.map(({ name, problems }) => [name, problems.length]),
      [["Typo", 1]],
    );
  });

  it("gives up the lead while it is paused, and doesn't tell again what it told before", async () => {
    await using made = await cloudWatch([CONNECTS]);
    await once(made.watching, "notice");
    made.settings.isPaused = true;
    made.watching.update();
    await made.until(() => hits(made) === 0);
    const leases = async () => (await readdir(made.settings.folder!)).filter((name) => name.endsWith(".lease"));
    while ((await leases()).length > 0) {
      await once(made.watching, "change");
    }
    made.settings.isPaused = false;
    made.watching.update();
    await made.until(() => hits(made) === 1);
    assert.equal(made.notices.length, 1);
  });

  it("has a scope of its own for each cloud", async () => {
    await using made = await cloudWatch([CONNECTS]);
    await once(made.watching, "notice");
    made.settings.folder = made.root.file("cloud-b");
    made.watching.update();
    await once(made.watching, "notice");
    made.settings.folder = undefined;
    made.watching.update();
    await made.until(() => hits(made) === 0);
    assert.equal(made.notices.length, 2);
  });
});
