/**
 * `npm run l10n`: writes l10n/bundle.l10n.json again from the texts in src, takes out of each language what no text uses any
 * more, lists what is still to be translated, and draws the walkthrough's picture of a disconnect in each language.
 */
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { getL10nJson } from "@vscode/l10n-dev";
import { isMain } from "./isMain.mjs";
import { drawPicture } from "./walkthroughPictures.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const english = "l10n/bundle.l10n.json";

/** A text with a number, as src/words/plural.ts takes it. */
const PLURAL = /\bplural(?:Forms)?\(\s*(?<text>"(?:[^"\\]|\\.)*")/gu;

/** Numbers of every category that a number of things is in, but for 1. */
const COUNTS = [0, ...Array.from({ length: 200 }, (_, index) => index + 2)];

/** Every language that texts are translated into, as VS Code names it, sorted. */
export async function languages() {
  const names = await readdir(join(root, "l10n"));
  return names.flatMap((name) => /^bundle\.l10n\.(?<language>[\w-]+)\.json$/u.exec(name)?.groups.language ?? []).sort();
}

/**
 * Every text that src shows by `l10n.t`, sorted by its key.
 * @returns {Promise<Record<string, string | {message: string, comment: string[]}>>} in the form of bundle.l10n.json
 */
export async function extract() {
  return sorted(
    await getL10nJson((await sources()).map((code) => ({ extension: ".ts", contents: withKnownCalls(code) }))),
  );
}

/**
 * The texts that a language needs beside those of {@link extract}: a form of each text with a number for each category that
 * whole numbers other than 1 are in, of which texts of their own speak.
 */
export async function pluralKeys(language) {
  const rules = new Intl.PluralRules(language);
  const texts = (await sources()).flatMap((code) =>
    [...code.matchAll(PLURAL)].map(({ groups: { text } }) => JSON.parse(text)),
  );
  const further = new Set(COUNTS.map((count) => rules.select(count)).filter((category) => category !== "other"));
  return [...new Set(texts)].flatMap((text) => [...further].map((category) => `${text}/${category}`));
}

async function sources() {
  const files = (await readdir(join(root, "src"), { recursive: true })).filter((file) => file.endsWith(".ts"));
  return Promise.all(files.map((file) => readFile(join(root, "src", file), "utf8")));
}

/** The collector knows `l10n.t` and no other call. */
function withKnownCalls(code) {
  const known = code.replaceAll(PLURAL, "l10n.t($<text>");
  return known === code || /import .*\bl10n\b/u.test(code) ? known : `import { l10n } from "vscode";\n${known}`;
}

function sorted(bundle) {
  return Object.fromEntries(Object.entries(bundle).sort(([a], [b]) => (a < b ? -1 : 1)));
}

async function read(path) {
  return JSON.parse(await readFile(join(root, path), "utf8"));
}

async function write(path, bundle) {
  await writeFile(join(root, path), `${JSON.stringify(bundle, undefined, 2)}\n`);
}

/** Takes out what isn't wanted, in the order in which it is. @returns the keys without a translation */
async function update(path, wanted) {
  const translated = await read(path);
  await write(path, Object.fromEntries(wanted.filter((key) => key in translated).map((key) => [key, translated[key]])));
  return wanted.filter((key) => !(key in translated));
}

async function updateAll() {
  const texts = await extract();
  const keys = Object.keys(texts);
  const commands = Object.keys(await read("package.nls.json"));
  await write(english, texts);
  console.log(`${keys.length} texts in src, ${commands.length} in package.json`);
  for (const language of await languages()) {
    const missing = [
      ...(await update(`l10n/bundle.l10n.${language}.json`, [...keys, ...(await pluralKeys(language))].sort())),
      ...(await update(`package.nls.${language}.json`, commands)),
    ];
    await drawPicture(language, await read(`l10n/bundle.l10n.${language}.json`));
    console.log(`${language}: ${missing.length} missing`);
    missing.forEach((key) => console.log(`  ${JSON.stringify(key)}`));
    process.exitCode ||= missing.length === 0 ? 0 : 1;
  }
}

if (isMain(import.meta.url)) {
  await updateAll();
}
