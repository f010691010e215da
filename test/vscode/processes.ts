import { spawn, spawnSync } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout } from "node:timers/promises";

/** How long a process may take to end by itself once it has been asked to. */
const GRACE_MS = 5_000;

/**
 * Ends a child and everything that it started: politely first, then by force. The child must have been spawned with
 * `detached: true`, so that it leads a process group (on Windows, taskkill finds the tree by itself).
 */
export async function stopTree(child: ChildProcess): Promise<void> {
  if (child.pid === undefined) {
    return;
  }
  if (process.platform === "win32") {
    await once(spawn("taskkill", taskkill(child.pid)), "close");
    return;
  }
  signalGroup(child.pid, "SIGTERM");
  if (child.exitCode === null && child.signalCode === null) {
    const grace = new AbortController();
    await Promise.race([
      once(child, "exit"),
      setTimeout(GRACE_MS, undefined, { signal: grace.signal }).catch(() => undefined),
    ]);
    grace.abort();
  }
  signalGroup(child.pid, "SIGKILL");
}

/** As {@link stopTree}, by force and at once, for a process that is itself about to end. */
export function killTree(child: ChildProcess): void {
  if (child.pid === undefined) {
    return;
  }
  if (process.platform === "win32") {
    spawnSync("taskkill", taskkill(child.pid));
  } else {
    signalGroup(child.pid, "SIGKILL");
  }
}

const taskkill = (pid: number): string[] => ["/pid", String(pid), "/T", "/F"];

function signalGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-leader, signal);
  } catch {
    // The group is empty: all of it has ended.
  }
}
