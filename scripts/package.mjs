/**
 * `npm run package`: builds, packs dist/bastion-sessions.vsix and the command line's dist/bastion-sessions.tgz, and looks at
 * what went into them.
 */
import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inflateRawSync } from "node:zlib";
import { build, kilobytes } from "./build.mjs";
import { isMain } from "./isMain.mjs";
import { packNpm } from "./npmPackage.mjs";
import { checkLinks, compareContents } from "./packageContents.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const vsix = "dist/bastion-sessions.vsix";
const packagedReadme = "dist/README.md";
/** About a third is the command line, which shares no file with the extension, and another translations. */
const maxVsixBytes = 1_600_000;

/** Every file that the package has; `*` is any name within a folder. */
const contents = [
  "[Content_Types].xml",
  "extension.vsixmanifest",
  "extension/package.json",
  "extension/package.nls.json",
  "extension/package.nls.*.json",
  "extension/readme.md",
  "extension/changelog.md",
  "extension/LICENSE.txt",
  "extension/SECURITY.md",
  "extension/dist/extension.cjs",
  "extension/dist/cli.cjs",
  "extension/dist/mcp.cjs",
  "extension/dist/*-*.cjs",
  "extension/dist/table.js",
  "extension/dist/table-*.js",
  "extension/dist/table.css",
  "extension/dist/codicon.ttf",
  "extension/dist/THIRD-PARTY-NOTICES.txt",
  "extension/l10n/bundle.l10n.json",
  "extension/l10n/bundle.l10n.*.json",
  "extension/media/activitybar.svg",
  "extension/media/icon.png",
  "extension/media/walkthrough/*.svg",
  "extension/media/light/*.svg",
  "extension/media/dark/*.svg",
];

/**
 * Builds and packs the extension.
 * @returns {Promise<{path: string, bytes: number, bundleBytes: number}>} the absolute path of the .vsix, and sizes
 * @throws where the build or vsce fails or warns, the package is too large, or it holds more or less than it should
 */
export async function packageExtension() {
  const { bytes: bundleBytes } = await build();
  await writeReadme();
  runVsce(["package", "--no-dependencies", "--readme-path", packagedReadme, "--out", vsix]);
  const path = join(root, vsix);
  const archive = await readFile(path);
  assert(archive.length < maxVsixBytes, `${vsix} has ${archive.length} bytes; the limit is ${maxVsixBytes}`);
  const entries = zipEntries(archive);
  compareContents([...entries.keys()], contents);
  for (const document of ["readme.md", "changelog.md", "SECURITY.md"]) {
    checkLinks(document, entries.get(`extension/${document}`)().toString("utf8"));
  }
  return { path, bytes: archive.length, bundleBytes };
}

/** vsce makes links and `src` absolute, with the repository of package.json, but not the `srcset` of a `<picture>`. */
async function writeReadme() {
  const { repository } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  const readme = await readFile(join(root, "README.md"), "utf8");
  await writeFile(
    join(root, packagedReadme),
    readme.replaceAll(/(?<=srcset=")(?!https:)/gu, () => `${repository.url}/raw/HEAD/`),
  );
}

/** Runs vsce by the Node of node_modules, since it wants a newer one than a machine may have. */
function runVsce(args) {
  const node = join(root, "node_modules/node/bin", process.platform === "win32" ? "node.exe" : "node");
  const { status, stdout, stderr, error } = spawnSync(node, [join(root, "node_modules/@vscode/vsce/vsce"), ...args], {
    cwd: root,
    encoding: "utf8",
  });
  const said = `${stdout ?? ""}${stderr ?? ""}`;
  assert(
    !error && status === 0 && !/warning/iu.test(said),
    `vsce ${args[0]} did not go well:\n${error?.message ?? said}`,
  );
}

/** The files of a zip archive, from its central directory (APPNOTE.TXT 4.3.12; the archive is small and has no zip64). */
function zipEntries(archive) {
  const end = archive.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
  const entries = new Map();
  for (let index = 0, at = archive.readUInt32LE(end + 16); index < archive.readUInt16LE(end + 10); index++) {
    const nameLength = archive.readUInt16LE(at + 28);
    const [size, header] = [archive.readUInt32LE(at + 20), archive.readUInt32LE(at + 42)];
    const isStored = archive.readUInt16LE(at + 10) === 0;
    entries.set(archive.toString("utf8", at + 46, at + 46 + nameLength), () => {
      const start = header + 30 + archive.readUInt16LE(header + 26) + archive.readUInt16LE(header + 28);
      const bytes = archive.subarray(start, start + size);
      return isStored ? bytes : inflateRawSync(bytes);
    });
    at += 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return entries;
}

if (isMain(import.meta.url)) {
  const { bytes, bundleBytes } = await packageExtension();
  console.log(`${vsix}: ${kilobytes(bytes)} (bundle ${kilobytes(bundleBytes)})`);
  console.log(`dist/bastion-sessions.tgz: ${kilobytes((await packNpm()).bytes)}`);
}
