import assert from "node:assert/strict";
import * as nodeFs from "node:fs/promises";
import { HashedKeys, type HashedKeysFs } from "../../../../../src/core/watch/shared/hashedKeys.ts";
import { TestClock } from "../../lease/testClock.ts";
import { WatchFolder } from "../watchFolder.ts";

const DAY_MS = 86_400_000;
const LIMITS = { most: 10, forMs: 40 * DAY_MS };

const hash = (number: number) => number.toString(16).padStart(32, "0");
const hashes = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => hash(from + index));

describe("What windows remember of keys", () => {
  let folder: WatchFolder;
  let clock: TestClock;
  const open = (fs: HashedKeysFs = nodeFs) => new HashedKeys(folder.path, clock, fs, LIMITS);
  const onDisk = async () => (await nodeFs.readdir(folder.path)).sort();

  beforeEach(async () => {
    folder = await WatchFolder.make();
    clock = new TestClock();
  });
  afterEach(() => folder[Symbol.asyncDispose]());

  it("is what was added by any of them, and each once", async () => {
    const [one, other] = [open(), open()];
    assert.deepEqual(await one.add(hashes(0, 3)), hashes(0, 3));
    assert.deepEqual(await other.add(hashes(2, 5)), hashes(3, 5));
    assert.deepEqual([await one.load(), await one.load()], [true, false]);
    assert.deepEqual(
      hashes(0, 6).map((each) => one.has(each)),
      [true, true, true, true, true, false],
    );
  });

  it("is forgotten after 40 days, unless it was current since", async () => {
    const keys = open();
    await keys.add([hash(1), hash(2), hash(3)]);
    for (let day = 1; day <= 41; day++) {
      clock.sleep(DAY_MS);
      assert.deepEqual(await keys.add([hash(1)]), [], "one that is asked for again");
      await keys.renew([hash(2), hash(9)]);
      await keys.sweep();
      assert.equal((await onDisk()).includes(hash(3)), day <= 40);
    }
    assert.deepEqual(await onDisk(), [hash(1), hash(2)]);
    assert.deepEqual(await keys.add([hash(3)]), [hash(3)]);
  });

  it("is renewed on disk once a day, by a window that has just started too", async () => {
    await open().add([hash(1)]);
    let writes = 0;
    const utimes: typeof nodeFs.utimes = (...args) => {
      writes++;
      return nodeFs.utimes(...args);
    };
    const keys = open({ ...nodeFs, utimes });
    for (let hour = 0; hour < 48; hour++) {
      assert.deepEqual(await keys.add([hash(1)]), []);
      clock.sleep(DAY_MS / 24);
    }
    assert.equal(writes, 2);
  });

  it("is the newest of too many", async () => {
    const keys = open();
    for (const each of hashes(0, 25)) {
      await keys.add([each]);
      clock.sleep(60_000);
    }
    await keys.sweep();
    assert.deepEqual(await onDisk(), hashes(15, 25));
    await keys.add(hashes(100, 1_095));
    await keys.sweep();
    assert.equal((await onDisk()).length, 1_005, "not looked through again and again");
    await keys.add(hashes(2_000, 2_005));
    await keys.sweep();
    assert.equal((await onDisk()).length, LIMITS.most, "but after a thousand");
  });

  it("forgets what a wrong clock has dated far ahead", async () => {
    clock.sleep(400 * DAY_MS);
    await open().add([hash(1)]);
    clock.sleep(-400 * DAY_MS);
    const keys = open();
    await keys.add([hash(2)]);
    await keys.sweep();
    assert.deepEqual(await onDisk(), [hash(2)]);
  });

  it("is nothing that another program has put there", async () => {
    await nodeFs.mkdir(folder.path);
    await nodeFs.mkdir(folder.file(hash(1)));
    await nodeFs.writeFile(folder.file("ann@contoso.com"), "?".repeat(1_000));
    await nodeFs.writeFile(folder.file(hash(2)), "?".repeat(1_000));
    const keys = open();
    assert.deepEqual(await keys.add(hashes(0, 4)), [hash(0), hash(3)], "a name that is taken counts as remembered");
    await keys.sweep();
    await keys.load();
    assert.deepEqual([keys.has("ann@contoso.com"), (await onDisk()).length], [false, 5]);
  });

  it("is all of a batch or nothing: what couldn't be kept can be added later", async () => {
    let isFull = true;
    const full: HashedKeysFs["open"] = async (path, ...rest) => {
      if (isFull && String(path).endsWith(hash(2))) {
        throw Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
      }
      return nodeFs.open(path, ...rest);
    };
    const keys = open({ ...nodeFs, open: full });
    await assert.rejects(keys.add(hashes(0, 4)), { code: "ENOSPC" });
    assert.deepEqual(await onDisk(), []);
    isFull = false;
    assert.deepEqual(await keys.add(hashes(0, 4)), hashes(0, 4));
  });
});
