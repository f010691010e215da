/**
 * The last resort: what must not outlive this process, however it ends. Whoever starts something here still stops it in
 * the ordinary way, and takes it off the list by doing so.
 */
const pending = new Set<() => void>();
let listening = false;

/** Runs `work`, which must be synchronous, when this process ends, unless the returned function is called before. */
export function atExit(work: () => void): () => void {
  if (!listening) {
    listening = true;
    process.once("exit", runPending);
    // Left alone, these end a process without its "exit". Who listens too has a way of their own to end.
    for (const [signal, code] of [
      ["SIGINT", 130],
      ["SIGTERM", 143],
      ["SIGHUP", 129],
    ] as const) {
      process.on(signal, () => {
        if (process.listenerCount(signal) === 1) {
          process.exit(code);
        }
      });
    }
  }
  pending.add(work);
  return () => pending.delete(work);
}

function runPending(): void {
  for (const work of pending) {
    try {
      work();
    } catch {
      // The others are still to be done.
    }
  }
}
