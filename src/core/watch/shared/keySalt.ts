import { createHmac, randomBytes } from "node:crypto";
import * as fs from "node:fs/promises";
import { join } from "node:path";

const SALT_BYTES = 32;
const VALUE = "value";
/** How many damaged salts are passed over. */
const MOST_SALTS = 20;
/** What file systems say of a path that leads to no file. */
const NO_SALT: ReadonlySet<unknown> = new Set(["ENOENT", "ENOTDIR", "EISDIR"]);

/** Makes of a key, which may hold IDs and names, what may stand on disk. Hexadecimal, so that it is a file name everywhere. */
export type KeyHash = (key: string) => string;

/**
 * The hash by the salt of a folder, which is created by the first process that asks and is the same for all others: the first
 * of `salt.1`, `salt.2`, … that is whole. None is ever changed, so all processes pass over the same damaged ones.
 * @throws Error of the file system
 */
export async function keyHashOf(folder: string): Promise<KeyHash> {
  for (let number = 1; number <= MOST_SALTS; number++) {
    const place = join(folder, `salt.${number}`);
    let salt = await readSalt(place);
    if (salt === "missing") {
      await createSalt(folder, place);
      salt = await readSalt(place);
    }
    if (typeof salt === "object") {
      const whole = salt;
      return (key) => createHmac("sha256", whole).update(key).digest("hex").slice(0, 32);
    }
  }
  throw new Error(`No salt in ${folder} can be read.`);
}

async function readSalt(place: string): Promise<Buffer | "missing" | "damaged"> {
  // Read again where another process may have put it there in between.
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      const salt = await fs.readFile(join(place, VALUE));
      return salt.length === SALT_BYTES ? salt : "damaged";
    } catch (error) {
      // Only what will never be readable is passed over, or processes would disagree.
      if (!(error instanceof Error && "code" in error && NO_SALT.has(error.code))) {
        throw error;
      }
    }
    if (!(await exists(place))) {
      return "missing";
    }
  }
  return "damaged";
}

/** Puts a salt there unless another process has: a folder that isn't empty can't be replaced, on any file system. */
async function createSalt(folder: string, place: string): Promise<void> {
  const draft = await fs.mkdtemp(join(folder, "draft."));
  try {
    const file = await fs.open(join(draft, VALUE), "wx", 0o600);
    try {
      await file.writeFile(randomBytes(SALT_BYTES));
      await file.sync();
    } finally {
      await file.close();
    }
    await fs.rename(draft, place);
  } catch (error) {
    await fs.rm(draft, { recursive: true, force: true }).catch(() => undefined);
    if (!(await exists(place))) {
      throw error;
    }
  }
}

function exists(path: string): Promise<boolean> {
  return fs.lstat(path).then(
    () => true,
    () => false,
  );
}
