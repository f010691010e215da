import type { Clock } from "../../model/clock.ts";
import { AzureError } from "./azureError.ts";

/**
 * Runs a call under a signal that is aborted with the caller's own, or when the time is up. Code that sees it aborted
 * throws {@link stopped}, which tells the two apart.
 */
export async function withDeadline<T>(
  signal: AbortSignal,
  ms: number,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const cancel = (): void => controller.abort();
  const timer = setTimeout(() => {
    const detail = `timed out after ${Math.round(ms / 1_000)} s`;
    controller.abort(new AzureError({ kind: "timedOut", detail, code: "OperationDeadline", maybeReceived: true }));
  }, ms);
  signal.addEventListener("abort", cancel);
  if (signal.aborted) {
    cancel();
  }
  try {
    return await run(controller.signal);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", cancel);
  }
}

/** The error for work that an aborted signal has stopped. */
export function stopped(signal: AbortSignal, maybeReceived: boolean): AzureError {
  const reason: unknown = signal.reason;
  return reason instanceof AzureError
    ? reason.with({ maybeReceived })
    : new AzureError({ kind: "cancelled", detail: "stopped by the caller", maybeReceived });
}

/** Waits, and throws {@link stopped} as soon as the signal is aborted. */
export async function waitUnlessStopped(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  await clock.pause(ms, signal);
  if (signal.aborted) {
    throw stopped(signal, false);
  }
}

/** The promise's own end, or a rejection as soon as the signal is aborted: for work that ignores the signal. */
export async function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const abort = (): void => aborted.reject(stopped(signal, false));
  signal.addEventListener("abort", abort);
  if (signal.aborted) {
    abort();
  }
  try {
    return await Promise.race([promise, aborted.promise]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
