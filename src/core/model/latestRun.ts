/** Work of which only the newest run counts: beginning one stops the one before. */
export class LatestRun {
  #controller = new AbortController();

  /** Stops the run before, and begins one: whatever it awaits should look at the signal afterwards. */
  begin(): AbortSignal {
    this.#controller.abort();
    this.#controller = new AbortController();
    return this.#controller.signal;
  }

  /** Of the run that counts now. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Stops the run that counts now, until another begins. */
  abort(): void {
    this.#controller.abort();
  }
}
