/**
 * `node scripts/release.mjs v0.2.0`: prints what CHANGELOG.md says about the version that a tag releases. It fails unless
 * package.json has that version, and the changelog its date.
 */
import { strict as assert } from "node:assert";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { isMain } from "./isMain.mjs";

/**
 * @param {string} tag such as v0.2.0
 * @param {{version: string, changelog: string}} repository
 * @returns {string} the section of the changelog, without its heading
 * @throws where the three don't agree, or the section has no date or nothing in it
 */
export function releaseNotes(tag, { version, changelog }) {
  assert.equal(tag, `v${version}`, "The tag must be v and the version of package.json");
  const [, ...sections] = changelog.split(/^## /mu);
  const section = sections.find((text) => text.startsWith(`[${version}] - `));
  assert(section, `CHANGELOG.md has no section for ${version}`);
  const [heading, ...lines] = section.split("\n");
  assert.match(heading, /^\[[^\]]+\] - \d{4}-\d{2}-\d{2}$/u, "Replace Unreleased in CHANGELOG.md by the date");
  const notes = lines.join("\n").trim();
  assert(notes, `CHANGELOG.md says nothing about ${version}`);
  return notes;
}

if (isMain(import.meta.url)) {
  const read = (name) => readFile(fileURLToPath(new URL(`../${name}`, import.meta.url)), "utf8");
  const { version } = JSON.parse(await read("package.json"));
  console.log(releaseNotes(process.argv[2], { version, changelog: await read("CHANGELOG.md") }));
}
