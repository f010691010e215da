import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import * as nodeFs from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { isOpen } from "../../../../src/core/journal/journalEntry.ts";
import { Journal, type JournalFs } from "../../../../src/core/journal/journal.ts";
import { LEASE_TERM_MS } from "../../../../src/core/lease/lease.ts";
import { TestClock } from "../lease/testClock.ts";
import type { ConfirmedLine, JournalVerdict } from "../../../../src/core/journal/journalFormat.ts";
import { systemClock } from "../../../../src/core/model/clock.ts";
import { confirmed, HOST_ID, scratch } from "./testJournal.ts";

async function files(folder: string): Promise<string[]> {
  return (await nodeFs.readdir(folder)).filter((name) => name.endsWith(".jsonl")).sort();
}

async function leases(folder: string): Promise<string[]> {
  return (await nodeFs.readdir(folder)).filter((name) => name.endsWith(".lease"));
}

/** Another process that has written an entry, and lives until it is killed. */
async function writer(folder: string, entry: string) {
  const child = spawn(process.execPath, [join(import.meta.dirname, "journalWriter.ts"), folder, entry], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  return {
    child,
    kill: async () => {
      child.kill("SIGKILL");
      await once(child, "exit");
    },
  };
}

describe("The journal", () => {
  it("reads back what was appended, together with all that became known later", async () => {
    await using place = await scratch();
    await using journal = new Journal(place.folder, systemClock);
    await journal.append({ ...confirmed("e1", ["s1", "s2"]), reason: "leaving", ticket: "INC-1" });
    await journal.append({
      kind: "answered",
      entry: "e1",
      at: "2026-03-01T10:00:01.000Z",
      hostId: HOST_ID,
      requestId: "r1",
      results: [
        { sessionId: "s1", verdict: "disconnected" },
        { sessionId: "s2", verdict: "failed", message: "busy" },
      ],
    });
    await journal.append({
      kind: "listed",
      entry: "e1",
      at: "2026-03-01T10:00:02.000Z",
      hostId: HOST_ID,
      results: [{ sessionId: "s1", listed: false }],
    });
    await journal.append({
      kind: "reconnected",
      entry: "e1",
      at: "2026-03-01T10:01:00.000Z",
      hostId: HOST_ID,
      sessionId: "s1",
      through: { hostId: HOST_ID, sessionId: "s9" },
    });
    const { entries, torn } = await journal.read();
    assert.deepEqual(torn, []);
    assert.deepEqual(
      entries.map(({ id, reason, ticket }) => [id, reason, ticket]),
      [["e1", "leaving", "INC-1"]],
    );
    assert.deepEqual(
      entries[0]?.sessions.map(({ session, verdict, message, requestId, listed, reconnected }) => [
        session.userName,
        verdict,
        message,
        requestId,
        listed?.listed,
        reconnected?.sessionId,
      ]),
      [
        ["user s1", "disconnected", undefined, "r1", false, "s9"],
        ["user s2", "failed", "busy", "r1", undefined, undefined],
      ],
    );
  });

  it("keeps the notes of the question, and fields that a later version added; older lines have neither", async () => {
    await using place = await scratch();
    await using journal = new Journal(place.folder, systemClock);
    await journal.append(confirmed("e1"));
    const later: object = { ...confirmed("e2"), notes: ["Sessions may be missing."], ofLater: 7 };
    await journal.append(later as ConfirmedLine);
    const { entries, torn } = await journal.read();
    assert.deepEqual(torn, []);
    assert.deepEqual(
      entries.map((entry) => ["notes" in entry && entry.notes, "ofLater" in entry && entry.ofLater]),
      [
        [false, false],
        [["Sessions may be missing."], 7],
      ],
    );
  });

  it("is readable only for the user", async () => {
    await using place = await scratch();
    await using journal = new Journal(place.folder, systemClock);
    await nodeFs.mkdir(place.folder, { mode: 0o755 });
    await journal.append(confirmed("e1"));
    const modeOf = async (path: string) => ((await nodeFs.stat(path)).mode & 0o777).toString(8);
    assert.equal(await modeOf(place.folder), "700");
    assert.deepEqual(await Promise.all((await files(place.folder)).map((name) => modeOf(join(place.folder, name)))), [
      "600",
    ]);
  });

  it("is on the disk before an append is over, and on a disk that knows of the file", async () => {
    await using place = await scratch();
    const done: string[] = [];
    await using journal = new Journal(place.folder, systemClock, spied(done));
    await journal.append(confirmed("e1"));
    assert.deepEqual(done, ["append", "sync", "sync folder"]);
    await journal.append(confirmed("e2"));
    assert.deepEqual(done.slice(3), ["append", "sync"]);
  });

  type Call = "chmod" | "sync" | "openFolder" | "syncFolder";
  const lacking: readonly (readonly [call: Call, code: string])[] = [
    ["chmod", "EPERM"],
    ["chmod", "ENOTSUP"],
    ["sync", "EINVAL"],
    ["sync", "ENOSYS"],
    ["openFolder", "EACCES"],
    ["openFolder", "EISDIR"],
    ["syncFolder", "EINVAL"],
    ["syncFolder", "EPERM"],
  ];
  for (const [call, code] of lacking) {
    it(`writes on a file system that lacks a call: ${call}, ${code}`, async () => {
      await using place = await scratch();
      await using journal = new Journal(place.folder, systemClock, failing({ [call]: code }));
      await journal.append(confirmed("e1"));
      await journal.append(confirmed("e2"));
      const { entries, torn } = await journal.read();
      assert.deepEqual([entries.map(({ id }) => id), torn], [["e1", "e2"], []]);
    });
  }

  const broken: readonly (readonly [call: Call, code: string])[] = [
    ["sync", "EIO"],
    ["sync", "ENOSPC"],
    ["syncFolder", "EIO"],
  ];
  for (const [call, code] of broken) {
    it(`fails to append where the disk does: ${call}, ${code}`, async () => {
      await using place = await scratch();
      await using journal = new Journal(place.folder, systemClock, failing({ [call]: code }));
      await assert.rejects(journal.append(confirmed("e1")), { code });
    });
  }

  it("deletes old files although another window has just deleted one of them", async () => {
    await using place = await scratch();
    await using journal = new Journal(place.folder, systemClock);
    await journal.append(confirmed("e1"));
    const gone = { ...nodeFs, readdir: async () => ["gone.jsonl", ...(await files(place.folder))] };
    await using other = new Journal(place.folder, systemClock, gone as unknown as JournalFs);
    await other.deleteOlderThan(new Date(Date.now() + 60_000));
    assert.deepEqual(await files(place.folder), []);
  });

  it("has a file for every process and day, and merges them by time", async () => {
    await using place = await scratch();
    await using one = new Journal(place.folder, systemClock);
    await using other = new Journal(place.folder, systemClock);
    await one.append(confirmed("e2", ["s1"], "2026-03-02T10:00:00.000Z"));
    await other.append(confirmed("e1", ["s1"], "2026-03-01T10:00:00.000Z"));
    await other.append(confirmed("e3", ["s1"], "2026-03-03T10:00:00.000Z"));
    assert.equal((await files(place.folder)).length, 3);
    assert.deepEqual(
      (await one.read()).entries.map(({ id }) => id),
      ["e1", "e2", "e3"],
    );
  });

  it("says which line was torn, reads all others, and goes on after it", async () => {
    await using place = await scratch();
    const disk = { room: Infinity };
    await using journal = new Journal(place.folder, systemClock, small(disk));
    await journal.append(confirmed("e1"));
    disk.room = 40;
    await assert.rejects(journal.append(confirmed("e2")), { code: "ENOSPC" });
    disk.room = Infinity;
    await journal.append(confirmed("e3"));
    const { entries, torn } = await journal.read();
    assert.deepEqual(
      entries.map(({ id }) => id),
      ["e1", "e3"],
    );
    assert.deepEqual(torn, [{ file: (await files(place.folder))[0], line: 3 }]);
  });

  it("fails to append when the folder cannot be written", async () => {
    await using place = await scratch();
    await nodeFs.writeFile(place.folder, "in the way");
    await using journal = new Journal(place.folder, systemClock);
    await assert.rejects(journal.append(confirmed("e1")), { code: "EEXIST" });
  });

  it("begins again where it was deleted, unseen by a process that writes on", async () => {
    await using place = await scratch();
    await using writing = new Journal(place.folder, systemClock);
    await using deleting = new Journal(place.folder, systemClock);
    await writing.append(confirmed("e1"));
    await deleting.deleteAll();
    assert.deepEqual((await writing.read()).entries, []);
    await writing.append(confirmed("e2"));
    assert.deepEqual(
      (await deleting.read()).entries.map(({ id }) => id),
      ["e2"],
    );
    assert.deepEqual(await deleting.abandoned(), [], "the new file says as well who writes it");
  });

  it("deletes whole files that were last written long ago", async () => {
    await using place = await scratch();
    await using journal = new Journal(place.folder, systemClock);
    await journal.append(confirmed("old", ["s1"], "2026-01-01T10:00:00.000Z"));
    await journal.append(confirmed("new", ["s1"], "2026-03-01T10:00:00.000Z"));
    const [old = ""] = await files(place.folder);
    await nodeFs.utimes(join(place.folder, old), new Date("2026-01-01T10:00:00Z"), new Date("2026-01-01T10:00:00Z"));
    await journal.deleteOlderThan(new Date("2026-02-01T00:00:00Z"));
    assert.deepEqual(
      (await journal.read()).entries.map(({ id }) => id),
      ["new"],
    );
  });

  it("deletes the other files where one can't be deleted, and says so", async () => {
    await using place = await scratch();
    const busy = Object.assign(new Error("busy"), { code: "EBUSY" });
    let kept = "";
    await using journal = new Journal(place.folder, systemClock, {
      ...nodeFs,
      rm: async (path, options) => (String(path).endsWith(kept) ? Promise.reject(busy) : nodeFs.rm(path, options)),
    });
    for (const deleted of [() => journal.deleteOlderThan(new Date(Date.now() + 60_000)), () => journal.deleteAll()]) {
      await journal.append(confirmed("e1", ["s1"], "2026-01-01T10:00:00.000Z"));
      await journal.append(confirmed("e2", ["s1"], "2026-03-01T10:00:00.000Z"));
      [kept = ""] = await files(place.folder);
      await assert.rejects(deleted, busy);
      assert.deepEqual(await files(place.folder), [kept]);
    }
  });

  it("knows a host by its ID in any case", async () => {
    await using place = await scratch();
    await using journal = new Journal(place.folder, systemClock);
    await journal.append(confirmed("e1"));
    await journal.append({
      kind: "answered",
      entry: "e1",
      at: "2026-03-01T10:00:01.000Z",
      hostId: HOST_ID.toUpperCase(),
      results: [{ sessionId: "s1", verdict: "disconnected" }],
    });
    const [entry] = (await journal.read()).entries;
    assert.equal(entry?.sessions[0]?.verdict, "disconnected");
  });

  it("has nothing before anything was written", async () => {
    await using place = await scratch();
    await using journal = new Journal(place.folder, systemClock);
    assert.deepEqual(await journal.read(), { entries: [], linkDeletions: [], torn: [] });
    assert.deepEqual(await journal.abandoned(), []);
    await journal.deleteOlderThan(new Date());
    await journal.deleteAll();
  });

  it("reads back any text, from any number of appends at once", async () => {
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.string({ unit: "grapheme" }),
      fc.constantFrom("\n", "\r\n", "\u2028", '{"kind":"file"}', "\ud800"),
    );
    const line = fc.record({ reason: text, user: text, ids: fc.uniqueArray(text, { maxLength: 3 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 6 }), async (lines) => {
        await using place = await scratch();
        await using journal = new Journal(place.folder, systemClock);
        const written = lines.map(({ reason, user, ids }, index): ConfirmedLine => {
          const { hosts, ...rest } = confirmed(`e${index}`);
          return {
            ...rest,
            reason,
            hosts: hosts.map((host) => ({
              ...host,
              sessions: ids.map((sessionId) => ({ sessionId, userName: user })),
            })),
          };
        });
        await Promise.all(written.map((one) => journal.append(one)));
        const { entries, torn } = await journal.read();
        assert.deepEqual(torn, []);
        assert.deepEqual(
          entries.map(({ id, reason, sessions }) => [id, reason, sessions.map(({ session }) => session)]),
          // What UTF-8 cannot say is escaped, and comes back as it was.
          written.map(({ entry, reason, hosts }) => [entry, reason, hosts.flatMap(({ sessions }) => sessions)]),
        );
      }),
      { numRuns: 50 },
    );
  });
});

