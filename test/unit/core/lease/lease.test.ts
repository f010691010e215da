import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Lease, LEASE_TERM_MS, liveLeases, longestTerm } from "../../../../src/core/lease/lease.ts";
import { TestClock } from "./testClock.ts";

const RENEWAL_MS = 8_000;

/** What stands in the file. */
interface Facts {
  readonly host: string;
  readonly pid: number;
  readonly renewedAt: number;
}

async function factsOf(folder: string, { file }: Lease): Promise<Facts> {
  return JSON.parse(await readFile(join(folder, file), "utf8")) as Facts;
}

/** Makes a lease look as if another process had taken it. */
async function change(folder: string, lease: Lease, facts: Partial<Facts>): Promise<void> {
  await writeFile(join(folder, lease.file), JSON.stringify({ ...(await factsOf(folder, lease)), ...facts }));
}

/** Lets time pass from one renewal to the next, and waits until the disk has each. */
async function passRenewing(clock: TestClock, folder: string, lease: Lease, renewals: number): Promise<void> {
  for (let renewal = 0; renewal < renewals; renewal++) {
    clock.pass(RENEWAL_MS);
    while (!clock.isAwaited(RENEWAL_MS)) {
      await pause(1);
    }
    assert.equal((await factsOf(folder, lease)).renewedAt, clock.wall().getTime());
  }
}

function ended(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

describe("A lease", () => {
  let folder = "";
  const clock = new TestClock();
  const live = () => liveLeases(folder, "test", clock);
  const shared = () => Lease.acquireShared(folder, "test", clock);
  const exclusive = () => Lease.acquireExclusive(folder, "test", clock);

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "bastion-sessions-lease-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("is renewed for as long as its owner lives, and gone as soon as it is released", async () => {
    const lease = await shared();
    await passRenewing(clock, folder, lease, 10);
    assert.deepEqual([await live(), lease.isHeld], [[lease.file], true]);
    await lease[Symbol.asyncDispose]();
    assert.deepEqual([await live(), lease.isHeld, lease.signal.aborted], [[], false, true]);
    assert.deepEqual(await readdir(folder), []);
  });

  it("is one of several, told apart by name", async () => {
    await using one = await shared();
    await using two = await shared();
    await using _other = await Lease.acquireShared(folder, "tests", clock);
    assert.deepEqual([...(await live())].sort(), [one.file, two.file].sort());
  });

  it("ends with its process, at once on the same machine", async () => {
    await using lease = await shared();
    await change(folder, lease, { pid: spawnSync(process.execPath, ["--version"]).pid });
    await writeFile(join(folder, `${lease.file}.tmp`), "killed while it was written");
    assert.deepEqual(await live(), []);
    assert.deepEqual(await readdir(folder), [], "what the process left behind is deleted");
  });

  const unknown: readonly (readonly [what: string, facts: Partial<Facts>])[] = [
    ["on another machine", { host: "elsewhere" }],
    ["whose id another process has now", { pid: process.ppid }],
  ];
  for (const [what, facts] of unknown) {
    it(`ends within 30 s of its process: one ${what}`, async () => {
      await using lease = await shared();
      await change(folder, lease, facts);
      clock.sleep(LEASE_TERM_MS - 1);
      assert.deepEqual(await live(), [lease.file]);
      clock.sleep(30_000 - LEASE_TERM_MS);
      assert.deepEqual(await live(), []);
    });
  }

  for (const text of ["", "{", '{"pid":1}', "null"]) {
    it(`has no live owner when its file says ${JSON.stringify(text)}, as after a power failure`, async () => {
      await writeFile(join(folder, "test.1-a.lease"), text);
      assert.deepEqual(await live(), []);
    });
  }

  it("says how long it is good for unless it is renewed", async () => {
    const left = () => longestTerm(folder, "test", clock);
    assert.equal(await left(), 0);
    const one = await shared();
    clock.sleep(10_000);
    await using two = await shared();
    assert.equal(await left(), LEASE_TERM_MS, "the longest of several");
    await change(folder, two, { pid: spawnSync(process.execPath, ["--version"]).pid });
    assert.equal(await left(), LEASE_TERM_MS - 10_000, "without one whose process has ended");
    await one[Symbol.asyncDispose]();
    assert.equal(await left(), 0);
  });

  it("is not in a folder that does not exist", async () => {
    assert.deepEqual(await liveLeases(join(folder, "missing"), "test", clock), []);
  });

  for (const [what, ms] of [
    ["slept", 3_600_000],
    ["had its clock set back", -3_600_000],
  ] as const) {
    it(`is lost by an owner whose machine ${what}, for good`, async () => {
      const lease = await shared();
      clock.sleep(ms);
      assert.equal(lease.isHeld, false, "before anything else has run");
      assert.deepEqual(await live(), []);
      clock.pass(RENEWAL_MS);
      await lease[Symbol.asyncDispose]();
      clock.sleep(-ms);
      assert.equal(lease.isHeld, false);
      assert.deepEqual(await readdir(folder), []);
    });
  }

  it("is lost by an owner whose machine slept while it was being renewed", async () => {
    let sleepsAt = Infinity;
    const dozing = new (class extends TestClock {
      override wall(): Date {
        const now = super.wall();
        // Between the moment that is written and the end of writing it, the term since the renewal before runs out.
        if (--sleepsAt === 0) {
          this.sleep(LEASE_TERM_MS - RENEWAL_MS);
        }
        return now;
      }
    })();
    const lease = await Lease.acquireShared(folder, "test", dozing);
    sleepsAt = 2;
    dozing.pass(RENEWAL_MS);
    await ended(lease.signal);
    await lease[Symbol.asyncDispose]();
    assert.deepEqual(await readdir(folder), []);
  });

  it("is lost by an owner whose file was deleted, and not written again", async () => {
    const lease = await shared();
    await rm(join(folder, lease.file));
    const lost = ended(lease.signal);
    clock.pass(RENEWAL_MS);
    await lost;
    assert.deepEqual([lease.isHeld, await readdir(folder)], [false, []]);
  });

  describe("that only one may have", () => {
    it("goes to the next once it is released", async () => {
      const first = await exclusive();
      assert.ok(first?.isHeld);
      assert.equal(await exclusive(), undefined);
      await first[Symbol.asyncDispose]();
      await using second = await exclusive();
      assert.ok(second?.isHeld);
    });

    it("goes to the next while its owner sleeps, who does not take it back", async () => {
      const sleeper = await exclusive();
      assert.ok(sleeper);
      clock.sleep(LEASE_TERM_MS);
      await using next = await exclusive();
      assert.ok(next?.isHeld);
      const lost = ended(sleeper.signal);
      clock.pass(RENEWAL_MS);
      await lost;
      assert.deepEqual([sleeper.isHeld, next.isHeld, await live()], [false, true, [next.file]]);
    });

    it("never goes to two that try at once, whether or not there was an owner that died", async () => {
      for (let round = 0; round < 30; round++) {
        const dead = round % 2 === 0 ? await exclusive() : undefined;
        clock.sleep(LEASE_TERM_MS);
        const taken = (await Promise.all(Array.from({ length: 5 }, exclusive))).filter((lease) => lease !== undefined);
        assert.ok(taken.length <= 1);
        await using owner = taken[0] ?? (await exclusive());
        assert.ok(owner?.isHeld, "no other stays in the way");
        await dead?.[Symbol.asyncDispose]();
      }
    });

    it("throws when the folder does not exist", async () => {
      await assert.rejects(Lease.acquireExclusive(join(folder, "missing"), "test", clock), { code: "ENOENT" });
    });
  });
});
