/** The language of texts: that of the terminal, from the bundles of the extension. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { useLanguage, type Translations } from "../words/language.ts";
import { intlLocale } from "../core/text/locale.ts";
import { asObject } from "../core/text/json.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** The locale that a terminal is set to, as a tag; `undefined` for none, or for one that isn't known, such as `C`. */
export function terminalLocale(env: Environment, platform: NodeJS.Platform): string | undefined {
  const named = [env["LC_ALL"], env["LC_MESSAGES"], env["LANG"]].find((value) => value !== undefined && value !== "");
  // Windows sets none of them.
  const own = platform === "win32" ? new Intl.DateTimeFormat().resolvedOptions().locale : undefined;
  return intlLocale(named ?? own);
}

/**
 * Takes texts from the bundle of a locale, if there is one; else they stay English.
 * @param folder of the bundles
 */
export function useTerminalLanguage(locale: string | undefined, folder: string): void {
  for (const tag of bundleTags(locale)) {
    const texts = readBundle(join(folder, `bundle.l10n.${tag}.json`));
    if (texts !== undefined) {
      useLanguage(tag, texts);
      return;
    }
  }
}

/** What the bundle of a locale may be called, the best first. A tag is no path, whatever a variable says. */
function bundleTags(locale: string | undefined): readonly string[] {
  const [language = "", ...rest] = (locale ?? "en").toLowerCase().split("-");
  const tags = [[language, ...rest].join("-"), language];
  return tags.filter((tag) => /^[a-z]{2,3}(?:-[a-z\d]{2,8})*$/u.test(tag) && language !== "en");
}

function readBundle(path: string): Translations | undefined {
  try {
    return asObject(JSON.parse(readFileSync(path, "utf8"))) as Translations | undefined;
  } catch {
    // Without a bundle everything is said in English.
    return undefined;
  }
}
