/** The npm package of the command line, without the extension: what is in it, and dist/bastion-sessions.tgz. */
import { strict as assert } from "node:assert";
import { execFile } from "node:child_process";
import { cp, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { checkLinks, compareContents } from "./packageContents.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = join(root, "dist/npm");
const tarball = join(root, "dist/bastion-sessions.tgz");
const maxTarballBytes = 1_000_000;

/** What is built, by scripts/build.mjs. */
const built = ["dist/cli.cjs", "dist/mcp.cjs", "dist/THIRD-PARTY-NOTICES.txt"];

/** Every file that the package has; `*` is any name within a folder. */
const contents = ["package.json", "README.md", "LICENSE", ...built, "l10n/bundle.l10n.*.json"];

/**
 * Writes the package but for what is built: its manifest, documents, and texts.
 * @param {string} to a folder, which is made
 */
export async function writeNpmPackage(to) {
  await mkdir(to, { recursive: true });
  await Promise.all([
    writeFile(join(to, "package.json"), `${JSON.stringify(await manifest(), undefined, 2)}\n`),
    writeFile(join(to, "README.md"), await readme()),
    cp(join(root, "LICENSE"), join(to, "LICENSE")),
    cp(join(root, "l10n"), join(to, "l10n"), {
      recursive: true,
      // What only translators and VS Code need: the glossaries, and the English texts, which are in the bundle.
      filter: (path) => !path.endsWith(".json") || /bundle\.l10n\.[\w-]+\.json$/u.test(path),
    }),
  ]);
}

/**
 * Packs what the build has made.
 * @returns {Promise<{bytes: number}>}
 * @throws where npm fails, the package is too large, or it holds more or less than it should
 */
export async function packNpm() {
  await rm(folder, { recursive: true, force: true });
  await writeNpmPackage(folder);
  await Promise.all(built.map((path) => cp(join(root, path), join(folder, path))));
  checkLinks("README.md", await readFile(join(folder, "README.md"), "utf8"));
  const { stdout } = await promisify(execFile)("npm", ["pack", "--json", "--ignore-scripts"], {
    cwd: folder,
    shell: process.platform === "win32",
  });
  const [packed] = JSON.parse(stdout);
  compareContents(
    packed.files.map(({ path }) => path),
    contents,
  );
  assert(packed.size < maxTarballBytes, `The npm package has ${packed.size} bytes; the limit is ${maxTarballBytes}`);
  await rename(join(folder, packed.filename), tarball);
  return { bytes: packed.size };
}

/** The extension's manifest has what only VS Code reads, and is private, so that npm never publishes it by mistake. */
async function manifest() {
  const { name, version, license, repository, bugs, homepage, keywords, bin } = await readJson("package.json");
  return {
    name,
    version,
    description: "Shows who is connected through Azure Bastion, and disconnects sessions",
    keywords: [...keywords, "cli", "mcp"],
    license,
    // npm compares it with where a package with a provenance statement was built.
    repository: { ...repository, url: `git+${repository.url}.git` },
    bugs,
    homepage,
    bin,
    files: ["dist", "l10n"],
    engines: { node: ">=20" },
  };
}

/** docs/automation.md, whose links lead to the repository. */
async function readme() {
  const { repository } = await readJson("package.json");
  const text = await readFile(join(root, "docs/automation.md"), "utf8");
  return text.replaceAll(
    /(?<=\]\()(?!https:|#)(?<path>[^)]+)/gu,
    (path) => `${repository.url}/blob/HEAD/${posix.join("docs", path)}`,
  );
}

async function readJson(path) {
  return JSON.parse(await readFile(join(root, path), "utf8"));
}
