import * as nodeFs from "node:fs/promises";
import { join } from "node:path";
import { Lease, liveLeases } from "../lease/lease.ts";
import type { Clock } from "../model/clock.ts";
import { isOpen, type JournalEntry } from "./journalEntry.ts";
import {
  begunIn,
  contentsOf,
  headOf,
  isAlive,
  lineOf,
  parseFile,
  type JournalContents,
  type JournalFile,
} from "./journalFile.ts";
import type { EntryLine } from "./journalFormat.ts";
import type { LinkDeletion } from "./linkDeletion.ts";

export type { JournalContents } from "./journalFile.ts";

/** What the journal needs of the file system: node:fs/promises, or in a test one that fails. */
export type JournalFs = Pick<typeof nodeFs, "chmod" | "mkdir" | "open" | "readdir" | "readFile" | "rm" | "stat">;

/** The file that this process appends to. */
interface CurrentFile {
  /** As in its name. */
  readonly day: string;
  readonly lease: Lease;
  readonly file: string;
}

const ENDING = ".jsonl";
/** Of the leases of processes that write to the journal. */
const LEASE = "journal";

/**
 * The journal of disconnects and of deletions of links: files of JSON lines in one folder that only the user may read.
 * - Each process writes its own files, one a day, and only appends: windows don't mix, and old entries go by whole files.
 * - Each file names a lease. When it has ended, other processes may settle what is open in the file, so a process that
 *   slept begins another file.
 */
export class Journal implements AsyncDisposable {
  readonly folder: string;
  readonly #fs: JournalFs;
  readonly #clock: Clock;
  #lease: Lease | undefined;
  /** All that this process ever had: it still follows what it began under them. */
  readonly #ownLeases = new Set<string>();
  #current: CurrentFile | undefined;
  /** Whether the last append failed, so that the file may end in the middle of a line. */
  #mayBeTorn = false;
  /** One append after the other. */
  #last: Promise<void> = Promise.resolve();

  constructor(folder: string, clock: Clock, fs: JournalFs = nodeFs) {
    this.folder = folder;
    this.#clock = clock;
    this.#fs = fs;
  }

  /**
   * Writes a line; resolves when it is on disk.
   * @throws Error of the file system; the line is then not to be relied on
   */
  append(line: EntryLine): Promise<void> {
    const written = this.#last.then(() => this.#write(line));
    this.#last = written.catch(() => undefined);
    return written;
  }

  async #write(line: EntryLine): Promise<void> {
    const { file: name, lease } = await this.#fileFor(line);
    // Opened again for each line: if another window has deleted the journal, a new one begins.
    const file = await this.#fs.open(join(this.folder, name), "a", 0o600);
    try {
      const { size } = await file.stat();
      const tornEnd = this.#mayBeTorn ? "\n" : "";
      const before = size === 0 ? lineOf(headOf(line, lease.file)) : tornEnd;
      this.#mayBeTorn = true;
      await file.appendFile(before + lineOf(line));
      await ifSupported(file.sync());
      await (size === 0 && ifSupported(this.#syncFolder()));
      this.#mayBeTorn = false;
    } finally {
      await file.close();
    }
  }

  async #fileFor({ at }: EntryLine): Promise<CurrentFile> {
    await this.#fs.mkdir(this.folder, { recursive: true, mode: 0o700 });
    await ifSupported(this.#fs.chmod(this.folder, 0o700));
    const lease = this.#lease?.isHeld ? this.#lease : await Lease.acquireShared(this.folder, LEASE, this.#clock);
    this.#lease = lease;
    this.#ownLeases.add(lease.file);
    const day = at.slice(0, 10);
    if (this.#current?.day !== day || this.#current.lease !== lease) {
      this.#current = { day, lease, file: `${at.replaceAll(/[:.]/g, "-")}-${lease.id}${ENDING}` };
    }
    return this.#current;
  }

  /** A new file is there for good only once its folder is on the disk too. Windows has no such thing. */
  async #syncFolder(): Promise<void> {
    if (process.platform !== "win32") {
      const folder = await this.#fs.open(this.folder, "r");
      try {
        await folder.sync();
      } finally {
        await folder.close();
      }
    }
  }

