/** How many times longer VS Code takes to come up here than on an idle machine with two cores. */
let slowness = 1;

/** Beyond this a machine hangs rather than works. */
const SLOWEST = 8;

/** Starts something, and learns from the time that it took how patient this machine wants us to be. */
export async function learnPatience<T>(usualMs: number, start: () => Promise<T>): Promise<T> {
  const before = performance.now();
  const started = await start();
  slowness = Math.min(SLOWEST, Math.max(slowness, (performance.now() - before) / usualMs));
  return started;
}

/** How long to wait before giving up, given what is ample on an idle machine. */
export function patience(idleMs: number): number {
  return Math.round(idleMs * slowness);
}
