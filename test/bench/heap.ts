import { setFlagsFromString, getHeapStatistics } from "node:v8";
import { runInNewContext } from "node:vm";

const EVERY_MS = 5;

// The extension host is not started with this flag; contexts made after it is set have the function.
setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** Bytes of the heap that are in use, once what is not has been cleared away. */
export function heapInUse(): number {
  collect();
  return getHeapStatistics().used_heap_size;
}

/** Does the work, and says how many bytes of the heap were in use at most while it ran, cleared away or not. */
export async function peakHeap(work: () => Promise<void>): Promise<number> {
  let peak = 0;
  const look = (): void => {
    peak = Math.max(peak, getHeapStatistics().used_heap_size);
  };
  const timer = setInterval(look, EVERY_MS);
  await work().finally(() => clearInterval(timer));
  look();
  return peak;
}
