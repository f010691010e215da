import type * as netModule from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * A sign of life that the operating system takes back when a process ends, however it ends: a local socket (a named pipe on
 * Windows) that somebody listens on or does not. A process id would not do: it is given to another process some day.
 */
export interface Life extends AsyncDisposable {
  /** Where others can look, see {@link isAlive}. */
  readonly path: string;
}

/** Loaded when it is wanted: nothing that has to do with a network is when the extension starts. */
const net = (): typeof netModule => process.getBuiltinModule("node:net");

/** The longest path that every system takes for a socket, in bytes (104 on macOS, the end included). */
const LONGEST_PATH = 103;

/**
 * Shows a sign of life until it is disposed of or the process ends.
 * @param folder where the socket goes unless that path is too long for one
 * @param name nobody else's
 * @throws Error of node:net where the system refuses
 */
export async function showLife(folder: string, name: string): Promise<Life> {
  const path = lifePath(folder, `${name}.sock`);
  const server = net().createServer((socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(path, () => resolve());
  });
  // It must not keep the process alive that it tells of; and what goes wrong with it later concerns nobody.
  server.unref().on("error", () => undefined);
  return { path, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

function lifePath(folder: string, name: string): string {
  if (process.platform === "win32") {
    return `\\\\.\\pipe\\bastion-sessions-${name}`;
  }
  const path = join(folder, name);
  return Buffer.byteLength(path) <= LONGEST_PATH ? path : join(tmpdir(), name);
}

/** Whether the process that shows this sign is there. Where that cannot be told, it may be. */
export async function isAlive(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net().connect(path);
    const answer = (alive: boolean) => {
      socket.destroy();
      resolve(alive);
    };
    socket.once("connect", () => answer(true));
    socket.once("error", ({ code }: NodeJS.ErrnoException) => answer(code !== "ENOENT" && code !== "ECONNREFUSED"));
  });
}
