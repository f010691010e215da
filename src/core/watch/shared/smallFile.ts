import * as fs from "node:fs/promises";

/** More than any of these files can have. */
const MOST_BYTES = 65_536;

/** What a small JSON file says; `undefined` where it is missing, torn, too large or no file. Never throws. */
export async function readSmallFile(path: string): Promise<unknown> {
  try {
    // Looked at first: opening what is no file, such as a pipe, may never end.
    const stats = await fs.lstat(path);
    return stats.isFile() && stats.size <= MOST_BYTES
      ? (JSON.parse(await fs.readFile(path, "utf8")) as unknown)
      : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Replaces a small JSON file as a whole, so that no process reads half of it.
 * @param isWanted asked at the last moment; if it says no, the file stays as it is
 * @throws Error of the file system
 */
export async function writeSmallFile(path: string, value: unknown, isWanted = (): boolean => true): Promise<void> {
  const draft = `${path}.${process.pid}.tmp`;
  try {
    await fs.writeFile(draft, JSON.stringify(value), { mode: 0o600 });
    await (isWanted() ? fs.rename(draft, path) : fs.rm(draft));
  } catch (error) {
    await fs.rm(draft, { force: true }).catch(() => undefined);
    throw error;
  }
}