describe("An entry whose process has ended", () => {
  it("is found when the process was killed, and not while it lives", async () => {
    await using place = await scratch();
    const { kill } = await writer(place.folder, "killed");
    await using journal = new Journal(place.folder, systemClock);
    assert.deepEqual(await journal.abandoned(), []);
    await kill();
    const abandoned = await journal.abandoned();
    assert.deepEqual(
      abandoned.map(({ id, sessions }) => [id, sessions.filter(isOpen).map(({ session }) => session.sessionId)]),
      [["killed", ["s2"]]],
    );
  });

  it("is found although its last line is torn", async () => {
    await using place = await scratch();
    const { kill } = await writer(place.folder, "torn");
    await kill();
    const [name = ""] = await files(place.folder);
    const path = join(place.folder, name);
    const whole = await nodeFs.readFile(path, "utf8");
    await nodeFs.writeFile(path, whole.slice(0, -20));
    await using journal = new Journal(place.folder, systemClock);
    assert.deepEqual(
      (await journal.abandoned()).map(({ sessions }) => sessions.filter(isOpen).length),
      [2],
    );
    assert.deepEqual((await journal.read()).torn, [{ file: name, line: 3 }]);
  });

  it("is settled by another process in a file of its own", async () => {
    await using place = await scratch();
    const { kill } = await writer(place.folder, "settled");
    await kill();
    const [name = ""] = await files(place.folder);
    const before = await nodeFs.readFile(join(place.folder, name), "utf8");
    await using journal = new Journal(place.folder, systemClock);
    await journal.append({
      kind: "listed",
      entry: "settled",
      at: "2026-03-02T10:00:00.000Z",
      hostId: HOST_ID,
      afterwards: true,
      results: [{ sessionId: "s2", listed: false }],
    });
    assert.deepEqual(await journal.abandoned(), []);
    assert.equal(await nodeFs.readFile(join(place.folder, name), "utf8"), before);
    assert.deepEqual((await journal.read()).entries[0]?.sessions.at(1)?.listed, {
      listed: false,
      at: "2026-03-02T10:00:00.000Z",
      afterwards: true,
    });
  });

  it("is found once the term of its lease is over, where the process cannot be asked for", async () => {
    await using place = await scratch();
    const { kill } = await writer(place.folder, "elsewhere");
    await kill();
    const [lease = ""] = await leases(place.folder);
    const facts = JSON.parse(await nodeFs.readFile(join(place.folder, lease), "utf8")) as object;
    await nodeFs.writeFile(join(place.folder, lease), JSON.stringify({ ...facts, host: "elsewhere" }));
    const clock = new TestClock(Date.now());
    await using journal = new Journal(place.folder, clock);
    assert.deepEqual(await journal.abandoned(), []);
    clock.sleep(LEASE_TERM_MS);
    assert.deepEqual(
      (await journal.abandoned()).map(({ id }) => id),
      ["elsewhere"],
    );
  });

  it("leaves a lease behind that is swept away", async () => {
    await using place = await scratch();
    const { kill } = await writer(place.folder, "swept");
    await using journal = new Journal(place.folder, systemClock);
    await journal.deleteOlderThan(new Date(0));
    assert.equal((await leases(place.folder)).length, 1, "its owner is alive");
    await kill();
    await journal.deleteOlderThan(new Date(0));
    assert.deepEqual(await leases(place.folder), []);
  });

  it("may be taken over after its machine slept, and what comes later is in a file of its own", async () => {
    await using place = await scratch();
    const clock = new TestClock();
    await using sleeper = new Journal(place.folder, clock);
    await using other = new Journal(place.folder, clock);
    const abandoned = async (journal: Journal) => (await journal.abandoned()).map(({ id }) => id);
    await sleeper.append(confirmed("before"));
    assert.deepEqual(await abandoned(other), []);
    clock.sleep(3_600_000);
    assert.deepEqual(await abandoned(other), ["before"]);
    assert.deepEqual(await abandoned(sleeper), [], "the process that began it still follows it");
    await sleeper.append(confirmed("after"));
    assert.equal((await files(place.folder)).length, 2);
    assert.deepEqual([await abandoned(other), await abandoned(sleeper)], [["before"], []]);
  });

  it("is told from one of a process that lives, in a folder that both write to", async () => {
    await using place = await scratch();
    const first = await writer(place.folder, "one");
    const second = await writer(place.folder, "two");
    await first.kill();
    await using journal = new Journal(place.folder, systemClock);
    assert.deepEqual(
      (await journal.abandoned()).map(({ id }) => id),
      ["one"],
    );
    await second.kill();
  });

  const cases: readonly (readonly [JournalVerdict | undefined, listed: boolean | undefined, open: boolean])[] = [
    [undefined, undefined, true],
    [undefined, false, false],
    ["disconnected", undefined, true],
    ["disconnected", true, false],
    ["unknown", undefined, true],
    ["alreadyEnded", undefined, true],
    ["alreadyEnded", true, false],
    ["failed", undefined, false],
    ["notSent", undefined, false],
  ];
  for (const [verdict, listed, open] of cases) {
    const looked = listed === undefined ? "not looked at" : `listed: ${listed}`;
    it(`is open or not: ${verdict ?? "no verdict"}, ${looked}`, () => {
      const [host] = confirmed("e").hosts;
      assert.ok(host);
      const seen = listed === undefined ? {} : { listed: { listed, at: "", afterwards: false } };
      assert.equal(isOpen({ ...host, session: { sessionId: "s1" }, ...(verdict && { verdict }), ...seen }), open);
    });
  }
});

