import assert from "node:assert/strict";
import * as nodeFs from "node:fs/promises";
import fc from "fast-check";
import { SharedWatch, type SharedWatchOptions } from "../../../../src/core/watch/sharedWatch.ts";
import { diskSettled } from "../../../support/diskSettled.ts";
import { runsOf } from "../../../support/properties.ts";
import { TestClock } from "../lease/testClock.ts";
import { passSeconds, WatchFolder } from "./watchFolder.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const KEYS = ["rule/quillon@contoso.com/bas-xylo/1", "rule/quillon@contoso.com/bas-xylo/2", "rule/zoe/bas-test/3"];
const COUNTS = [
  { ruleKey: "person:quillon@contoso.com longerThan 8h", count: 3, blind: 1 },
  { ruleKey: "vm:prod connects", count: 0, blind: 0 },
];
const RULE_KEYS = COUNTS.map(({ ruleKey }) => ruleKey);

/** Counts what waits on it. */
class CountingClock extends TestClock {
  waiting = 0;

  override async pause(ms: number, signal: AbortSignal): Promise<void> {
    this.waiting++;
    await super.pause(ms, signal);
    this.waiting--;
  }
}

/** Has the scheduler decide when it runs. */
function gated<A extends unknown[], R>(scheduler: fc.Scheduler, work: (...args: A) => Promise<R>) {
  const scheduled = scheduler.scheduleFunction((...args: A) => Promise.allSettled([work(...args)]));
  return async (...args: A): Promise<R> => {
    const [outcome] = await scheduled(...args);
    if (outcome.status === "rejected") {
      throw outcome.reason;
    }
    return outcome.value;
  };
}

