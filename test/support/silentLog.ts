import type { Log } from "../../src/core/model/log.ts";

/** A log that no test reads. */
export const silent: Log = { trace: ignore, debug: ignore, info: ignore, warn: ignore, error: ignore };

function ignore(): void {
  // Nothing is kept.
}
