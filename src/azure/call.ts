/** What every call to Azure takes along. */

/** A wait that the user may want to see, told before it begins. */
export interface Wait {
  /** `throttled`: Azure asked us to wait. `retrying`: something failed that may pass. */
  readonly reason: "throttled" | "retrying";
  readonly delayMs: number;
  /** The attempt that follows the wait; the second is 2. */
  readonly attempt: number;
}

export interface CallOptions {
  /** Aborting it closes the connection and ends every wait; the call then throws AzureError `cancelled`. */
  readonly signal: AbortSignal;
  readonly onWait?: (wait: Wait) => void;
}