describe("What windows share of a watch", () => {
  let folder: WatchFolder;
  let clock: TestClock;
  const opened: SharedWatch[] = [];
  const open = async (options: SharedWatchOptions = {}, ownClock: TestClock = clock) => {
    const watch = await SharedWatch.open(folder.path, ownClock, options);
    opened.push(watch);
    return watch;
  };
  const close = async (...watches: readonly SharedWatch[]) => {
    for (const watch of watches) {
      await watch[Symbol.asyncDispose]();
    }
  };
  const pass = (seconds: number) => passSeconds(seconds, clock);
  const changesOf = (watch: SharedWatch) => {
    const changes = { count: 0 };
    watch.on("change", () => changes.count++);
    return changes;
  };

  beforeEach(async () => {
    folder = await WatchFolder.make();
    clock = new TestClock();
  });
  afterEach(async () => {
    await close(...opened.splice(0));
    await folder[Symbol.asyncDispose]();
  });

  describe("Leading", () => {
    it("is one window's for as long as it lives", async () => {
      const watches = [await open(), await open(), await open()];
      const changes = watches.map(changesOf);
      for (let minute = 0; minute < 3; minute++) {
        await pass(60);
        assert.deepEqual(
          watches.map(({ isLeader }) => isLeader),
          [true, false, false],
        );
      }
      assert.deepEqual(
        changes.map(({ count }) => count),
        [0, 0, 0],
      );
    });

    it("goes to one of the others within 30 s after it was given up, one after the other", async () => {
      const watches = [await open(), await open(), await open()];
      while (watches.length > 1) {
        const leader = watches.find(({ isLeader }) => isLeader);
        assert(leader);
        watches.splice(watches.indexOf(leader), 1);
        const changes = watches.map(changesOf);
        await close(leader);
        assert.equal(leader.isLeader, false);
        await pass(30);
        const leads = watches.map(({ isLeader }) => isLeader);
        assert.equal(leads.filter(Boolean).length, 1);
        assert.deepEqual(
          changes.map(({ count }) => count > 0),
          leads,
        );
      }
    });

    it("goes to another within 30 s after its window was last alive, at any moment, and doesn't come back", async () => {
      const pauses = fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 1, maxLength: 8 });
      const property = fc.asyncProperty(fc.nat(60), pauses, async (second, randoms) => {
        await using place = await WatchFolder.make();
        clock = new TestClock();
        // What a process doesn't notice that is suspended: its own clock stands still.
        const suspended = new TestClock();
        let calls = 0;
        const random = () => randoms[calls++ % randoms.length]!;
        await using leader = await SharedWatch.open(place.path, suspended, { random });
        await using next = await SharedWatch.open(place.path, clock, { random });
        await passSeconds(second, clock, suspended);
        assert(leader.isLeader && !next.isLeader);
        await pass(30);
        assert(next.isLeader);
        suspended.sleep(30_000);
        assert.equal(leader.isLeader, false, "before anything else has run");
        await passSeconds(60, clock, suspended);
        assert.deepEqual([leader.isLeader, next.isLeader], [false, true]);
      });
      await fc.assert(property, { numRuns: runsOf(50) });
    });

    it("is never two windows' while the machine sleeps and wakes, and some window's 30 s later", async () => {
      const watches = [await open(), await open(), await open()];
      const leaders = () => watches.filter(({ isLeader }) => isLeader).length;
      for (const ms of [HOUR_MS, 24_000, 30_000, -HOUR_MS, DAY_MS]) {
        clock.sleep(ms);
        for (let second = 0; second < 30; second++) {
          await pass(1);
          assert(leaders() <= 1);
        }
        assert.equal(leaders(), 1);
      }
    });

    it("goes to no window where the folder can't be written to, which is said, and tried again", async () => {
      await nodeFs.writeFile(folder.path, "a file in its place");
      const watch = await open();
      assert.equal(watch.isLeader, false);
      assert.match(watch.problem?.message ?? "", /EEXIST|ENOTDIR/u);
      await assert.rejects(watch.tellNew(KEYS), /The watch can't write to its folder: /u);
      await assert.rejects(watch.markSeen(KEYS), Error);
      await assert.rejects(watch.snooze(clock.wall().getTime() + HOUR_MS), Error);
      await watch.publish(COUNTS);
      assert.deepEqual(
        [watch.isSeen(KEYS[0]!), watch.snoozedUntil, watch.published(RULE_KEYS)],
        [false, undefined, undefined],
      );
      const changes = changesOf(watch);
      await nodeFs.rm(folder.path);
      await pass(21);
      assert.deepEqual([watch.isLeader, watch.problem, changes.count > 0], [true, undefined, true]);
      assert.deepEqual(await watch.tellNew(KEYS), KEYS);
    });
  });

  describe("What was told", () => {
    it("is told by one window once, also after a takeover and a restart", async () => {
      const [one, other] = [await open(), await open()];
      assert.deepEqual(await one.tellNew([KEYS[0]!, KEYS[1]!, KEYS[0]!]), [KEYS[0], KEYS[1]]);
      assert.deepEqual(await one.tellNew(KEYS.slice(0, 2)), []);
      await close(one);
      await pass(30);
      assert.deepEqual([other.isLeader, await other.tellNew(KEYS)], [true, [KEYS[2]]]);
      await close(other);
      assert.deepEqual(await (await open()).tellNew(KEYS), []);
      assert.deepEqual(await (await open()).tellNew([]), []);
      await assert.rejects(other.tellNew(["more"]), /has ended/u);
    });

    it("is told once in any interleaving of two windows, some of whose writes fail", async () => {
      const batch = fc.uniqueArray(fc.constantFrom("a", "b", "c", "d"), { minLength: 1 });
      const batches = fc.array(batch, { minLength: 1, maxLength: 3 });
      const fails = fc.array(fc.boolean(), { minLength: 1, maxLength: 10 });
      const property = fc.asyncProperty(
        fc.scheduler(),
        batches,
        batches,
        fails,
        async (scheduler, first, second, full) => {
          await using place = await WatchFolder.make();
          let opens = 0;
          const fs = {
            ...nodeFs,
            open: gated(scheduler, async (...args: Parameters<typeof nodeFs.open>) => {
              if (full[opens++ % full.length] === true && args[1] === "wx") {
                throw Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
              }
              return nodeFs.open(...args);
            }),
            utimes: gated(scheduler, nodeFs.utimes),
            rm: gated(scheduler, nodeFs.rm),
          };
          await using one = await SharedWatch.open(place.path, clock, { fs });
          await using other = await SharedWatch.open(place.path, clock, { fs });
          const tells = [...first.map((keys) => one.tellNew(keys)), ...second.map((keys) => other.tellNew(keys))];
          const outcomes = await scheduler.waitFor(Promise.allSettled(tells));
          const told = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? outcome.value : []));
          await using restarted = await SharedWatch.open(place.path, clock);
          told.push(...(await restarted.tellNew([...first, ...second].flat())));
          assert.deepEqual(told.sort(), [...new Set([...first, ...second].flat())].sort());
          // What ends now has nothing more to schedule.
          await Promise.all([scheduler.waitIdle(), one[Symbol.asyncDispose](), other[Symbol.asyncDispose]()]);
        },
      );
      await fc.assert(property, { numRuns: runsOf(150) });
    });

    it("is forgotten 40 days after it was last current", async () => {
      const watch = await open();
      await watch.tellNew(KEYS);
      await watch.markSeen(KEYS);
      for (let day = 0; day < 41; day += 4) {
        clock.sleep(4 * DAY_MS);
        await pass(30);
        assert.deepEqual([watch.isLeader, await watch.tellNew([KEYS[1]!])], [true, []]);
      }
      assert.deepEqual(
        KEYS.map((key) => watch.isSeen(key)),
        [false, true, false],
      );
      assert.deepEqual(await watch.tellNew(KEYS), [KEYS[0], KEYS[2]]);
    });

    for (const code of ["ENOSPC", "EROFS"]) {
      it(`is not told where it can't be remembered (${code}), and told once that is possible`, async () => {
        let fails = true;
        const fs = {
          ...nodeFs,
          open: async (...args: Parameters<typeof nodeFs.open>) => {
            if (fails) {
              throw Object.assign(new Error(`${code}: no write`), { code });
            }
            return nodeFs.open(...args);
          },
        };
        const watch = await open({ fs });
        const isClear = { message: `The watch can't write to its folder: ${code}: no write` };
        await assert.rejects(watch.tellNew(KEYS), isClear);
        await assert.rejects(watch.markSeen(KEYS), isClear);
        assert.equal(watch.isSeen(KEYS[0]!), false);
        fails = false;
        assert.deepEqual(await watch.tellNew(KEYS), KEYS);
      });
    }

    it("is told by one of many that create the folder at once", async () => {
      const watches = await Promise.all(Array.from({ length: 6 }, () => open()));
      const told = await Promise.all(watches.map((watch) => watch.tellNew(KEYS)));
      assert.deepEqual(told.flat().sort(), [...KEYS].sort());
      assert.equal((await nodeFs.readdir(folder.path)).filter((name) => /^(?:salt|draft)/u.test(name)).length, 1);
    });

    it("is remembered by another salt in each folder", async () => {
      await using elsewhere = await WatchFolder.make();
      await using other = await SharedWatch.open(elsewhere.path, clock);
      await (await open()).tellNew(KEYS);
      await other.tellNew(KEYS);
      const here = await nodeFs.readdir(folder.file("told"));
      assert.deepEqual(
        [here.length, (await nodeFs.readdir(elsewhere.file("told"))).filter((name) => here.includes(name))],
        [KEYS.length, []],
      );
    });

    const damages: readonly (readonly [what: string, damage: (salt: string) => Promise<unknown>])[] = [
      ["torn", (salt) => nodeFs.truncate(`${salt}/value`, 7)],
      ["empty", (salt) => nodeFs.truncate(`${salt}/value`)],
      ["missing in its folder", (salt) => nodeFs.rm(`${salt}/value`)],
      ["a folder", (salt) => nodeFs.rm(`${salt}/value`).then(() => nodeFs.mkdir(`${salt}/value`))],
      ["another file", (salt) => nodeFs.rm(salt, { recursive: true }).then(() => nodeFs.writeFile(salt, "?"))],
    ];
    for (const [what, damage] of damages) {
      it(`is nothing where the salt is ${what}, but is remembered from then on by all windows`, async () => {
        const [one, other] = [await open(), await open()];
        await one.tellNew(KEYS);
        await damage(folder.file("salt.1"));
        const told = await Promise.all([one, other, await open()].map((watch) => watch.tellNew(KEYS)));
        assert.deepEqual(told.flat().sort(), [...KEYS].sort());
      });
    }

    it("begins again in windows whose folder was deleted", async () => {
      const [one, other] = [await open(), await open()];
      await one.tellNew(KEYS);
      await nodeFs.rm(folder.path, { recursive: true });
      assert.deepEqual(await other.tellNew(KEYS.slice(0, 2)), KEYS.slice(0, 2));
      assert.deepEqual(await one.tellNew(KEYS), [KEYS[2]]);
      await pass(60);
      assert.equal([one, other].filter(({ isLeader }) => isLeader).length, 1);
    });
  });

  it("is what the user has seen, in all windows within 15 s and after a restart", async () => {
    const [one, other] = [await open(), await open()];
    const changes = [changesOf(one), changesOf(other)] as const;
    await other.markSeen(KEYS.slice(0, 2));
    await other.markSeen(KEYS.slice(0, 2));
    assert.deepEqual([changes[1].count, other.isSeen(KEYS[0]!), one.isSeen(KEYS[0]!)], [1, true, false]);
    await pass(15);
    assert.deepEqual([changes[0].count, one.isSeen(KEYS[0]!), one.isSeen(KEYS[2]!)], [1, true, false]);
    await close(one, other);
    const restarted = await open();
    assert.deepEqual(
      KEYS.map((key) => restarted.isSeen(key)),
      [true, true, false],
    );
  });

  describe("A snooze", () => {
    const until = () => clock.wall().getTime() + HOUR_MS;

    it("holds for all windows, survives a restart, and ends", async () => {
      const [one, other] = [await open(), await open()];
      const changes = [changesOf(one), changesOf(other)] as const;
      const end = until();
      await other.snooze(end);
      assert.deepEqual([other.snoozedUntil, changes[1].count], [end, 1]);
      await pass(15);
      assert.deepEqual([one.snoozedUntil, changes[0].count], [end, 1]);
      await close(one, other);
      const restarted = await open();
      assert.equal(restarted.snoozedUntil, end);
      const later = changesOf(restarted);
      clock.sleep(HOUR_MS);
      assert.equal(restarted.snoozedUntil, undefined);
      await pass(15);
      assert(later.count > 0);
    });

    it("is taken back for all windows", async () => {
      const [one, other] = [await open(), await open()];
      await one.snooze(until());
      await other.refresh();
      await other.snooze(undefined);
      await other.snooze(undefined);
      await one.refresh();
      assert.deepEqual([one.snoozedUntil, other.snoozedUntil], [undefined, undefined]);
    });

    it("is none if it ends more than 31 days ahead", async () => {
      const watch = await open();
      await watch.snooze(clock.wall().getTime() + 31 * DAY_MS);
      assert.notEqual(watch.snoozedUntil, undefined);
      await watch.snooze(clock.wall().getTime() + 31 * DAY_MS + 1);
      assert.equal(watch.snoozedUntil, undefined);
    });
  });

  describe("What the leader has found", () => {
    it("is known to the others within 15 s, for as long as it leads", async () => {
      const [leader, other] = [await open(), await open()];
      const changes = changesOf(other);
      assert.equal(other.published(RULE_KEYS), undefined, "not known");
      await leader.publish(COUNTS);
      assert.deepEqual(leader.published(RULE_KEYS), COUNTS);
      await pass(15);
      assert.deepEqual([other.published(RULE_KEYS), changes.count], [COUNTS, 1]);
      assert.deepEqual(other.published(["another rule", RULE_KEYS[1]!]), [COUNTS[1]]);
      await pass(240);
      assert.deepEqual([other.published(RULE_KEYS), changes.count], [COUNTS, 1]);
      await leader.publish([]);
      await other.refresh();
      assert.deepEqual([other.published(RULE_KEYS), changes.count], [[], 2]);
    });

    it("is not known any longer three minutes after the leader has gone", async () => {
      const [leader, other] = [await open(), await open()];
      await leader.publish(COUNTS);
      await close(leader);
      await other.publish([]);
      await pass(179);
      assert.deepEqual([other.isLeader, other.published(RULE_KEYS)], [true, COUNTS]);
      await pass(2);
      assert.equal(other.published(RULE_KEYS), undefined);
    });

    it("is not replaced by a window that has slept", async () => {
      const sleeping = new TestClock();
      const [sleeper, next] = [await open({}, sleeping), await open()];
      await sleeper.publish(COUNTS);
      // Its next poll is due before its lease is.
      await passSeconds(10, clock, sleeping);
      await pass(60);
      assert(next.isLeader);
      await next.publish([COUNTS[1]!]);
      sleeping.sleep(60_000);
      await passSeconds(6, sleeping);
      await sleeper.publish(COUNTS);
      assert.deepEqual(
        [next, sleeper, await open()].map((watch) => watch.published(RULE_KEYS)),
        [[COUNTS[1]], [COUNTS[1]], [COUNTS[1]]],
      );
    });
  });

  const at = Date.UTC(2026, 2, 1);
  const hostile: readonly (readonly [what: string, text: string])[] = [
    ["empty", ""],
    ["torn", `{"at":${at},"counts":[["`],
    ["null", "null"],
    ["a list", "[]"],
    ["of other types", `{"until":"${at + 1_000}","at":"now","counts":{}}`],
    ["of strange numbers", `{"until":1e400,"at":${at},"counts":[["a",-1,1.5],[1,2,3],null,"x",[]]}`],
    ["of times that can't be", `{"until":${at + 32 * DAY_MS},"at":${at + DAY_MS},"counts":[]}`],
    ["far too large", `{"until":${at + HOUR_MS},"at":${at},"x":"${"x".repeat(100_000)}","counts":[]}`],
  ];
  for (const [what, text] of hostile) {
    it(`counts as nothing where a file is ${what}`, async () => {
      await nodeFs.mkdir(folder.path);
      await nodeFs.writeFile(folder.file("snooze.json"), text);
      await nodeFs.writeFile(folder.file("published.json"), text);
      const watch = await open();
      assert.deepEqual([watch.snoozedUntil, watch.published(RULE_KEYS) ?? []], [undefined, []]);
      await watch.snooze(at + HOUR_MS);
      await watch.publish(COUNTS);
      const other = await open();
      assert.deepEqual([other.snoozedUntil, other.published(RULE_KEYS)], [at + HOUR_MS, COUNTS]);
    });
  }

  it("is neither a name nor an ID", async () => {
    const [one, other] = [await open(), await open()];
    await one.tellNew(KEYS);
    await other.markSeen(KEYS);
    await one.publish(COUNTS);
    await other.snooze(clock.wall().getTime() + HOUR_MS);
    await folder.assertHolds("quillon", "contoso", "bas-xylo", "zoe", "person:", "vm:", "longerThan");
    assert.match(await folder.everything(), /"counts":\[\["/u);
  });

  it("needs three timers at most, and none at the end", async () => {
    const counting = new CountingClock();
    const [one, other] = [await open({}, counting), await open({}, counting)];
    for (let round = 0; round < 3; round++) {
      await one.publish(COUNTS);
      await other.tellNew([`${round}`]);
      await passSeconds(90, counting);
      assert(counting.waiting <= 6);
    }
    await close(one, other);
    await diskSettled();
    assert.deepEqual([counting.waiting, counting.isIdle], [0, true]);
    const names = await nodeFs.readdir(folder.path);
    assert.deepEqual(names.sort(), ["published.json", "salt.1", "told"]);
  });
});
