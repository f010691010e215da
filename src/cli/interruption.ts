/** Ctrl+C: ends the process at once, or as soon as what must not be left halfway allows it. */
export class Interruption {
  readonly #stop = new AbortController();
  readonly #end: (code: number) => void;
  #unfinished = 0;

  /** @param end ends the process */
  constructor(end: (code: number) => void) {
    this.#end = end;
  }

  /** Aborted when it's time to come to an end. */
  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  /** Begins the end. The second time nothing is waited for: what was sent is in the journal. */
  stop(code: number): void {
    const isSecond = this.#stop.signal.aborted;
    this.#stop.abort();
    if (isSecond || this.#unfinished === 0) {
      this.#end(code);
    }
  }

  /** Ends the process, unless it has work that must not be left halfway: that goes on, and says how it ended. */
  endIfIdle(code: number): void {
    if (this.#unfinished === 0) {
      this.#end(code);
    }
  }

  /** Keeps the process until this work has ended. */
  readonly toItsEnd = async <T>(work: () => Promise<T>): Promise<T> => {
    this.#unfinished += 1;
    try {
      return await work();
    } finally {
      this.#unfinished -= 1;
    }
  };
}
