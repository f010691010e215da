/**
 * What a system or a browser calls its locale, as a tag that `Intl` takes; `undefined` for none, with which `Intl` takes its
 * default. `Intl` throws for the forms of POSIX, such as the `en-US@posix` of Chromium under LANG=C, and `de_DE.UTF-8`.
 */
export function intlLocale(locale: string | undefined): string | undefined {
  const tag = (locale ?? "").replace(/[.@].*$/u, "").replaceAll("_", "-");
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    return undefined;
  }
}