  /** Reads all files. @throws Error of the file system */
  async read(): Promise<JournalContents> {
    return contentsOf(await this.#readAll());
  }

  /**
   * Entries of which something is open, see isOpen, and whose process is gone, so that it won't find out.
   * @throws Error of the file system
   */
  async abandoned(): Promise<readonly JournalEntry[]> {
    return this.#abandoned(({ entries }) => entries.filter(({ sessions }) => sessions.some(isOpen)));
  }

  /** As {@link abandoned}, for deletions of links. @throws Error of the file system */
  async abandonedLinkDeletions(): Promise<readonly LinkDeletion[]> {
    return this.#abandoned(({ linkDeletions }) => linkDeletions.filter(({ machines }) => machines.some(isOpen)));
  }

  async #abandoned<Entry extends { readonly id: string }>(
    openIn: (contents: JournalContents) => readonly Entry[],
  ): Promise<readonly Entry[]> {
    const files = await this.#readAll();
    const open = openIn(contentsOf(files));
    if (open.length === 0) {
      return [];
    }
    const live = await this.#liveLeases();
    const withoutProcess = new Set(files.filter((file) => !isAlive(live, file)).flatMap(begunIn));
    return open.filter(({ id }) => withoutProcess.has(id));
  }

  /** Deletes files that were last written before then, and leases of processes that are gone. @throws Error of the file system */
  async deleteOlderThan(date: Date): Promise<void> {
    await liveLeases(this.folder, LEASE, this.#clock);
    await this.#deleteEach(async (path) => (await this.#writtenAt(path)) < date.getTime());
  }

  /** One that can't be deleted, as while another program reads it on Windows, keeps no other. @throws the first failure */
  async #deleteEach(isDue: (path: string) => boolean | Promise<boolean>): Promise<void> {
    const failures: unknown[] = [];
    for (const path of (await this.#names()).map((name) => join(this.folder, name))) {
      try {
        await ((await isDue(path)) && this.#fs.rm(path, { force: true }));
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) {
      throw failures[0];
    }
  }

  /** When a file was last written, in milliseconds since 1970: never, if another window has just deleted it. */
  async #writtenAt(path: string): Promise<number> {
    try {
      return (await this.#fs.stat(path)).mtimeMs;
    } catch (error) {
      if (isMissing(error)) {
        return Infinity;
      }
      throw error;
    }
  }

  /** Deletes everything that any process has written. @throws Error of the file system */
  async deleteAll(): Promise<void> {
    await this.#last;
    await this.#deleteEach(() => true);
  }

  /** Names of the files of lines, the oldest first. */
  async #names(): Promise<readonly string[]> {
    try {
      return (await this.#fs.readdir(this.folder)).filter((name) => name.endsWith(ENDING)).sort();
    } catch (error) {
      if (isMissing(error)) {
        return [];
      }
      throw error;
    }
  }

  async #readAll(): Promise<readonly JournalFile[]> {
    await this.#last;
    const files = await Promise.all((await this.#names()).map((name) => this.#readFile(name)));
    return files.filter((file) => file !== undefined);
  }

  async #readFile(name: string): Promise<JournalFile | undefined> {
    try {
      const read = parseFile(name, await this.#fs.readFile(join(this.folder, name), "utf8"));
      // The end of a file that is just being written is no torn line.
      return read.torn.length > 0 && !read.endsWhole && isAlive(await this.#liveLeases(), read)
        ? { ...read, torn: read.torn.slice(0, -1) }
        : read;
    } catch (error) {
      // Deleted since it was seen.
      if (isMissing(error)) {
        return undefined;
      }
      throw error;
    }
  }

  /** Those of other processes that are alive, and all of this one. */
  async #liveLeases(): Promise<ReadonlySet<string>> {
    return new Set([...this.#ownLeases, ...(await liveLeases(this.folder, LEASE, this.#clock))]);
  }

  /** Gives the lease up, once all is written. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#last;
    await this.#lease?.[Symbol.asyncDispose]();
  }
}

/** What file systems answer to a call that they don't have: CIFS and DrvFs to chmod, many to fsync of a folder. */
const UNSUPPORTED: ReadonlySet<unknown> = new Set([
  "EPERM",
  "EACCES",
  "EINVAL",
  "EISDIR",
  "EBADF",
  "ENOSYS",
  "ENOTSUP",
  "EOPNOTSUPP",
]);

/**
 * Does what makes a journal more private or more durable where the file system can. Where it can't, the line is written all
 * the same, so the append hasn't failed; a folder that can't be written to fails when its file is opened.
 */
async function ifSupported(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && UNSUPPORTED.has(error.code))) {
      throw error;
    }
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
