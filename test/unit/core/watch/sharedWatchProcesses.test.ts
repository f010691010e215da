import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { patience } from "../../../support/patience.ts";
import { fastClock, type WatchWindowLine, type WatchWindowRequest } from "../../../support/watchWindow.ts";
import { WatchFolder } from "./watchFolder.ts";

/** How many times faster time passes for the processes. */
const FACTOR = 8;
const SCRIPT = join(import.meta.dirname, "../../../support/watchWindow.ts");

/** From when to when a process has certainly led, by the common clock. */
interface Reign {
  readonly window: number;
  readonly from: number;
  to: number;
}

/** Another process that shares the watch. */
class WindowProcess extends EventEmitter<{ line: [] }> {
  readonly #child;
  readonly #closed: Promise<unknown>;
  readonly #reigns = new Map<number, Reign>();
  readonly #told = new Map<number, readonly string[]>();
  #isOpen = false;
  #isAlive = true;
  #requests = 0;

  constructor(folder: string, since: number, name: number) {
    super();
    this.#child = spawn(process.execPath, [SCRIPT, folder, String(FACTOR), String(since)], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.#closed = once(this.#child, "close").finally(() => {
      this.#isAlive = false;
      this.emit("line");
    });
    // Written to while it is being killed.
    this.#child.stdin.on("error", () => undefined);
    createInterface(this.#child.stdout).on("line", (text) => {
      const line = parseLine(text);
      if (line?.kind === "leads") {
        const reign = this.#reigns.get(line.term) ?? { window: name, from: line.at, to: line.at };
        reign.to = line.at;
        this.#reigns.set(line.term, reign);
      } else if (line?.kind === "told") {
        this.#told.set(line.id, line.keys);
      } else {
        this.#isOpen = true;
      }
      this.emit("line");
    });
  }

  /** All that it has told. */
  get told(): readonly string[] {
    return [...this.#told.values()].flat();
  }

  get reigns(): readonly Reign[] {
    return [...this.#reigns.values()];
  }

  whenOpen(): Promise<void> {
    return this.#until(() => this.#isOpen, "open");
  }

  /** Has it tell keys. */
  ask(keys: readonly string[]): number {
    const request: WatchWindowRequest = { id: this.#requests++, keys };
    this.#child.stdin.write(`${JSON.stringify(request)}\n`);
    return request.id;
  }

  whenAnswered(id: number): Promise<void> {
    return this.#until(() => this.#told.has(id), "answer");
  }

  /** Since when it leads, after that time. */
  async leadsAfter(at: number): Promise<number> {
    const isLater = (reign: Reign): boolean => reign.to > at;
    await this.#until(() => this.reigns.some(isLater), "lead");
    return Math.max(at, this.reigns.find(isLater)!.from);
  }

  async #until(isMet: () => boolean, what: string): Promise<void> {
    const signal = AbortSignal.timeout(patience(20_000));
    while (!isMet()) {
      assert(this.#isAlive, `the window died before it could ${what}`);
      await once(this, "line", { signal });
    }
  }

  /** Resolves when all that it has printed is read. */
  async kill(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#closed;
  }

  /** As a window that is closed: its input ends. */
  async end(): Promise<void> {
    this.#child.stdin.end();
    await this.#closed;
  }
}

/** `undefined` for what a process was killed in the middle of. */
function parseLine(text: string): WatchWindowLine | undefined {
  try {
    return JSON.parse(text) as WatchWindowLine;
  } catch {
    return undefined;
  }
}

/** Several processes that share a folder. */
class WindowProcesses implements AsyncDisposable {
  readonly folder: WatchFolder;
  readonly #since = Date.now();
  readonly #clock = fastClock(FACTOR, this.#since);
  readonly #all: WindowProcess[] = [];
  readonly #alive: WindowProcess[] = [];

  constructor(folder: WatchFolder) {
    this.folder = folder;
  }

  get now(): number {
    return this.#clock.wall().getTime();
  }

  get alive(): readonly WindowProcess[] {
    return this.#alive;
  }

  get told(): readonly string[] {
    return this.#all.flatMap(({ told }) => told);
  }

  async start(count: number): Promise<void> {
    const started = Array.from(
      { length: count },
      (_, index) => new WindowProcess(this.folder.path, this.#since, this.#all.length + index),
    );
    this.#all.push(...started);
    this.#alive.push(...started);
    await Promise.all(started.map((window) => window.whenOpen()));
  }

  /** Has all that live tell the same keys at once. */
  async tell(keys: readonly string[]): Promise<void> {
    await Promise.all(this.#alive.map((window) => window.whenAnswered(window.ask(keys))));
  }

  /** Whichever leads after that time. */
  async leader(after: number): Promise<{ readonly window: WindowProcess; readonly since: number }> {
    return Promise.any(this.#alive.map(async (window) => ({ window, since: await window.leadsAfter(after) })));
  }

  async kill(window: WindowProcess): Promise<void> {
    this.#alive.splice(this.#alive.indexOf(window), 1);
    await window.kill();
  }

  /** At no time have two led. */
  assertOneLeads(): void {
    const reigns = this.#all.flatMap((window) => window.reigns).sort((one, other) => one.from - other.from);
    for (const [index, { from, window }] of reigns.entries()) {
      const before = reigns[index - 1];
      assert(!before || before.to <= from, `${window} leads at ${from}, and ${before?.window} until ${before?.to}`);
    }
  }

  async end(): Promise<void> {
    await Promise.all(this.#alive.map((window) => window.end()));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#all.map((window) => window.kill()));
    await this.folder[Symbol.asyncDispose]();
  }
}

const planted = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => `quillon@contoso.com on bas-xylo ${from + index}`);

describe("A watch that processes share", function () {
  // They are waited for in real time.
  this.timeout(60_000);

  it("is led by one at any time, and tells each key once, while the leaders are killed in turn", async () => {
    await using windows = new WindowProcesses(await WatchFolder.make());
    await windows.start(3);
    const keys = planted(0, 20);
    await windows.tell(keys);
    assert.deepEqual([...windows.told].sort(), [...keys].sort());
    while (windows.alive.length > 1) {
      const { window } = await windows.leader(windows.now);
      await windows.kill(window);
      const killedAt = windows.now;
      // Also while no window leads.
      keys.push(...planted(keys.length, 20));
      await windows.tell(keys);
      assert.deepEqual([...windows.told].sort(), [...keys].sort());
      const { since } = await windows.leader(killedAt);
      assert(since - killedAt < patience(30_000), `another window leads after ${since - killedAt} ms`);
    }
    await windows.start(1);
    await windows.tell(keys);
    assert.deepEqual([...windows.told].sort(), [...keys].sort());
    windows.assertOneLeads();
    await windows.folder.assertHolds("quillon", "contoso", "bas-xylo");
    await windows.end();
  });

  it("tells no key twice where a window is killed while it tells", async () => {
    await using windows = new WindowProcesses(await WatchFolder.make());
    await windows.start(2);
    const keys = planted(0, 100);
    const answers = windows.alive.map((window) => ({ window, id: window.ask(keys) }));
    while ((await readdir(windows.folder.file("told")).catch(() => [])).length < 20) {
      await sleep(1);
    }
    await windows.kill(answers[0]!.window);
    await Promise.all(answers.slice(1).map(({ window, id }) => window.whenAnswered(id)));
    const told = [...windows.told];
    assert.equal(new Set(told).size, told.length, "none twice");
    await windows.start(1);
    await windows.tell(keys);
    assert.deepEqual(windows.told, told, "what the killed one had taken is remembered");
    windows.assertOneLeads();
    await windows.end();
  });
});
