/**
 * `npm run l10n`: writes l10n/bundle.l10n.json again from the texts in src, takes out of the Korean bundle what no text
 * uses any more, and lists what is still to be translated.
 */
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { getL10nJson } from "@vscode/l10n-dev";
import { isMain } from "./isMain.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const english = join(root, "l10n/bundle.l10n.json");
const korean = join(root, "l10n/bundle.l10n.ko.json");

/**
 * Every text that src shows by `l10n.t`, sorted by its key.
 * @returns {Promise<Record<string, string | {message: string, comment: string[]}>>} in the form of bundle.l10n.json
 */
export async function extract() {
  const files = (await readdir(join(root, "src"), { recursive: true })).filter((file) => file.endsWith(".ts"));
  const contents = await Promise.all(files.map((file) => readFile(join(root, "src", file), "utf8")));
  return sorted(await getL10nJson(contents.map((text) => ({ extension: ".ts", contents: asTexts(text) }))));
}

/** Code in which a text with a number, as src/words/plural.ts takes it, is one that the collector knows. */
function asTexts(code) {
  const known = code.replaceAll(/\bplural(?:Forms)?\((?=\s*")/gu, "l10n.t(");
  return known === code || /import .*\bl10n\b/u.test(code) ? known : `import { l10n } from "vscode";\n${known}`;
}

function sorted(bundle) {
  return Object.fromEntries(Object.entries(bundle).sort(([a], [b]) => (a < b ? -1 : 1)));
}

async function write(path, bundle) {
  await writeFile(path, `${JSON.stringify(bundle, undefined, 2)}\n`);
}

async function update() {
  const texts = await extract();
  const translated = JSON.parse(await readFile(korean, "utf8").catch(() => "{}"));
  const missing = Object.keys(texts).filter((key) => !(key in translated));
  await mkdir(join(root, "l10n"), { recursive: true });
  await write(english, texts);
  await write(korean, sorted(Object.fromEntries(Object.entries(translated).filter(([key]) => key in texts))));
  console.log(`${Object.keys(texts).length} texts, ${missing.length} not in Korean yet`);
  for (const key of missing) {
    console.log(`  ${JSON.stringify(key)}`);
  }
  process.exitCode = missing.length === 0 ? 0 : 1;
}

if (isMain(import.meta.url)) {
  await update();
}
