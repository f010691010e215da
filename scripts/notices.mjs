/** The licences of what is inside the bundle, read from the packages themselves. */
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";

/** Licences that ask for no more than that their text travels along. Any other is a decision for a person. */
const accepted = new Set(["MIT", "ISC", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "0BSD", "CC-BY-4.0"]);

/**
 * The text of THIRD-PARTY-NOTICES.txt.
 * @param {string} root the project's folder
 * @param {{inputs: Record<string, {bytesInOutput: number}>}[]} outputs the bundles, as esbuild's metafiles describe them
 * @throws where a package has another licence than those above, or no licence text
 */
export async function thirdPartyNotices(root, outputs) {
  const used = outputs
    .flatMap(({ inputs }) => Object.entries(inputs))
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  const folders = new Set(used.map(([path]) => packageFolder(path)).filter((folder) => folder !== undefined));
  const notices = await Promise.all([...folders].sort().map((folder) => notice(join(root, folder))));
  const intro = "Bastion Sessions contains the following packages, under the licences given here.\n";
  return [intro, ...notices].join(`\n${"-".repeat(80)}\n\n`);
}

/** The folder of the package that a file belongs to: `node_modules/a`, `node_modules/@a/b` or one nested in another. */
function packageFolder(path) {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/u.exec(path)?.[0];
}

async function notice(folder) {
  const { name, version, license, homepage } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  if (!accepted.has(license)) {
    throw new Error(`${name} ${version} is under ${license}; scripts/notices.mjs accepts ${[...accepted].join(", ")}`);
  }
  const from = homepage ? `${homepage}\n` : "";
  return `${name} ${version}\n${from}${license}\n\n${await licenceText(folder, name)}\n`;
}

/** The licence texts of packages that carry none: what their package.json names, with its author. */
const supplied = new Map([["@vscode/l10n", new URL("licences/vscode-l10n.txt", import.meta.url)]]);

/** A package's licence file, or the chapter "License" of its README where it has no file of its own. */
async function licenceText(folder, name) {
  const text = supplied.get(name);
  if (text !== undefined) {
    return (await readFile(text, "utf8")).trim();
  }
  return shippedText(folder, name);
}

async function shippedText(folder, name) {
  const files = await readdir(folder);
  const licence = files.find((file) => /^licen[cs]e(?:\.(?:md|txt))?$/iu.test(file));
  if (licence !== undefined) {
    return (await readFile(join(folder, licence), "utf8")).trim();
  }
  const readme = files.find((file) => /^readme\.md$/iu.test(file));
  const chapter = /^(?:#+ *Licen[cs]e|Licen[cs]e\n-+)\s*\n(?<text>[^]+)/imu.exec(
    readme === undefined ? "" : await readFile(join(folder, readme), "utf8"),
  );
  const text = chapter?.groups?.text?.trim();
  if (!text || !/copyright/iu.test(text)) {
    throw new Error(`${name} has no licence text`);
  }
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">");
}
