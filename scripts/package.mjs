/** `npm run package`: builds, packs dist/bastion-sessions.vsix, and looks at what went into it. */
import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, kilobytes } from "./build.mjs";
import { isMain } from "./isMain.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const vsix = "dist/bastion-sessions.vsix";
const maxVsixBytes = 500_000;

/** Every file that the package has; `*` is any name within a folder. */
const contents = [
  "[Content_Types].xml",
  "extension.vsixmanifest",
  "extension/package.json",
  "extension/package.nls.json",
  "extension/package.nls.ko.json",
  "extension/readme.md",
  "extension/changelog.md",
  "extension/LICENSE.txt",
  "extension/SECURITY.md",
  "extension/dist/extension.cjs",
  "extension/dist/*-*.cjs",
  "extension/dist/table.js",
  "extension/dist/table-*.js",
  "extension/dist/table.css",
  "extension/dist/codicon.ttf",
  "extension/dist/THIRD-PARTY-NOTICES.txt",
  "extension/l10n/*.json",
  "extension/media/activitybar.svg",
  "extension/media/icon.png",
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
  runVsce(["package", "--no-dependencies", "--out", vsix]);
  const path = join(root, vsix);
  const archive = await readFile(path);
  assert(archive.length < maxVsixBytes, `${vsix} has ${archive.length} bytes; the limit is ${maxVsixBytes}`);
  compareContents(zipEntries(archive));
  return { path, bytes: archive.length, bundleBytes };
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

/** The names in a zip archive, from its central directory (APPNOTE.TXT 4.3.12; the archive is small and has no zip64). */
function zipEntries(archive) {
  const end = archive.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
  const names = [];
  for (let index = 0, at = archive.readUInt32LE(end + 16); index < archive.readUInt16LE(end + 10); index++) {
    const nameLength = archive.readUInt16LE(at + 28);
    names.push(archive.toString("utf8", at + 46, at + 46 + nameLength));
    at += 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return names;
}

function compareContents(names) {
  const patterns = contents.map(
    (path) => new RegExp(`^${path.replace(/[.[\]]/gu, "\\$&").replace("*", "[^/]+")}$`, "u"),
  );
  assert.deepEqual(
    names.filter((name) => !patterns.some((pattern) => pattern.test(name))),
    [],
    "The package holds files that it should not",
  );
  assert.deepEqual(
    contents.filter((_, index) => !names.some((name) => patterns[index].test(name))),
    [],
    "The package lacks files",
  );
}

if (isMain(import.meta.url)) {
  const { bytes, bundleBytes } = await packageExtension();
  console.log(`${vsix}: ${kilobytes(bytes)} (bundle ${kilobytes(bundleBytes)})`);
}
