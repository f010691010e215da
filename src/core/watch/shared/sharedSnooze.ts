import * as fs from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "../../model/clock.ts";
import { asAmount, asObject } from "../../text/json.ts";
import { readSmallFile, writeSmallFile } from "./smallFile.ts";

const FILE = "snooze.json";
/** More is no snooze: a wrong clock, or a file of another program. */
const MOST_MS = 31 * 86_400_000;

/** Until when nothing is told, kept in a folder that windows share. */
export class SharedSnooze {
  readonly #path: string;
  readonly #clock: Clock;
  #until: number | undefined;
  /** One read or write after the other, so that what was read before a write doesn't undo it. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(folder: string, clock: Clock) {
    this.#path = join(folder, FILE);
    this.#clock = clock;
  }

  /** In milliseconds of the date; `undefined` once that is over. */
  get until(): number | undefined {
    const left = (this.#until ?? -Infinity) - this.#clock.wall().getTime();
    return left > 0 && left <= MOST_MS ? this.#until : undefined;
  }

  /** @throws Error of the file system */
  async set(until: number | undefined): Promise<void> {
    const written = this.#last.then(async () => {
      await (until === undefined ? fs.rm(this.#path, { force: true }) : writeSmallFile(this.#path, { until }));
      this.#until = until;
    });
    this.#last = written.catch(() => undefined);
    await written;
  }

  /** Learns what other windows have set. Never throws. */
  async load(): Promise<void> {
    this.#last = this.#last.then(async () => {
      this.#until = asAmount(asObject(await readSmallFile(this.#path))?.["until"]);
    });
    await this.#last;
  }
}
