import timers from "node:timers/promises";

/**
 * Lets time pass for whoever waits by `node:timers/promises` and reads `performance.now`, as the extension's clock does:
 * both are the same objects for all extensions of a window. So a test need not wait for what takes a minute.
 */
export interface PassingTime {
  /** Everybody's time is later by that many milliseconds, and whatever was waited for by then comes. */
  pass(ms: number): void;
}

/** Takes the place of the two, from now on. */
export function installPassingTime(): PassingTime {
  const sleep = timers.setTimeout;
  const now = performance.now.bind(performance);
  let skew = 0;
  const waits = new Set<{ readonly until: number; readonly end: AbortController }>();
  performance.now = () => now() + skew;
  const wait = async <T>(
    ms = 0,
    value?: T,
    options: { readonly signal?: AbortSignal; readonly ref?: boolean } = {},
  ): Promise<T | undefined> => {
    const { signal = new AbortController().signal } = options;
    const one = { until: performance.now() + ms, end: new AbortController() };
    waits.add(one);
    try {
      return await sleep(ms, value, { ...options, signal: AbortSignal.any([signal, one.end.signal]) });
    } catch (error) {
      if (one.end.signal.aborted && !signal.aborted) {
        return value;
      }
      throw error;
    } finally {
      waits.delete(one);
    }
  };
  Object.assign(timers, { setTimeout: wait });
  return {
    pass: (ms) => {
      skew += ms;
      for (const one of waits) {
        if (one.until <= performance.now()) {
          one.end.abort();
        }
      }
    },
  };
}
