/** The walkthrough's picture of a disconnect in each language, with the texts of its dialog. `npm run l10n` draws them again. */
import { strict as assert } from "node:assert";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/** VS Code's own button, as its language packs have it. */
const CANCEL = {
  cs: "Zrušit",
  de: "Abbrechen",
  es: "Cancelar",
  fr: "Annuler",
  it: "Annulla",
  ja: "キャンセル",
  ko: "취소",
  pl: "Anuluj",
  "pt-br": "Cancelar",
  ru: "Отмена",
  tr: "İptal",
  "zh-cn": "取消",
  "zh-tw": "取消",
};

/** As many characters as the title has room for at its full size. */
const MOST_CHARACTERS = 36;

/**
 * The texts in the picture, from top to bottom.
 * @param {Record<string, string>} bundle the texts of a language, English included
 * @param {string} [language] none for English
 * @throws if the dialog has no such text
 */
export function pictureTexts(bundle, language) {
  const text = (key, ...values) => {
    assert(bundle[key], `${key} is no text`);
    return bundle[key].replaceAll(/\{(\d)\}/gu, (_, at) => values[Number(at)]);
  };
  return [
    text("Disconnect {0} from {1}?", "ann", "vm-web-01"),
    text("User: {0}", "ann"),
    text("Target VM: {0}", "vm-web-01"),
    text("Bastion host: {0}", "bas-prod"),
    text("Protocol: {0}", "SSH"),
    CANCEL[language] ?? "Cancel",
    text("Disconnect"),
    text("Disconnected {0}.", text("{0} on {1}", "ann", "vm-web-01")),
  ];
}

/** Draws the picture of a language from the English one. @returns its path */
export async function drawPicture(language, bundle) {
  const english = await readFile(join(root, "media/walkthrough/disconnect.svg"), "utf8");
  const texts = pictureTexts(bundle, language);
  const size = texts[0].length > MOST_CHARACTERS ? 12 : 15;
  let at = 0;
  const drawn = english
    .replaceAll(/(?<=<text[^>]*>)[^<]+/gu, () => texts[at++])
    .replace('font-size="15"', `font-size="${size}"`);
  const path = `media/walkthrough/disconnect.${language}.svg`;
  await writeFile(join(root, path), drawn);
  return path;
}
