import { setTimeout as pause } from "node:timers/promises";
import * as vscode from "vscode";
import { heapInUse } from "../heap.ts";

/** What one start of the extension took. */
export interface Activation {
  readonly ms: number;
  /** Heap in use in the extension host, without the extension and with it. */
  readonly bytesBefore: number;
  readonly bytesAfter: number;
}

/** Nothing started for that long: nothing more is to come. */
const QUIET_MS = 5_000;

const ID = "bastion-sessions.bastion-sessions";

/** Activates the extension, which must not have been activated before: a VS Code can do this once. */
export async function activateOnce(): Promise<Activation> {
  const extension = vscode.extensions.getExtension(ID);
  if (!extension || extension.isActive) {
    throw new Error(`${ID} is ${extension ? "active already" : "not installed"}`);
  }
  await quiet();
  const bytesBefore = heapInUse();
  const started = performance.now();
  await extension.activate();
  const ms = performance.now() - started;
  return { ms, bytesBefore, bytesAfter: heapInUse() };
}

/** Resolves when VS Code's own extensions have started too: the one thread is shared with all of them, and the heap. */
async function quiet(): Promise<void> {
  const active = (): number => vscode.extensions.all.filter(({ isActive }) => isActive).length;
  for (let last = -1; last !== active();) {
    last = active();
    await pause(QUIET_MS);
  }
}
