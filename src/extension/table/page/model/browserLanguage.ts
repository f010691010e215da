import { intlLocale } from "../../../../core/text/locale.ts";

/**
 * Gives a browser a language that `Intl` takes. uPlot formats numbers in it as soon as it's loaded, and the `en-US@posix` of
 * Chromium under LANG=C, as in containers, would end that with a RangeError.
 */
export function useValidLanguage(browser: { readonly language: string }): void {
  const language = intlLocale(browser.language) ?? "en";
  if (language !== browser.language) {
    Object.defineProperty(browser, "language", { value: language, configurable: true });
  }
}
