import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { consentKey, type Cloud } from "../../core/model/cloud.ts";

const FILE = "trusted-endpoints.json";

/** Whether the user has confirmed this endpoint before, with this audience and this sign-in. */
export async function isTrusted(folder: string, cloud: Cloud): Promise<boolean> {
  return (await readTrusted(folder)).includes(consentKey(cloud));
}

/** Remembers that the user has confirmed an endpoint. @throws Error of the file system */
export async function trust(folder: string, cloud: Cloud): Promise<void> {
  const keys = new Set([...(await readTrusted(folder)), consentKey(cloud)]);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(join(folder, FILE), `${JSON.stringify([...keys], undefined, 2)}\n`, { mode: 0o600 });
}

async function readTrusted(folder: string): Promise<readonly string[]> {
  try {
    const read: unknown = JSON.parse(await readFile(join(folder, FILE), "utf8"));
    return Array.isArray(read) ? read.filter((key) => typeof key === "string") : [];
  } catch {
    // No file, or one that can't be read: nothing is trusted.
    return [];
  }
}
