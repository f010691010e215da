/**
 * The last resort: what must not outlive this process, however it ends. Whoever starts something here still stops it in
 * the ordinary way, and takes it off the list by doing so.
 */
const pending = new Set<() => void>();

/** Runs `work`, which must be synchronous, when this process ends, unless the returned function is called before. */
export function atExit(work: () => void): () => void {
  if (pending.size === 0) {
    process.once("exit", runPending);
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
