/** A timer that has been set and has not run. */
interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/**
 * Time that passes only when it is told to, so that what happens in a test depends only on its seed. Waits of code that
 * takes no clock are caught by {@link install}.
 */
export class VirtualTime {
  #now = 0;
  /** In the order in which they were set. */
  readonly #timers = new Set<Timer>();

  /** Milliseconds since it began. */
  get now(): number {
    return this.#now;
  }

  /** When the next timer is due; `undefined` where none is set. */
  get nextAt(): number | undefined {
    return this.#next()?.at;
  }

  /** Runs something once that much time has passed. Gives back what calls it off. */
  after(ms: number, run: () => void): () => void {
    const timer: Timer = { at: this.#now + Math.max(0, ms), run };
    this.#timers.add(timer);
    if (timer.at === this.#now) {
      // No time has to pass for it, only what is under way.
      queueMicrotask(() => this.#run(timer));
    }
    return () => void this.#timers.delete(timer);
  }

  /** Resolves once that much time has passed; rejects as soon as the signal is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    const cancel = this.after(ms, () => resolve(undefined));
    const stop = (): void => {
      cancel();
      reject(new DOMException("The wait was stopped.", "AbortError"));
    };
    signal.addEventListener("abort", stop);
    if (signal.aborted) {
      stop();
    }
    return promise.finally(() => signal.removeEventListener("abort", stop));
  }

  /** Moves on to the next timer and runs it, unless it is later than `until`. Returns whether there was one. */
  step(until = Infinity): boolean {
    const timer = this.#next();
    if (!timer || timer.at > until) {
      return false;
    }
    this.#now = Math.max(this.#now, timer.at);
    this.#run(timer);
    return true;
  }

  /** Moves on by that many milliseconds, and runs what is due on the way. */
  pass(ms: number): void {
    const until = this.#now + ms;
    while (this.step(until)) {
      // One after the other.
    }
    this.#now = until;
  }

  /** Takes the place of the global timers until it is disposed of. */
  install(): Disposable {
    const real = { setTimeout: globalThis.setTimeout, clearTimeout: globalThis.clearTimeout };
    const cancels = new Map<unknown, () => void>();
    const set = (run: (...args: unknown[]) => void, ms = 0, ...args: unknown[]): object => {
      const handle = { unref: () => handle, ref: () => handle, hasRef: () => false };
      cancels.set(
        handle,
        this.after(ms, () => {
          cancels.delete(handle);
          run(...args);
        }),
      );
      return handle;
    };
    const clear = (handle: unknown): void => {
      cancels.get(handle)?.();
      cancels.delete(handle);
    };
    Object.assign(globalThis, { setTimeout: set, clearTimeout: clear });
    return { [Symbol.dispose]: () => void Object.assign(globalThis, real) };
  }

  #next(): Timer | undefined {
    let next: Timer | undefined;
    for (const timer of this.#timers) {
      next = next === undefined || timer.at < next.at ? timer : next;
    }
    return next;
  }

  #run(timer: Timer): void {
    if (this.#timers.delete(timer)) {
      timer.run();
    }
  }
}

/** Lets everything happen that waits for nothing but its turn. */
export function settle(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