/** The real file system, but for calls that fail with these codes. */
function failing(codes: Partial<Record<"chmod" | "sync" | "openFolder" | "syncFolder", string>>): JournalFs {
  const fail = (call: keyof typeof codes) => {
    if (codes[call] !== undefined) {
      throw Object.assign(new Error(codes[call]), { code: codes[call] });
    }
  };
  return {
    ...nodeFs,
    chmod: async (...args) => {
      fail("chmod");
      await nodeFs.chmod(...args);
    },
    open: async (path, flags, mode) => {
      const isFolder = flags === "r";
      if (isFolder) {
        fail("openFolder");
      }
      const file = await nodeFs.open(path, flags, mode);
      const sync = file.sync.bind(file);
      file.sync = async () => {
        fail(isFolder ? "syncFolder" : "sync");
        await sync();
      };
      return file;
    },
  };
}

/** A disk with that many characters of room. */
function small(disk: { room: number }): JournalFs {
  return {
    ...nodeFs,
    open: async (...args) => {
      const file = await nodeFs.open(...args);
      const append = file.appendFile.bind(file);
      file.appendFile = async (data) => {
        const text = data as string;
        await append(text.slice(0, disk.room));
        if (text.length > disk.room) {
          throw Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
        }
      };
      return file;
    },
  };
}

/** The real file system, which writes down what is done to it. */
function spied(done: string[]): JournalFs {
  return {
    ...nodeFs,
    open: async (path, flags, mode) => {
      const file = await nodeFs.open(path, flags, mode);
      const [append, sync] = [file.appendFile.bind(file), file.sync.bind(file)];
      file.appendFile = async (data) => {
        await append(data);
        done.push("append");
      };
      file.sync = async () => {
        await sync();
        done.push(flags === "r" ? "sync folder" : "sync");
      };
      return file;
    },
  };
}
