import type { Clock } from "../../../../src/core/model/clock.ts";
import { VirtualTime } from "../../../support/virtualTime.ts";

/** A driven clock whose date can be set, as by a user or by a machine that wakes up: waits know nothing of that. */
export class TestClock implements Clock {
  #wall: number;
  readonly #time = new VirtualTime();

  constructor(wall = Date.UTC(2026, 2, 1)) {
    this.#wall = wall;
  }

  monotonic(): number {
    return this.#time.now;
  }

  wall(): Date {
    return new Date(this.#wall + this.#time.now);
  }

  pause(ms: number, signal: AbortSignal): Promise<void> {
    return this.#time.sleep(ms, signal).catch(() => undefined);
  }

  /** Whether something waits for exactly that long from now. */
  isAwaited(ms: number): boolean {
    return this.#time.nextAt === this.#time.now + ms;
  }

  /** Whether anything waits. */
  get isIdle(): boolean {
    return this.#time.nextAt === undefined;
  }

  /** Lets time pass. */
  pass(ms: number): void {
    this.#time.pass(ms);
  }

  /** Lets time pass that only the date knows of. */
  sleep(ms: number): void {
    this.#wall += ms;
  }
}
