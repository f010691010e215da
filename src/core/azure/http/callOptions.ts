/** What every call to Azure takes along. */

/** A wait that the user may want to see, announced before it begins. */
export interface Wait {
  /** `throttled`: Azure asked us to wait, or would if we sent more at once. `retrying`: something failed that may pass. */
  readonly reason: "throttled" | "retrying";
  readonly delayMs: number;
  /** The attempt that follows the wait: 1 where nothing was sent yet. */
  readonly attempt: number;
}

export interface CallOptions {
  /** Aborting it closes the connection and ends every wait; the call then throws AzureError `cancelled`. */
  readonly signal: AbortSignal;
  /** Called for every wait before another attempt, and for those in the queue that last a second or more. */
  readonly onWait?: (wait: Wait) => void;
  /** In no hurry: goes out only while enough of what Azure takes is left to the others. */
  readonly background?: true;
}
